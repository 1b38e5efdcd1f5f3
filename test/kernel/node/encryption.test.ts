// Other users of the machine: what they have of a kernel whose sockets are encrypted.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { curveKeyPair } from "zeromq";
import { FLAGS } from "../../../kernel/install";
import { isolated, python, root, temporaryFolder } from "../client";

function clients(transport: string, policy: string) {
  const program = path.join(__dirname, "encryption.py");
  const { stdout, stderr } = spawnSync(python, [program, transport, policy], {
    cwd: root,
    env: isolated(),
    encoding: "utf8",
  });
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout);
}

for (const transport of ["tcp", "ipc"]) {
  for (const policy of ["auto", "required"]) {
    test(`over ${transport}, encryption ${policy}: has a client with the key everything, and one without nothing?`, () => {
      assert.deepEqual(clients(transport, policy), {
        keys: true,
        "heard without a key": [],
        shown: ["'Ada'"],
        control: "kernel_info_reply",
        "heart beats": true,
      });
    });
  }
}

test("does that client hear something of a kernel without encryption?", () => {
  const answer = clients("tcp", "disabled");
  assert.equal(answer.keys, false);
  assert.deepEqual(answer["heard without a key"], ["control", "hb", "iopub", "shell"]);
});

test("is half a pair of keys refused, instead of being taken for none?", () => {
  const folder = temporaryFolder();
  const ports = ["shell", "iopub", "control", "stdin", "hb"].map((name) => [`${name}_port`, 0]);
  const connection = { transport: "tcp", ip: "127.0.0.1", key: "k", ...Object.fromEntries(ports) };
  const file = path.join(folder, "connection.json");
  const { publicKey } = curveKeyPair();
  fs.writeFileSync(file, JSON.stringify({ ...connection, curve_publickey: publicKey }));
  const argv = [...FLAGS, path.join(root, "kernel/dist/main.js"), file];
  const { status, stderr } = spawnSync(process.execPath, argv, {
    encoding: "utf8",
    timeout: 20_000,
  });
  assert.equal(status, 1);
  assert.match(stderr, /The TypeScript kernel cannot start.*one CurveZMQ key of two/);
});
