// How a program ended, from what the system and the watchdog say.
import { constants } from "node:os";
import type { Usage } from "./limits";
import { type Excess, type Limits, size } from "./limits";
import { NOT_COPIED } from "./prelude";

/** Why a program ended. */
export interface Verdict {
  /**
   * "stopped": by stop(). "start": it never started, because of the cage, not of its own.
   * Otherwise it ended by itself, or was over a limit.
   */
  reason: "exit" | "signal" | "stopped" | "start" | Excess;
  /** The same as a sentence: which limit, and its value. */
  detail: string;
}

/** How a program ended. */
export interface Ended extends Verdict {
  /** Its exit status; null if a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The most it was seen to use at a time; its CPU time. */
  used: Usage;
  /** Wall time. */
  seconds: number;
}

/** What is known of an end. */
interface How {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why the cage's own program could not be run. */
  failure: Error | null;
  /** Whether the program itself was started. */
  started: boolean;
  /** The end of what it wrote, or the cage. */
  said: string;
}

/** Describes an end; `verdict` is what the program was stopped for, if it was. */
export function describeEnd(how: How, verdict: Verdict | null, limits: Limits) {
  const [code, signal] = exitOf(how.code, how.signal);
  return { ...(verdict ?? verdictOn({ ...how, code, signal }, limits)), code, signal };
}

function verdictOn({ code, signal, failure, started, said }: How, limits: Limits): Verdict {
  if (failure) return { reason: "start", detail: failure.message };
  const disk = { reason: "disk", detail: `it wrote more than ${size(limits.disk)}` } as const;
  if (!started) {
    return code === NOT_COPIED ? disk : { reason: "start", detail: said.trim() };
  }
  // The limits that the system holds by itself.
  if (signal === "SIGXCPU") {
    return { reason: "cpu", detail: `it used more than ${limits.cpuSeconds} s of CPU time` };
  }
  if (signal === "SIGXFSZ") return disk;
  if (signal && /out of memory|allocation failed/i.test(said)) {
    return { reason: "memory", detail: `it ran out of memory (${signal})` };
  }
  if (signal) return { reason: "signal", detail: `${signal} ended it` };
  return { reason: "exit", detail: `it ended with status ${code}` };
}

/** The signal behind an exit status such as 137, which is how shells pass signals on. */
function exitOf(
  code: number | null,
  signal: NodeJS.Signals | null,
): [number | null, NodeJS.Signals | null] {
  const names = Object.entries(constants.signals) as [NodeJS.Signals, number][];
  const name = names.find(([, number]) => code !== null && number === code - 128)?.[0];
  return name ? [null, name] : [code, signal];
}
