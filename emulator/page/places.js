// The chat that is open, as its people change it: the bot in it, members, topics; and chats that are founded.

import { byId, h } from "./dom.js";
import { act } from "./server.js";
import { state } from "./state.js";

const STATUS = { creator: "يملكها", administrator: "مشرف", member: "عضو", restricted: "مقيّد", left: "ليس فيها", kicked: "محظور" };
const BOT = { administrator: "مشرف", member: "عضو", restricted: "ممنوع من الكتابة", left: "خارجها", kicked: "خارجها" };
const CHOSEN = ["administrator", "member", "left"];

export const leads = (status) => ["creator", "administrator"].includes(status);
const owner = (chat) => chat.members.find((one) => one.status === "creator")?.id ?? chat.members[0]?.id;

let tried;

export function drawPlaces(chat) {
  const shared = Boolean(chat) && chat.kind !== "private" && !chat.deactivated;
  byId("place-title").textContent = chat?.title ?? "";
  byId("place-note").textContent = note(chat);
  byId("place-acts").replaceChildren(...(shared ? botActs(chat) : []));
  byId("place-people").hidden = !shared;
  byId("place-topics").hidden = !shared || chat.kind !== "supergroup";
  byId("privacy").checked = state.privacy.on;
  byId("members").replaceChildren(...(shared ? Array.from(state.people.values(), (person) => member(chat, person)) : []));
  byId("topics").replaceChildren(...(shared ? chat.topics.map((topic) => topicRow(chat, topic)) : []));
  if (byId("founder").options.length !== state.people.size) {
    byId("founder").replaceChildren(...Array.from(state.people.values(), (one) => h("option", { value: one.id }, one.name)));
  }
}

function note(chat) {
  if (!chat || chat.kind === "private") return "هذه محادثة شخص مع البوت. افتح مجموعة أو قناة لتغيّر من فيها وما للبوت فيها، أو أنشئ واحدة أدناه.";
  if (chat.deactivated) return "حُذفت هذه المحادثة.";
  const public_ = chat.username ? ` · \u2068@${chat.username}\u2069` : "";
  return `${{ channel: "قناة", group: "مجموعة", supergroup: "مجموعة كبيرة" }[chat.kind]}${public_} · البوت: ${BOT[chat.bot]}`;
}

function botActs(chat) {
  const inside = ["administrator", "member", "restricted"].includes(chat.bot);
  const to = (label, name, values = {}) => button(label, name, { person: owner(chat), chat: chat.id, ...values });
  const acts = [];
  if (chat.bot !== "administrator") acts.push(to("اجعل البوت مشرفًا", "add", { status: "administrator" }));
  if (chat.kind !== "channel" && chat.bot !== "member") acts.push(to(inside ? "اجعله عضوًا" : "أضف البوت عضوًا", "add", { status: "member" }));
  if (chat.kind !== "channel" && inside && chat.bot !== "restricted") acts.push(to("امنعه من الكتابة", "restrict"));
  if (inside) acts.push(to("أخرج البوت", "remove"));
  if (chat.kind === "group") acts.push(to("حوّلها إلى مجموعة كبيرة", "upgrade"));
  acts.push(to("احذف المحادثة", "delete"));
  acts.at(-1).classList.add("danger");
  return acts;
}

function button(label, name, values) {
  return h("button", { type: "button", class: "quiet", "data-act": name, onclick: () => tried(act(name, values)) }, label);
}

function member(chat, person) {
  const status = chat.members.find((one) => one.id === person.id)?.status ?? "left";
  const chosen = CHOSEN.includes(status) ? CHOSEN : [status, ...CHOSEN];
  const select = h("select", { "aria-label": `${person.name} في هذه المحادثة`, disabled: status === "creator", "data-member": person.id,
    onchange: (event) => tried(act("member", { person: person.id, chat: chat.id, status: event.target.value })) },
  chosen.map((one) => h("option", { value: one, selected: one === status }, STATUS[one])));
  return h("li", {}, h("span", { class: "grow" }, person.name, chat.anonymous.includes(person.id) ? " (مجهول)" : ""), select);
}

function topicRow(chat, topic) {
  const values = { person: owner(chat), chat: chat.id, thread: topic.id };
  return h("li", { "data-topic": topic.id }, h("span", { class: "grow" }, topic.name, topic.closed ? " (مغلق)" : ""),
    button(topic.closed ? "أعد فتحه" : "أغلقه", topic.closed ? "reopen_topic" : "close_topic", values), button("احذفه", "delete_topic", values));
}

export function startPlaces(told) {
  tried = told.tried;
  byId("privacy").addEventListener("change", (event) => tried(act("privacy", { on: event.target.checked })));
  byId("new-topic").addEventListener("submit", (event) => {
    event.preventDefault();
    const chat = told.chat();
    tried(act("topic", { person: owner(chat), chat: chat.id, name: byId("topic-name").value.trim() }));
    byId("new-topic").reset();
  });
  byId("new-place").addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = { person: Number(byId("founder").value), kind: byId("place-kind").value, title: byId("place-name").value.trim(), username: byId("place-username").value.trim().replace(/^@/, "") };
    const id = await tried(act("found", values));
    if (id === false) return;
    byId("new-place").reset();
    told.open(id);
  });
}
