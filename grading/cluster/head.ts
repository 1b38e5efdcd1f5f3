// A class graded on a Dask cluster: this side reads submissions and keeps results, and
// head.py, which speaks Dask, carries the bytes between it and the workers.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { UserError } from "../../cli/user-error";
import { endsWithCommand } from "../../scripts/children";
import { root } from "../../scripts/paths";
import type { Graded } from "../marks/grade-one";
import type { KeptReference } from "../marks/reference-file";
import { packReference } from "../marks/reference-file";
import { packRequest, type Request, unpackReply } from "../one/travel";
import { Lines } from "../sandbox/lines";

/** A submission that is to be graded. */
export interface Task {
  student: string;
  read(): Request & { fingerprint: string };
}

/** How the cluster is reached. */
export interface Settings {
  /** tls://HOST:8786, tcp://HOST:8786, or a Python file that makes a cluster. */
  scheduler: string;
  /** Dask's own files; what is absent is as Dask's configuration has it. */
  tls: { ca_file?: string; client_cert?: string; client_key?: string };
  /** Seconds without a sign of life of a worker before its submission is given to another. */
  patience: number;
}

/** Is told what happens. */
export interface Reports<T extends Task> {
  graded(task: T, fingerprint: string, graded: Graded): void;
  /** Grading itself did not come to its end. */
  failed(task: T, why: string): void;
  /** How many workers there are now. */
  workers(count: number): void;
  /** Something that the user is to know. */
  note(text: string): void;
}

/** A line of head.py's. */
interface Message {
  want?: true;
  graded?: string;
  failed?: string;
  lost?: string;
  refused?: string;
  waiting?: string;
  gone?: string;
  workers?: number;
  why?: string;
  how?: string;
  worker?: string;
  deaths?: number;
}

/** Of the longest line; a submission's result has one or two million characters. */
const LONGEST = 256 * 2 ** 20;
/** Seconds in which the scheduler must answer. */
const CONNECT = 20;

/**
 * Has tasks graded. Resolves when each of them is graded or has failed.
 *
 * @param python of the environment with Dask
 * @throws UserError when the scheduler cannot be reached, or is lost
 */
export async function gradeOnCluster<T extends Task>(
  tasks: T[],
  reports: Reports<T>,
  kept: KeptReference,
  settings: Settings,
  python: string,
): Promise<void> {
  const text = JSON.stringify({ ...settings, connect: CONNECT, home: root });
  const child = endsWithCommand(
    spawn(python, [join(__dirname, "head.py"), text], {
      stdio: ["pipe", "pipe", "pipe"],
    }),
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    errors = (errors + chunk).slice(-20_000);
  });
  child.stdin.on("error", () => {}); // its end says more
  child.stdin.write(`${packReference(kept)}\n`);
  const exchange = new Exchange(tasks, reports, (line) => child.stdin.write(`${line}\n`));
  const lines = new Lines(LONGEST, (line) => exchange.take(line));
  child.stdout.on("data", (chunk: Buffer) => lines.push(chunk));
  const status = await new Promise<number | null>((resolve) => {
    child.on("error", (error) => {
      errors += error.message;
      resolve(null);
    });
    child.on("close", resolve);
  });
  if (status === 0) return;
  const why = exchange.gone || errors.trimEnd().split("\n").slice(-15).join("\n");
  throw new UserError(
    `Grading on ${settings.scheduler} has ended: ${why}\n\nWhat was graded is kept: run the command again, and it goes on.`,
  );
}

/** What is asked for and what comes, whatever carries it. */
export class Exchange<T extends Task> {
  /** Why there is no scheduler any more; empty while there is. */
  gone = "";
  private next = 0;
  /** With a digest of the scores that have come; a class is large. */
  private readonly given = new Map<string, { task: T; fingerprint: string; scores: string }>();

  constructor(
    private readonly tasks: T[],
    private readonly reports: Reports<T>,
    private readonly send: (line: string) => void,
  ) {}

  take(line: string): void {
    const tab = line.indexOf("\t");
    const message = JSON.parse(tab < 0 ? line : line.slice(0, tab)) as Message;
    if (message.workers !== undefined) this.reports.workers(message.workers);
    if (message.want) this.give();
    else if (message.graded) this.graded(message.graded, line.slice(tab + 1));
    else if (message.failed) {
      const known = this.given.get(message.failed);
      if (known && !known.scores) this.reports.failed(known.task, message.why ?? "");
    } else if (message.lost) {
      const student = this.given.get(message.lost)?.task.student ?? message.lost;
      this.reports.note(
        `${student}: its worker ${message.worker} ${message.how}; it is begun anew`,
      );
    } else if (message.refused) {
      this.reports.note(`The worker ${message.refused} is refused: ${message.why}`);
    } else if (message.waiting) this.reports.note(`Waiting: ${message.waiting}`);
    else if (message.gone) this.gone = message.gone;
  }

  /** The next submission that can be read, or that there is none. */
  private give(): void {
    for (let task = this.tasks[this.next++]; task; task = this.tasks[this.next++]) {
      try {
        const { fingerprint, ...request } = task.read();
        const key = `${this.next}-${fingerprint.slice(0, 16)}`;
        this.given.set(key, { task, fingerprint, scores: "" });
        this.send(`${key}\t${packRequest(request)}`);
        return;
      } catch (error) {
        this.reports.failed(task, (error as Error).message);
      }
    }
    this.send("");
  }

  /** The first result counts; another one of the same submission must be equal. */
  private graded(key: string, line: string): void {
    const known = this.given.get(key);
    if (!known) throw new Error(`a result of a submission that was not given: ${key}`);
    const reply = unpackReply(line);
    const scores = JSON.stringify("graded" in reply ? reply.graded.scores : reply);
    const said = createHash("sha256").update(scores).digest("hex");
    if (known.scores !== "") {
      if (known.scores !== said) {
        this.reports.note(
          `${known.task.student}: two workers have given different scores; the first ones count`,
        );
      }
      return;
    }
    known.scores = said;
    if ("graded" in reply) this.reports.graded(known.task, known.fingerprint, reply.graded);
    else this.reports.failed(known.task, reply.failed);
  }
}
