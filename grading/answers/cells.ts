// Runs a notebook's cells in our kernel, in a cage. What comes out of it was written
// by code that is not trusted: it is taken for outputs to show, never for a verdict.
import { randomUUID } from "node:crypto";
import path from "node:path";
import { nodeOptions } from "../../kernel/install";
import type { Output } from "../assignment/notebook";
import type { Cage } from "../sandbox/cage";
import type { Excess, Limits } from "../sandbox/limits";
import type { Mount } from "../sandbox/program";
import { type Ended, type Running, startCaged } from "../sandbox/start";
import { countOf, type Displays, isObject, Outputs, textOf } from "./outputs";

const root = path.resolve(__dirname, "../..");

/** What the kernel is given to see, beside the submission's files. */
const MOUNTS: Mount[] = [
  { source: path.join(root, "kernel/dist"), target: "/kernel/dist" },
  // Found from the kernel's folder and from the submission's.
  { source: path.join(root, "node_modules"), target: "/node_modules" },
];

/** Where the kernel sees a startup snapshot that it is given. */
const SNAPSHOT = "/kernel/class.blob";

/**
 * How a cell went. "crashed": the kernel died in it, or had died before. "start": the cage
 * could not be started, which is no fault of the cell's.
 */
export type CellState = "ok" | "error" | "crashed" | "start" | Excess;

/** What came of a cell. */
export interface CellResult {
  /** As the notebook is to hold them. */
  outputs: Output[];
  executionCount: number | null;
  state: CellState;
  /** What was wrong, as a sentence; empty if nothing was. */
  detail: string;
  /** Wall time. */
  seconds: number;
}

export interface KernelOptions {
  /** A folder whose content is copied to the kernel's own, /mlp. */
  files: string;
  /** What else it may see. */
  mounts?: Mount[];
  env?: Record<string, string>;
  /** A startup snapshot in the place of the kernel's own. */
  snapshot?: string;
  /** Of the whole session, in place of some of LIMITS. */
  limits?: Partial<Limits>;
}

export interface CellOptions {
  /** Wall time; a cell that takes longer ends the kernel. Default 60. */
  seconds?: number;
  /** What is kept of its outputs; the rest is left out, which is no failure. Default 1 MB. */
  outputBytes?: number;
}

interface Pending {
  id: string;
  outputs: Outputs;
  finish(state: CellState, detail: string, count: number | null): void;
}

/** A kernel in a cage. */
export class CagedKernel {
  /** Resolves when it and all it has started have ended; never rejects. */
  readonly ended: Promise<Ended>;
  private readonly run: Running;
  private readonly displays: Displays = new Map();
  private pending: Pending | null = null;
  private death: { state: CellState; detail: string } | null = null;

  /** @throws Error when the files cannot be given to it; see checkFiles() */
  constructor(cage: Cage, { files, mounts = [], env, snapshot, limits }: KernelOptions) {
    const blob = snapshot ? SNAPSHOT : "/kernel/dist/kernel.blob";
    const shown = snapshot ? [...mounts, { source: snapshot, target: SNAPSHOT }] : mounts;
    this.run = startCaged(cage, {
      files,
      mounts: [...MOUNTS, ...shown],
      command: ["node", ...nodeOptions(blob), "/kernel/dist/pipe.js"],
      env,
      limits,
      onLine: (line) => this.take(line),
      onLongLine: () => this.pending?.outputs.note(),
    });
    this.ended = this.run.ended.then((ended) => {
      const state = stateOf(ended.reason);
      this.death ??= { state, detail: `the kernel died: ${ended.detail}` };
      this.fail();
      return ended;
    });
  }

  /** Whether cells can still be run. */
  get alive(): boolean {
    return this.death === null;
  }

  /** What it has died of, as a sentence; empty while it lives. */
  get diedOf(): string {
    return this.death?.detail ?? "";
  }

  /** The end of what was written past the kernel to stdout and stderr. */
  get strayOutput(): string {
    return this.run.output();
  }

  /**
   * Runs a cell. Never rejects for what the cell does; when the kernel has died, the
   * result says of what.
   */
  execute(code: string, options: CellOptions = {}): Promise<CellResult> {
    if (this.pending) throw new Error("a cell is running: wait for it");
    const { seconds = 60, outputBytes = 2 ** 20 } = options;
    const start = performance.now();
    return new Promise((resolve) => {
      const id = randomUUID();
      const outputs = new Outputs(outputBytes, this.displays);
      const begun = this.run.ownSeconds();
      const late = () => {
        const left = seconds - (this.run.ownSeconds() - begun);
        if (left > 0.001) {
          clock = setTimeout(late, 1000 * left);
          return;
        }
        this.death ??= { state: "time", detail: `the cell took longer than ${seconds} s` };
        void this.run.stop();
      };
      let clock = setTimeout(late, 1000 * seconds);
      const finish: Pending["finish"] = (state, detail, executionCount) => {
        clearTimeout(clock);
        this.pending = null;
        const taken = (performance.now() - start) / 1000;
        resolve({ outputs: outputs.list, executionCount, state, detail, seconds: taken });
      };
      this.pending = { id, outputs, finish };
      if (this.death) this.fail();
      else this.run.stdin.write(`${JSON.stringify({ id, code })}\n`);
    });
  }

  /** Ends the kernel at once. */
  close(): Promise<Ended> {
    this.death ??= { state: "crashed", detail: "the kernel has been closed" };
    void this.run.stop();
    return this.ended;
  }

  private fail(): void {
    if (this.death) this.pending?.finish(this.death.state, this.death.detail, null);
  }

  private take(line: string): void {
    const { pending } = this;
    // Another cell's late outputs are nobody's by now. The kernel writes the id first: a
    // flood of anything else is passed over without being read.
    if (!pending || this.death || !line.startsWith(`{"id":"${pending.id}"`)) return;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return;
    }
    if (!isObject(message) || message.id !== pending.id) return;
    if (message.type !== "execute_reply") {
      pending.outputs.add(textOf(message.type), message.content, line.length);
      return;
    }
    const reply = isObject(message.content) ? message.content : {};
    const failed = reply.status !== "ok";
    const detail = failed ? `${textOf(reply.ename)}: ${textOf(reply.evalue)}` : "";
    pending.finish(failed ? "error" : "ok", detail.slice(0, 1000), countOf(reply.execution_count));
  }
}

function stateOf(reason: Ended["reason"]): CellState {
  return reason === "exit" || reason === "signal" || reason === "stopped" ? "crashed" : reason;
}
