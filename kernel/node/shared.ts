// What the kernel's two threads say to each other.
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
}

/** Numbers both threads see. */
export enum Flag {
  /** 1 while a cell's own code may be running. */
  CellRuns = 0,
  /** How many interrupts the main thread has taken note of. */
  Noted = 1,
}

/** What the control thread tells the main one. */
export type ControlEvent =
  | { type: "status"; state: "busy" | "idle"; header: Header }
  | { type: "interrupt" }
  | { type: "shutdown" };
