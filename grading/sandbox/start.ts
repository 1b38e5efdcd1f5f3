// Runs a program that is not trusted, and says how it ended.
import { constants } from "node:os";
import type { Writable } from "node:stream";
import type { Cage, Launched, Usage } from "./cage";
import { type Excess, LIMITS, type Limits, size, threadsOf } from "./limits";
import { Lines, Tail } from "./lines";
import { NOT_COPIED } from "./prelude";
import { excessOf, type Prepared, type Program } from "./program";

/** How a program ended. */
export interface Ended {
  /** "stopped": by stop(). Otherwise it ended by itself, or was over a limit. */
  reason: "exit" | "signal" | "stopped" | Excess;
  /** The same as a sentence: which limit, and its value. */
  detail: string;
  /** Its exit status; null if a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The most it was seen to use at a time; its CPU time. */
  used: Usage;
  /** Wall time. */
  seconds: number;
}

/** A program that runs. */
export interface Running {
  stdin: Writable;
  /** Resolves when none of its processes is left. Never rejects. */
  ended: Promise<Ended>;
  /** The end of what it wrote to stdout and stderr. */
  output(): string;
  /** Ends it at once. */
  stop(): Promise<Ended>;
}

/** Milliseconds between looks at what a program uses. */
const WATCH = 50;
const TAIL = 1 << 14;

/**
 * Starts a program in a cage.
 *
 * @throws Error when its files cannot be given to it; see excessOf()
 */
export function startCaged(cage: Cage, program: Program): Running {
  const prepared: Prepared = {
    files: program.files ?? null,
    mounts: program.mounts ?? [],
    command: program.command,
    env: program.env ?? {},
    limits: { ...LIMITS, ...program.limits },
  };
  const tooMuch = excessOf(prepared);
  const start = performance.now();
  return new Run(start, cage.launch(prepared), prepared.limits, tooMuch, program);
}

class Run implements Running {
  readonly stdin: Writable;
  readonly ended: Promise<Ended>;
  private readonly used: Usage = { memory: 0, cpuSeconds: 0, processes: 0, threads: 0, files: 0 };
  private readonly tail = new Tail(TAIL);
  private verdict: { reason: Ended["reason"]; detail: string } | null = null;

  constructor(
    private readonly start: number,
    private readonly launched: Launched,
    private readonly limits: Limits,
    tooMuch: string | null,
    { onLine = () => {}, onLongLine }: Program,
  ) {
    const { child, answers, others } = launched;
    if (!child.stdin) throw new Error("no pipe");
    this.stdin = child.stdin;
    // Whether what is written arrives is for the program to say.
    this.stdin.on("error", () => {});
    const lines = new Lines(limits.line, onLine, onLongLine);
    this.read(answers, "the answers", (chunk) => lines.push(chunk));
    others.forEach((stream, index) => {
      this.read(stream, ["stdout", "stderr"][index], (chunk) => this.tail.push(chunk));
    });
    this.ended = this.untilEnd();
    if (tooMuch) this.end("disk", `it has ${tooMuch}`);
  }

  output(): string {
    return this.tail.text;
  }

  stop(): Promise<Ended> {
    this.end("stopped", "it was stopped");
    return this.ended;
  }

  /** Takes a stream's bytes, as long as they are no more than a program may write. */
  private read(stream: NodeJS.ReadableStream, name: string, take: (chunk: Buffer) => void): void {
    let bytes = 0;
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) => {
      if (this.verdict) return;
      bytes += chunk.length;
      const { output } = this.limits;
      if (bytes > output) this.end("output", `it wrote more than ${size(output)} to ${name}`);
      else take(chunk);
    });
  }

  private end(reason: Ended["reason"], detail: string): void {
    if (this.verdict) return;
    this.verdict = { reason, detail };
    this.launched.kill();
  }

  private async untilEnd(): Promise<Ended> {
    const { child } = this.launched;
    const watch = setInterval(() => this.watch(), WATCH);
    const clock = setTimeout(() => this.watch(), 1000 * this.limits.seconds + 1);
    let failure: Error | null = null;
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.on("error", (error) => {
        failure = error;
        if (child.pid === undefined) resolve([null, null]);
      });
      child.on("exit", (...how) => {
        // A process that has escaped with a pipe must not hold up the end.
        this.launched.gone().then(() => setTimeout(resolve, 1000, how).unref());
      });
      child.on("close", (...how) => resolve(how));
    });
    clearInterval(watch);
    clearTimeout(clock);
    await this.launched.gone();
    const seconds = (performance.now() - this.start) / 1000;
    return { ...this.describe(code, signal, failure), used: this.used, seconds };
  }

  /** Holds what the program uses against its limits. */
  private watch(): void {
    const { limits, used } = this;
    if (performance.now() - this.start > 1000 * limits.seconds) {
      this.end("time", `it took longer than ${limits.seconds} s`);
    }
    const now = this.verdict ? null : this.launched.sample();
    if (!now) return;
    for (const key of Object.keys(used) as (keyof Usage)[])
      used[key] = Math.max(used[key], now[key]);
    if (now.cpuSeconds > limits.cpuSeconds) {
      this.end("cpu", `it used more than ${limits.cpuSeconds} s of CPU time`);
    } else if (now.memory > limits.memory) {
      this.end("memory", `it used more than ${size(limits.memory)} of memory`);
    } else if (now.processes > limits.processes) {
      this.end("processes", `it started more than ${limits.processes} processes`);
    } else if (now.threads > threadsOf(limits)) {
      this.end("processes", `it started more than ${threadsOf(limits)} threads`);
    } else if (now.files > limits.files) {
      this.end("disk", `it made more than ${limits.files} files`);
    }
  }

  private describe(status: number | null, killed: NodeJS.Signals | null, failure: Error | null) {
    const [code, signal] = exitOf(status, killed);
    if (this.verdict) return { ...this.verdict, code, signal };
    if (failure) return { reason: "exit" as const, detail: failure.message, code, signal };
    const excess = this.excessBehind(code, signal);
    if (excess) return { ...excess, code, signal };
    if (signal) return { reason: "signal" as const, detail: `${signal} ended it`, code, signal };
    return { reason: "exit" as const, detail: `it ended with status ${code}`, code, signal };
  }

  /** The limit that the system, not the watchdog, has ended the program for. */
  private excessBehind(code: number | null, signal: NodeJS.Signals | null) {
    const { limits } = this;
    if (signal === "SIGXCPU") {
      return {
        reason: "cpu" as const,
        detail: `it used more than ${limits.cpuSeconds} s of CPU time`,
      };
    }
    if (signal === "SIGXFSZ" || code === NOT_COPIED) {
      return { reason: "disk" as const, detail: `it wrote more than ${size(limits.disk)}` };
    }
    const full = /out of memory|allocation failed/i.test(this.output());
    if (signal && signal !== "SIGTERM" && full) {
      return { reason: "memory" as const, detail: `it ran out of memory (${signal})` };
    }
    return null;
  }
}

/** The signal behind an exit status such as 137, which is how shells pass signals on. */
function exitOf(
  code: number | null,
  signal: NodeJS.Signals | null,
): [number | null, NodeJS.Signals | null] {
  const names = Object.entries(constants.signals) as [NodeJS.Signals, number][];
  const name = names.find(([, number]) => code !== null && number === code - 128)?.[0];
  return name ? [null, name] : [code, signal];
}
