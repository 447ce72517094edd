// Time and faults: move the clock, let Telegram be down, order a single fault.

import { byId, DAMASCUS, h } from "./dom.js";
import { act } from "./server.js";
import { state } from "./state.js";

const FAULTS = {
  flood: { kind: "error", code: 429, description: "Too Many Requests: retry after 5", parameters: { retry_after: 5 } },
  html: { kind: "html" },
  drop_before: { kind: "drop_before" },
  drop_after: { kind: "drop_after" },
  late: { kind: "late", seconds: 8 },
  latency: { kind: "latency", seconds: 8 },
  trickle: { kind: "trickle", seconds: 8 },
  refused: { kind: "error", code: 401, description: "Unauthorized" },
};
const REDRAWN = 5_000; // milliseconds
const day = new Intl.DateTimeFormat("ar-SY", { weekday: "long", day: "numeric", month: "long", ...DAMASCUS });
const hour = new Intl.DateTimeFormat("ar-SY", { hour: "numeric", minute: "2-digit", ...DAMASCUS });

export function drawClock() {
  const now = new Date(Date.now() + state.clock.ahead * 1000);
  byId("clock-now").textContent = `${day.format(now)} · ${hour.format(now)}`;
}

export function drawFaults() {
  const { down } = state.faults;
  const button = byId("outage");
  button.textContent = down ? "أعد تيليغرام إلى العمل" : "تعطّل تيليغرام";
  button.classList.toggle("stopping", !down);
  byId("outage-note").textContent = down
    ? "تيليغرام معطّل: ما يُكتب الآن ينتظر حتى يعود."
    : "تيليغرام يعمل كالمعتاد.";
  document.body.dataset.telegram = down ? "down" : "up";
  byId("faults").replaceChildren(...state.faults.ordered.map((one) => h("li", {}, h("span", { class: "grow" }, label(one)), h("span", { class: "muted" }, times(one)))));
  byId("calm").hidden = !state.faults.ordered.length;
}

function label({ kind, code, method }) {
  const chosen = kind === "error" ? { 429: "flood", 401: "refused" }[code] : kind;
  const where = byId("fault-place").querySelector(`[value="${method}"]`);
  return `${byId("fault-kind").querySelector(`[value="${chosen}"]`)?.textContent ?? kind} — ${where?.textContent ?? method}`;
}

function times({ times: left }) {
  if (left === null) return "حتى تنهيه";
  return left === 1 ? "مرة" : `${left.toLocaleString("ar-SY")} مرات`.replace("٢ مرات", "مرتان");
}

export function drawWebhook() {
  const { url } = state.webhook;
  byId("webhook-note").textContent = url
    ? `يدفع تيليغرام ما يُكتب إلى البوت، على العنوان \u2068${url}\u2069.`
    : "يجلب البوت ما يُكتب له بنفسه، ولا يُدفع إليه شيء: عطل الدفع لا يقع.";
}

export function startConditions(tried) {
  for (const button of document.querySelectorAll("[data-forward]")) {
    button.addEventListener("click", () => tried(act("clock", { seconds: Number(button.dataset.forward) })));
  }
  byId("outage").addEventListener("click", () => tried(act(state.faults.down ? "calm" : "outage", {})));
  byId("fault").addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = { ...FAULTS[byId("fault-kind").value], method: byId("fault-place").value };
    const often = byId("fault-times").value;
    const ordered = often ? { ...values, times: Number(often) } : { ...values, endless: true };
    if (await tried(act("fault", ordered)) === false) return;
    byId("fault-note").textContent = "طُلب العطل، وهو في القائمة حتى يقع.";
  });
  byId("calm").addEventListener("click", () => tried(act("calm", {})));
  byId("hold").addEventListener("click", async () => {
    if (await tried(act("flood", { seconds: 60 })) !== false) byId("fault-note").textContent = "يرفض تيليغرام كل رسالة دقيقةً كاملة، ثم يقبلها.";
  });
  setInterval(drawClock, REDRAWN);
}
