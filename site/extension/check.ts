// "Check": runs both notebooks, as they are saved, from the first cell to the last in a
// kernel of their own, and says of each question whether it is solved.
import type { Contents } from "@jupyterlab/services";
import { type Cell, judge, TIME_LIMIT, type Verdict } from "../../grading/handout/judge";
import { Connection, type Place } from "../../kernel/browser/connection";
import type { Sent } from "../../kernel/browser/protocol";
import type { Header } from "../../kernel/run/messages";

/** What is told on the way. */
export interface Progress {
  says(text: string): void;
  types(problems: string[]): void;
  verdict(question: string, verdict: Verdict): void;
}

type Code = Cell & { outputs: NonNullable<Cell["outputs"]> };

const textOf = (source: string | string[]) => [source].flat().join("");

/**
 * Checks the notebooks.
 *
 * @param questions their names, by notebook
 * @param signal ends it
 */
export async function check(
  contents: Contents.IManager,
  place: Place,
  questions: Record<string, string[]>,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  let known = false;
  for (const [notebook, names] of Object.entries(questions)) {
    const { cells, problem } = await readCells(contents, notebook);
    const kernel = new CheckKernel(place);
    const end = () => kernel.end();
    signal.addEventListener("abort", end);
    try {
      progress.says(`starting a kernel for ${notebook}`);
      if (!known) progress.types(await kernel.types());
      known = true;
      const code = cells.filter(({ cell_type }) => cell_type === "code") as Code[];
      for (const [i, cell] of code.entries()) {
        if (signal.aborted) return;
        progress.says(`running ${notebook}: cell ${i + 1} of ${code.length}`);
        cell.execution_count = i + 1;
        cell.outputs = await kernel.run(textOf(cell.source));
      }
    } finally {
      signal.removeEventListener("abort", end);
      kernel.end();
    }
    if (signal.aborted) return;
    for (const name of names) {
      progress.verdict(name, problem ? { status: "wrong", why: problem } : judge(name, cells));
    }
  }
  progress.says("");
}

async function readCells(contents: Contents.IManager, notebook: string) {
  try {
    const { content } = await contents.get(notebook, { content: true });
    return { cells: structuredClone((content as { cells: Cell[] }).cells), problem: "" };
  } catch {
    return { cells: [] as Cell[], problem: `there is no ${notebook}` };
  }
}

/** A kernel that nobody sees. */
class CheckKernel {
  private outputs: Code["outputs"] = [];
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

  async run(code: string): Promise<Code["outputs"]> {
    this.outputs = [];
    const header = { msg_id: String(++this.count), msg_type: "execute_request" } as Header;
    const late = setTimeout(() => {
      this.outputs.push({ output_type: "error", ename: "KeyboardInterrupt", evalue: "" });
      this.connection.interrupt();
    }, 1000 * TIME_LIMIT);
    if (code.trim() !== "") await this.connection.request(header, { code });
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
