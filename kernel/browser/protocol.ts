// What the page and the kernel's worker say to each other.
import type { Header, Json } from "../run/messages";
import type { Written } from "./files";

/** A request or reply of Jupyter's, as the page has it. */
export interface Sent {
  channel: "shell" | "iopub" | "stdin";
  type: string;
  content: Json;
  /** The request's header; null for what no request has asked for. */
  parent: Header | null;
}

/** To the worker. */
export type ToWorker =
  | {
      type: "start";
      /** The address of the folder with files.json.gz. */
      base: string;
      /** What the student has changed, from the project's folder. */
      student: Written[];
      /** See SharedMemory; null where memory cannot be shared. */
      memory: SharedArrayBuffer | null;
      env: Record<string, string>;
    }
  | { type: "request"; header: Header; content: Json }
  | { type: "student"; changes: Written[] }
  | { type: "interrupt" }
  /** What the user has typed, for a cell that waits without standing still. */
  | { type: "answer"; value: string }
  | { type: "types" };

/** From the worker. */
export type FromWorker =
  | { type: "ready" }
  /** An interrupt has been heard. */
  | { type: "noted" }
  | { type: "sent"; sent: Sent }
  | { type: "written"; changes: Written[] }
  | { type: "types"; problems: string[] }
  | { type: "failed"; reason: string };
