// The folder that grading reads, STUDENT/mlp/…: what is there, and putting a submission
// in its place, all of it or nothing.

import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ASSIGNMENT } from "../assignment/assignment";
import { nbgraderTimestamp, readTimestamp, TIMESTAMP } from "../submission/timestamp";
import { digestOf } from "./digest";
import { RECORD } from "./entries";
import { listFolder } from "./folder";
import { shown, type Who } from "./names";
import type { Chosen, Marks } from "./newest";
import { Refusal } from "./refusal";

/** What collecting writes beside a submission, to know it again. */
interface Collected {
  student: string;
  from: string;
  digest: string;
  order?: number;
  saved?: string;
}

/** A submission that is there already. */
export interface Existing {
  /** Where it was collected from; undefined when it was put there by hand. */
  from?: string;
  marks: Marks;
  digest: string;
  /** As it was when it was collected, if it was. */
  collected?: string;
}

/** Where a submission is made before it takes its place. */
const WORK = ".collecting";

/** Ends what a run that was killed had begun: what it had moved away comes back. */
export function recover(folder: string): void {
  const old = join(folder, WORK, "old");
  for (const name of existsSync(old) ? readdirSync(old) : []) {
    const place = join(folder, name, ASSIGNMENT);
    if (!existsSync(place)) renameSync(join(old, name), place);
  }
  rmSync(join(folder, WORK), { recursive: true, force: true });
}

export class Target {
  /** The folders that are there, by their names as a careless disk compares them. */
  private readonly folders = new Map<string, string>();
  /** And by the student's key, where it was written down. */
  private readonly keys = new Map<string, string>();

  constructor(private readonly folder: string) {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      if (name.startsWith(".")) continue;
      this.folders.set(fold(name), name);
      const record = this.record(name);
      if (record) this.keys.set(record.student, name);
    }
  }

  /** The names of the students' folders. */
  get students(): string[] {
    return [...this.folders.values()];
  }

  /**
   * The name of a student's folder: the one that is there, also when the student has
   * changed names meanwhile.
   *
   * @throws Refusal when it could be another student's
   */
  nameFor({ key, id }: Who): string {
    const known = this.keys.get(key);
    if (known !== undefined) return known;
    const there = this.folders.get(fold(id));
    if (there === undefined) return id;
    if (there.normalize("NFC") !== id) {
      throw new Refusal(`${shown(there)} already exists and differs only in case`);
    }
    const other = this.record(there)?.student;
    if (other !== undefined && other !== key) {
      throw new Refusal(`${shown(there)} already exists, of another student (${shown(other)})`);
    }
    return there;
  }

  existing(name: string): Existing | undefined {
    const folder = this.path(name);
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (!stat) return undefined;
    if (!stat.isDirectory()) throw new Refusal(`${folder} exists and is not a folder`);
    const record = this.record(name);
    const stamp = join(folder, TIMESTAMP);
    const files = listFolder(folder).filter(({ disk }) => disk !== undefined);
    return {
      from: record?.from,
      marks: {
        time: existsSync(stamp) ? timeIn(stamp) : undefined,
        order: record?.order,
        saved: record?.saved === undefined ? undefined : new Date(record.saved),
      },
      digest: digestOf(
        new Map(
          files
            .filter(({ path }) => path !== RECORD && path !== TIMESTAMP)
            .map(({ path, disk }) => [path.normalize("NFC"), readFileSync(`${disk}`)]),
        ),
      ),
      collected: record?.digest,
    };
  }

  /** Puts a submission in the place of what is there. */
  put(name: string, { handed, files, marks, digest }: Chosen): void {
    const [made, old] = ["new", "old"].map((kind) => join(this.folder, WORK, kind, name));
    const { key: student, order } = handed.who;
    const record: Collected = { student, from: handed.from, digest, order };
    if (marks.saved) record.saved = marks.saved.toISOString();
    try {
      for (const [path, content] of files) write(join(made, path), content);
      write(join(made, RECORD), `${JSON.stringify(record, null, 2)}\n`);
      if (marks.time) write(join(made, TIMESTAMP), nbgraderTimestamp(marks.time));
      mkdirSync(join(this.folder, name), { recursive: true });
      if (existsSync(this.path(name))) {
        mkdirSync(dirname(old), { recursive: true });
        renameSync(this.path(name), old);
      }
      renameSync(made, this.path(name));
    } finally {
      recover(this.folder);
    }
    this.folders.set(fold(name), name);
    this.keys.set(student, name);
  }

  private path(name: string): string {
    return join(this.folder, name, ASSIGNMENT);
  }

  private record(name: string): Collected | undefined {
    try {
      const record = JSON.parse(readFileSync(join(this.path(name), RECORD), "utf8"));
      return typeof record?.student === "string" ? record : undefined;
    } catch {
      return undefined;
    }
  }
}

/** A name as a disk compares it that takes A and a for the same. */
export function fold(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** Of what may have been edited by hand since. */
function timeIn(file: string): Date | undefined {
  try {
    return readTimestamp(readFileSync(file, "utf8")).time;
  } catch {
    return undefined;
  }
}

function write(path: string, content: Buffer | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { flag: "wx" });
}
