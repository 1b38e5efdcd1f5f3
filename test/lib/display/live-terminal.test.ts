import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../../../scripts/paths";
import { python } from "../../python";

const folder = mkdtempSync(join(tmpdir(), "gradbook-live-"));
after(() => rmSync(folder, { recursive: true }));
const lib = (name: string) => JSON.stringify(join(root, "lib", name));

/** Runs a script that trains with the view. */
async function run(numEpochs: number, { terminal = false, interrupt = false } = {}) {
  const file = join(folder, "script.ts");
  writeFileSync(
    file,
    `import { liveTraining } from ${lib("display/live")};
import { TwoLayerMLP } from ${lib("mlp")};
import { RandomState } from ${lib("random")};
(async () => {
  const X = new RandomState(1).randn(600, 64);
  const y = Array.from({ length: 600 }, (_, n) => n % 3);
  const model = new TwoLayerMLP(64, 20, 3);
  const options = { numEpochs: ${numEpochs}, batchSize: 30, verbose: true };
  const history = await model.train(X, y, X, y, {
    ...options,
    ...liveTraining(model, { onEpoch: () => new Promise((done) => setTimeout(done, 60)) }),
  });
  console.log("recorded", history.lossHistory.length);
})();`,
  );
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  const program = [process.execPath, "--import", tsx, file];
  const pty = "import pty, sys, os; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
  const [command, ...args] = terminal ? [python, "-c", pty, ...program] : program;
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    if (!interrupt || !/epoch 2 \/ /.test(stdout)) return;
    interrupt = false; // a second one would end the script
    child.kill("SIGINT");
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const [status] = await once(child, "close");
  return { status, stdout, stderr };
}

test("are there plain lines in a pipe: one an epoch, and nothing twice?", async () => {
  const { status, stdout, stderr } = await run(3);
  assert.equal(status, 0, stderr);
  assert.equal(stderr, "");
  const epoch = "epoch \\d \\/ 3: loss [\\d.]{8}, train_acc: [\\d.]{8}, val_acc: [\\d.]{8}\\n";
  assert.match(stdout, new RegExp(`^(${epoch}){3}recorded 60\\n$`));
});

test("is there a line of progress on a terminal, wiped away before what is printed?", async () => {
  const { status, stdout } = await run(12, { terminal: true });
  assert.equal(status, 0, stdout);
  const line =
    /\r█+░+ \d+ % {2}epoch \d+ of 12 {2}[\d,]+ images\/s {2}\d+ s left {2}loss [\d.]+\S*K/;
  assert.match(stdout, line);
  assert.match(stdout, /\r\S*Kepoch \d+ \/ 12: loss/);
  assert.match(stdout, /\S*epoch 12 \/ 12: loss [\d.]+, train_acc/);
  assert.match(stdout, /\nrecorded \S*240\S*\r\n$/);
});

test("does Ctrl-C end the training, and the script goes on with what was recorded?", async () => {
  const { status, stdout, stderr } = await run(10_000, { interrupt: true });
  assert.equal(status, 0, stderr);
  const [, recorded] = /\nrecorded (\d+)\n$/.exec(stdout) ?? [];
  assert.ok(Number(recorded) >= 40 && Number(recorded) < 2000, stdout);
  assert.match(stderr, /^Training stopped after \d+ epochs, \d+ updates\.\n$/);
});
