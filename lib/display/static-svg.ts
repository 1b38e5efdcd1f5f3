// Figures as static SVG, for readers without JavaScript. Plotly and jsdom draw
// them in a thread of their own: loading both takes a second, and goes on beside
// whatever else is being done. It ends when it has had nothing to do for a while.

import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { Figure } from "../figures/figure";
import { type AnyFigure, plainFigure } from "../figures/plain";
import { SvgThread } from "./svg-thread";

/** A figure that is being drawn. */
export interface Drawing {
  /** Whether `take` would return at once. */
  ready(): boolean;
  /**
   * Waits for the SVG.
   *
   * @throws Error saying why there is none: jsdom or Plotly is not installed, or failed
   */
  take(): string;
}

/** In milliseconds; loading included, on a machine that has other things to do. */
const PATIENCE = 30_000;

const thread = new SvgThread();
/** Said instead of waiting once more for a thread that has once not answered. */
let silent = "";

/** Starts the thread, so that the next figure need not wait for it. */
export function prepareSvg(): void {
  thread.start();
}

/** Has a figure drawn. What fails, fails in `take`. */
export function startSvg(figure: Figure): Drawing {
  const { port1, port2 } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  try {
    if (silent) throw new Error(silent);
    thread.draw({ figure, port: port2, done });
  } catch (error) {
    port2.postMessage({ problem: (error as Error).message });
    Atomics.store(done, 0, 1);
  }
  return {
    ready: () => Atomics.load(done, 0) === 1,
    take() {
      Atomics.wait(done, 0, 0, PATIENCE);
      const answer: { svg?: string; problem?: string } | undefined =
        receiveMessageOnPort(port1)?.message;
      port1.close();
      if (!answer) silent = `Plotly gave no answer within ${PATIENCE / 1000} s`;
      if (answer?.svg) return answer.svg;
      throw new Error(answer?.problem ?? silent);
    },
  };
}

/**
 * A Plotly figure as an SVG file, drawn without a browser. It needs the npm
 * packages jsdom and plotly.js-dist, which installing Gradbook does not bring.
 * Where a part is drawn by WebGL, such as a 3-D surface, the picture says so.
 *
 * @param figure such as `panelFigure` gives, or one of your own
 * @throws TypeError or RangeError, as `plainFigure` does
 * @throws Error saying which package is missing, or what failed
 */
export function figureSvg(figure: AnyFigure): string {
  return startSvg(plainFigure(figure)).take();
}
