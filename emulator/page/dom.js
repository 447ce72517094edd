// Build elements from values: text is always a text node, never markup.

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

export const DAMASCUS = { timeZone: "Asia/Damascus" }; // where the people of the demo live, whatever this device's zone
const clock = new Intl.DateTimeFormat("ar-SY", { hour: "numeric", minute: "2-digit", ...DAMASCUS });
const full = new Intl.DateTimeFormat("ar-SY", { dateStyle: "full", timeStyle: "short", ...DAMASCUS });

export function time(seconds) {
  const at = new Date(seconds * 1000);
  return h("time", { datetime: at.toISOString(), title: full.format(at) }, clock.format(at));
}

export function initials(name) {
  const words = name.replace(/^(أبو|أم)\s+/, "").split(/\s+/);
  return Array.from(words[0])[0] ?? "";
}
