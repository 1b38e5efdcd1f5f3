// What a student handed in: two notebooks and lib/mlp.ts, found with patience, read
// with care. Nothing of it runs here.

import type { Cell, Notebook } from "../assignment/notebook";
import { studentCode } from "./align";
import type { Listing } from "./files";
import type { Findings, Reading, Suspicion } from "./findings";
import { sameText } from "./match";
import { findModules, MLP } from "./modules";
import { type Found, findNotebooks } from "./notebooks";
import { Pictures } from "./pictures";
import { suspicionsOf } from "./suspicions";

/** The problem set as it was handed out. */
export interface Handout {
  /** Its notebooks by file name. */
  handout: Map<string, Notebook>;
  /** lib's modules by path, lib/mlp.ts with its stubs. */
  modules: Record<string, string>;
}

/** A submission as it is graded: plain data, so that it can be sent elsewhere for that. */
export interface Submission {
  student: string;
  /** By file name; null where there is none that can be read. */
  notebooks: Map<string, Notebook | null>;
  /** The modules of the student's own, by path: lib/mlp.ts and what it may import. */
  modules: Record<string, string>;
  /** What is odd about the files, for the instructor and the student. */
  remarks: string[];
  reading: Reading;
  /** What may have cost marks, where some are lost. */
  suspicions: Suspicion[];
  /** Documents and pictures beside the notebooks, as a text that shows them. */
  beside: { cell: Cell; paths: string[] } | null;
  /** What that and other texts link, by path, in base64. */
  documents: Record<string, string>;
}

/** Reads a student's files. Never throws for what is in them. */
export function readSubmission(
  { files, findings }: Listing,
  student: string,
  given: Handout,
): Submission {
  const found = findNotebooks(files, given.handout, findings);
  const modules = findModules(files, given.modules, findings);
  const pictures = new Pictures(files, findings);
  const notebooks = new Map<string, Notebook | null>();
  for (const [name, one] of found) {
    const model = given.handout.get(name);
    notebooks.set(name, one && pictures.embed(one.notebook, one.file));
    if (one && model) findings.suspicions.push(...suspicionsOf(name, model, one.notebook));
  }
  if (!modules[MLP] || sameText(modules[MLP], given.modules[MLP] ?? "")) {
    networkElsewhere(found, given.handout, findings);
  }
  const { remarks, reading, suspicions } = findings;
  const beside = pictures.beside();
  const { documents } = pictures;
  return { student, notebooks, modules, remarks, reading, suspicions, beside, documents };
}

/** A network that stands in a notebook, and nothing in lib/mlp.ts. */
function networkElsewhere(
  found: Map<string, Found | null>,
  handout: Map<string, Notebook>,
  { suspicions }: Findings,
): void {
  for (const [name, model] of handout) {
    const cells = studentCode(model, found.get(name)?.notebook ?? null);
    if (!cells.some(({ source }) => /\bclass\s+\w*MLP\b|\bextends\s+TwoLayerMLP\b/.test(source))) {
      continue;
    }
    const text = `${name} has code for the network in a cell; only ${MLP} is asked`;
    suspicions.push({ text, about: "network" });
  }
}
