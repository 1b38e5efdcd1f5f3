// The kernel under Jupyter.
import type { Compiler } from "../compile/compiler";
import { Input } from "../run/input";
import { Kernel } from "../run/kernel";
import { exit, setTimeout } from "../run/native";
import { watchChildren } from "./children";
import type { Collected } from "./descriptors";
import { fail } from "./fail";
import { connectInput } from "./input";
import { versionRemark } from "./installation";
import { Control } from "./interrupts";
import { Rest } from "./rest";
import type { Sockets } from "./sockets";
import { createSession, letOptimize, prepareForCells, tellLateFailures } from "./startup";
import type { ConnectionInfo } from "./wire";

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

/** Ends the process when something that had started has failed. */
const failLater = (error: Error) => fail(error, "cannot go on");

/** What a kernel under Jupyter starts with. */
export interface Opened {
  connection: ConnectionInfo;
  sockets: Sockets;
  /** What arrives at the descriptors 1 and 2. */
  collected: Record<"stdout" | "stderr", Collected | null>;
}

/** Serves a connection. */
export async function serve({ connection, sockets, collected }: Opened): Promise<void> {
  const { stdout, stderr } = collected;
  const control = new Control();
  const end = () => shutDown(kernel, control, sockets, stderr);

  // What the first cell's result need not wait for.
  let afterwards = () => {
    afterwards = () => {};
    letOptimize();
    const files = { stdout: stdout?.file ?? null, stderr: stderr?.file ?? null };
    control.start(kernel, connection, files, end, failLater);
  };
  let remark = versionRemark(process.cwd());
  const rest = new Rest(() => compiler?.forgetTypes());
  const setCellRuns = (runs: boolean) => {
    if (runs) afterwards();
    rest.setCellRuns(runs);
    control.setCellRuns(runs);
    if (runs && remark) process.stderr.write(remark);
    if (runs) remark = "";
  };
  let compiler: Compiler | undefined;
  const session = createSession(setCellRuns).then((created) => {
    compiler = created.compiler;
    const input = new Input(kernel);
    connectInput(input, control.line);
    prepareForCells(kernel, input, collected);
    watchChildren(kernel.owner, control.awaitGuardian, (event) => control.tell(event));
    setTimeout(() => afterwards(), 200);
    return created;
  });
  session.catch(fail);
  const kernel: Kernel = new Kernel({ channel: sockets, session, setCellRuns, shutDown: end });

  kernel.publish("status", { execution_state: "starting" }, null);
  await kernel.serve().catch(failLater);
}
