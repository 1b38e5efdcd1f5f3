// The thread that draws figures (svg/worker.js): started when there is one to draw, ended
// when there has been none for a while, since Plotly and jsdom take over 100 MB.

import { join } from "node:path";
import { type MessagePort, Worker } from "node:worker_threads";
import type { Figure } from "../figures/figure";

/** How long it stays for the next figure, in milliseconds. */
const REST = 15_000;

/** A figure to be drawn, and where the SVG is to go. */
interface Order {
  figure: Figure;
  port: MessagePort;
  done: Int32Array;
}

export class SvgThread {
  private worker: Worker | undefined;
  private ordered = 0;

  constructor(private readonly rest = REST) {}

  /** Has the thread be there: it is no reason for the program to go on. */
  start(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(join(__dirname, "svg", "worker.js"), {
      workerData: { rest: this.rest },
      // What jsdom has to say is not for the notebook's reader.
      stdout: true,
      stderr: true,
    });
    this.worker = worker;
    this.ordered = 0;
    worker.on("error", () => this.forget(worker));
    worker.on("exit", () => this.forget(worker));
    // It rests, and says how many it has drawn: another figure may be on its way to it.
    worker.on("message", (drawn: number) => {
      if (drawn !== this.ordered || worker !== this.worker) return;
      this.worker = undefined;
      void worker.terminate();
    });
    worker.unref();
    return worker;
  }

  draw(order: Order): void {
    this.start().postMessage(order, [order.port]);
    this.ordered++;
  }

  /** Whether it is there. */
  get runs(): boolean {
    return this.worker !== undefined;
  }

  private forget(worker: Worker): void {
    if (worker === this.worker) this.worker = undefined;
  }
}
