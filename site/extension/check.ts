// "Check": runs what grading would take of the student's files, as `npm test` of the handout
// does, each notebook in a kernel of its own, and says of each question whether it is solved.
import {
  type AsGraded,
  asGraded,
  type Executed,
  type KeptHandout,
  missing,
  verdictOn,
} from "../../grading/handout/as-graded";
import { type Cell, TIME_LIMIT, type Verdict } from "../../grading/handout/judge";
import { Connection, type Place } from "../../kernel/browser/connection";
import type { Written } from "../../kernel/browser/files";
import type { Sent } from "../../kernel/browser/protocol";
import type { Header } from "../../kernel/run/messages";
import { HANDOUT } from "../assignment";
import { listingOf, type Work } from "./work";

/** What is told on the way. */
export interface Progress {
  says(text: string): void;
  /** What is odd about the files, before anything is run. */
  remarks(texts: string[]): void;
  types(problems: string[]): void;
  verdict(question: string, verdict: Verdict): void;
}

type Outputs = NonNullable<Cell["outputs"]>;

/**
 * Checks a student's work.
 *
 * @param place of the student's kernels; the check's have what is graded of the files
 * @param questions their names, by notebook
 * @param signal ends it
 */
export async function check(
  work: Work,
  place: Place,
  questions: Record<string, string[]>,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const kept = await fetchHandout(place.base);
  const taken = asGraded(listingOf(work), kept);
  progress.remarks(taken.remarks);
  const graded: Place = { ...place, student: async () => modulesOf(taken) };
  let known = false;
  for (const [name, names] of Object.entries(questions)) {
    const kernel = new CheckKernel(graded);
    const end = () => kernel.end();
    signal.addEventListener("abort", end);
    let executed: Executed;
    try {
      progress.says(`starting a kernel for ${name}`);
      if (!known) progress.types(await kernel.types());
      known = true;
      executed = await run(name, taken, kernel, progress, signal);
    } finally {
      signal.removeEventListener("abort", end);
      kernel.end();
    }
    if (signal.aborted) return;
    for (const question of names) {
      progress.verdict(question, verdictOn(question, taken, executed));
    }
  }
  progress.says("");
}

async function fetchHandout(base: string): Promise<KeptHandout> {
  const url = base + HANDOUT;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} of the site cannot be had: ${response.status}`);
  return response.json();
}

function modulesOf({ modules }: AsGraded): Written[] {
  const encoder = new TextEncoder();
  return Object.entries(modules).map(([path, text]) => ({ path, data: encoder.encode(text) }));
}

/** Runs a notebook's cells, whatever they do. */
async function run(
  name: string,
  taken: AsGraded,
  kernel: CheckKernel,
  progress: Progress,
  signal: AbortSignal,
): Promise<Executed> {
  const notebook = taken.notebooks.get(name);
  if (!notebook) return missing(taken, name);
  const cells: Cell[] = [];
  // As everywhere in Jupyter, a blank cell is not run and has no number.
  const runs = ({ cell_type, source }: { cell_type: string; source: string }) =>
    cell_type === "code" && source.trim() !== "";
  const all = notebook.cells.filter(runs).length;
  let count = 0;
  for (const { cell_type, source, metadata } of notebook.cells) {
    const cell: Cell = { cell_type, source, metadata };
    cells.push(cell);
    if (!runs({ cell_type, source })) continue;
    if (signal.aborted) break;
    cell.execution_count = ++count;
    progress.says(`running ${name}: cell ${count} of ${all}`);
    cell.outputs = await kernel.run(source);
  }
  return { cells, problem: "" };
}

/** A kernel that nobody sees. */
class CheckKernel {
  private outputs: Outputs = [];
  private count = 0;
  private readonly connection: Connection;

  constructor(place: Place) {
    this.connection = new Connection(place, {
      sent: (sent) => this.take(sent),
      written: () => {}, // a copy: the student's files stay as they are
      lost: (reason) =>
        this.outputs.push({ output_type: "error", ename: "KernelLost", evalue: reason }),
    });
  }

  types(): Promise<string[]> {
    return this.connection.types();
  }

  async run(code: string): Promise<Outputs> {
    this.outputs = [];
    const header = { msg_id: String(++this.count), msg_type: "execute_request" } as Header;
    const late = setTimeout(() => {
      this.outputs.push({ output_type: "error", ename: "KeyboardInterrupt", evalue: "" });
      this.connection.interrupt();
    }, 1000 * TIME_LIMIT);
    await this.connection.request(header, { code });
    clearTimeout(late);
    return this.outputs;
  }

  end(): void {
    this.connection.end();
  }

  private take({ type, content }: Sent): void {
    if (type !== "error" && type !== "stream") return;
    const output = content as { ename?: string; evalue?: string; text?: string };
    this.outputs.push({ output_type: type, ...output });
  }
}
