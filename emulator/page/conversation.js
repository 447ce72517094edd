// One conversation: its messages, its keyboards, its composer.

import { byId, h, initials, time } from "./dom.js";
import { excerpt, hue, serviceText } from "./chats.js";
import { rendered } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { isBot, state } from "./state.js";

const SERVICE = ["new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created", "forum_topic_closed", "forum_topic_reopened", "chat_shared"];

export function drawHead(chat) {
  byId("chat-title").textContent = chat.title;
  byId("chat-status").textContent = status(chat);
  const avatar = byId("chat-avatar");
  avatar.className = hue(chat);
  avatar.textContent = initials(chat.title);
  const button = byId("block");
  button.hidden = chat.deactivated || (chat.kind === "private" && chat.bot === "left");
  button.dataset.act = action(chat);
  button.textContent = { block: "احظر البوت", unblock: "ارفع الحظر", remove: "أخرج البوت", add: "أضف البوت" }[action(chat)];
  button.classList.toggle("danger", ["block", "remove"].includes(action(chat)));
}

function action(chat) {
  if (chat.kind === "private") return chat.bot === "kicked" ? "unblock" : "block";
  return ["kicked", "left"].includes(chat.bot) ? "add" : "remove";
}

function status(chat) {
  if (chat.deactivated) return chat.kind === "private" ? "حساب محذوف" : "محادثة محذوفة";
  if (chat.kind === "private") {
    if (chat.bot === "kicked") return "البوت محظور هنا";
    return state.people.get(chat.id)?.about || "محادثة مع البوت";
  }
  if (chat.kind === "channel") return chat.bot === "administrator" ? "البوت مشرف في القناة" : "البوت خارج القناة";
  const present = chat.members.filter((one) => !["left", "kicked"].includes(one.status)).length;
  return ["kicked", "left"].includes(chat.bot) ? "البوت خارج المجموعة" : `البوت و${members(present)}`;
}

function members(count) {
  if (count === 1) return "عضو واحد";
  if (count === 2) return "عضوان";
  return `${count.toLocaleString("ar-SY")} أعضاء`;
}

export function drawMessages(chat, told) {
  const list = byId("messages");
  let before;
  list.replaceChildren(...Array.from(chat.messages.values(), (message) => {
    const item = drawMessage(chat, message, told, before);
    before = message;
    return item;
  }));
  byId("empty").hidden = chat.messages.size > 0;
  byId("bot-about").textContent = chat.kind !== "private" ? "لا رسائل هنا بعد." : state.profile.description || "اضغط «ابدأ» لتبدأ المحادثة مع البوت.";
}

export function appendMessage(chat, message, told) {
  const all = Array.from(chat.messages.values());
  const item = drawMessage(chat, message, told, all.at(-2));
  item.classList.add("new");
  byId("messages").append(item);
  byId("empty").hidden = true;
}

export function replaceMessage(chat, message, told) {
  const old = find(message.message_id);
  if (!old) return;
  const item = drawMessage(chat, message, told);
  item.classList.toggle("after-other", old.classList.contains("after-other"));
  const focused = old.contains(document.activeElement);
  old.replaceWith(item);
  if (focused) (item.querySelector(".inline-keyboard button") ?? byId("scroller")).focus();
}

export function removeMessage(id) {
  find(id)?.remove();
}

const find = (id) => byId("messages").querySelector(`[data-message-id="${id}"]`);

function drawMessage(chat, message, told, before) {
  if (SERVICE.some((name) => name in message)) {
    return h("li", { class: "service", "data-message-id": message.message_id }, serviceText(message));
  }
  const bot = isBot(message);
  const own = !bot && (chat.kind === "private" || message.from?.id === told.speaker());
  const classes = ["message", own ? "own" : "", before && before.from?.id !== message.from?.id ? "after-other" : ""];
  return h("li", {
    class: classes.join(" ").trim(), "data-message-id": message.message_id, "data-from": bot ? "bot" : message.from?.id,
  },
  h("div", { class: "bubble" },
    (chat.kind !== "private" && !own) && h("div", { class: "sender" }, message.sender_chat?.title ?? message.from?.first_name ?? chat.title),
    message.forward_origin && h("div", { class: "quoted", dir: "auto" }, `معاد توجيهه من ${from(message.forward_origin)}`),
    message.is_topic_message && h("div", { class: "topic" }, topicName(chat, message.message_thread_id)),
    message.reply_to_message && h("div", { class: "quoted", dir: "auto" }, excerpt(message.reply_to_message)),
    attached(message),
    body(message, told),
    h("span", { class: "stamp" }, h("button", { type: "button", class: "reply", onclick: () => told.reply(message) }, "ردّ"),
      chat.kind === "channel" && h("button", { type: "button", class: "reply", onclick: () => told.forward(message) }, "وجّهه إلى البوت"), message.edit_date ? "عُدّلت · " : "", time(message.date))),
  inlineKeyboard(message.reply_markup, { ...told, press: (data) => told.press(message, data) }));
}

function from(origin) {
  return origin.chat?.title ?? origin.sender_user?.first_name ?? "";
}

function topicName(chat, id) {
  return chat.topics.find((one) => one.id === id)?.name ?? "موضوع محذوف";
}

function body(message, told) {
  const text = message.text ?? message.caption;
  if (text === undefined) return null;
  return h("div", { class: "text" }, rendered(text, message.entities ?? message.caption_entities, told));
}

function attached(message) {
  const photo = message.photo?.at(-1);
  if (photo) return file({ ...photo, file_name: "صورة" });
  return message.document && file(message.document);
}

function file(document) {
  const size = document.file_size < 1024 * 1024
    ? `${Math.max(1, Math.round(document.file_size / 1024)).toLocaleString("ar-SY")} ك.ب`
    : `${(document.file_size / 1024 / 1024).toLocaleString("ar-SY", { maximumFractionDigits: 1 })} م.ب`;
  return h("div", { class: "file" }, h("a", { href: `/_emu/file/${document.file_id}`, download: document.file_name }, document.file_name ?? "ملف"),
    h("span", { class: "muted" }, size));
}
