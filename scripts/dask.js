// npm run dask -- ARGUMENTS: makes this host ready to grade, and runs `dask ARGUMENTS`
// in the project's folder, where workers look for Gradbook:
//   npm run dask -- scheduler --host 127.0.0.1
//   npm run dask -- worker tls://HOST:8786 --nworkers 4

const { runChild } = require("./children");
const { root } = require("./paths");
const { installCluster, prepareNode, runCommand } = require("./set-up");

const HELP = `Usage: npm run dask -- ARGUMENTS

Makes this host ready to grade and runs Dask's own command in the versions that Gradbook
is tested with. On the host that hands out the class:

  npm run dask -- scheduler --protocol tls --tls-ca-file CA --tls-cert CERT --tls-key KEY

and on each that grades, N submissions at a time:

  npm run dask -- worker tls://HOST:8786 --nworkers N --tls-ca-file CA --tls-cert CERT --tls-key KEY

Without ARGUMENTS the host is made ready, and no more. \`npm run dask -- worker --help\`
has Dask's own options.
`;

runCommand(async () => {
  const args = process.argv.slice(2);
  if (args[0] === "--help" || args[0] === "-h") {
    process.stdout.write(HELP);
    return;
  }
  await prepareNode();
  const python = await installCluster();
  if (args.length === 0) return;
  // A worker has one submission at a time: so it is known whose it was if it dies.
  const own = args[0] === "worker" ? ["--nthreads", "1"] : [];
  const all = ["-m", "dask", ...args, ...own];
  const { status } = await runChild(python, all, { cwd: root, stdio: "inherit" });
  process.exitCode = status ?? 1;
});
