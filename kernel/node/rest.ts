// A kernel that has nothing to do gives back what it can make anew: on a hub most rest.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { clearTimeout, setTimeout } from "../run/native";

/** How long after a cell, in milliseconds. */
const REST = 20_000;

/** Has something done once no cell has run for a while. */
export class Rest {
  private timer: NodeJS.Timeout | undefined;

  /** @param giveBack lets go of what the garbage collector is to take */
  constructor(private readonly giveBack: () => void) {}

  setCellRuns(runs: boolean): void {
    clearTimeout(this.timer);
    if (runs) return;
    this.timer = setTimeout(() => {
      this.giveBack();
      collectGarbage();
    }, REST);
    this.timer.unref();
  }
}

/** V8 leaves it for later, as long as nothing new is wanted. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  collect();
  // Pages that the first has emptied go back to the system with the second.
  collect();
}
