// The page: listens to the emulator and draws what changed.

import { drawChats } from "./chats.js";
import { startAttaching } from "./attaching.js";
import { chooseChat } from "./choosing.js";
import { chooseSpeaker, chooseTopic, drawCommands, drawComposer, fit, hideCommands, replyingTo, setReply, speaker, toggleKeyboard, topicOf } from "./composer.js";
import { appendMessage, drawHead, drawMessages, removeMessage, replaceMessage } from "./conversation.js";
import { drawClock, drawFaults, drawWebhook, startConditions } from "./conditions.js";
import { byId } from "./dom.js";
import { addCall, drawLog, startLog } from "./log.js";
import { drawNewsroom, startNewsroom } from "./newsroom.js";
import { drawPlaces, startPlaces } from "./places.js";
import { act, listen } from "./server.js";
import { change, isBot, listed, state } from "./state.js";
import { toast, startToasts } from "./toast.js";

const app = byId("app");
const scroller = byId("scroller");
const field = byId("composer-text");
const chat = () => state.chats.get(state.shown);
let typing = 0;
let drawn = 0; // the chat whose messages are drawn: one that was just founded is opened before its state has come
let sticks = true; // to the end, while the reader has not scrolled up

const told = {
  speaker: () => speaker(chat()),
  say: (text) => say(text),
  reply: (message) => setReply(message),
  choose: (asked) => chooseChat(speaker(chat()), asked, tried),
  forward: async (message) => {
    const person = speaker(chat());
    if (await tried(act("forward", { person, chat: state.shown, message: message.message_id })) !== false) toast(`أُعيد توجيهه إلى محادثة «${state.people.get(person).name}» مع البوت.`);
  },
  toast,
  press: (message, data) => tried(act("press", { person: speaker(chat()), chat: state.shown, message: message.message_id, data })),
  copy: async (text) => { await navigator.clipboard?.writeText(text).catch(() => {}); toast("نُسخ النص"); },
  // t.me links to this bot: ?start= writes to it in private, ?startgroup= adds it to the group.
  own: (address) => {
    if (address.hostname !== "t.me" || address.pathname.slice(1).toLowerCase() !== state.bot.username?.toLowerCase()) return null;
    const group = address.searchParams.get("startgroup");
    if (group !== null) return () => addToGroup(group);
    return () => say(`/start ${address.searchParams.get("start") ?? ""}`.trim());
  },
};

// What is done, or false with a word about it.
async function tried(promise) {
  try { return await promise; } catch { toast("تعذّر ذلك. حدّث الصفحة وأعد المحاولة."); return false; }
}

function say(text) {
  const values = { person: speaker(chat()), chat: state.shown, text, reply_to: replyingTo(), thread: topicOf(chat()) };
  setReply(null);
  return tried(act("say", values));
}

function addToGroup(payload) {
  const group = listed().find((one) => ["group", "supergroup"].includes(one.kind) && !one.deactivated);
  if (!group) return;
  open(group.id);
  tried(act("add", { person: speaker(group), chat: group.id, payload }));
}

function atEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
}
const toEnd = () => { sticks = true; scroller.scrollTop = scroller.scrollHeight; };

function open(id, { focus = true } = {}) {
  state.shown = id;
  state.unread.delete(id);
  setReply(null);
  byId("toast").hidden = true;
  app.dataset.view = "chat";
  drawAll();
  toEnd();
  if (focus && matchMedia("(min-width: 720px)").matches) field.focus();
}

function drawAll() {
  drawChats(open);
  const shown = chat();
  drawPlaces(shown);
  drawn = shown ? state.shown : 0;
  if (!shown) return;
  drawHead(shown);
  drawMessages(shown, told);
  drawComposer(shown, told);
}

const HEARD = {
  state() {
    const stays = state.chats.has(state.shown);
    drawNewsroom();
    drawLog();
    drawClock();
    drawFaults();
    drawWebhook();
    if (!stays) state.shown = listed()[0]?.id ?? 0;
    drawAll();
    if (!stays || sticks) toEnd();
  },
  chat({ id }) {
    drawChats(open);
    if (chat()?.upgraded_to) return open(chat().upgraded_to, { focus: false });
    if (id !== state.shown) return undefined;
    if (drawn !== id) return drawAll();
    drawHead(chat());
    drawComposer(chat(), told);
    drawPlaces(chat());
    return undefined;
  },
  message({ chat: id, message }) {
    drawChats(open);
    if (id !== state.shown) return;
    if (isBot(message)) stopTyping();
    appendMessage(chat(), message, told);
    if (sticks || !isBot(message)) toEnd(); else byId("to-end").hidden = false;
  },
  edited({ chat: id, message }) {
    drawChats(open);
    if (id === state.shown) replaceMessage(chat(), message, told);
  },
  deleted({ chat: id, message_id: message }) {
    drawChats(open);
    if (id === state.shown) removeMessage(message);
  },
  action({ chat: id }) {
    if (id !== state.shown) return;
    byId("chat-status").textContent = "البوت يكتب…";
    clearTimeout(typing);
    typing = setTimeout(stopTyping, 5000);
  },
  toast({ person, text, alert }) {
    if (text && person === speaker(chat())) toast(text, { alert });
  },
  call: addCall,
  newsroom: drawNewsroom,
  faults: drawFaults,
  clock: drawClock,
  webhook: drawWebhook,
  privacy() { drawPlaces(chat()); },
  profile() { if (chat() && !chat().messages.size) drawAll(); },
};

