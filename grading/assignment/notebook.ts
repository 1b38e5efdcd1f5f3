// Notebooks as files: their cells, and what the metadata says of them.

import { parseJson } from "./json";

/** nbgrader's: https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html */
export interface NbgraderMark {
  grade_id: string;
  grade: boolean;
  solution: boolean;
  locked: boolean;
  points?: number;
}

/** Gradbook's own: which question a cell belongs to and how its value is had. */
export interface QuestionMark {
  question: string;
  /** What is to be written, for the handout's stub. */
  hint?: string;
  /** Variables that are read after the question's answer, or values of the probe. */
  values?: string[];
  /** How the question is put to the student's code, see lib/answers/probes.ts. */
  probe?: string;
}

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** What is shown, by its MIME types. */
export type Bundle = { [mime: string]: Json };

/** An output as notebooks store it: nbformat 4. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: Bundle; metadata: Bundle }
  | {
      output_type: "execute_result";
      data: Bundle;
      metadata: Bundle;
      execution_count: number | null;
    }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

export type Attachments = Record<string, Record<string, string>>;

export interface Cell {
  id: string;
  cell_type: string;
  source: string;
  metadata: {
    tags?: string[];
    nbgrader?: NbgraderMark;
    gradbook?: QuestionMark;
    [key: string]: unknown;
  };
  /** Images pasted into a text, by name and then by MIME type, in base64. */
  attachments?: Attachments;
  outputs?: Output[];
  execution_count?: number | null;
}

export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: 4;
  nbformat_minor: number;
}

/**
 * A notebook from a file's text. Takes what Jupyter's own reader takes: sources in lines
 * or in one, cells without an id, the formats before the fourth.
 *
 * @throws Error saying what is wrong
 */
export function parseNotebook(text: string): Notebook {
  const json = parseJson(text.replace(/^\uFEFF/, ""));
  const cells = isObject(json) && cellsIn(json);
  if (!cells) throw new Error("it has no list of cells");
  return {
    cells: cells.map(parseCell),
    metadata: isObject(json.metadata) ? json.metadata : {},
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** Formats 2 and 3 keep them in worksheets. */
function cellsIn({ cells, worksheets }: Record<string, unknown>): unknown[] | undefined {
  if (Array.isArray(cells)) return cells;
  if (!Array.isArray(worksheets)) return undefined;
  return worksheets.flatMap((sheet) => (isObject(sheet) && cellsIn(sheet)) || []);
}

function parseCell(cell: unknown, i: number): Cell {
  if (!isObject(cell)) throw new Error(`cell ${i} is no object`);
  const { id, cell_type: type, metadata, attachments, level } = cell;
  // Up to format 3 code is an input, and a heading and HTML are kinds of their own.
  const source = linesOf(cell.source ?? cell.input ?? cell.code ?? cell.text);
  const heading = type === "heading" && typeof level === "number";
  const old = heading || type === "html" || (type === "text" && "text" in cell);
  return {
    id: typeof id === "string" ? id : `cell-${i}`,
    cell_type: old ? "markdown" : typeof type === "string" ? type : "raw",
    source: (heading ? `${"#".repeat(level)} ${source}` : source).replace(/\r\n?/g, "\n"),
    metadata: isObject(metadata) ? metadata : {},
    ...(isObject(attachments) ? { attachments: attachmentsIn(attachments) } : {}),
    outputs: [],
  };
}

function linesOf(text: unknown): string {
  const parts: unknown[] = Array.isArray(text) ? text : [text];
  return parts.map((part) => (typeof part === "string" ? part : "")).join("");
}

function attachmentsIn(attachments: Record<string, unknown>): Attachments {
  const entries = Object.entries(attachments).map(([name, bundle]) => {
    const data = Object.entries(isObject(bundle) ? bundle : {});
    return [name, Object.fromEntries(data.map(([type, text]) => [type, linesOf(text)]))];
  });
  return Object.fromEntries(entries);
}

/** The cell's name in the problem set, whoever has moved it. */
export function gradeId({ id, metadata }: Cell): string {
  const mark: unknown = metadata.nbgrader?.grade_id;
  return typeof mark === "string" ? mark : id;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
