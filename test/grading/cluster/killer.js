#!/usr/bin/env node
// Stands in for `node` on a worker (GRADBOOK_NODE): hands everything on to the real one,
// but a submission of the student named in KILLER ends the worker.

const { spawn } = require("node:child_process");
const { createInterface } = require("node:readline");

const child = spawn(process.execPath, process.argv.slice(2), {
  stdio: ["pipe", "inherit", "inherit"],
});
createInterface(process.stdin)
  .on("line", (line) => {
    if (line.includes(`"student":"${process.env.KILLER}"`)) process.kill(process.ppid, "SIGKILL");
    else child.stdin.write(`${line}\n`);
  })
  .on("close", () => child.stdin.end());
child.on("close", (code) => process.exit(code ?? 1));
