// V8's code for Plotly and jsdom, which set-up keeps: is it what the thread runs?

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pairFlags } from "../../../kernel/install";

const folder = join(__dirname, "..", "..", "..", "lib", "display", "svg");

const PROGRAM = `
  const vm = require("node:vm");
  const said = [];
  const { Script } = vm;
  vm.Script = class extends Script {
    constructor(code, options) {
      super(code, options);
      said.push([require("node:path").basename(options.filename), this.cachedDataRejected]);
    }
  };
  require(${JSON.stringify(join(folder, "window.js"))}).openPlotly();
  console.log(JSON.stringify(said));
  process.exit();`;

test("does V8 take the code that was kept for jsdom and Plotly, with a kernel's flags and without?", () => {
  require(join(folder, "build.js"));
  for (const flags of [[], pairFlags(process.execPath, process.versions.node)]) {
    const { stdout, stderr } = spawnSync(process.execPath, [...flags, "-e", PROGRAM]);
    const expected = [
      ["jsdom.js", false],
      ["plotly-svg.js", false],
    ];
    assert.deepEqual(JSON.parse(String(stdout) || String(stderr)), expected);
  }
  const kept = readdirSync(join(folder, "dist")).filter((name) => name.endsWith(".cache"));
  assert.ok(kept.length >= 2, kept.join());
});
