// The way to the emulator: acts by POST, events by server-sent events. Each connection begins with the whole state.

export async function act(name, values) {
  const response = await fetch(`/_emu/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(values),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()).result;
}

const NAMES = ["state", "chat", "message", "edited", "deleted", "toast", "action", "call", "newsroom", "profile", "faults", "clock"];

export function listen(heard, connected) {
  let source;
  let wait = 500;
  const open = () => {
    source = new EventSource("/_emu/events");
    for (const name of NAMES) {
      source.addEventListener(name, (event) => heard(name, JSON.parse(event.data)));
    }
    source.onopen = () => { wait = 500; connected(true); };
    source.onerror = () => {
      connected(false);
      source.close();
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 5000);
    };
  };
  open();
}
