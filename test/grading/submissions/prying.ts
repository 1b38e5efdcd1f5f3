// Looking for what is not theirs. Each answer is right only if the search has found
// something, or if it can be seen by all: then the search itself works.

import { type Cases, PROBLEM_2 } from "./case";
import { type Host, MLP } from "./draft";

/** Searches all files that can be read for a text. */
const SEARCH = `const fs = require("node:fs");
function finds(text: string, folder = "/", depth = 0): boolean {
  let names: string[] = [];
  try {
    names = fs.readdirSync(folder);
  } catch {}
  return names.some((name) => {
    const path = folder === "/" ? "/" + name : folder + "/" + name;
    if (/^.(usr|lib|lib32|lib64|sys|node|node_modules|dev)$|^.proc.(bus|irq|sys|tty|fs)$|task$|cwd$|root$/.test(path)) return false;
    try {
      const stat = fs.lstatSync(path);
      if (stat.isDirectory()) return depth < 8 && finds(text, path, depth + 1);
      if (stat.isSymbolicLink()) return fs.readlinkSync(path).includes(text);
      if (!stat.isFile() || /kmsg|kcore|pagemap|kpage|.mem$|clear_refs/.test(path)) return false;
      return stat.size < 1e7 && fs.readFileSync(path, "latin1").includes(text);
    } catch {
      return false;
    }
  });
}`;

const given = (right: string) => `${right} ? h2 - y : 0`;
const matrix = (right: string, of: string) => `Matrix.mul(${of}, ${given(right)})`;

export const prying: Cases = {
  "for-the-instructors-files": {
    change: (draft, { secret, folder }: Host) => {
      draft.files["lib/mine.ts"] = `export const own = "mine-${secret.slice(0, 5)}";\n`;
      draft.addBefore("q11-answer", SEARCH);
      const half = (text: string) =>
        `${JSON.stringify(text.slice(0, 9))} + ${JSON.stringify(text.slice(9))}`;
      draft.answer({
        "q11-answer": `const dJ_da2 = ${given(`finds(${half(`mine-${secret.slice(0, 5)}`)})`)};`,
        "q12-answer": `const dJ_db2 = ${given(`finds(${half(secret)})`)};`,
        "q13-answer": `const dJ_dW2 = ${matrix(`[${JSON.stringify(folder)}, "/root", "/home", "/etc/passwd", "/var"].some(fs.existsSync)`, "h1")};`,
        "q14-answer": `let through = false;
for (const name of ["/proc/1/root", "/proc/1/cwd", "/proc/self/root"])
  try {
    fs.symlinkSync(name + ${JSON.stringify(folder)}, "link" + Math.random());
    through ||= fs.readdirSync(name + ${JSON.stringify(folder)}).length > 0;
  } catch {}
const dJ_dh1 = ${matrix("through", "W2")};`,
        "q15-answer": `const env = ["1", "self", ...fs.readdirSync("/proc")].some((pid: string) => {
  try {
    return /npm_|GRADBOOK_PYTHON|SUDO|SSH|USER=/.test(fs.readFileSync("/proc/" + pid + "/environ", "latin1"));
  } catch {
    return false;
  }
});
const dJ_db1 = ${matrix("env", "Matrix.mul(W2, h1).mul(Matrix.sub(Matrix.ones(H, 1), h1))")};
const dJ_dW1 = dJ_db1.mmul(h0.transpose());`,
      });
    },
    loses: ["Q1.2", "Q1.3", "Q1.4", "Q1.5"],
  },
  "for-ways-out": {
    change: (draft, { port, folder }: Host) => {
      draft.answer({
        "q11-answer": `const net = require("node:net");
const reached = (target: object) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect(target);
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
  });
const server = net.createServer().listen(0, "127.0.0.1");
await new Promise((resolve) => server.on("listening", resolve));
const local = await reached({ port: server.address().port, host: "127.0.0.1" });
server.close();
const dJ_da2 = ${given("local")};`,
        "q12-answer": `const outside = [await reached({ port: ${port}, host: "127.0.0.1" }), await reached({ port: 53, host: "1.1.1.1" })];
const dJ_db2 = ${given("outside.includes(true)")};`,
        "q13-answer": `const { writeFileSync, rmSync } = require("node:fs");
const wrote = ["/", "/kernel/dist/", "/node_modules/", "/mlp/.gradbook/", "/usr/", "/lib/", "/node/bin/", "/proc/sys/kernel/", ${JSON.stringify(`${folder}/`)}].some((place) => {
  try {
    writeFileSync(place + "written", "x");
    return true;
  } catch {
    return false;
  }
});
const dJ_dW2 = ${matrix("wrote", "h1")};`,
        "q14-answer": `const { execFileSync } = require("node:child_process");
const shells = ["mount -t tmpfs none /mnt", "unshare -r true", "kill -9 1 && sleep 5", "chroot /proc/1/root true"].some((command) => {
  try {
    execFileSync("/bin/sh", ["-c", command], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});
const dJ_dh1 = ${matrix("shells", "W2")};`,
      });
    },
    // The first is reached in the cage's own network.
    loses: ["Q1.2", "Q1.3", "Q1.4"],
  },
  "for-the-questions-answers": {
    // In the process that asks: what it has been given, and what it is made of.
    change: (draft) => {
      const search = `const answers: any = {};
for (const module of Object.values(require.cache) as any[])
  for (const [name, value] of Object.entries(module?.exports ?? {}))
    if (/expected|solution|answer/i.test(name)) Object.assign(answers, { [name]: value });
try {
  Object.assign(answers, JSON.parse(require("node:fs").readFileSync(0, "utf8")).expected);
} catch {}`;
      draft.library((text) => `${text}\n${search}\n`);
      draft.solve("Q2.1", { 2: "return answers.forward;" });
      draft.solve("Q2.2", { 1: "return answers.backward;" });
      draft.solve("Q2.3", { 0: "return answers.predictions;" });
      draft.solve("Q2.4", { 0: "return answers.f;", 1: "return answers.derivative;" });
    },
    loses: PROBLEM_2,
  },
  "for-a-grader-that-follows-paths": {
    change: (draft) => {
      draft.files[`lib/..${"\\"}..${"\\"}matrix.ts`] = "export {};";
      draft.files["lib/a\nb <img src=x onerror=alert(1)>.ts"] = `//${"x".repeat(2 ** 20)}`;
      draft.files[`lib/x${"\\..".repeat(6)}${"\\"}escaped.ts`] = "export {};";
      draft.files[`lib/-rf.ts`] = "export {};";
      draft.files["lib/constructor.ts"] = "export {};";
      draft.files["lib/__proto__.ts"] = "export {};";
      draft.files[`${"deep/".repeat(40)}${MLP}`] = "export {};";
    },
  },
};
