// Runs a program that is not trusted, and says how it ended.
import { Writable } from "node:stream";
import type { Cage, Launched } from "./cage";
import { describeEnd, type Ended, type Verdict } from "./ended";
import type { Usage } from "./limits";
import { excessOf, LIMITS, type Limits, size } from "./limits";
import { Lines, Tail } from "./lines";
import { checkFiles, type Prepared, type Program } from "./program";

export type { Ended } from "./ended";

/** A program that runs. */
export interface Running {
  stdin: Writable;
  /** Resolves when none of its processes is left. Never rejects. */
  ended: Promise<Ended>;
  /** The end of what it wrote to stdout and stderr. */
  output(): string;
  /** Seconds since its start, less those that other programs have kept it from a processor. */
  ownSeconds(): number;
  /** Ends it at once. */
  stop(): Promise<Ended>;
}

/** What runs. A grader that ends, by a signal for one, takes it along. */
const running = new Set<Launched>();
process.on("exit", () => {
  for (const launched of running) launched.kill();
});

/** Milliseconds between looks at what a program uses. */
const WATCH = 50;
const TAIL = 1 << 14;

/**
 * Starts a program in a cage.
 *
 * @throws Error when its files cannot be given to it; see checkFiles()
 */
export function startCaged(cage: Cage, program: Program): Running {
  const prepared: Prepared = {
    files: program.files ?? null,
    mounts: program.mounts ?? [],
    command: program.command,
    env: program.env ?? {},
    limits: { ...LIMITS, ...program.limits },
  };
  const tooMuch = checkFiles(prepared);
  if (tooMuch) return refused(tooMuch);
  const start = performance.now();
  return new Run(start, cage.launch(prepared), prepared.limits, program);
}

const NOTHING: Usage = {
  memory: 0,
  cpuSeconds: 0,
  waited: 0,
  processes: 0,
  threads: 0,
  files: 0,
};

/** A program that is not started, its files being too much. */
function refused(tooMuch: string): Running {
  const how = { code: null, signal: null, used: NOTHING, seconds: 0 };
  const ended = Promise.resolve<Ended>({ reason: "disk", detail: `it has ${tooMuch}`, ...how });
  const stdin = new Writable({ write: (_chunk, _encoding, done) => done() });
  return { stdin, ended, output: () => "", ownSeconds: () => 0, stop: () => ended };
}

class Run implements Running {
  readonly stdin: Writable;
  readonly ended: Promise<Ended>;
  private readonly used: Usage = { ...NOTHING };
  private readonly tail = new Tail(TAIL);
  private started = false;
  private verdict: Verdict | null = null;

  constructor(
    private readonly start: number,
    private readonly launched: Launched,
    private readonly limits: Limits,
    { onLine = () => {}, onLongLine }: Program,
  ) {
    const { child, answers, others } = launched;
    running.add(launched);
    if (!child.stdin) throw new Error("no pipe");
    this.stdin = child.stdin;
    // Whether what is written arrives is for the program to say.
    this.stdin.on("error", () => {});
    let count = 0;
    const takeLine = (line: string) => {
      if (this.verdict) return;
      if (!this.started) this.started = true;
      else if (++count <= limits.lines) onLine(line);
      else this.end("output", `it wrote more than ${limits.lines} lines to the answers`);
    };
    const lines = new Lines(limits.line, takeLine, onLongLine);
    this.read(answers, "the answers", (chunk) => lines.push(chunk));
    others.forEach((stream, index) => {
      this.read(stream, ["stdout", "stderr"][index], (chunk) => this.tail.push(chunk));
    });
    this.ended = this.untilEnd();
  }

  output(): string {
    return this.tail.text;
  }

  ownSeconds(): number {
    return (performance.now() - this.start) / 1000 - this.used.waited;
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
    // Once: what it frees, such as a user's number, may be another program's afterwards.
    let leaving: Promise<void> | null = null;
    const gone = () => {
      leaving ??= this.launched.gone();
      return leaving;
    };
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.on("error", (error) => {
        failure = error;
        if (child.pid === undefined) resolve([null, null]);
      });
      child.on("exit", (...how) => {
        // A process that has escaped with a pipe must not hold up the end.
        gone().then(() => setTimeout(resolve, 1000, how).unref());
      });
      child.on("close", (...how) => resolve(how));
    });
    clearInterval(watch);
    clearTimeout(clock);
    await gone();
    running.delete(this.launched);
    const seconds = (performance.now() - this.start) / 1000;
    const { verdict, started, limits, used } = this;
    const how = { code, signal, failure, started, said: this.output() };
    return { ...describeEnd(how, verdict, limits), used, seconds };
  }

  /** Holds what the program uses against its limits. */
  private watch(): void {
    const { limits, used } = this;
    const now = this.verdict ? null : this.launched.sample();
    if (now) {
      for (const key of Object.keys(used) as (keyof Usage)[]) {
        used[key] = Math.max(used[key], now[key]);
      }
    }
    const excess = now && excessOf(now, limits);
    if (excess) this.end(excess.reason, excess.detail);
    else if (this.ownSeconds() > limits.seconds) {
      this.end("time", `it took longer than ${limits.seconds} s`);
    }
  }
}
