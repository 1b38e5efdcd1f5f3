// Which classes are taken for which.

import { assertLabels, type Labels } from "../checks";
import { BLUE, baseLayout, type Figure, say } from "./figure";

/** More rows and columns than this nobody can read. */
const MOST_CLASSES = 100;

/**
 * The confusion matrix: examples by their true class and the predicted one. The
 * right ones, the diagonal, are numbers only; errors are shaded, so that they show.
 *
 * @param y N class indices, integers from 0 to 99
 * @param predictions as many
 * @throws RangeError when there is none, not as many of both, or one is no such index
 */
export function confusionFigure(
  y: Labels,
  predictions: Labels,
  title = "Confusion matrix",
): Figure {
  if (!y?.length || y.length !== predictions?.length) {
    throw new RangeError(
      `confusion matrix: ${predictions?.length ?? "no"} predictions and ${y?.length ?? "no"} labels, but there must be as many of both, and at least one`,
    );
  }
  assertLabels("y", y, y.length, MOST_CLASSES);
  assertLabels("predictions", predictions, y.length, MOST_CLASSES);
  const counts = countPairs(y, predictions);
  const C = counts.length;
  const errors = counts.map((row, i) => row.map((count, j) => (i === j ? null : count)));
  const right = counts.reduce((sum, row, i) => sum + row[i], 0);
  const classes = counts.map((_, c) => c);
  const pairs = classes.flatMap((i) => classes.map((j) => ({ i, j, n: errors[i][j] ?? 0 })));
  const most = Math.max(1, ...pairs.map(({ n }) => n));
  const often = pairs.sort((a, b) => b.n - a.n || a.i - b.i).slice(0, 3);
  const said = often
    .filter(({ n }) => n > 0)
    .map(({ i, j, n }) => `${i} taken for ${j} ${n} times`);
  const mostOften = said.length > 0 ? ` Most often: ${said.join(", ")}.` : "";
  const heading = `${title}: ${say(right)} of ${say(y.length)} right`;
  return {
    data: [
      {
        type: "heatmap",
        z: errors,
        text: errors.map((row) => row.map((count) => (count ? String(count) : ""))),
        texttemplate: "%{text}",
        xgap: 1,
        ygap: 1,
        zmin: 0,
        zmax: most,
        colorscale: [
          [0, "#ffffff"],
          [1, BLUE],
        ],
        colorbar: { title: { text: "errors" }, thickness: 14, dtick: Math.ceil(most / 6) },
        hovertemplate: "%{z} times %{y} was taken for %{x}<extra></extra>",
      },
    ],
    layout: {
      ...baseLayout(heading, 580),
      plot_bgcolor: "#dddddd", // seen on the diagonal only
      margin: { l: 110, r: 20, t: 60, b: 60 },
      xaxis: {
        title: { text: "predicted class" },
        dtick: 1,
        showgrid: false,
        zeroline: false,
        constrain: "domain",
      },
      yaxis: {
        title: { text: "true class (share right)" },
        tickvals: classes,
        ticktext: counts.map((row, c) => `${c} (${shareOf(row[c], row)})`),
        autorange: "reversed",
        scaleanchor: "x",
        constrain: "domain",
        showgrid: false,
        zeroline: false,
      },
      annotations: classes.map((c) => ({
        x: c,
        y: c,
        text: `<b>${counts[c][c]}</b>`,
        showarrow: false,
      })),
      meta: { alt: `${heading}, ${C} classes.${mostOften}`, width: 680 },
    },
  };
}

function countPairs(y: Labels, predictions: Labels): number[][] {
  let C = 0;
  for (let n = 0; n < y.length; n++) C = Math.max(C, y[n] + 1, predictions[n] + 1);
  const counts = Array.from({ length: C }, () => new Array<number>(C).fill(0));
  for (let n = 0; n < y.length; n++) counts[y[n]][predictions[n]]++;
  return counts;
}

function shareOf(right: number, row: number[]): string {
  const all = row.reduce((sum, count) => sum + count, 0);
  return all === 0 ? "none" : `${((100 * right) / all).toFixed(1)} %`;
}
