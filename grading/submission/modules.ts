// A submission's modules: lib/mlp.ts, which of several counts, and those it may import.

import { folderOf, type HandedIn, readText } from "./files";
import type { Findings } from "./findings";
import { sameText } from "./match";

/** The module that students write. */
export const MLP = "lib/mlp.ts";

const LARGEST_MODULE = 2 ** 20;
const NETWORK = /\bclass\s+TwoLayerMLP\b|\bas\s+TwoLayerMLP\b/;

interface Candidate {
  file: HandedIn;
  text: string;
}

/**
 * The modules of the student's own, by path: lib/mlp.ts, and those beside it whose
 * names are not the handout's.
 *
 * @param given the handout's modules by path, lib/mlp.ts with its stubs among them
 */
export function findModules(
  files: HandedIn[],
  given: Record<string, string>,
  findings: Findings,
): Record<string, string> {
  const chosen = chooseNetwork(files, given, findings);
  const modules: Record<string, string> = chosen ? { [MLP]: chosen.text } : {};
  const home = chosen ? folderOf(chosen.file) : "";
  const inLib = /(^|\/)lib$/.test(home);
  const lib = inLib ? home : home === "" ? "lib" : `${home}/lib`;
  for (const file of files) {
    if (!/\.(ts|js)$/.test(file.name) || file === chosen?.file || isNetworkName(file.name))
      continue;
    // A network in the submission's own folder imports what is beside it, and in lib.
    const at = within(file, lib) ?? (inLib ? null : beside(file, home));
    if (at === null || `lib/${at}` in modules) continue;
    const text = readModule(file, findings);
    if (text === null) continue;
    if (!isOurs(at, given)) modules[`lib/${at}`] = text;
    else if (`lib/${at}` in given && !sameText(text, given[`lib/${at}`])) {
      const changed = `${file.path} was changed: the handout's own is used`;
      findings.suspicions.push({ text: changed, about: "network" });
    }
  }
  return modules;
}

/** ./matrix could be matrix.ts, matrix.js or matrix/index.ts: whatever begins alike. */
function isOurs(inner: string, given: Record<string, string>): boolean {
  const stem = (path: string) => path.replace(/[./].*/, "");
  return Object.keys(given).some((path) => stem(path.replace(/^lib\//, "")) === stem(inner));
}

/** The path from a folder, of what is in it. */
function within({ path }: HandedIn, folder: string): string | null {
  const prefix = folder === "" ? "" : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}

function beside(file: HandedIn, folder: string): string | null {
  return folderOf(file) === folder ? within(file, folder) : null;
}

/** mlp.ts, mlp (1).ts, mlp-Copy1.ts, mlp.ts.txt, mlp_meier.ts. */
export function isNetworkName(name: string): boolean {
  return /^mlp([^a-z].*)?\.ts(\.txt)?$/.test(name);
}

function chooseNetwork(
  files: HandedIn[],
  given: Record<string, string>,
  findings: Findings,
): Candidate | null {
  const inLib = (file: HandedIn) => /(^|\/)lib$/.test(folderOf(file)) && file.name === "mlp.ts";
  const read = (some: HandedIn[]) =>
    some.flatMap((file): Candidate[] => {
      const text = readModule(file, findings, inLib(file));
      return text !== null && (file.name === "mlp.ts" || NETWORK.test(text))
        ? [{ file, text }]
        : [];
    });
  const isWork = ({ text }: Candidate) => !sameText(text, given[MLP] ?? "");
  const named = files.filter(({ name }) => isNetworkName(name));
  const candidates = read([...named.filter(inLib), ...named.filter((file) => !inLib(file))]);
  if (!candidates.some(isWork)) {
    const others = files.filter((file) => {
      const path = within(file, "lib") ?? file.path;
      return /\.ts$/.test(file.name) && !isNetworkName(file.name) && !isOurs(path, given);
    });
    candidates.push(...read(others).filter(isWork));
  }
  const worked = candidates.filter(isWork);
  const [best = null] = worked.length > 0 ? worked : candidates;
  if (best) compare(best, candidates, worked, inLib(best.file), findings);
  else if (!named.some(inLib)) findings.remark(`there is no ${MLP}`, "unreadable");
  return best;
}

/** Says which of several was taken. */
function compare(
  best: Candidate,
  candidates: Candidate[],
  worked: Candidate[],
  usual: boolean,
  { remark }: Findings,
): void {
  const rivals = worked.filter(({ text }) => !sameText(text, best.text));
  const untouched = candidates.filter((one) => !worked.includes(one) && worked.length > 0);
  const paths = (some: Candidate[]) => some.map(({ file }) => file.path).join(", ");
  const { path } = best.file;
  if (rivals.length > 0) {
    remark(`${path} is taken as ${MLP}; ${paths(rivals)} differs and is not used`, "unclear");
  } else if (untouched.length > 0) {
    remark(`${path} is taken as ${MLP}; in ${paths(untouched)} nothing is written`);
  } else if (!usual) remark(`${path} is taken as ${MLP}`);
}

function readModule(file: HandedIn, findings: Findings, expected = false): string | null {
  const { remark, suspicions } = findings;
  try {
    const { text, remark: odd } = readText(file, LARGEST_MODULE);
    if (odd) remark(`${file.path} ${odd}`);
    return text;
  } catch (error) {
    const what = `${file.path} cannot be read: ${(error as Error).message}`;
    if (expected) remark(what, "unreadable");
    else suspicions.push({ text: what, about: "network" });
    return null;
  }
}
