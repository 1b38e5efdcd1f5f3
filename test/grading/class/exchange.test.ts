// What came with a submission by nbgrader's exchange, and what its feedback needs to go back.

import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readyForRelease, takeSecretOver } from "../../../grading/class/exchange";
import { filesIn } from "../../../grading/submission/files-in";
import { Pictures } from "../../../grading/submission/pictures";

const SECRET = "submission_secret.txt";
const STAMP = "timestamp.txt";
const work = mkdtempSync(join(tmpdir(), "gradbook-exchange-"));
after(() => rmSync(work, { recursive: true, force: true }));

function folder(name: string, files: Record<string, string> = {}): string {
  const path = join(work, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

test("does the secret of the newest submission come to its pages, with the time?", () => {
  const graded = folder("graded", { [STAMP]: "2026-01-30 10:30:47.000000 UTC" });
  const pages = folder("pages", { "1.html": "" });
  for (const secret of ["first", "second"]) {
    takeSecretOver(folder(secret, { [SECRET]: secret }), graded);
    readyForRelease(graded, pages);
    assert.equal(readFileSync(join(pages, SECRET), "utf8"), secret);
  }
  assert.match(readFileSync(join(pages, STAMP), "utf8"), /^2026-01-30/);
  takeSecretOver(folder("none"), graded);
  readyForRelease(graded, pages);
  assert.ok(!existsSync(join(pages, SECRET)));
});

test("is a link in its place not followed?", () => {
  const handedIn = folder("linked");
  symlinkSync("/etc/hostname", join(handedIn, SECRET));
  const graded = folder("from link");
  takeSecretOver(handedIn, graded);
  assert.ok(!existsSync(join(graded, SECRET)));
});

test("are nbgrader's own files no answers of the student's?", () => {
  const handedIn = folder("texts", { [SECRET]: "s", [STAMP]: "t", "words.txt": "mine" });
  const { files, findings } = filesIn(handedIn);
  const beside = new Pictures(files, findings).beside();
  assert.deepEqual(beside?.paths, ["words.txt"]);
});
