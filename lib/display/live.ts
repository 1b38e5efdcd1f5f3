// A training that can be watched: options for `train`.

import type { AbstractMatrix } from "ml-matrix";
import type { Panel } from "../figures/curves";
import { type Figure, panelTitle } from "../figures/figure";
import { accuracyPanel, gradMagnitudePanel, lossPanel, panelFigure } from "../figures/panels";
import { divergingSource, imageAxes, imageTrace } from "../figures/weight-figure";
import { epochLine } from "../record";
import type { EpochProgress, IterationProgress, TrainHistory } from "../training";
import { DRAWS_SVG, inNotebook, Output, WATCHED } from "./output";
import { Progress, progressLine, StatusLine } from "./progress";
import { bundleOf, replaceByFigure } from "./show";
import { sketch } from "./sketch";
import { prepareSvg, startSvg } from "./static-svg";

/** Milliseconds between two pictures. */
const FRAME = 350;
/** How long the finished figure's SVG is awaited before everything waits for it. */
const UNHURRIED = 500;
/** npm and others may pass on a signal that the terminal has already sent. */
const ONE_KEY_PRESS = 300;
/** Inputs that make smaller images than 8×8 pixels are no images. */
const LEAST_PIXELS = 64;

/** The hooks of `train`, and its signal. */
export interface Hooks {
  /** Called after each update. */
  onIteration?: (progress: IterationProgress) => void;
  /** Called after each epoch, and awaited. */
  onEpoch?: (progress: EpochProgress) => void | Promise<void>;
  /** An AbortSignal: ends the training early. */
  signal?: { readonly aborted: boolean };
}

/** What `train` is told besides: hooks and signal do what they do without the view. */
export interface LiveOptions extends Hooks {
  /** Above the chart. Default "Training". */
  title?: string;
}

/** What `train` is given to be watched. */
export interface LiveHooks extends Required<Hooks> {
  /** False on a terminal: the view prints the lines of the epochs itself. */
  verbose?: false;
}

/**
 * Options for `train` that let the training be watched. In a notebook a chart
 * grows: gradient norm, loss, accuracies and, where the inputs are images, the
 * first layer's weights. When the training ends, the finished figure takes its
 * place. Elsewhere a line on the terminal says how far it is, and a line is
 * printed after each epoch.
 *
 * An interrupt (in the notebook, or Ctrl-C) ends the training in order: `train`
 * returns what it recorded up to then. A second one is an interrupt as ever.
 *
 * @param model what is trained; without it no weights are shown
 *
 * @example
 * ```ts
 * import { liveTraining, TwoLayerMLP } from "gradbook";
 *
 * const model = new TwoLayerMLP(784, 64, 10, { activation: "relu" });
 * const live = liveTraining(model, { title: "MNIST, ReLU" });
 * // await model.train(X, y, XVal, yVal, { reg: 0.5, numEpochs: 20, ...live });
 * console.log(live.signal.aborted); // false
 * ```
 */
export function liveTraining(
  model?: { params: { W1: AbstractMatrix } },
  options: LiveOptions = {},
): LiveHooks {
  const chart = inNotebook();
  const view = () => (chart ? new Chart(options.title ?? "Training", model) : new Lines());
  const live = new Live(view, options);
  return {
    onIteration: (progress) => live.onIteration(progress),
    onEpoch: (progress) => live.onEpoch(progress),
    signal: live,
    // The lines that verbose asks for would run into the terminal's line of progress.
    ...(!chart && { verbose: false }),
  };
}

/** Where a training is watched. */
interface View {
  onIteration(history: TrainHistory, progress: Progress, last: IterationProgress): void;
  onEpoch(last: EpochProgress): void;
  /** @param stopped how far it came, if that is not the end */
  finish(history: TrainHistory, stopped: string): void;
}

/** What its hooks are told of one training after the other, and when each ends. */
class Live {
  private history = emptyHistory();
  private progress = new Progress();
  private view: View;
  private stopped = false;
  private finished = true;

  constructor(
    private readonly newView: () => View,
    private readonly options: LiveOptions,
  ) {
    this.view = newView();
  }

  /** As an AbortSignal's. */
  get aborted(): boolean {
    return this.stopped || this.options.signal?.aborted === true;
  }

  onIteration(last: IterationProgress): void {
    if (last.iteration === 1) this.begin();
    this.history.lossHistory.push(last.loss);
    this.history.gradMagnitudeHistory.push(last.gradMagnitude);
    this.progress.update(last);
    this.options.onIteration?.(last);
    this.view.onIteration(this.history, this.progress, last);
  }

