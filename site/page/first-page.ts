// The first page: keeps the site for the time without a network, and says how the
// storage is.
import { changeOver, keepAll, onNewer, register } from "./offline";
import { examineStorage, warningOf } from "./storage";

const root = new URL("./", document.baseURI).href;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;

function say(id: string, text: string): void {
  const element = document.getElementById(id);
  if (!element) return;
  element.textContent = text;
  element.hidden = false;
}

async function start(): Promise<void> {
  const storage = await examineStorage();
  const warning = warningOf(storage);
  if (warning) say("warning", warning);
  const free = storage.free === undefined ? "" : ` ${megabytes(storage.free)} are free for it.`;
  const promise = storage.persistent
    ? "The browser has promised to keep it until you clear it."
    : "The browser may clear it when the disk is full, or after weeks without a visit: hand in early, or download your files.";
  if (storage.works) say("storage", promise + free);

  const registration = await register(root);
  if (!registration) {
    say("offline", "In this window the site cannot be kept: it needs the network each time.");
    return;
  }
  onNewer(registration, () => changeOver(registration, "activate if alone"));
  const kept = await keepAll();
  say(
    "offline",
    kept
      ? "The site itself is kept, too: it opens without a network from now on."
      : "The site could not be kept whole: without a network it may not open.",
  );
}

start();
