// A button of the reply keyboard that asks for a chat: the person chooses one of those they lead.

import { byId, h } from "./dom.js";
import { leads } from "./places.js";
import { act } from "./server.js";
import { listed } from "./state.js";

export function chooseChat(person, asked, tried) {
  const channel = Boolean(asked.chat_is_channel);
  const fitting = listed().filter((chat) => chat.kind !== "private" && (chat.kind === "channel") === channel && !chat.deactivated
    && chat.members.some((one) => one.id === person && leads(one.status)));
  byId("choosing-text").textContent = words(channel, fitting.length);
  byId("choices").replaceChildren(...fitting.map((chat) => h("li", {}, h("button", {
    type: "button", class: "wide", "data-choice": chat.id, onclick: () => { byId("choosing").close(); tried(act("share", { person, request: asked.request_id, chat: chat.id })); },
  }, chat.title))));
  byId("choosing").showModal();
}

function words(channel, count) {
  if (count) return channel ? "اختر قناة. إن لم يكن البوت مشرفًا فيها صار مشرفًا." : "اختر مجموعة.";
  return channel
    ? "لا قناة هنا يديرها هذا الشخص. أنشئ واحدة من أدوات التجربة، في تبويب «المحادثة»."
    : "لا مجموعة هنا يديرها هذا الشخص. أنشئ واحدة من أدوات التجربة، في تبويب «المحادثة».";
}
