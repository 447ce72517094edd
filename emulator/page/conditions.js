// Time and faults: move the clock, let Telegram be down, order a single fault.

import { byId } from "./dom.js";
import { act } from "./server.js";
import { state } from "./state.js";

const FAULTS = {
  flood: { kind: "error", method: "sendMessage", code: 429, description: "Too Many Requests: retry after 5", parameters: { retry_after: 5 } },
  html: { kind: "html", method: "sendMessage" },
  drop_before: { kind: "drop_before", method: "sendMessage" },
  drop_after: { kind: "drop_after", method: "sendMessage" },
  late: { kind: "late", method: "sendMessage", seconds: 8 },
};
const REDRAWN = 5_000; // milliseconds
const DAMASCUS = { timeZone: "Asia/Damascus" };
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
}

export function startConditions(tried) {
  for (const button of document.querySelectorAll("[data-forward]")) {
    button.addEventListener("click", () => tried(act("clock", { seconds: Number(button.dataset.forward) })));
  }
  byId("outage").addEventListener("click", () => tried(act(state.faults.down ? "calm" : "outage", {})));
  byId("fault").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await tried(act("fault", FAULTS[byId("fault-kind").value])) === false) return;
    byId("fault-note").textContent = "سيقع هذا في الرسالة التالية التي يرسلها البوت.";
  });
  setInterval(drawClock, REDRAWN);
}