function stopTyping() {
  clearTimeout(typing);
  drawHead(chat());
}

function connected(online) {
  const line = byId("connection");
  line.dataset.state = online ? "online" : "offline";
  line.textContent = online ? "تجربة على هذا الجهاز" : "انقطع الاتصال، نعيد المحاولة…";
}

const TABS = ["newsroom", "places", "conditions", "log"];

function showPanel(tab) {
  app.dataset.panel = "open";
  byId("open-panel").setAttribute("aria-expanded", "true");
  choose(tab);
}

function choose(tab) {
  for (const name of TABS) {
    const chosen = name === tab;
    byId(name).hidden = !chosen;
    byId(`tab-${name}`).setAttribute("aria-selected", String(chosen));
    byId(`tab-${name}`).tabIndex = chosen ? 0 : -1;
  }
}

function closePanel() {
  delete app.dataset.panel;
  byId("open-panel").setAttribute("aria-expanded", "false");
}

function startButtons() {
  byId("back").addEventListener("click", () => { app.dataset.view = "list"; drawChats(open); });
  byId("block").addEventListener("click", (event) => {
    const status = chat().kind === "channel" ? { status: "administrator" } : {};
    tried(act(event.currentTarget.dataset.act, { person: speaker(chat()), chat: state.shown, ...status }));
  });
  byId("start").addEventListener("click", async () => {
    if (chat().bot === "kicked") await tried(act("unblock", { person: state.shown }));
    await say("/start");
    field.focus();
  });
  byId("no-reply").addEventListener("click", () => setReply(null));
  byId("to-end").addEventListener("click", toEnd);
  scroller.addEventListener("scroll", () => { sticks = atEnd(); if (sticks) byId("to-end").hidden = true; });
  const resized = new ResizeObserver(() => { if (sticks) toEnd(); });
  resized.observe(scroller);
  resized.observe(byId("messages"));
  byId("speaker").addEventListener("change", (event) => { chooseSpeaker(chat(), Number(event.target.value)); drawAll(); });
  byId("topic").addEventListener("change", (event) => chooseTopic(chat(), Number(event.target.value)));
  byId("anonymous").addEventListener("change", (event) => tried(act("hide", { person: speaker(chat()), chat: state.shown, hidden: event.target.checked })));
  byId("keyboard-button").addEventListener("click", toggleKeyboard);
  byId("open-panel").addEventListener("click", () => showPanel("newsroom"));
  byId("open-newsroom").addEventListener("click", () => showPanel("newsroom"));
  byId("close-panel").addEventListener("click", closePanel);
  for (const tab of TABS) {
    byId(`tab-${tab}`).addEventListener("click", () => choose(tab));
    byId(`tab-${tab}`).addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      const step = event.key === "ArrowLeft" ? 1 : -1; // from right to left
      const other = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length];
      choose(other);
      byId(`tab-${other}`).focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!byId("commands").hidden) { hideCommands(); field.focus(); } else if (replyingTo()) setReply(null); else closePanel();
  });
}

function startWriting() {
  const send = () => {
    const text = field.value.trim();
    field.value = "";
    fit(field);
    hideCommands();
    if (text) say(text);
  };
  byId("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); field.focus(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
    if (event.key === "ArrowUp" && !byId("commands").hidden) { event.preventDefault(); byId("commands").querySelector("button:last-child")?.focus(); }
  });
  field.addEventListener("input", () => {
    fit(field);
    if (/^\/\w*$/.test(field.value)) drawCommands(chat(), field.value, sayCommand); else hideCommands();
  });
  byId("commands-button").addEventListener("click", () => {
    if (byId("commands").hidden) { drawCommands(chat(), "", sayCommand); byId("commands").querySelector("button")?.focus(); } else hideCommands();
  });
  byId("commands").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = Array.from(byId("commands").querySelectorAll("button"));
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  });
}

function sayCommand(text) {
  field.value = "";
  fit(field);
  say(text);
  field.focus();
}

startButtons();
startWriting();
startNewsroom();
startConditions(tried);
startPlaces({ tried, chat, open: (id) => { closePanel(); open(id); } });
startAttaching({
  tried,
  toast,
  values: () => ({ person: speaker(chat()), chat: state.shown, thread: topicOf(chat()), caption: field.value.trim() }),
  sent: () => { field.value = ""; fit(field); },
});
startLog();
startToasts();
listen((name, data) => { change(name, data); HEARD[name]?.(data); }, connected);
