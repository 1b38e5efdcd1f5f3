// A submission's notebooks: which of the files in it is which, and which of several
// counts. By name and by content; of several the one with work in it.

import { gradeId, type Notebook, parseNotebook } from "../assignment/notebook";
import { type HandedIn, readText } from "./files";
import type { Findings } from "./findings";
import { hasWords, match, recognize, sameText } from "./match";

const MOST_CELLS = 1000;
/** Of what a notebook may be saved as by mistake, and what a browser adds to a name. */
const LIKE_A_NOTEBOOK = /ipynb/i;
const NO_NOTEBOOK = /\.(html?|pdf|tsx?|js|py|md|docx?|odt|png|jpe?g|gif|webp|heic|zip)$/;

/** A notebook that is in the submission. */
export interface Found {
  file: HandedIn;
  notebook: Notebook;
}

/** What could be one of the notebooks. */
interface Candidate extends Found {
  /** Why it can't be read; then it has no cells. */
  problem: string;
}

/** Whether a file may be a notebook, as its name says. */
export function isNotebookName(name: string): boolean {
  return LIKE_A_NOTEBOOK.test(name) && !NO_NOTEBOOK.test(name.toLowerCase());
}

/**
 * The notebooks of the problem set as they were handed in, by file name; null where
 * there is none that can be read.
 *
 * @param expected as handed out, by file name
 */
export function findNotebooks(
  files: HandedIn[],
  expected: Map<string, Notebook>,
  findings: Findings,
): Map<string, Found | null> {
  const stems = [...expected.keys()].map(stemOf);
  const candidates = files
    .filter(({ name }) => {
      const named = stems.some((stem) => name.includes(stem)) && !NO_NOTEBOOK.test(name);
      return named || isNotebookName(name);
    })
    .map((file) => readCandidate(file, findings));
  const used = new Set<Candidate>();
  const found = new Map<string, Found | null>();
  for (const name of expected.keys()) {
    const among = candidates.filter((candidate) => belongs(candidate, name, expected));
    const chosen = choose(among, name, expected, findings);
    for (const one of among) used.add(one);
    if (!chosen) reportMissing(name, among, files, findings);
    found.set(name, chosen);
  }
  for (const candidate of candidates.filter((one) => !used.has(one))) {
    const { file, problem, notebook } = candidate;
    if (!problem && !notebook.cells.some(({ source }) => hasWords(source))) continue;
    const why = problem ? `cannot be read: ${problem}` : "has none of the problem set's cells";
    findings.suspicions.push({ text: `${file.path} ${why}: not used`, about: "all" });
  }
  return found;
}

function readCandidate(file: HandedIn, findings: Findings): Candidate {
  const none: Notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  try {
    const { text, remark } = readText(file);
    const notebook = parseNotebook(textOfNotebook(text));
    const { length } = notebook.cells;
    if (length > MOST_CELLS) throw new Error(`it has ${length} cells, but may have ${MOST_CELLS}`);
    if (remark) findings.remark(`${file.path} ${remark}`);
    // Of the metadata only the name counts; the rest may be anything.
    const cells = notebook.cells.map((cell) => ({ ...cell, id: gradeId(cell), metadata: {} }));
    return { file, notebook: { ...notebook, cells, metadata: {} }, problem: "" };
  } catch (error) {
    return { file, notebook: none, problem: (error as Error).message.slice(0, 200) };
  }
}

/** What else than a notebook it often is. */
function textOfNotebook(text: string): string {
  const start = text.trimStart().slice(0, 200);
  if (start === "") throw new Error("it is empty");
  if (start.startsWith("<") && !start.startsWith("<<<<<<<")) {
    throw new Error("it is a web page; the notebook itself is wanted, as JupyterLab saves it");
  }
  if (start.startsWith("PK\u0003")) throw new Error("it is a zip; unpack it");
  if (start.startsWith("version https://git-lfs")) {
    throw new Error("it is a pointer of Git LFS, not what it points to");
  }
  return text;
}

/** By its cells, or by its name where its cells are those of no other. */
function belongs(
  { file, notebook, problem }: Candidate,
  name: string,
  expected: Map<string, Notebook>,
): boolean {
  const share = (model?: Notebook) => (model ? shareOf(model, notebook) : 0);
  const others = [...expected].filter(([other]) => other !== name);
  if (!problem && share(expected.get(name)) >= 0.5) return true;
  if (!problem && others.some(([, model]) => share(model) >= 0.5)) return false;
  return file.name.includes(stemOf(name));
}

