// Which of one student's submissions counts: the newest.

import { digestOf } from "./digest";
import { listed } from "./entries";
import { Refusal } from "./refusal";
import type { Handed, Loaded } from "./sources";

/** What tells how new a submission is, the surest first. */
export interface Marks {
  /** When the system took it. */
  time?: Date;
  /** The system's count of attempts or files. */
  order?: number;
  /** When a file of it was last saved, by the student's clock. */
  saved?: Date;
  /** The (1) of a second file of the same name. */
  copy?: number;
}

export interface Chosen extends Loaded {
  handed: Handed;
  marks: Marks;
  digest: string;
}

const ALL = ["time", "order", "saved", "copy"] as const;

/**
 * Positive when a is newer, negative when b is, by the surest mark that both have and
 * in which they differ; 0 when none tells.
 */
export function compare(a: Marks, b: Marks, marks: readonly (keyof Marks)[] = ALL): number {
  for (const mark of marks) {
    const [x, y] = [a[mark], b[mark]];
    if (x !== undefined && y !== undefined && Number(x) !== Number(y)) return Number(x) - Number(y);
  }
  return 0;
}

/** The surest mark, for the instructor. */
export function describe({ time, order, saved }: Marks): string {
  const text = (date: Date) => date.toISOString().slice(0, 19).replace("T", " ");
  if (time) return `handed in ${text(time)} UTC`;
  if (order) return `attempt ${order}`;
  return saved ? `last saved ${text(saved)} UTC` : "of no known time";
}

/**
 * Loads the newest submission. The others are opened only where nothing outside of
 * them tells.
 *
 * @throws Refusal when nothing tells which is the newest, or when it can't be taken;
 *   an older one never counts instead
 */
export async function newest(handed: Handed[]): Promise<Chosen> {
  const outside = handed.map((one) => ({ handed: one, marks: outerMarks(one) }));
  const first = unbeaten(outside, ["time", "order"]);
  const loaded: Chosen[] = [];
  for (const { handed: one, marks } of first) {
    const content = await load(one, handed);
    const digest = digestOf(content.files);
    loaded.push({ ...content, handed: one, digest, marks: { ...marks, saved: content.saved } });
  }
  const best = unbeaten(loaded);
  if (best.some(({ digest }) => digest !== best[0].digest)) {
    const names = best.map((one) => one.handed.from);
    throw new Refusal(listed("nothing tells which is the newest, leave one of them", names)[0]);
  }
  const zones = new Set(handed.map(({ who }) => who.timestamp?.remark ?? ""));
  return { ...best[0], remarks: [...best[0].remarks, ...[...zones].filter((zone) => zone)] };
}

async function load(one: Handed, all: Handed[]): Promise<Loaded> {
  try {
    return await one.load();
  } catch (error) {
    if (all.length === 1) throw error;
    throw new Refusal(`${(error as Error).message} (in ${one.from}, of ${all.length} submissions)`);
  }
}

function outerMarks({ who }: Handed): Marks {
  return { time: who.timestamp?.time, order: who.order, copy: who.copy };
}

/** Those that none of the others is newer than. */
function unbeaten<T extends { marks: Marks }>(all: T[], by?: (keyof Marks)[]): T[] {
  const best = all.filter((a) => !all.some((b) => compare(b.marks, a.marks, by) > 0));
  // Marks of different kinds may go in a circle.
  return best.length > 0 ? best : all;
}
