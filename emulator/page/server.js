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

// Several files are one album.
export async function sendFiles(values, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.append(name, value);
  files.forEach((file, index) => form.append(`file${index}`, file));
  const response = await fetch("/_emu/send", { method: "POST", body: form });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()).result;
}

const NAMES = ["state", "chat", "message", "edited", "deleted", "toast", "action", "call", "newsroom", "profile", "faults", "clock", "privacy", "webhook"];

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
