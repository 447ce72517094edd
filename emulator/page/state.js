// What the page knows, changed by events alone.

export const state = { bot: {}, profile: { commands: {} }, people: new Map(), chats: new Map(), calls: [], newsroom: null, faults: { down: false, ordered: [] }, clock: { ahead: 0 }, privacy: { on: true }, webhook: { url: "" }, unread: new Map(), shown: 0 };

const MOST_CALLS = 200;
const MOST_MESSAGES = 500;

const CHANGES = {
  state(data) {
    state.bot = data.bot;
    state.profile = data.profile;
    state.people = new Map(data.people.map((person) => [person.id, person]));
    state.chats = new Map(data.chats.map((chat) => [chat.id, { ...chat, messages: new Map(chat.messages.map((one) => [one.message_id, one])) }]));
    state.calls = data.calls;
    state.newsroom = data.newsroom;
    state.faults = data.faults;
    state.clock = data.clock;
    state.privacy = data.privacy;
    state.webhook = data.webhook;
  },
  chat(data) {
    const known = state.chats.get(data.id);
    const messages = known ? known.messages : new Map();
    state.chats.set(data.id, { ...known, ...data, messages });
  },
  message({ chat, message }) {
    const messages = state.chats.get(chat).messages;
    messages.set(message.message_id, message);
    if (messages.size > MOST_MESSAGES) messages.delete(messages.keys().next().value);
    if (chat !== state.shown && isBot(message)) state.unread.set(chat, (state.unread.get(chat) ?? 0) + 1);
  },
  edited({ chat, message }) { state.chats.get(chat).messages.set(message.message_id, message); },
  deleted({ chat, message_id }) { state.chats.get(chat).messages.delete(message_id); },
  call(data) { state.calls.push(data); state.calls.splice(0, state.calls.length - MOST_CALLS); },
  profile(data) { state.profile = data; },
  newsroom(data) { state.newsroom = data; },
  faults(data) { state.faults = data; },
  clock(data) { state.clock = data; },
  privacy(data) { state.privacy = data; },
  webhook(data) { state.webhook = data; },
};

export function change(name, data) {
  CHANGES[name]?.(data);
}

// Anonymous admins and channels speak as bots of Telegram's own.
export const isBot = (message) => message.from?.id === state.bot.id;

export const lastMessage = (chat) => Array.from(chat.messages.values()).at(-1);

// The chats of the list: those without a successor, the latest first.
export function listed() {
  const latest = (chat) => lastMessage(chat)?.date ?? 0;
  const chats = Array.from(state.chats.values()).filter((chat) => !chat.upgraded_to);
  return chats.map((chat, index) => [chat, index]).sort(([a, i], [b, j]) => latest(b) - latest(a) || i - j).map(([chat]) => chat);
}
