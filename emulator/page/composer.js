// Writing: the text field, commands, the reply keyboard, who speaks.

import { byId, h } from "./dom.js";
import { excerpt } from "./chats.js";
import { replyKeyboard } from "./keyboards.js";
import { state } from "./state.js";

let keyboardShown = true;
let keyboardSeen = null;
let reply = 0;
const speakers = new Map();

export const speaker = (chat) => (chat.kind === "private" ? chat.id : speakers.get(chat.id) ?? chat.members[0]?.id);
export const replyingTo = () => reply;

export function drawComposer(chat, say) {
  const fresh = chat.kind === "private" && chat.bot !== "member";
  byId("start").hidden = !fresh || chat.deactivated;
  byId("start").textContent = chat.bot === "kicked" ? "ارفع الحظر وابدأ من جديد" : "ابدأ";
  byId("composer").hidden = fresh || chat.deactivated;
  byId("composer-text").placeholder = chat.kind === "private" ? `رسالة باسم ${chat.title}` : "رسالة إلى المجموعة";
  byId("commands").hidden = true;
  drawSpeakers(chat);
  drawKeyboard(chat, say, fresh);
}

function drawSpeakers(chat) {
  const group = chat.kind !== "private";
  byId("speaking").hidden = !group;
  if (!group) return;
  byId("speaker").replaceChildren(...chat.members.map(({ id }) =>
    h("option", { value: id, selected: id === speaker(chat) }, state.people.get(id)?.name ?? id)));
}

export function chooseSpeaker(chat, id) {
  speakers.set(chat.id, id);
}

function drawKeyboard(chat, say, fresh) {
  const rows = fresh ? [] : replyKeyboard(chat.keyboard, (text) => {
    if (chat.keyboard.one_time_keyboard) { keyboardShown = false; drawKeyboard(chat, say, fresh); }
    say(text);
  });
  if (chat.keyboard !== keyboardSeen) { keyboardSeen = chat.keyboard; keyboardShown = true; }
  byId("reply-keyboard").replaceChildren(...rows);
  byId("reply-keyboard").hidden = !rows.length || !keyboardShown;
  byId("keyboard-button").hidden = !rows.length;
  byId("keyboard-button").setAttribute("aria-expanded", String(Boolean(rows.length) && keyboardShown));
  const hint = chat.keyboard?.input_field_placeholder;
  if (hint && !fresh) byId("composer-text").placeholder = hint;
}

export function toggleKeyboard() {
  keyboardShown = !keyboardShown;
  byId("reply-keyboard").hidden = !keyboardShown;
  byId("keyboard-button").setAttribute("aria-expanded", String(keyboardShown));
}

export function setReply(message) {
  reply = message?.message_id ?? 0;
  byId("replying").hidden = !reply;
  byId("replying").firstElementChild.textContent = reply ? `رد على: ${excerpt(message)}` : "";
  if (reply) byId("composer-text").focus();
}

// The commands that the speaker sees here, those that begin with what is typed.
export function drawCommands(chat, typed, say) {
  const all = state.profile.commands[chat.id]?.[speaker(chat)] ?? [];
  const wanted = typed.replace(/^\//, "");
  const fitting = all.filter(({ command }) => command.startsWith(wanted));
  byId("commands").replaceChildren(...fitting.map(({ command, description }) =>
    h("li", { role: "none" }, h("button", { type: "button", role: "option", "data-command": command, onclick: () => { hideCommands(); say(`/${command}`); } },
      h("bdi", {}, `/${command}`), h("span", { class: "grow muted" }, description)))));
  showCommands(fitting.length > 0);
}

export const hideCommands = () => showCommands(false);

function showCommands(shown) {
  byId("commands").hidden = !shown;
  byId("commands-button").setAttribute("aria-expanded", String(shown));
}

export function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}
