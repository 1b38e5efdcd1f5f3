// What the kernel's two threads say to each other.
import type { MessagePort } from "node:worker_threads";
import type { Question } from "../run/input";
import type { Header } from "../run/messages";
import type { ConnectionInfo } from "./wire";

/** What the main thread starts the control thread with. */
export interface ControlData {
  connection: ConnectionInfo;
  kernelInfo: object;
  /** The process to live and die with, if the kernel has been told of one. */
  parentPid: number;
  /** See Flag. */
  flags: SharedArrayBuffer;
  /** Takes answers to the main thread, which may be standing still. */
  answers: MessagePort;
  /** The descriptor of the log. */
  log: number;
  /** Where what is written to descriptors 1 and 2 can be read; null where it is not collected. */
  stdout: number | null;
  stderr: number | null;
}

/** What the main thread tells the control thread. */
export type MainEvent =
  | { type: "close" }
  | { type: "ask"; question: Question }
  /** A child process that the main thread does not stand still for. */
  | { type: "started"; pid: number }
  | { type: "ended"; pid: number }
  /** These are to end, and what they have started. */
  | { type: "stop"; pids: number[] };

/** Numbers both threads see. */
export enum Flag {
  /** 1 while a cell's own code may be running. */
  CellRuns = 0,
  /** How many interrupts the main thread has taken note of. */
  Noted = 1,
  /** How many questions have been answered. */
  Answers = 2,
  /** 1 when child processes may be started; see startGuardian(). */
  Guarded = 3,
}

/** What the control thread tells the main one. */
export type ControlEvent =
  | { type: "status"; state: "busy" | "idle"; header: Header }
  | { type: "interrupt" }
  | { type: "shutdown" };
