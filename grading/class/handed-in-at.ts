// When each submission was handed in, as nbgrader's penalties want it: UTC, in its own
// form. Renewed in each run, for a time may change where nothing else does.

import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decode } from "../assignment/text";
import { nbgraderTimestamp, readTimestamp, TIMESTAMP } from "../submission/timestamp";

/** Beside nbgrader's: what is to be said of the time. */
const ABOUT = "timestamp.json";

export interface AboutTime {
  remark: string;
  /** Whether there is a time that could not be read. */
  unread: boolean;
}

/**
 * Takes the time of a submission over to where it was graded.
 *
 * @param from the submission's folder
 * @param to the folder that nbgrader takes it in from
 */
export function takeTimeOver(from: string, to: string): void {
  const file = join(from, TIMESTAMP);
  let time: Date | null = null;
  let about: AboutTime = { remark: "", unread: false };
  if (existsSync(file)) {
    try {
      const read = readTimestamp(decode(readFileSync(file)).text);
      time = read.time;
      about = { remark: read.remark && `${TIMESTAMP}: ${read.remark}`, unread: false };
    } catch (error) {
      const why = (error as Error).message;
      about = {
        remark: `${TIMESTAMP} cannot be read, so it counts as in time: ${why}`,
        unread: true,
      };
    }
  }
  keep(join(to, TIMESTAMP), time && nbgraderTimestamp(time));
  keep(join(to, ABOUT), about.remark && JSON.stringify(about));
}

export function aboutTime(folder: string): AboutTime {
  const file = join(folder, ABOUT);
  if (!existsSync(file)) return { remark: "", unread: false };
  return JSON.parse(readFileSync(file, "utf8"));
}

function keep(file: string, text: string | null): void {
  if (text) writeFileSync(file, text);
  else rmSync(file, { force: true });
}
