// Submissions in the making, read and laid over the handout: nothing of them runs.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { gradeId } from "../../../grading/assignment/notebook";
import { readNotebooks } from "../../../grading/assignment/notebooks-in";
import { type Part, partsOf } from "../../../grading/assignment/parts";
import { withStubs } from "../../../grading/assignment/solutions";
import { wordsElsewhere } from "../../../grading/marks/words";
import { align, studentCode } from "../../../grading/submission/align";
import { filesIn } from "../../../grading/submission/files-in";
import { mayCost } from "../../../grading/submission/findings";
import { MLP } from "../../../grading/submission/modules";
import { readSubmission, type Submission } from "../../../grading/submission/submission";
import { givenModules } from "../../../grading/submission/workspace";
import { root } from "../../../scripts/paths";

export { MLP };
export const [P1, P2] = ["1-backpropagation.ipynb", "2-multilayer-perceptron.ipynb"];

export interface RawCell {
  id?: string;
  cell_type: string;
  source: string;
  // biome-ignore lint/suspicious/noExplicitAny: a student's file may hold anything
  [key: string]: any;
}

const solved = readNotebooks(join(root, "notebooks"));
export const parts: Part[] = [...solved].flatMap(([name, notebook]) => partsOf(name, notebook));

/** As nbgrader makes it, in what matters here. */
const handout = new Map(
  [...solved].map(([name, notebook]) => {
    const cells = notebook.cells
      .filter(({ metadata }) => !metadata.tags?.includes("solution"))
      .map((cell) => {
        const { nbgrader, gradbook } = cell.metadata;
        if (!nbgrader?.solution) return cell;
        const stub =
          cell.cell_type === "code"
            ? `throw new Error("${gradbook?.question} is not solved yet");`
            : `*${gradbook?.question}: write your answer here*`;
        return { ...cell, source: stub };
      });
    return [name, { ...notebook, cells }];
  }),
);
const modules = givenModules(root);
export const SOLVED = modules[MLP];
export const STUB = withStubs(SOLVED, MLP);
export const given = { handout, modules: { ...modules, [MLP]: STUB } };

/** A handout with all answers in it, to be mangled. */
export class Work {
  /** Undefined ones are not handed in; by path. */
  files: Record<string, string | Buffer | undefined> = { [MLP]: SOLVED };
  links: Record<string, string> = {};
  cells: Record<string, RawCell[]>;

  constructor() {
    this.cells = Object.fromEntries(
      [...handout].map(([name, { cells }]) => {
        const answers = new Map(solved.get(name)?.cells.map(({ id, source }) => [id, source]));
        return [
          name,
          cells.map(({ id, cell_type, metadata }) => {
            const code = cell_type === "code" ? { outputs: [], execution_count: null } : {};
            return structuredClone({
              id,
              cell_type,
              source: answers.get(id) ?? "",
              metadata,
              ...code,
            });
          }),
        ];
      }),
    );
  }

  cell(id: string): RawCell {
    const found = Object.values(this.cells)
      .flat()
      .find((cell) => cell.id === id);
    if (!found) throw new Error(`no cell ${id}`);
    return found;
  }

  /** The stub of an answer. */
  stub(id: string): string {
    const all = [...handout.values()].flatMap(({ cells }) => cells);
    return all.find((cell) => cell.id === id)?.source ?? "";
  }

  addAfter(id: string, cell: RawCell): void {
    const cells = Object.values(this.cells).find((cells) => cells.includes(this.cell(id)));
    cells?.splice(cells.indexOf(this.cell(id)) + 1, 0, cell);
  }

  notebook(name: string, more: object = {}): string {
    const metadata = { kernelspec: { name: "tslab", display_name: "TypeScript" } };
    return JSON.stringify({
      cells: this.cells[name],
      metadata,
      nbformat: 4,
      nbformat_minor: 5,
      ...more,
    });
  }

  /** The notebook as it was handed out. */
  untouched(name: string): string {
    return JSON.stringify(handout.get(name));
  }

  read(): Read {
    const folder = mkdtempSync(join(tmpdir(), "gradbook read é "));
    folders.push(folder);
    const files: Work["files"] = {
      [P1]: this.notebook(P1),
      [P2]: this.notebook(P2),
      ...this.files,
    };
    for (const [path, content] of Object.entries(files)) {
      if (content === undefined) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    for (const [path, target] of Object.entries(this.links))
      symlinkSync(target, join(folder, path));
    return new Read(readSubmission(filesIn(folder), "s", given));
  }
}

/** What was made of a submission. */
export class Read {
  readonly said: string;
  private readonly overlays;

  constructor(readonly submission: Submission) {
    this.said = submission.remarks.join("\n");
    this.overlays = [...handout].map(([name, model]) => {
      const theirs = submission.notebooks.get(name) ?? null;
      return { ...align(model, theirs), name, model, code: studentCode(model, theirs) };
    });
  }

  /** What stands in an answer's place. */
  answer(id: string): string {
    const all = this.overlays.flatMap(({ notebook }) => notebook.cells);
    return all.find((cell) => gradeId(cell) === id)?.source ?? "";
  }

  /** All of the student's code in the notebooks. */
  get code(): string {
    return this.overlays.flatMap(({ code }) => code.map(({ source }) => source)).join("\n");
  }

  /** All texts that a marker sees. */
  get texts(): string {
    const cells = this.overlays.flatMap(({ notebook }) => notebook.cells);
    const shown = cells.filter(({ cell_type }) => cell_type !== "code");
    const { beside } = this.submission;
    return [...shown, ...(beside ? [beside.cell] : [])].map(({ source }) => source).join("\n");
  }

  /** Parts with an answer in words in their places, and those that wait all the same. */
  get waiting(): string[] {
    const { beside } = this.submission;
    const { waiting } = wordsElsewhere(parts, this.overlays, beside?.paths ?? []);
    const empty = this.overlays.flatMap((overlay) => overlay.empty);
    return parts
      .filter(({ id, byHand }) => byHand && (id in waiting || !empty.includes(id)))
      .map(({ id }) => id);
  }

  /** Whether a person is told to look when such a part has lost its marks. */
  doubts(id: string): boolean {
    const { reading, suspicions } = this.submission;
    const part = parts.find((one) => one.id === id) as Part;
    return reading !== "clear" || suspicions.some((one) => mayCost(one, part));
  }
}

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export const text = (path: string) => readFileSync(join(root, path), "utf8");
