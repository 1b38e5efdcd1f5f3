// What a hub's users run is pinned beside the project's own versions: they must be the same.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readEnvironment } from "../../../scripts/environment";
import { root } from "../../../scripts/paths";
import { readSteps } from "./dockerfile";
import { Machine, machineProblem } from "./machine";

test("has a hub the project's versions of all but JupyterHub?", () => {
  const { pip } = readEnvironment("grading/hub/environment.yml");
  const project = readEnvironment().pip;
  assert.deepEqual(
    pip.filter((pinned) => !project.includes(pinned)),
    pip.filter((pinned) => /^jupyterhub==[\d.]+$/.test(pinned)),
  );
  const page = readFileSync(join(root, "grading", "hub.md"), "utf8");
  for (const [pinned] of page.matchAll(/[\w-]+==[\d.]+/g)) assert.ok(pip.includes(pinned), pinned);
});

test("are the students that fit those of bench/HUB.md?", () => {
  const page = readFileSync(join(root, "grading", "hub.md"), "utf8");
  const bench = readFileSync(join(root, "bench", "HUB.md"), "utf8");
  const rows = [...bench.matchAll(/^\| (\d+) GB \| \d+ \| (\d+) \|/gm)];
  assert.equal(rows.length, 3);
  for (const [, memory, students] of rows) {
    assert.match(page, new RegExp(`\\b${students} on\\s${memory} GB`));
  }
});

test("does the image bring what was installed, and nothing else of the project?", () => {
  const steps = readSteps(readFileSync(join(root, "grading", "hub", "Dockerfile"), "utf8"));
  const last = steps.slice(steps.findLastIndex(({ word }) => word === "FROM"));
  const copied = last.filter(({ word }) => word === "COPY").map(({ rest }) => rest);
  assert.deepEqual(copied, ["--from=build /opt/jupyter /opt/jupyter"]);
});

test("is a test's machine one of its own, with users that it alone knows?", {
  skip: machineProblem(),
}, async () => {
  const machine = await Machine.start([], [process.execPath], "/usr/bin:/bin:/usr/sbin:/sbin");
  try {
    for (const user of ["ada", "ben"]) machine.addUser(user, "secret");
    machine.run("ada", ["sh", "-c", "cat > words"], { input: "hers" });
    assert.equal(machine.run("ada", ["cat", "/home/ada/words"]), "hers");
    assert.notEqual(machine.attempt("ben", ["cat", "/home/ada/words"]).status, 0);
    assert.equal(machine.run("ben", ["id", "-un"]).trim(), "ben");
  } finally {
    await machine.close();
  }
  assert.doesNotMatch(readFileSync("/etc/passwd", "utf8"), /^(ada|ben):/m);
});