/** How many of the problem set's cells are in a notebook, of all. */
function shareOf(model: Notebook, notebook: Notebook): number {
  const there = new Set(recognize(model, notebook).filter((name) => name !== ""));
  return there.size / model.cells.length;
}

/** The one that counts: with the most answers, else under its own name, else the nearest. */
function choose(
  among: Candidate[],
  name: string,
  expected: Map<string, Notebook>,
  { remark }: Findings,
): Found | null {
  const model = expected.get(name);
  const readable = among
    .filter(({ problem }) => !problem)
    .map((found) => ({ ...found, own: model ? ownTexts(model, found.notebook) : [] }));
  if (!model || readable.length === 0) return null;
  const most = model.cells.filter(({ metadata }) => metadata.nbgrader?.solution).length;
  const rank = ({ own, file }: (typeof readable)[0]) =>
    2 * Math.min(own.length, most) + (isNamed(file, name) ? 1 : 0);
  // Stable: the nearest come first.
  const [best, ...others] = readable.sort((a, b) => rank(b) - rank(a));
  const text = ({ own }: (typeof readable)[0]) => own.join("\0");
  const rivals = others.filter((one) => one.own.length > 0 && text(one) !== text(best));
  const untouched = others.filter((one) => one.own.length === 0 && best.own.length > 0);
  const paths = (some: Found[]) => some.map(({ file }) => file.path).join(", ");
  for (const { file, problem } of among.filter((one) => one.problem)) {
    const named = isNamed(file, name);
    remark(`${file.path} cannot be read: ${problem}`, named ? "unreadable" : "unclear");
  }
  if (rivals.length > 0) {
    remark(
      `${best.file.path} is taken as ${name}; ${paths(rivals)} differs and is not used`,
      "unclear",
    );
  } else if (untouched.length > 0) {
    remark(`${best.file.path} is taken as ${name}; in ${paths(untouched)} nothing is written`);
  } else if (!isNamed(best.file, name)) remark(`${best.file.path} is taken as ${name}`);
  const names = match(model, best.notebook);
  const lost = best.notebook.cells.filter(
    (cell, i) => names[i] !== "" && gradeId(cell) !== names[i],
  );
  if (lost.length > 0) {
    // An answer may then stand in a cell that nothing tells from others.
    const answers = model.cells.filter(({ metadata }) => metadata.nbgrader?.solution);
    const all = answers.every((ours) => {
      const theirs = best.notebook.cells.filter((_, i) => names[i] === gradeId(ours));
      return theirs.some(({ source }) => hasWords(source) && !sameText(source, ours.source));
    });
    remark(
      `${best.file.path}: ${lost.length} cells without their names, told by text and place`,
      all ? "clear" : "unclear",
    );
  }
  return best;
}

/** What a notebook says that the problem set's does not: its answers and its own cells. */
function ownTexts(model: Notebook, notebook: Notebook): string[] {
  const given = new Map(model.cells.map((cell) => [gradeId(cell), cell]));
  const names = match(model, notebook);
  return notebook.cells.flatMap(({ source, attachments }, i) => {
    const ours = given.get(names[i]);
    const pasted = Object.keys(attachments ?? {}).length > 0;
    const blank = source.trim() === "" || (ours && sameText(ours.source, source));
    return blank && !pasted ? [] : [source];
  });
}

function reportMissing(
  name: string,
  among: Candidate[],
  files: HandedIn[],
  { remark }: Findings,
): void {
  for (const { file, problem } of among) {
    remark(`${file.path} cannot be read: ${problem}`, "unreadable");
  }
  if (among.length > 0) return;
  const alike = files.filter((file) => file.name.includes(stemOf(name)));
  const instead = alike.length > 0 ? `; ${alike.map(({ path }) => path).join(", ")} is none` : "";
  remark(`there is no ${name}${instead}`, "unreadable");
}

function isNamed({ path }: HandedIn, name: string): boolean {
  return path === name || path.endsWith(`/${name}`);
}

/** "1-backpropagation" of "1-backpropagation.ipynb". */
function stemOf(name: string): string {
  return name.toLowerCase().replace(/\.ipynb$/, "");
}
