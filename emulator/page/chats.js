// The list of chats.

import { byId, h, initials, time } from "./dom.js";
import { lastMessage, listed, state } from "./state.js";

export function hue(chat) {
  return `avatar hue-${chat.kind === "private" ? (chat.id % 5) + 1 : 0}`;
}

export function serviceText(message) {
  const name = message.from?.first_name ?? "";
  if (message.new_chat_members) return `دخل ${message.new_chat_members.map((one) => one.first_name).join("، ")} إلى المجموعة`;
  if (message.left_chat_member) return `خرج ${message.left_chat_member.first_name} من المجموعة`;
  if (message.migrate_to_chat_id) return "صارت المجموعة مجموعة كبيرة";
  if (message.migrate_from_chat_id) return "كانت هذه مجموعة عادية";
  if (message.forum_topic_created) return `موضوع جديد: ${message.forum_topic_created.name}`;
  if (message.forum_topic_closed) return "أُغلق الموضوع";
  if (message.forum_topic_reopened) return "أُعيد فتح الموضوع";
  if (message.chat_shared) return "اختيرت محادثة للبوت";
  return name;
}

export function excerpt(message) {
  if (!message) return "لا رسائل بعد";
  const text = message.text ?? message.caption ?? message.document?.file_name ?? (message.photo ? "صورة" : serviceText(message));
  return text.split("\n").filter((line) => line.trim())[0] ?? "";
}

export function drawChats(open) {
  byId("chats").replaceChildren(...listed().map((chat) => {
    const last = lastMessage(chat);
    const unread = state.unread.get(chat.id);
    return h("li", {}, h("button", {
      type: "button", "data-chat": chat.id, "aria-current": chat.id === state.shown ? "true" : null, onclick: () => open(chat.id),
    },
    h("span", { class: hue(chat), "aria-hidden": "true" }, initials(chat.title)),
    h("span", { class: "grow" },
      h("span", { class: "name" }, h("span", {}, chat.title), last && time(last.date)),
      h("span", { class: "last muted" }, h("span", { dir: "auto" }, excerpt(last)),
        unread ? h("span", { class: "unread", "aria-label": `غير مقروء: ${unread}` }, unread.toLocaleString("ar-SY")) : badge(chat)))));
  }));
}

function badge(chat) {
  const text = chat.kind === "channel" ? "قناة" : chat.kind !== "private" ? "مجموعة" : state.people.get(chat.id)?.admin ? "إدارة" : "";
  return text && h("span", { class: "badge" }, text);
}
