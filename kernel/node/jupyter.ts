// The kernel under Jupyter.
//
// The order is for speed: sockets first, so that Jupyter can connect while the
// compiler, by far the slowest part, gets ready.
import fs from "node:fs";
import { Kernel } from "../run/kernel";
import { exit, setTimeout } from "../run/native";
import { watchChildren } from "./children";
import { type Collected, collect } from "./descriptors";
import { fail } from "./fail";
import { Input } from "./input";
import { Control } from "./interrupts";
import { Sockets } from "./sockets";
import { createSession, letOptimize, prepareForCells, tellLateFailures } from "./startup";
import { type ConnectionInfo, Wire } from "./wire";
import { workingDirectory } from "./workdir";

/** Ends the process, naming failures that no cell was left to show. */
function shutDown(
  kernel: Kernel,
  control: Control,
  sockets: Sockets,
  stderr: Collected | null,
): void {
  tellLateFailures(kernel);
  stderr?.clear();
  // Leaves the last messages a moment to get out.
  setTimeout(() => control.tell({ type: "close" }), 50);
  setTimeout(() => {
    sockets.close();
    exit(0);
  }, 100);
}

/** Serves the connection that Jupyter has written into a file. */
export async function start(connectionFile: string): Promise<void> {
  const connection = JSON.parse(fs.readFileSync(connectionFile, "utf8")) as ConnectionInfo;
  const [stdout, stderr] = collect([1, 2]);
  process.chdir(workingDirectory(process.cwd(), process.env));
  const control = new Control();
  const wire = new Wire(connection);
  const sockets = await Sockets.open(connection, wire);
  const end = () => shutDown(kernel, control, sockets, stderr);

  // What the first cell's result need not wait for.
  let afterwards = () => {
    afterwards = () => {};
    letOptimize();
    const files = { stdout: stdout?.file ?? null, stderr: stderr?.file ?? null };
    control.start(kernel, connection, files, end, fail);
  };
  const setCellRuns = (runs: boolean) => {
    if (runs) afterwards();
    control.setCellRuns(runs);
  };
  const session = createSession(setCellRuns).then((created) => {
    const input = new Input(kernel);
    input.connect(control.asker);
    prepareForCells(kernel, input, { stdout, stderr });
    watchChildren(kernel.owner, control.awaitGuardian, (event) => control.tell(event));
    setTimeout(() => afterwards(), 200);
    return created;
  });
  session.catch(fail);
  const kernel: Kernel = new Kernel({ channel: sockets, session, setCellRuns, shutDown: end });

  kernel.publish("status", { execution_state: "starting" }, null);
  await kernel.serve();
}
