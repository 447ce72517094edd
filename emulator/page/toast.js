// What answerCallbackQuery says: a line that goes away, or a dialog that stays.

import { byId } from "./dom.js";

const SHOWN = 4000;
let hiding = 0;

export function toast(text, { alert = false } = {}) {
  if (alert) {
    byId("alert-text").textContent = text;
    if (!byId("alert").open) byId("alert").showModal();
    return;
  }
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { box.hidden = true; }, SHOWN);
}

export function startToasts() {
  byId("toast").addEventListener("click", () => { byId("toast").hidden = true; });
}
