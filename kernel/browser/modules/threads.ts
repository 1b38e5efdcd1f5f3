// node:worker_threads as far as lib goes: a Worker that runs a program's text with
// `workerData`. Memory can be shared with it where the page is cross-origin isolated.

type Listener = (value: unknown) => void;

const PROGRAM = `
  onmessage = ({ data: { program, workerData } }) => {
    const modules = { "node:worker_threads": { workerData, isMainThread: false } };
    new Function("require", program)((name) => modules[name]);
  };`;

/** A second thread. */
class ThreadWorker {
  private readonly worker: Worker;
  private readonly address = URL.createObjectURL(new Blob([PROGRAM]));

  /** @throws Error when it is no program's text, or what it is given cannot be shared */
  constructor(program: string, options: { eval?: boolean; workerData?: unknown } = {}) {
    if (!options.eval) throw new Error("a thread in a browser takes its program as text");
    this.worker = new Worker(this.address);
    this.worker.postMessage({ program, workerData: options.workerData });
  }

  on(event: string, listener: Listener): this {
    if (event === "error") this.worker.onerror = ({ message }) => listener(new Error(message));
    if (event === "message") this.worker.onmessage = ({ data }) => listener(data);
    return this;
  }

  /** Nothing waits for a browser's threads. */
  unref(): void {}

  terminate(): void {
    this.worker.terminate();
    URL.revokeObjectURL(this.address);
  }
}

export const workerThreads = { Worker: ThreadWorker, isMainThread: true, workerData: null };
