// Starts the kernel: node main.js CONNECTION_FILE
//
// The order is for speed: sockets first, so that Jupyter can connect while the rest of the
// kernel is loaded.
import "./adopt";
import fs from "node:fs";
import { collect } from "./descriptors";
import { fail } from "./fail";
import { Sockets } from "./sockets";
import { type ConnectionInfo, Wire } from "./wire";
import { workingDirectory } from "./workdir";

async function start(connectionFile: string): Promise<void> {
  const connection = JSON.parse(fs.readFileSync(connectionFile, "utf8")) as ConnectionInfo;
  const [stdout, stderr] = collect([1, 2]);
  // For this process alone (install.js), and not for those that cells start.
  if (process.env.GLIBC_TUNABLES?.startsWith("glibc.malloc.hugetlb=1:"))
    delete process.env.GLIBC_TUNABLES;
  process.chdir(workingDirectory(process.cwd(), process.env));
  const opening = Sockets.open(connection, new Wire(connection));
  const { serve } = require("./jupyter") as typeof import("./jupyter");
  await serve({ connection, sockets: await opening, collected: { stdout, stderr } });
}

const [argument] = process.argv.slice(2);
if (argument) start(argument).catch(fail);
else fail(new Error("usage: node main.js CONNECTION_FILE"));
