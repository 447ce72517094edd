// Keyboards: inline ones under a message, reply ones under the composer. Rows run from left to right, as in Telegram.

import { h } from "./dom.js";
import { link } from "./entities.js";

export function inlineKeyboard(markup, told) {
  if (!markup?.inline_keyboard) return null;
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": "أزرار الرسالة" },
    markup.inline_keyboard.map((row) => h("div", {}, row.map((button) => inlineButton(button, told)))));
}

function inlineButton(button, told) {
  const style = button.style ?? "";
  if (button.url) {
    const anchor = link(button.url, [button.text], told);
    anchor.classList.add(...(style ? [style] : []));
    return anchor;
  }
  const element = h("button", { type: "button", class: style, "data-callback": button.callback_data }, button.text);
  element.addEventListener("click", async () => {
    if (button.copy_text) return told.copy(button.copy_text.text);
    if (button.callback_data === undefined) return told.toast("هذا الزر لا يعمل في صفحة التجربة");
    element.setAttribute("aria-busy", "true");
    setTimeout(() => element.removeAttribute("aria-busy"), 1500);
    await told.press(button.callback_data);
  });
  return element;
}

export function replyKeyboard(markup, say, choose) {
  if (!markup?.keyboard) return [];
  return markup.keyboard.map((row) => h("div", {}, row.map((button) => {
    const text = typeof button === "string" ? button : button.text;
    return h("button", { type: "button", onclick: () => (button.request_chat ? choose(button.request_chat) : say(text)) }, text);
  })));
}
