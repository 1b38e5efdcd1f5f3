// npm run gradescope: the zip that grades the problem set there.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../../cli/user-error";
import { makeCourse, type Tools } from "../handout/course";
import { writeFiles } from "../handout/files";
import { makeReference } from "../marks/reference";
import { packReference } from "../marks/reference-file";
import { graderFingerprint } from "../one/fingerprint";
import { chooseCage } from "../sandbox/choose";
import { PROMISES } from "../sandbox/other-user";
import { zipFiles } from "./files";
import { readOptions } from "./options";

export async function main(args: string[], tools: Tools): Promise<void> {
  const options = readOptions(args);
  if (!options) return;
  const { seed, visibility } = options;
  const out = resolve(options.out);
  const work = mkdtempSync(join(tmpdir(), "gradbook-gradescope-"));
  try {
    const release = await makeCourse(join(work, "course"), tools);
    const reference = await makeReference(release, seed, chooseCage(), join(work, "workshop"));
    const kept = { reference, seed, grader: graderFingerprint(seed) };
    const folder = join(work, "zip");
    writeFiles(folder, zipFiles(packReference(kept), visibility));
    for (const name of ["setup.sh", "run_autograder"]) chmodSync(join(folder, name), 0o755);
    mkdirSync(dirname(out), { recursive: true });
    rmSync(out, { force: true });
    zip(out, folder, tools);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(
    `${out}: upload it as the autograder.\n\nWhere user namespaces are refused:\n${PROMISES}`,
  );
}

/** @throws UserError with what Python said */
function zip(out: string, folder: string, { python, env }: Tools): void {
  const script = join(__dirname, "..", "handout", "zip.py");
  const { status, stderr } = spawnSync(python, [script, folder, out, ""], {
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new UserError(`${out} could not be written: ${stderr}`);
}
