// Starts the kernel: node main.js CONNECTION_FILE
import { fail } from "./fail";

/** Loads the kernel only now: a package that is missing is to be named. */
async function start(connectionFile: string): Promise<void> {
  const jupyter = require("./jupyter") as typeof import("./jupyter");
  await jupyter.start(connectionFile);
}

const [argument] = process.argv.slice(2);
if (argument) start(argument).catch(fail);
else fail(new Error("usage: node main.js CONNECTION_FILE"));
