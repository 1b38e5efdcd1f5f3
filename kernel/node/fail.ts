// The end of a process that cannot become a kernel.
import { log } from "./descriptors";

/** Says why, and ends the process. */
export function fail(error: Error): never {
  log(`The TypeScript kernel cannot start: ${error.stack ?? error}\n`);
  if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") {
    log("A package is missing: run `npm install` in the project's folder.\n");
  }
  return process.exit(1);
}
