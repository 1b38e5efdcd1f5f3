// The kernel on pipes, beside the same kernel under Jupyter.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { after, test } from "node:test";
import { nodeOptions } from "../../../kernel/install";
import { Client, root, temporaryFolder } from "../client";

interface Message {
  id: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON from another process
  content: any;
}

/** Gives a kernel these lines, and nothing more; resolves when it has ended. */
async function converse(lines: string[], cwd = root) {
  const kernel = spawn(
    process.execPath,
    [...nodeOptions(), path.join(root, "kernel/dist/pipe.js")],
    {
      cwd,
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    },
  );
  const said = ["", "", ""];
  [kernel.stdout, kernel.stderr, kernel.stdio[3]].forEach((stream, index) => {
    stream?.on("data", (chunk) => {
      said[index] += chunk;
    });
  });
  kernel.stdin.end(lines.map((line) => `${line}\n`).join(""));
  const how = await new Promise<unknown[]>((resolve) => {
    kernel.on("close", (...args) => resolve(args));
  });
  const [stdout, stderr, answers] = said;
  const messages = answers.split("\n").filter(Boolean);
  return { how, stdout, stderr, messages: messages.map((line): Message => JSON.parse(line)) };
}

/** Runs cells; gives what came of each. */
async function cells(codes: string[], cwd?: string) {
  const conversation = await converse(
    codes.map((code, index) => JSON.stringify({ id: String(index), code })),
    cwd,
  );
  const of = (index: number) =>
    conversation.messages
      .filter(({ id }) => id === String(index))
      .map(({ type, content }) => ({ type, content }));
  return { ...conversation, of };
}

const CELLS = [
  "const a: number = 6 * 7; console.log('one'); console.error('two'); a",
  "throw new RangeError('no')",
  "const text: string = 42;",
  "import { Matrix } from 'ml-matrix'; import { display } from 'tslab'; display.html('<b>x</b>'); new Matrix([[a]])",
  `const { lastWriteDisplayData: write } = require("tslab/dist/jupyter");
   const shown = (text: string) => ({ data: { "text/plain": text }, transient: { display_id: "d" } });
   write(shown("x"), false); write(shown("y"), true);`,
  "process.exit(3)",
  "void setTimeout(() => { throw new Error('late') }, 10)",
  "await new Promise((resolve) => setTimeout(() => resolve(a), 5))",
  "for (let i = 0; i < 3; i++) console.log(i)",
];

test("do cells give the same messages on pipes as under Jupyter?", async () => {
  const { of, how } = await cells(CELLS);
  assert.deepEqual(how, [0, null]);
  const client = await new Client().start(root);
  after(() => client.close());
  for (const [index, code] of CELLS.entries()) {
    const { messages, reply } = await client.execute(code, { stop_on_error: false });
    const outputs = messages.filter(({ type }) => !["status", "execute_input"].includes(type));
    assert.deepEqual(of(index), [...outputs, { type: "execute_reply", content: reply }], code);
  }
});

test("are requests answered in order, all of them, before it ends?", async () => {
  const { messages } = await cells([
    "await new Promise((r) => setTimeout(r, 300))",
    "throw 1",
    "3",
  ]);
  const replies = messages.filter(({ type }) => type === "execute_reply");
  assert.deepEqual(
    replies.map(({ id, content }) => [id, content.status]),
    [
      ["0", "ok"],
      ["1", "error"],
      ["2", "ok"],
    ],
  );
});

test("is what children and descriptors print to stdout the cell's, in order, and stderr left alone?", async () => {
  const write = `const fs = require("fs"); console.log("1"); fs.writeSync(1, "2\\n");
    require("child_process").execSync("echo 3; echo too >&2", { stdio: "inherit" }); console.log("4")`;
  const { stdout, stderr, of } = await cells([write]);
  assert.deepEqual([stdout, stderr], ["", "too\n"]);
  const texts = of(0).flatMap(({ type, content }) => (type === "stream" ? [content.text] : []));
  assert.equal(texts.join(""), "1\n2\n3\n4\n");
});

test("has what a cell said arrived when it kills the process?", async () => {
  const code = 'console.log("x".repeat(300_000)); process.kill(process.pid, "SIGKILL")';
  const { of, how } = await cells([code, "1"]);
  assert.deepEqual(how, [null, "SIGKILL"]);
  const text = of(0)
    .map(({ content }) => content.text)
    .join("");
  assert.equal(text.length, 300_001);
});

test("does it work where it is started, without sockets and threads?", async () => {
  const folder = temporaryFolder();
  const code = `const fs = require("fs");
    [process.cwd(), Object.keys(require.cache).some((file) => /zeromq/.test(file)),
     (process as any).getActiveResourcesInfo().some((kind: string) => /TCP|Message/.test(kind))].join()`;
  const { of } = await cells([code], folder);
  assert.equal(of(0)[0].content.data?.["text/plain"], `'${folder},false,false'`);
});

test("is reading stdin an error at once, and does the kernel read no nonsense from it?", async () => {
  const read = `let text = ""; process.stdin.on("data", (chunk) => text += chunk); await new Promise((r) => process.stdin.on("end", r)); text.length`;
  const descriptor = `require("fs").readFileSync(0, "utf8")`;
  const lines = [
    "nonsense",
    "[]",
    "",
    JSON.stringify({ id: "a", code: read }),
    JSON.stringify({ id: "b", code: descriptor }),
    JSON.stringify({ id: "c", code: "1" }),
  ];
  const { messages, stderr } = await converse(lines);
  const shown = messages.filter(({ type }) => type !== "execute_reply");
  assert.deepEqual(
    shown.map(({ id, content }) => [id, content.data?.["text/plain"] ?? content.ename]),
    [
      ["a", "InputError"],
      ["b", "InputError"],
      ["c", "1"],
    ],
  );
  assert.match(stderr, /^stdin: .*nonsense.*\nstdin: no request: \[\]\n$/);
});