  async onEpoch(last: EpochProgress): Promise<void> {
    this.history.trainAccHistory.push(last.trainAcc);
    this.history.valAccHistory.push(last.valAcc);
    this.view.onEpoch(last);
    await this.options.onEpoch?.(last);
    if (last.epoch === last.numEpochs) this.finish("");
    // A `train` that never lets go is seen, and can be interrupted, at least here.
    else await new Promise((resume) => setImmediate(resume));
  }

  private begin(): void {
    this.history = emptyHistory();
    this.progress = new Progress();
    this.view = this.newView();
    this.finished = false;
    process.on("SIGINT", this.stop);
    const { signal } = this.options;
    if (signal instanceof AbortSignal) signal.addEventListener("abort", this.stop, { once: true });
  }

  /** The training looks at `aborted` before its next update, and returns. */
  private stop = (): void => {
    this.stopped = true;
    const { lossHistory, valAccHistory } = this.history;
    this.finish(`stopped after ${valAccHistory.length} epochs, ${lossHistory.length} updates`);
  };

  private finish(stopped: string): void {
    if (this.finished) return;
    this.finished = true;
    if (stopped) setTimeout(() => process.off("SIGINT", this.stop), ONE_KEY_PRESS).unref();
    else process.off("SIGINT", this.stop);
    this.view.finish(this.history, stopped);
  }
}

function emptyHistory(): TrainHistory {
  return { lossHistory: [], gradMagnitudeHistory: [], trainAccHistory: [], valAccHistory: [] };
}

/** The view of a terminal or a pipe. */
class Lines implements View {
  private readonly status = new StatusLine();

  onIteration(_: TrainHistory, progress: Progress, { loss }: IterationProgress): void {
    this.status.show(() => progressLine(progress, loss));
  }

  onEpoch(last: EpochProgress): void {
    this.status.clear();
    console.log(epochLine(last));
  }

  finish(_: TrainHistory, stopped: string): void {
    this.status.clear();
    if (stopped) console.error(`Training ${stopped}.`);
  }
}

/** The view of a notebook: one output. */
class Chart implements View {
  private readonly output = new Output();
  private last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly title: string,
    private readonly model?: { params: { W1: AbstractMatrix } },
  ) {
    // Loaded while the training runs, should it have ended since it was used last.
    if (DRAWS_SVG) prepareSvg();
  }

  onIteration(history: TrainHistory, progress: Progress): void {
    if (!WATCHED || performance.now() - this.last < FRAME) return;
    const heading = [this.title, ...progress.parts].join(" · ");
    const weights = this.weights();
    const inset = weights && { title: "first-layer weights", source: weights.source };
    const svg = sketch(heading, panelsOf(history), inset);
    this.output.show({ "text/html": svg, "text/plain": heading });
    this.last = performance.now();
  }

  onEpoch(): void {}

  finish(history: TrainHistory, stopped: string): void {
    // In timers: `train` returns first, and the cell that it is in waits for them.
    setTimeout(() => {
      const figure = this.figure(history, stopped);
      this.output.show(bundleOf(figure));
      if (!DRAWS_SVG) return;
      const drawing = startSvg(figure);
      const end = performance.now() + UNHURRIED;
      const look = () => {
        if (!drawing.ready() && performance.now() < end) setTimeout(look, 10);
        else replaceByFigure(this.output, figure, drawing.take);
      };
      look();
    });
  }

  private figure(history: TrainHistory, stopped: string): Figure {
    const title = stopped ? `${this.title}: ${stopped}` : this.title;
    const weights = this.weights();
    if (!weights) return panelFigure(title, panelsOf(history));
    const { data, layout } = panelFigure(title, panelsOf(history), 0.24);
    const axis = String(panelsOf(history).length + 1);
    const annotations = [
      ...(layout.annotations as object[]),
      panelTitle("First-layer weights", 0.9),
    ];
    const alt = `${layout.meta.alt} First-layer weights as images, blue negative, orange positive.`;
    return {
      data: [...data, imageTrace(weights.source, axis)],
      layout: {
        ...layout,
        ...imageAxes(axis, [0.8, 1]),
        annotations,
        meta: { ...layout.meta, alt },
      },
    };
  }

  /** Undefined where the inputs are no images, or a weight is not finite any more. */
  private weights() {
    const W1 = this.model?.params.W1;
    if (!W1 || W1.rows < LEAST_PIXELS || !Number.isInteger(Math.sqrt(W1.rows))) return undefined;
    try {
      return divergingSource(W1.transpose());
    } catch {
      return undefined;
    }
  }
}

/** Those that there is something to draw in. */
function panelsOf(history: TrainHistory): Panel[] {
  return [gradMagnitudePanel(history), lossPanel(history), accuracyPanel(history)].filter(
    ({ lines }) => (lines[0].y as number[]).length > 0,
  );
}
