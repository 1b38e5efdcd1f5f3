// How many students a machine has memory for.

import { table } from "./tables";

/** What a student's processes take, in MB. */
export interface Needs {
  /** JupyterLab's server: its own, and what all of them share. */
  server: number;
  serverShared: number;
  /** A kernel's own: at rest after the notebook, and at most while it runs. */
  resting: number;
  training: number;
  kernelShared: number;
}

/** For the system, JupyterHub and its proxy, in MB. */
export const SYSTEM = 1500;

const SIZES = [8, 32, 128];

/** Of the students, those whose kernel trains at the same time. */
const SHARES: [name: string, share: number][] = [
  ["one in ten trains", 0.1],
  ["one in four trains", 0.25],
  ["all train", 1],
];

/** Students on a machine of so many GB, of whom a share trains at a time. */
export function students(gigabytes: number, share: number, needs: Needs): number {
  const { server, serverShared, resting, training, kernelShared } = needs;
  const room = gigabytes * 1024 - SYSTEM - serverShared - kernelShared;
  const each = server + resting + share * Math.max(training - resting, 0);
  return Math.max(Math.floor(room / each), 0);
}

export function studentsTable(needs: Needs): string {
  return table(
    ["memory", ...SHARES.map(([name]) => name)],
    SIZES.map((size) => [`${size} GB`, ...SHARES.map(([, share]) => students(size, share, needs))]),
  );
}
