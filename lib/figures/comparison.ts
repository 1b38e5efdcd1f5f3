// Several trainings in one figure.

import type { TrainHistory } from "../training";
import type { Line, Panel } from "./curves";
import { BLUE, type Figure, ORANGE } from "./figure";
import { panelFigure } from "./panels";

/** Curves that differ in colour, lightness and dash. */
export const STYLES = [
  { color: BLUE, dash: "solid" },
  { color: ORANGE, dash: "dash" },
  { color: "#4d4d4d", dash: "solid" },
  { color: "#56b4e9", dash: "dash" },
] as const;

/**
 * The norm of the W1 gradient and the loss, means of each epoch, and the
 * validation accuracy of several trainings.
 *
 * @param histories the trainings by the names that the legend gives them; up to four
 * @throws RangeError when there is none, more than four, or one without an epoch
 */
export function comparisonFigure(
  histories: Record<string, TrainHistory>,
  title = "Comparison",
): Figure {
  const names = Object.keys(histories);
  if (names.length === 0 || names.length > STYLES.length) {
    throw new RangeError(
      `there are ${names.length} trainings, but one to ${STYLES.length} can be compared`,
    );
  }
  for (const name of names) {
    if (histories[name].valAccHistory.length === 0) {
      throw new RangeError(`nothing to draw: ${name} has not reached the end of its first epoch`);
    }
  }
  const lines = (values: (history: TrainHistory) => number[]) =>
    names.map((name, k): Line => ({ y: values(histories[name]), name, ...STYLES[k] }));
  const overEpochs = { xTitle: "epoch" };
  const panels: Panel[] = [
    {
      ...overEpochs,
      title: "Gradient at W1",
      yTitle: "Frobenius norm (mean)",
      yLog: true,
      lines: lines((history) => epochMeans(history.gradMagnitudeHistory, history)),
    },
    {
      ...overEpochs,
      title: "Loss",
      yTitle: "loss (mean)",
      yLog: true,
      lines: lines((history) => epochMeans(history.lossHistory, history)),
    },
    {
      ...overEpochs,
      title: "Validation accuracy",
      yTitle: "share of right predictions",
      yRange: [0, 1],
      lines: lines((history) => history.valAccHistory),
    },
  ];
  return panelFigure(title, panels);
}

/** Of the epochs that were finished. */
function epochMeans(values: number[], { valAccHistory }: TrainHistory): number[] {
  const length = Math.floor(values.length / valAccHistory.length);
  return valAccHistory.map((_, epoch) => {
    const part = values.slice(epoch * length, (epoch + 1) * length);
    return part.reduce((sum, value) => sum + value, 0) / length;
  });
}
