// Where the program writes: results to stdout, everything else to stderr.

import { EXIT } from "./exit";

let whenReaderLeft = () => process.exit(EXIT.SIGPIPE);

/** Without this, `gradbook predict … | head -1` would end in a stack trace. */
export function guardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      whenReaderLeft();
    });
  }
}

/** What is to happen when the reader of the output goes away; at once ending, if nothing. */
export function onReaderLeft(action: () => void): void {
  whenReaderLeft = action as () => never;
}

/** A line of the result. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line beside the result. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
