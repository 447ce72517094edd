// Turn a text and its entities into nodes. Offsets count UTF-16 units, as JavaScript's strings do.

import { DAMASCUS, h } from "./dom.js";
import { state } from "./state.js";

const STYLES = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = ["BLOCKQUOTE", "PRE"];

export function rendered(text, entities, told) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return withoutBlankLines(pieces(text, 0, text.length, sorted, told));
}

// A block ends its line by itself: the line end that follows it would show as a blank line.
function withoutBlankLines(nodes) {
  return nodes.map((one, index) => {
    const after = nodes[index - 1];
    return typeof one === "string" && BLOCKS.includes(after?.tagName) ? one.replace(/^\n/, "") : one;
  });
}

function pieces(text, begin, end, entities, told) {
  const nodes = [];
  let at = begin;
  let left = entities;
  while (left.length) {
    const [entity, ...others] = left;
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = [];
    left = [];
    for (const other of others) {
      const otherStop = other.offset + other.length;
      if (other.offset >= stop) left.push(other);
      else if (otherStop <= stop) inner.push(other);
      else {
        inner.push({ ...other, length: stop - other.offset });
        left.push({ ...other, offset: stop, length: otherStop - stop });
      }
    }
    const start = Math.max(entity.offset, at);
    if (stop > start) nodes.push(node(entity, text.slice(start, stop), pieces(text, start, stop, inner, told), told));
    at = Math.max(at, stop);
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function node(entity, text, inside, told) {
  switch (entity.type) {
    case "pre": return h("pre", { "data-language": entity.language }, h("code", {}, inside));
    case "text_link": return link(entity.url, inside, told);
    case "url": return link(/^\w+:\/\//.test(text) ? text : `https://${text}`, inside, told);
    case "email": return h("a", { href: `mailto:${text}` }, inside);
    case "mention": case "text_mention": return h("span", { class: "mention" }, inside);
    case "hashtag": return h("span", { class: "hashtag" }, inside);
    case "bot_command": return h("button", { type: "button", class: "command", onclick: () => told.say(text) }, inside);
    case "blockquote": return h("blockquote", {}, inside);
    case "expandable_blockquote": return expandable(inside);
    case "spoiler": return spoiler(inside);
    case "date_time": return moment(entity, text);
    default: return STYLES[entity.type] ? h(STYLES[entity.type], {}, inside) : h("span", {}, inside);
  }
}

// Only addresses that a browser opens safely; a link to the bot itself acts as in Telegram.
export function link(url, inside, told) {
  let address;
  try { address = new URL(url); } catch { return h("span", {}, inside); }
  if (!["http:", "https:"].includes(address.protocol)) return h("span", { class: "mention", title: url }, inside);
  const own = told.own(address);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick: own && ((event) => { event.preventDefault(); own(); }) }, inside);
}

function expandable(inside) {
  const more = h("button", { type: "button", class: "more", "aria-expanded": "false" }, "المزيد");
  const quote = h("blockquote", { class: "expandable" }, h("div", { class: "inside" }, inside), more);
  quote.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const open = quote.classList.toggle("open");
    more.setAttribute("aria-expanded", open);
    more.textContent = open ? "أقل" : "المزيد";
  });
  return quote;
}

function spoiler(inside) {
  const reveal = () => { span.classList.add("open"); span.removeAttribute("role"); span.removeAttribute("tabindex"); span.removeAttribute("aria-label"); };
  const span = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "نص مخفي، اضغط لإظهاره", onclick: reveal,
    onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); reveal(); } } }, inside);
  return span;
}

// Show a moment as the reader's own device would: r relative, w weekday, d/D date, t/T time (short or long).
function moment({ unix_time: seconds, date_time_format: format }, text) {
  const at = new Date(seconds * 1000);
  return h("time", { datetime: at.toISOString(), title: at.toLocaleString("ar-SY", DAMASCUS) }, format ? written(at, format) : text);
}

function written(at, format) {
  if (format.includes("r")) return relative(at);
  const options = { ...DAMASCUS };
  if (/w/.test(format)) options.weekday = "long";
  if (/d/.test(format)) Object.assign(options, { day: "numeric", month: "numeric", year: "numeric" });
  if (/D/.test(format)) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/[tT]/.test(format)) Object.assign(options, { hour: "numeric", minute: "2-digit" }, /T/.test(format) ? { second: "2-digit" } : {});
  return new Intl.DateTimeFormat("ar-SY", options).format(at);
}

function relative(at) {
  const seconds = (at - Date.now()) / 1000 - state.clock.ahead;
  const words = new Intl.RelativeTimeFormat("ar-SY", { numeric: "auto" });
  for (const [unit, length] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= length) return words.format(Math.round(seconds / length), unit);
  }
  return words.format(Math.round(seconds), "second");
}
