// The page's end of a kernel in a worker: starts it, hands it requests, and ends it
// where nothing else stops a cell.
import type { Header, Json } from "../run/messages";
import type { Written } from "./files";
import type { FromWorker, Sent, ToWorker } from "./protocol";
import { SharedMemory } from "./shared-memory";

/** How long a worker has to hear of an interrupt, in milliseconds: a training listens every 50. */
const HEARING = 400;
/** How long a loop has to see the flag, before its worker is ended. */
const STOPPING = 3000;

/** What a connection tells the page. */
export interface Events {
  sent(sent: Sent): void;
  written(changes: Written[]): void;
  /** The worker has ended, and the variables with it; a new one starts with the next request. */
  lost(reason: string): void;
}

/** Where a kernel's files come from. */
export interface Place {
  /** The address of the folder with worker.js and files.json.gz, with its slash. */
  base: string;
  /** What the student has changed up to now. */
  student(): Promise<Written[]>;
  env: Record<string, string>;
}

interface Pending {
  header: Header;
  resolve(): void;
}

/** One kernel, whatever worker it runs in at the time. */
export class Connection {
  private worker: Worker | null = null;
  private started: Promise<void> | null = null;
  private memory: SharedMemory | null = null;
  private pending: Pending | null = null;
  private grace: ReturnType<typeof setTimeout> | undefined;
  private typesKnown: (problems: string[]) => void = () => {};

  constructor(
    private readonly place: Place,
    private readonly events: Events,
  ) {}

  /** Starts the worker, unless one is there. */
  start(): Promise<void> {
    this.started ??= this.startWorker();
    return this.started;
  }

  /** Resolves when the request has been answered, or its kernel has ended. */
  async request(header: Header, content: Json): Promise<void> {
    await this.start();
    const answered = new Promise<void>((resolve) => {
      this.pending = { header, resolve };
    });
    this.post({ type: "request", header, content });
    await answered;
  }

  /** Tells the kernel of files that the student has changed. */
  student(changes: Written[]): void {
    if (this.worker) this.post({ type: "student", changes });
  }

  /** What the compiler finds wrong with lib, a line each. */
  async types(): Promise<string[]> {
    await this.start();
    const problems = new Promise<string[]>((resolve) => {
      this.typesKnown = resolve;
    });
    this.post({ type: "types" });
    return problems;
  }

  /**
   * Stops the running cell: by a message where it waits or trains, by the shared flag in
   * a loop, and where neither is heard by ending the worker.
   */
  interrupt(): void {
    if (!this.pending) return;
    this.post({ type: "interrupt" });
    clearTimeout(this.grace);
    this.grace = setTimeout(() => {
      if (!this.memory) return this.lose("The cell could not be stopped in any other way");
      this.memory.interrupt(true);
      this.grace = setTimeout(
        () => this.lose("The cell could not be stopped in any other way"),
        STOPPING,
      );
    }, HEARING);
  }

  /** What the user has typed, for the cell that has asked. */
  answer(value: string): void {
    if (!this.memory?.answer(value)) this.post({ type: "answer", value });
  }

  /** Ends the worker for good. */
  end(): void {
    clearTimeout(this.grace);
    this.worker?.terminate();
    this.worker = this.started = null;
    this.pending?.resolve();
    this.pending = null;
  }

  private async startWorker(): Promise<void> {
    const { base, env } = this.place;
    const student = await this.place.student();
    this.memory = crossOriginIsolated ? new SharedMemory() : null;
    const worker = new Worker(`${base}worker.js`);
    this.worker = worker;
    const ready = new Promise<void>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (this.worker !== worker) return;
        if (data.type === "ready") resolve();
        else if (data.type === "failed") {
          reject(new Error(data.reason));
          this.lose(data.reason);
        } else this.take(data);
      };
      worker.onerror = (event) => {
        const reason = event.message || "the browser has ended it";
        reject(new Error(reason));
        if (this.worker === worker) this.lose(reason);
      };
    });
    this.post({ type: "start", base, student, memory: this.memory?.buffer ?? null, env });
    await ready;
  }

  private take(data: FromWorker): void {
    if (data.type === "noted") this.heard();
    else if (data.type === "written") this.events.written(data.changes);
    else if (data.type === "types") this.typesKnown(data.problems);
    else if (data.type === "sent") {
      const { sent } = data;
      this.events.sent(sent);
      const idle = sent.type === "status" && sent.content.execution_state === "idle";
      if (idle && sent.parent?.msg_id === this.pending?.header.msg_id) this.answered();
    }
  }

  /** The interrupt has been heard, or there is nothing to interrupt any more. */
  private heard(): void {
    clearTimeout(this.grace);
    this.memory?.interrupt(false);
  }

  private answered(): void {
    this.heard();
    this.pending?.resolve();
    this.pending = null;
  }

  private lose(reason: string): void {
    this.worker?.terminate();
    this.worker = this.started = null;
    this.events.lost(reason);
    this.answered();
  }

  private post(message: ToWorker): void {
    this.worker?.postMessage(message);
  }
}
