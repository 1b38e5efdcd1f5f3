// One step of the set-up: a line that says what is happening and for how long, the
// command's own output kept for when it fails.

const { spawn } = require("node:child_process");
const { endsWithCommand } = require("./children");
const { SetUpError } = require("./set-up-error");

const TRY_AGAIN =
  "Once the cause is fixed, run the command again: an unfinished installation is started afresh.";
const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|NewConnectionError|Temporary failure in name resolution|Max retries exceeded|No matching distribution found for \S+ \(from versions: none\)|from versions: none/;

/**
 * Runs a command to its end.
 *
 * @param {string} label what the step does, as the user reads it
 * @param {string} command
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.advice] what to do when it fails
 * @param {(output: string) => string} [options.excerpt] the part of its output that
 *   says why it has failed
 * @throws {SetUpError} with the end of the command's output when it fails
 */
async function runStep(label, command, args, options) {
  const { cwd, env = process.env, advice = TRY_AGAIN, excerpt = lastLines } = options;
  const stop = showProgress(label);
  let output = "";
  const code = await new Promise((done) => {
    const child = endsWithCommand(
      spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] }),
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output = (output + text).slice(-20_000);
      });
    }
    child.on("error", (error) => {
      output += error.message;
      done(-1);
    });
    child.on("close", done);
  });
  stop(code === 0);
  if (code === 0) return;
  const whatToDo = NO_NETWORK.test(output)
    ? "The package registry could not be reached. Check the network (and proxy), then run the command again: it continues with what is missing."
    : advice;
  throw new SetUpError(`${label} failed:\n\n${excerpt(output)}\n\n${whatToDo}`);
}

/** @param {string} output */
function lastLines(output) {
  return output.trimEnd().split("\n").slice(-15).join("\n");
}

/**
 * On a terminal a line with the seconds running, elsewhere a line at start and end.
 *
 * @param {string} label
 * @returns {(ok: boolean) => void} to be called at the end
 */
function showProgress(label) {
  const start = Date.now();
  const line = () => `${label} … ${Math.round((Date.now() - start) / 1000)} s`;
  const { stderr } = process;
  if (!stderr.isTTY) {
    stderr.write(`${label} …\n`);
    return (ok) => stderr.write(`${line()}, ${ok ? "done" : "failed"}\n`);
  }
  stderr.write(line());
  const timer = setInterval(() => stderr.write(`\r${line()}`), 1000);
  return (ok) => {
    clearInterval(timer);
    stderr.write(`\r${line()}, ${ok ? "done" : "failed"}\n`);
  };
}

module.exports = { runStep };
