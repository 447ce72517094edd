// Files that a person sends: several at once are one album, the written text is its caption.

import { byId } from "./dom.js";
import { sendFiles } from "./server.js";

const MOST = 10;
const LARGEST = 50; // megabytes of all together; what the emulator takes

export function startAttaching(told) {
  byId("attach").addEventListener("click", () => byId("files").click());
  byId("files").addEventListener("change", async (event) => {
    const files = Array.from(event.target.files);
    event.target.value = "";
    const wrong = problem(files);
    if (wrong) return told.toast(wrong);
    if (files.length && await told.tried(sendFiles(told.values(), files)) !== false) told.sent();
    return undefined;
  });
}

function problem(files) {
  const empty = files.find((file) => file.size === 0);
  if (empty) return `الملف «${empty.name}» فارغ، وتيليغرام لا يرسل ملفًا فارغًا.`;
  if (files.length > MOST) return "عشرة ملفات على الأكثر في المرة الواحدة.";
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return size > LARGEST * 1024 * 1024 ? "أكبر من ٥٠ ميغابايت: لا تحمله صفحة التجربة." : "";
}
