// Programs that end, do not end, or take all they can get: it costs the question
// they do it in.

import type { Cases } from "./case";

const EXIT = "process.kill(process.pid, 'SIGKILL');";

export const runaway: Cases = {
  "process-exit-in-a-cell": {
    change: (draft) => void draft.append("q12-answer", "process.exit(0);"),
    // The value was there before.
  },
  "a-kernel-killed-in-three-cells": {
    change: (draft) => {
      for (const id of ["q11-answer", "q13-answer", "mnist-run"]) draft.prepend(id, EXIT);
    },
    loses: ["Q1.1", "Q1.3", "MNIST"],
    crashed: ["Q1.1", "Q1.3", "MNIST"],
    remark: /the kernel died: SIGKILL ended it/,
  },
  "exits-in-lib": {
    change: (draft) => {
      draft.solve("Q2.3", { 3: "process.exit(0);" });
      draft.solve("Q2.4", { 0: `${EXIT}\nreturn z1;` });
    },
    loses: ["Q2.3", "Q2.4"],
    crashed: ["Q2.3", "Q2.4"],
  },
  "exit-when-lib-is-loaded": {
    change: (draft) => void draft.begin("process.exit(0);"),
    loses: ["Q2.1", "Q2.2", "Q2.3", "Q2.4"],
    crashed: ["Q2.1", "Q2.2", "Q2.3", "Q2.4"],
  },
  "endless-loops": {
    // Before an await and after one.
    change: (draft) => {
      draft.prepend("q11-answer", "while (true) {}");
      draft.prepend("q14-answer", "await 0;\nwhile (true) {}");
      draft.solve("Q2.3", { 3: "while (true) {}" });
    },
    loses: ["Q1.1", "Q1.4", "Q2.3"],
    crashed: ["Q1.1", "Q1.4", "Q2.3"],
    remark: /the cell took longer than/,
  },
  "waits-without-end": {
    change: (draft) => {
      draft.append(
        "mnist-run",
        "await new Promise((resolve) => setInterval(resolve === null ? resolve : () => {}, 5));",
      );
      draft.prepend(
        "q15-answer",
        "const forever = async () => {\n  while (true) await 0;\n};\nawait forever();",
      );
    },
    loses: ["Q1.5", "MNIST"],
    crashed: ["Q1.5", "MNIST"],
  },
  "200,000-log-lines": {
    change: (draft) => {
      const lines = "for (let i = 0; i < 200_000; i++) console.log(i, 'and the same again');";
      draft.prepend("q12-answer", lines);
      // Once in a process: a training would write them in every step.
      const once = `const all = globalThis as { said?: boolean };
        if (!all.said) { all.said = true; ${lines} }`;
      draft.solve("Q2.1", { 0: `${once}\nreturn sigmoid(z1);` });
    },
  },
  "output-without-end": {
    change: (draft) => {
      draft.append("q12-answer", 'while (true) console.log("x".repeat(1e6));');
      draft.solve("Q2.4", { 1: 'while (true) process.stdout.write("x".repeat(1e6));' });
    },
    // Without end: what was declared before is gone with the process.
    loses: ["Q1.2", "Q2.4"],
    crashed: ["Q1.2", "Q2.4"],
    remark: /wrote more than/,
  },
  "10-GB-of-memory": {
    change: (draft) => {
      const all =
        "const kept: Buffer[] = [];\nfor (let i = 0; i < 160; i++) kept.push(Buffer.alloc(2 ** 26, 1));";
      draft.prepend("q13-answer", all);
      draft.solve("Q2.4", { 0: `${all}\nreturn relu(z1);` });
      draft.prepend(
        "mnist-run",
        "const rows: object[] = [];\nwhile (true) rows.push(new Array(1e5).fill(rows));",
      );
    },
    loses: ["Q1.3", "Q2.4", "MNIST"],
    crashed: ["Q1.3", "Q2.4", "MNIST"],
    remark: /memory/,
  },
  "memory-of-webassembly-and-shared": {
    change: (draft) => {
      draft.prepend(
        "q14-answer",
        `const memories: Uint8Array[] = [];
for (let i = 0; i < 8; i++) {
  const memory: any = new (globalThis as any).WebAssembly.Memory({ initial: 16384, maximum: 65536 });
  memories.push(new Uint8Array(memory.buffer).fill(1));
}`,
      );
    },
    loses: ["Q1.4"],
    crashed: ["Q1.4"],
  },
  "a-storm-of-processes": {
    change: (draft) => {
      const storm = `const { spawn } = require("node:child_process");
for (let i = 0; i < 400; i++) spawn("/bin/sh", ["-c", "while :; do :; done"], { detached: true, stdio: "ignore" }).on("error", () => {});
const begun = Date.now();
while (Date.now() - begun < 1500);`;
      draft.prepend("q12-answer", storm);
      draft.solve("Q2.3", { 0: `${storm}\nreturn [];` });
    },
    loses: ["Q1.2", "Q2.3"],
    crashed: ["Q1.2", "Q2.3"],
    remark: /more than \d+ processes/,
  },
  "workers-that-stay": {
    change: (draft) => {
      draft.append(
        "q11-answer",
        `const { Worker } = require("node:worker_threads");
for (let i = 0; i < 3; i++) new Worker("setInterval(() => {}, 5)", { eval: true });`,
      );
      draft.begin('setInterval(() => {}, 5);\nrequire("node:net").createServer().listen(0);');
    },
  },
  "a-throw-in-a-timer": {
    change: (draft) => {
      draft.append("q11-answer", 'setTimeout(() => { throw new Error("late"); }, 5);');
      draft.append("q13-answer", 'void Promise.reject(new Error("nobody waits"));');
      draft.solve("Q2.1", {
        0: 'setTimeout(() => { throw new Error("late"); });\nreturn sigmoid(z1);',
      });
    },
  },
  "a-disk-full": {
    change: (draft) => {
      draft.prepend(
        "q15-answer",
        'require("node:fs").writeFileSync("large", Buffer.alloc(2 ** 30));',
      );
    },
    loses: ["Q1.5"],
  },
};
