// Who handed in a file or folder, as its name says. Each learning-management system has
// its own way of naming; what a student chose (their file's name) is never read for it.

import { createHash } from "node:crypto";
import { ASSIGNMENT } from "../assignment/assignment";
import { readTimestamp, type Timestamp } from "../submission/timestamp";

export interface Who {
  /** The same for two names exactly when the system means the same student. */
  key: string;
  /** The student's name as a folder. */
  id: string;
  /** How that was decided, for the instructor. */
  by: string;
  /** What the student called the file, where the system keeps it. */
  file?: string;
  late?: boolean;
  /** The system's count: larger is newer, among those of one student. */
  order?: number;
  /** The number that a browser gave to a second file of the same name. */
  copy?: number;
  /** When it was handed in, as the system wrote it. */
  timestamp?: Timestamp;
}

/** A name that says who it is, one that is no submission, or one that can't be decided. */
export type Naming = { who: Who } | { skip: string } | { refuse: string };

// Moodle turns underscores of a name into spaces; the file's name comes last.
const MOODLE = /^([^_]+)_(\d+)_assignsubmission_([a-z]+)(?:_(.*))?$/s;
const CANVAS = /^(.+?)(_LATE)?_(\d+)_(\d+)_(.+)$/s;
const CANVAS_ANONYMOUS = /^(LATE_)?anon_([A-Za-z0-9]+)_(\d+)_(.+)$/s;
// A zone may be an offset, +03; the suffix of the exchange's own follows without a blank.
const EXCHANGE = /^(.+)\+([^+]+)\+(\d{4}-\d\d-\d\d \d\d:\d\d[^+ ]*(?: [+-]?[^+]*)?)(?:\+[^+]*)?$/s;
const COPY = /^(.+) \((\d+)\)$/s;

/**
 * Reads a name in the folder of submissions.
 *
 * @param pattern an own way of naming, with the groups student, attempt and time
 */
export function readName(given: string, isFolder: boolean, pattern?: RegExp): Naming {
  const name = given.normalize("NFC");
  const stem = isFolder ? name : name.replace(/\.zip$/i, "");
  if (pattern) return byPattern(stem, pattern);
  return moodle(name) ?? canvas(name) ?? exchange(name, isFolder) ?? plain(stem);
}

function byPattern(stem: string, pattern: RegExp): Naming {
  const { student, attempt, time } = pattern.exec(stem)?.groups ?? {};
  if (!student) return { refuse: "its name does not match --pattern" };
  const order = attempt === undefined ? undefined : Number(attempt);
  if (Number.isNaN(order)) return { refuse: `its attempt, "${attempt}", is no number` };
  const who = { key: `name ${student}`, id: folderName(student), by: "--pattern", order };
  return time ? withTime(who, time) : { who };
}

function moodle(name: string): Naming | undefined {
  const [, person, number, plugin, file] = MOODLE.exec(name) ?? [];
  if (!person) return undefined;
  if (plugin !== "file") return { skip: `Moodle's ${plugin}, no file` };
  const id = folderName(`${person}_${number}`);
  return {
    who: { key: `moodle ${number}`, id, by: `Moodle's number ${number}`, file: file || undefined },
  };
}

function canvas(name: string): Naming | undefined {
  const anonymous = CANVAS_ANONYMOUS.exec(name);
  if (anonymous) {
    const [, late, number, attachment, file] = anonymous;
    return canvasWho(`anon_${number}`, number, late, attachment, file);
  }
  const [, person, late, number, attachment, file] = CANVAS.exec(name) ?? [];
  if (!person) return undefined;
  // One more number may be the end of the person's name or the start of the file's.
  if (/^\d+_/.test(file)) {
    return {
      refuse: "three numbers in a row: which one is the student's can't be told; rename it",
    };
  }
  return canvasWho(`${person}_${number}`, number, late, attachment, file);
}

function canvasWho(
  id: string,
  number: string,
  late: string | undefined,
  attachment: string,
  file: string,
): Naming {
  const by = `Canvas's user ${number}`;
  const order = Number(attachment);
  return {
    who: { key: `canvas ${number}`, id: folderName(id), by, file, late: !!late, order },
  };
}

function exchange(name: string, isFolder: boolean): Naming | undefined {
  const [, student, assignment, timestamp] = (isFolder && EXCHANGE.exec(name)) || [];
  if (!student) return undefined;
  if (assignment !== ASSIGNMENT) return { skip: `assignment ${assignment}, not ${ASSIGNMENT}` };
  const by = "the exchange's name";
  return withTime({ key: `name ${student}`, id: folderName(student), by }, timestamp);
}

function withTime(who: Who, timestamp: string): Naming {
  try {
    return { who: { ...who, timestamp: readTimestamp(timestamp) } };
  } catch (error) {
    return { refuse: `its time: ${(error as Error).message}` };
  }
}

function plain(stem: string): Naming {
  const [, student, copy] = COPY.exec(stem) ?? [undefined, stem, undefined];
  const who = { key: `name ${student}`, id: folderName(student), by: "its name" };
  return { who: { ...who, copy: Number(copy ?? 0) } };
}

/**
 * A name that every file system takes, and nbgrader, which reads [ ] * ? as patterns.
 * Letters stay as they are. A name that had to be changed gets a mark made from the
 * whole of it, so that two names never become one.
 */
export function folderName(given: string): string {
  const name = given.normalize("NFC");
  const safe = name
    .replace(/[\p{C}\p{Zl}\p{Zp}\u00a0<>:"/\\|?*[\]]/gu, "_")
    .replace(/^[-. ]/, "_")
    .replace(/[. ]$/, "_")
    .replace(/^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, "$1_");
  let short = safe;
  while (Buffer.byteLength(short) > 120) short = [...short].slice(0, -1).join("");
  if (short === name) return name;
  return `${short}~${createHash("sha256").update(name).digest("hex").slice(0, 6)}`;
}

/** A name for the terminal: nothing in it can move the cursor or turn the line around. */
export function shown(name: string): string {
  return name
    .normalize("NFC")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
}
