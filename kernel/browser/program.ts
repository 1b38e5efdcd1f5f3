// The kernel's worker: Kernel, Session and Compiler as under Jupyter, on the files and
// the page that a browser has.

import { Compiler } from "../compile/compiler";
import { host, setHost } from "../run/host";
import { Input } from "../run/input";
import { Kernel } from "../run/kernel";
import { turn } from "../run/native";
import { Session } from "../run/session";
import { installStackTraces } from "../run/stack";
import { Asking } from "./asking";
import { fetchAtOnce, fetchBundle, unpack } from "./bundle";
import { PageChannel } from "./channel";
import { PROJECT, VirtualFiles, type Written } from "./files";
import { exits, process } from "./globals";
import { BrokenOff, browserHost } from "./host";
import { CHECK } from "./loops";
import { nodeModules } from "./modules";
import { promptBy } from "./modules/input";
import type { FromWorker, Sent, ToWorker } from "./protocol";
import { SharedMemory } from "./shared-memory";
import { installTimers } from "./timers";
import { typeProblems } from "./type-problems";

type Start = Extract<ToWorker, { type: "start" }>;

const post = (message: FromWorker) => self.postMessage(message);
/** What cells have written since the page was last told, by path. */
const written = new Map<string, Uint8Array | null>();
const files = new VirtualFiles(fetchAtOnce, noteWritten);
const channel = new PageChannel(send);
let kernel: Kernel | undefined;
let asking: Asking | undefined;

function send(sent: Sent): void {
  tellWritten();
  post({ type: "sent", sent });
}

function noteWritten({ path, data }: Written): void {
  if (written.size === 0) queueMicrotask(tellWritten);
  written.set(path, data);
}

function tellWritten(): void {
  if (written.size === 0) return;
  const changes = [...written].map(([path, data]) => ({ path, data }));
  written.clear();
  post({ type: "written", changes });
}

async function start({ base, student, memory, env }: Start): Promise<void> {
  const bundle = await fetchBundle(base);
  unpack(bundle, base, files);
  putStudents(student);
  Object.assign(process.env, env);
  const display = { lastWriteDisplayData: null as unknown };
  const shared = memory && new SharedMemory(memory);
  const tslab = `${PROJECT}/node_modules/tslab/dist`;
  setHost(
    browserHost({
      files,
      node: nodeModules(files, process, () => input),
      injected: new Map<string, unknown>([
        [`${tslab}/jupyter.js`, display],
        [`${tslab}/util.js`, { getVersion: () => bundle.tslabVersion }],
      ]),
      tslabVersion: bundle.tslabVersion,
      stoppable: shared !== null,
      program: self.location.href,
    }),
  );
  if (shared) installCheck(shared);
  kernel = new Kernel({
    channel,
    session: createSession(bundle.globals),
    setCellRuns: () => {},
    shutDown: () => {},
  });
  const { owner } = kernel;
  const input = new Input(kernel);
  asking = new Asking(send, shared, (answer) => input.take(answer));
  input.connect(asking);
  Object.assign(globalThis, { prompt: promptBy(() => input) });
  installStackTraces(PROJECT);
  installTimers(owner);
  exits.listener = (error) => owner()?.thrown.push(error);
  kernel.failures.install();
  kernel.streams.capture(owner);
  kernel.groups.install();
  display.lastWriteDisplayData = (content: never, update: boolean) =>
    kernel?.display(content, update);
  post({ type: "ready" });
  await kernel.serve();
}

/** @param globals declares what cells have beside Node's own */
async function createSession(globals: string): Promise<Session> {
  await turn();
  return new Session(new Compiler(host.files, PROJECT, globals), PROJECT, () => {});
}

/** What loops call in each turn, see loops.ts. */
function installCheck(memory: SharedMemory): void {
  const check = () => {
    if (memory.isInterrupted()) throw new BrokenOff("interrupted");
  };
  Object.defineProperty(globalThis, CHECK, { value: check });
}

function putStudents(changes: Written[]): void {
  for (const { path, data } of changes) {
    if (data) files.put(`${PROJECT}/${path}`, data);
    else files.drop(`${PROJECT}/${path}`);
  }
}

/** As Node's SIGINT: cells may handle it as any program does. */
function interrupt(): void {
  post({ type: "noted" });
  kernel?.interrupt(process.listenerCount("SIGINT") > 0);
  asking?.cancel();
  kernel?.inRunningCell(() => process.emit("SIGINT", "SIGINT"));
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "start") {
    start(data).catch((error) => post({ type: "failed", reason: String(error?.message ?? error) }));
  } else if (data.type === "request") channel.take(data.header, data.content);
  else if (data.type === "student") putStudents(data.changes);
  else if (data.type === "interrupt") interrupt();
  else if (data.type === "answer") asking?.answered(data.value);
  else if (data.type === "types") {
    post({ type: "types", problems: typeProblems(host.files, PROJECT) });
  }
};
