// The end of a process that cannot become a kernel, or remain one.
import { exit } from "../run/native";
import { log } from "./descriptors";

/** Says why, and ends the process. */
export function fail(error: Error, what = "cannot start"): never {
  log(`The TypeScript kernel ${what}: ${error.stack ?? error}\n`);
  if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") {
    log("A package is missing: run `npm install` in the project's folder.\n");
  }
  return exit(1);
}
