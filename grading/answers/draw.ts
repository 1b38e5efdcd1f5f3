// The static pictures of students' figures, which their kernels leave out: to load
// Plotly takes seconds, and one process draws for the whole class.

import type { Notebook, Output } from "../assignment/notebook";
import type { Running } from "../sandbox/start";

const PLOTLY = "application/vnd.plotly.v1+json";
const SVG = "image/svg+xml";

/** Milliseconds that a figure may take; loading included. */
const PATIENCE = 30_000;
const MISSING = "The static picture of this figure could not be drawn.\n";

/** Draws one figure after the other. */
export class Artist {
  private running: Running | null = null;
  private answer: (line: string | null) => void = () => {};
  private queue: Promise<unknown> = Promise.resolve();

  /** @param start the program of inside/draw.ts */
  constructor(private readonly start: (onLine: (line: string) => void) => Running) {}

  /** The notebook with a picture beside each of its interactive figures. */
  async illustrate(notebook: Notebook): Promise<Notebook> {
    const cells = [];
    for (const cell of notebook.cells) {
      const outputs = await Promise.all((cell.outputs ?? []).map((output) => this.pair(output)));
      cells.push(cell.outputs ? { ...cell, outputs: outputs.flat() } : cell);
    }
    return { ...notebook, cells };
  }

  async close(): Promise<void> {
    await this.running?.stop();
  }

  private async pair(output: Output): Promise<Output[]> {
    if (output.output_type !== "display_data" || !(PLOTLY in output.data)) return [output];
    const drawn = this.queue.then(() => this.draw(JSON.stringify(output.data[PLOTLY])));
    this.queue = drawn;
    const svg = await drawn;
    if (svg === null) {
      return [output, { output_type: "stream", name: "stdout", text: MISSING }];
    }
    const alt = output.data["text/plain"];
    const metadata = { ...output.metadata, [SVG]: { alt: typeof alt === "string" ? alt : "" } };
    return [{ ...output, data: { ...output.data, [SVG]: svg }, metadata }];
  }

  /** Null where there is none: a figure that ends the process costs itself only. */
  private async draw(figure: string): Promise<string | null> {
    this.running ??= this.begin();
    const { running } = this;
    const line = await new Promise<string | null>((resolve) => {
      const clock = setTimeout(() => void running.stop(), PATIENCE);
      this.answer = (line) => {
        clearTimeout(clock);
        resolve(line);
      };
      running.stdin.write(`${figure}\n`);
    });
    try {
      const { svg } = JSON.parse(line ?? "{}");
      return typeof svg === "string" ? svg : null;
    } catch {
      return null;
    }
  }

  private begin(): Running {
    const running = this.start((line) => this.answer(line));
    void running.ended.then(() => {
      if (this.running === running) this.running = null;
      this.answer(null);
    });
    return running;
  }
}
