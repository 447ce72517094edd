// Writing: the text field, commands, the reply keyboard, who speaks.

import { byId, h } from "./dom.js";
import { excerpt } from "./chats.js";
import { replyKeyboard } from "./keyboards.js";
import { leads } from "./places.js";
import { state } from "./state.js";

let keyboardShown = true;
let keyboardSeen = null;
let reply = 0;
const speakers = new Map();
const topics = new Map();

// Who may write in a chat: in a channel those who lead it.
function voices(chat) {
  const present = chat.members.filter((one) => !["left", "kicked"].includes(one.status));
  return chat.kind === "channel" ? present.filter((one) => leads(one.status)) : present;
}

export function speaker(chat) {
  if (chat.kind === "private") return chat.id;
  const all = voices(chat);
  return (all.find((one) => one.id === speakers.get(chat.id)) ?? all[0])?.id;
}

export function topicOf(chat) {
  return chat.topics.some((one) => one.id === topics.get(chat.id)) ? topics.get(chat.id) : 0;
}

export const replyingTo = () => reply;

export function drawComposer(chat, told) {
  const fresh = chat.kind === "private" && chat.bot !== "member";
  byId("start").hidden = !fresh || chat.deactivated;
  byId("start").textContent = chat.bot === "kicked" ? "ارفع الحظر وابدأ من جديد" : "ابدأ";
  byId("composer").hidden = fresh || chat.deactivated;
  byId("composer-text").placeholder = { private: `رسالة باسم ${chat.title}`, channel: "منشور في القناة" }[chat.kind] ?? "رسالة إلى المجموعة";
  byId("commands").hidden = true;
  drawSpeakers(chat);
  drawKeyboard(chat, told, fresh);
}

function drawSpeakers(chat) {
  const group = chat.kind !== "private" && !chat.deactivated;
  byId("speaking").hidden = !group;
  if (!group) return;
  const all = voices(chat);
  byId("speaking").firstElementChild.textContent = chat.kind === "channel" ? "تنشر باسم" : "تكتب باسم";
  byId("speaker").replaceChildren(...all.map(({ id }) =>
    h("option", { value: id, selected: id === speaker(chat) }, state.people.get(id)?.name ?? id)));
  const own = all.find((one) => one.id === speaker(chat));
  byId("anonymous-choice").hidden = chat.kind !== "supergroup" || !leads(own?.status);
  byId("anonymous").checked = chat.anonymous.includes(own?.id);
  byId("in-topic").hidden = !chat.forum;
  byId("topic").replaceChildren(...[{ id: 0, name: "العام" }, ...chat.topics].map((one) =>
    h("option", { value: one.id, selected: one.id === topicOf(chat) }, one.closed ? `${one.name} (مغلق)` : one.name)));
}

export function chooseSpeaker(chat, id) {
  speakers.set(chat.id, id);
}

export function chooseTopic(chat, id) {
  topics.set(chat.id, id);
}

function drawKeyboard(chat, told, fresh) {
  const rows = fresh ? [] : replyKeyboard(chat.keyboard, (text) => {
    if (chat.keyboard.one_time_keyboard) { keyboardShown = false; drawKeyboard(chat, told, fresh); }
    told.say(text);
  }, told.choose);
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
