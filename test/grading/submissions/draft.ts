// A submission in the making: at first the right one, made of the solved notebooks
// and lib/mlp.ts, so that it keeps step with the problem set.

import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "../../../grading/assignment/solutions";

const root = join(__dirname, "..", "..", "..");

export const MLP = "lib/mlp.ts";

/** The notebooks' names; `P1.ipynb` is shorter in a test than what it is. */
export const [P1, P2] = readdirSync(join(root, "notebooks"))
  .filter((name) => name.endsWith(".ipynb"))
  .sort();

/** Where the suite runs: what a submission may try to reach. */
export interface Host {
  /** A text in a file of the instructor's, and in that of another submission. */
  secret: string;
  /** The folder with these files. */
  folder: string;
  /** Of a server on this machine. */
  port: number;
}

/** A cell as it stands in a file. */
export interface RawCell {
  id?: string;
  cell_type: string;
  source: string | string[];
  // biome-ignore lint/suspicious/noExplicitAny: a student's file may hold anything
  metadata?: any;
  outputs?: object[];
  execution_count?: number | null;
}

export class Draft {
  /** By path; what is null is not handed in. */
  readonly files: Record<string, string | Buffer | null> = {};
  /** Links to the project's files, by path. */
  readonly links: Record<string, string> = {};
  /** The notebooks' cells; written over by an entry of `files`. */
  readonly cells: Record<string, RawCell[]> = {};
  metadata: Record<string, object> = {};
  private mlp: string;

  /** @param from a project or a handout; its notebooks may be in notebooks/ */
  constructor(from = root) {
    for (const name of [P1, P2]) {
      const folder = from === root ? join(from, "notebooks") : from;
      const { cells, metadata } = JSON.parse(readFileSync(join(folder, name), "utf8"));
      this.cells[name] = cells;
      this.metadata[name] = metadata;
    }
    this.mlp = readFileSync(join(from, MLP), "utf8");
  }

  /** A cell by its id, in whichever notebook. */
  cell(id: string): RawCell {
    const found = [...this.cells[P1], ...this.cells[P2]].find((cell) => cell.id === id);
    if (!found) throw new Error(`there is no cell ${id}`);
    return found;
  }

  /** Writes cells anew, by id. */
  answer(sources: Record<string, string>): this {
    for (const [id, source] of Object.entries(sources)) this.cell(id).source = source;
    return this;
  }

  /** Puts something before what a cell has. */
  prepend(id: string, source: string): this {
    return this.answer({ [id]: `${source}\n${textOf(this.cell(id))}` });
  }

  /** Puts something after what a cell has. */
  append(id: string, source: string): this {
    return this.answer({ [id]: `${textOf(this.cell(id))}\n${source}` });
  }

  /** Adds a cell of the student's own before the one with this id. */
  addBefore(id: string, source: string, cell_type = "code"): this {
    const cells = this.listWith(id);
    const at = cells.indexOf(this.cell(id));
    cells.splice(at, 0, { id: `own-${cells.length}`, cell_type, source, metadata: {} });
    return this;
  }

  /** Takes a cell away. */
  remove(...ids: string[]): this {
    for (const id of ids) {
      const cells = this.listWith(id);
      cells.splice(cells.indexOf(this.cell(id)), 1);
    }
    return this;
  }

  private listWith(id: string): RawCell[] {
    return this.cells[P1].includes(this.cell(id)) ? this.cells[P1] : this.cells[P2];
  }

  /** Writes lib/mlp.ts anew. */
  library(text: string | ((text: string) => string)): this {
    this.mlp = typeof text === "string" ? text : text(this.mlp);
    return this;
  }

  /** Replaces the n-th answer to a question in lib/mlp.ts. */
  solve(question: string, answers: Record<number, string>): this {
    let n = 0;
    const lines = parse(this.mlp, MLP).flatMap((part) => {
      if (typeof part === "string") return [part];
      const own = part.question === question ? answers[n++] : undefined;
      const { hint } = part;
      const begin = `// BEGIN SOLUTION ${part.question}${hint && `: ${hint}`}`;
      return [begin, ...(own === undefined ? part.lines : [own]), "// END SOLUTION"];
    });
    this.mlp = lines.join("\n");
    return this;
  }

  /** Puts something in front of lib/mlp.ts, where the student's code begins. */
  begin(code: string): this {
    this.mlp = `${code}\n${this.mlp}`;
    return this;
  }

  write(folder: string): void {
    const notebooks = Object.entries(this.cells).map(([name, cells]) => {
      const metadata = this.metadata[name];
      return [name, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)];
    });
    const files: Draft["files"] = {
      ...Object.fromEntries(notebooks),
      [MLP]: this.mlp,
      ...this.files,
    };
    for (const [path, content] of Object.entries(files)) {
      if (content === null || path in this.links) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    for (const [path, target] of Object.entries(this.links)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      symlinkSync(join(root, target), join(folder, path));
    }
  }
}

export function textOf({ source }: RawCell): string {
  return Array.isArray(source) ? source.join("") : source;
}
