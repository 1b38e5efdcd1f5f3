// A student's work, as it is handed in and checked: the notebooks, lib/mlp.ts, and whatever
// else of the student's is kept in the browser.
import type { Contents } from "@jupyterlab/services";
import { handedIn, isLeftOut, type Listing } from "../../grading/submission/files";
import { Findings } from "../../grading/submission/findings";
import { MLP } from "../../grading/submission/modules";
import { bytesOf, type StudentFiles } from "./student-files";

export interface WorkFile {
  path: string;
  bytes: Uint8Array;
  /** When it was last saved, as the contents manager says it. */
  time: string;
}

export interface Work {
  /** The ones nearest to the root first. */
  files: WorkFile[];
  /** What is always part of it and is not there. */
  missing: string[];
}

/** @param notebooks those of the problem set, which are part of it even if untouched */
export async function readWork(
  contents: Contents.IManager,
  files: StudentFiles,
  notebooks: string[],
): Promise<Work> {
  const own = (await files.paths()).filter((path) => !path.split("/").some(isLeftOut));
  const always = [...notebooks, MLP];
  const found: WorkFile[] = [];
  const missing: string[] = [];
  for (const path of inOrder([...new Set([...always, ...own])])) {
    const model = await contents.get(path, { content: true }).catch(() => null);
    if (model && model.type !== "directory") {
      found.push({ path, bytes: bytesOf(model), time: model.last_modified });
    } else if (always.includes(path)) missing.push(path);
  }
  return { files: found, missing };
}

/** The same as grading reads it. */
export function listingOf({ files }: Work): Listing {
  return {
    files: files.map(({ path, bytes }) => handedIn(path, bytes.length, () => bytes)),
    findings: new Findings(),
  };
}

/** Folder by folder from the root, each folder's by their names. */
function inOrder(paths: string[]): string[] {
  const depth = (path: string) => path.split("/").length;
  const key = (path: string) => path.replaceAll("/", "\0");
  return paths.sort((a, b) => depth(a) - depth(b) || (key(a) < key(b) ? -1 : 1));
}
