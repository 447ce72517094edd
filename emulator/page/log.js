// The log of the bot's calls.

import { byId, h } from "./dom.js";
import { state } from "./state.js";

const SHOWN = 100;

const wanted = (call) => call.method !== "getUpdates" || byId("log-polls").checked;

export function drawLog() {
  byId("calls").replaceChildren(...state.calls.filter(wanted).slice(-SHOWN).reverse().map(row));
}

export function addCall(call) {
  if (!wanted(call)) return;
  const list = byId("calls");
  list.prepend(row(call));
  while (list.children.length > SHOWN) list.lastElementChild.remove();
}

function row(call) {
  const failed = call.status !== 200;
  const details = h("details", {},
    h("summary", {}, h("span", { class: "status" }, call.status || "✕"), h("span", { class: "method" }, call.method),
      h("time", {}, new Date(call.at * 1000).toLocaleTimeString("en-GB"))));
  details.addEventListener("toggle", () => {
    const text = [call.fault && `fault: ${call.fault}`, call.description, JSON.stringify(call.params, null, 2)].filter(Boolean).join("\n");
    if (details.open && details.children.length === 1) details.append(h("pre", {}, text));
  });
  return h("li", { class: failed ? "failed" : "", "data-method": call.method, "data-status": call.status }, details);
}

export function startLog() {
  byId("log-polls").addEventListener("change", drawLog);
}
