// The house holds: no circles, no arrow that runs up, and who may import whom.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type Imports, readImports, root } from "./imports";

/** From the ground up, rooms and files: each imports from the floors below its own. */
const FLOORS = [
  ["lib/matrix/assembly", "lib/formats", "lib/digits"],
  ["lib/matrix"],
  ["lib/checks.ts"],
  ["lib/random.ts"],
  ["lib/training.ts", "lib/gradient-check.ts", "lib/mnist.ts"],
  ["lib/record.ts", "lib/figures"],
  ["lib/mlp.ts", "lib/display"],
  ["lib/weights.ts", "lib/plots.ts", "lib/answers"],
  ["lib/index.ts"],
  ["kernel/compile"],
  ["kernel/run"],
  ["kernel/node", "kernel/browser"],
  ["kernel"],
  ["cli"],
  ["scripts/page"],
  ["scripts"],
  ["grading/sandbox", "grading/assignment"],
  ["grading/submission"],
  ["grading/answers", "grading/mistakes"],
  ["grading/answers/inside"],
  ["grading/handout", "grading/collect"],
  ["grading/hub"],
  ["grading/marks"],
  ["grading/one"],
  ["grading/cluster", "grading/gradescope"],
  ["grading/class"],
  ["bench"],
  ["bench/peers"],
  ["examples", "notebooks"],
  ["test"],
];

const imports = readImports();
const files = [...imports.keys()];

test("has every file a room on a floor, and every room a file?", () => {
  assert.deepEqual(
    files.filter((file) => roomOf(file) === undefined),
    [],
  );
  const empty = FLOORS.flat().filter((room) => !files.some((file) => roomOf(file) === room));
  assert.deepEqual(empty, []);
});

test("does no file import itself by way of others?", () => {
  assert.deepEqual(circlesIn(imports), []);
});

test("does every room import from the floors below only?", () => {
  assert.deepEqual(upwards(), []);
});

describe("who may import whom, as CONTRIBUTING.md says it", () => {
  test("do notebooks and examples use lib and nothing else of the project, and cli too?", () => {
    for (const room of ["notebooks", "examples", "cli"]) {
      assert.deepEqual(importsInto(room, [room, "lib"]), []);
    }
  });

  test("does lib use nothing but ml-matrix and the other packages it is installed with?", () => {
    assert.deepEqual(importsInto("lib", ["lib"]), []);
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const installed = { ...manifest.dependencies, ...manifest.peerDependencies };
    const others = packagesOf("lib").filter(({ file, name }) => {
      const build = /\/(build|bundle)\.js$/.test(file) || inRoom(file, "lib/matrix/assembly");
      return !build && !(packageOf(name) in installed);
    });
    assert.deepEqual(others, []);
  });

  test("does the kernel know nothing of lib, nor of anything else of the project?", () => {
    assert.deepEqual(importsInto("kernel", ["kernel"]), []);
  });

  test("does grading run the kernel, and import only its installation and its way to JSON?", () => {
    const into = importsInto("grading", ["grading", "lib", "cli", "scripts"]);
    const imported = new Set(into.map((arrow) => arrow.split(" imports ")[1]));
    assert.deepEqual([...imported].sort(), ["kernel/install.js", "kernel/run/json.ts"]);
  });
});

for (const room of ["kernel/compile", "kernel/run"]) {
  test(`does ${room} import from Node through its host.ts at most?`, () => {
    const direct = packagesOf(room, isBuiltIn).filter(({ file }) => file !== `${room}/host.ts`);
    assert.deepEqual(direct, []);
  });
}

function inRoom(file: string, room: string): boolean {
  return file === room || file.startsWith(`${room}/`);
}

/** The innermost room that a file is in. */
function roomOf(file: string): string | undefined {
  const rooms = FLOORS.flat().filter((room) => inRoom(file, room));
  return rooms.sort((a, b) => b.length - a.length)[0];
}

function floorOf(file: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(roomOf(file) ?? ""));
}

/** Each import of one of the project's files by another. */
function arrows(from: (file: string) => boolean = () => true): [string, string][] {
  return files.filter(from).flatMap((file) => {
    const targets = [...(imports.get(file) ?? [])].filter((target) => imports.has(target));
    return targets.map((target): [string, string] => [file, target]);
  });
}

function upwards(): string[] {
  return arrows()
    .filter(([file, to]) => roomOf(file) !== roomOf(to) && floorOf(to) >= floorOf(file))
    .map(([file, to]) => `${file} imports ${to}`);
}

/** What a room imports of the project outside some others. */
function importsInto(room: string, allowed: string[]): string[] {
  return arrows((file) => inRoom(file, room))
    .filter(([, to]) => !allowed.some((other) => inRoom(to, other)))
    .map(([file, to]) => `${file} imports ${to}`);
}

function packagesOf(room: string, which = (name: string) => !isBuiltIn(name)) {
  return files
    .filter((file) => inRoom(file, room))
    .flatMap((file) => [...(imports.get(file) ?? [])].map((name) => ({ file, name })))
    .filter(({ name }) => !imports.has(name) && !name.endsWith(".json") && which(name));
}

function isBuiltIn(name: string): boolean {
  return name.startsWith("node:") || builtinModules.includes(name);
}

/** "@scope/name" or "name" of what may be a file of it. */
function packageOf(name: string): string {
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * The files that reach themselves, by circle: each is what a depth-first search finds
 * strongly connected (Tarjan 1972).
 */
function circlesIn(graph: Imports): string[] {
  const found: string[] = [];
  const order = new Map<string, number>();
  const stack: string[] = [];
  /** The lowest number that is on the stack and can be reached. */
  const visit = (file: string): number => {
    const number = order.size;
    order.set(file, number);
    stack.push(file);
    let lowest = number;
    for (const next of graph.get(file) ?? []) {
      if (next === file) found.push(file);
      if (!graph.has(next)) continue;
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, order.get(next) ?? lowest);
    }
    if (lowest === number) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) found.push(circle.sort().join(", "));
    }
    return lowest;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}
