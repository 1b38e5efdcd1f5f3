// When something was handed in, as nbgrader and other systems write it.

import { zoneNamed } from "./time-zones";

/** Written by collecting itself, beside the student's files; nbgrader reads it. */
export const TIMESTAMP = "timestamp.txt";

/** Written by `nbgrader submit`: by it feedback finds its way back. */
export const SECRET = "submission_secret.txt";

export type Timestamp = {
  time: Date;
  /** How an ambiguous zone was taken; else empty. */
  remark: string;
};

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const CLOCK = String.raw`(?<hour>\d\d?)[:-](?<minute>\d\d)(?:[:-](?<second>\d\d)(?<fraction>[.,]\d+)?)?(?: ?(?<half>[AP]M)\b)?`;
const ZONE = String.raw`(?: ?(?<zone>[A-Za-z+-][^\s]*))?`;
const FORMS = [
  // 2026-01-30 10:30:47.524219 UTC; with hyphens throughout, as in names of files
  String.raw`(?<year>\d{4})[-/](?<month>\d\d)[-/](?<day>\d\d)[ T-]{1,2}${CLOCK}${ZONE}`,
  // Fri Jan 30 10:30:47 CET 2026, as `date` prints it
  String.raw`[A-Za-z]{3},? (?<name>[A-Za-z]{3}) +(?<day>\d\d?) ${CLOCK}${ZONE} (?<year>\d{4})`,
  // Fri, 30 Jan 2026 10:30:47 +0100, as in mail
  String.raw`(?:[A-Za-z]{3},? )?(?<day>\d\d?) (?<name>[A-Za-z]{3})[a-z]* (?<year>\d{4}),? ${CLOCK}${ZONE}`,
].map((form) => new RegExp(`^${form}$`, "i"));

/**
 * A time with its zone; UTC where none is named.
 *
 * @throws Error saying what of it can't be read
 */
export function readTimestamp(text: string): Timestamp {
  const line = text
    .replace(/^\uFEFF/, "")
    .trim()
    .split(/\r?\n/)[0];
  const found = FORMS.map((form) => form.exec(line)?.groups).find((groups) => groups);
  if (!found) throw new Error(`"${line.slice(0, 60)}" is no time like 2026-01-30 10:30:47 UTC`);
  const { year, day, minute, second = "0", fraction = "", half, zone: name = "UTC" } = found;
  const month = found.name ? MONTHS.indexOf(found.name.toLowerCase()) : Number(found.month) - 1;
  const late = half?.toUpperCase() === "PM" ? 12 : 0;
  const hour = half ? (Number(found.hour) % 12) + late : Number(found.hour);
  const milliseconds = Number(fraction.slice(1).padEnd(3, "0").slice(0, 3));
  const local = Date.UTC(+year, month, +day, hour, +minute, +second, milliseconds);
  const date = new Date(local);
  const same = [date.getUTCMonth(), date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes()];
  if (`${same}` !== `${[month, +day, hour, +minute]}` || Number(second) > 59) {
    throw new Error(`"${line}" names a day or an hour that there is not`);
  }
  const zone = zoneNamed(name);
  if (!zone) {
    throw new Error(`"${name}" is no time zone that is known: write its offset, such as +01:00`);
  }
  return { time: new Date(local - 60_000 * zone.minutes(local)), remark: zone.remark };
}

/** A time as nbgrader writes it, in UTC. */
export function nbgraderTimestamp(time: Date): string {
  return time.toISOString().replace("T", " ").replace("Z", "000 UTC");
}
