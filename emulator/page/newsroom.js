// The newsroom: publish an article into the demo feed.

import { byId, h, time } from "./dom.js";
import { act } from "./server.js";
import { state } from "./state.js";

const CLOSED = "البوت يقرأ الخلاصة أول مرة. يُفتح النشر حين ينتهي.";
const OPEN = "النشر مفتوح. ما تنشره الآن يُعدّ خبرًا جديدًا.";

export function drawNewsroom() {
  const newsroom = state.newsroom;
  byId("tab-newsroom").hidden = byId("open-newsroom").hidden = !newsroom;
  if (!newsroom) return;
  byId("feed-name").textContent = newsroom.name;
  const button = byId("publish");
  const note = byId("newsroom-note");
  if (button.disabled === newsroom.open) {
    button.disabled = !newsroom.open;
    note.dataset.state = "";
    note.textContent = newsroom.open ? OPEN : CLOSED;
  }
  if (byId("ready").options.length === 1) {
    byId("ready").append(...newsroom.ready.map(({ label }, index) => h("option", { value: index }, label)));
  }
  byId("published").replaceChildren(...newsroom.items.slice(0, 8).map(({ title, url, at }) =>
    h("li", {}, h("a", { href: url, target: "_blank", rel: "noopener" }, title), time(at))));
}

function say(text, stateName) {
  byId("newsroom-note").dataset.state = stateName;
  byId("newsroom-note").textContent = text;
}

export function startNewsroom() {
  byId("ready").addEventListener("change", (event) => {
    const chosen = state.newsroom.ready[event.target.value];
    byId("article-title").value = chosen?.title ?? "";
    byId("article-text").value = chosen?.text ?? "";
  });
  byId("article").addEventListener("submit", async (event) => {
    event.preventDefault();
    const title = byId("article-title").value.trim();
    if (!title) return say("اكتب عنوانًا للخبر أولًا.", "failed");
    try {
      await act("publish", { title, text: byId("article-text").value });
      say("نُشر الخبر. يصل التنبيه إلى من يتابع ما فيه خلال ثوانٍ.", "done");
      byId("article").reset();
    } catch {
      say("لم يُنشر الخبر. أعد المحاولة بعد قليل.", "failed");
    }
  });
}
