"use strict";
// Several trainings in one figure.
Object.defineProperty(exports, "__esModule", { value: true });
exports.comparisonFigure = exports.STYLES = void 0;
const figures_1 = require("./figures");
/** Curves that differ in colour, lightness and dash. */
exports.STYLES = [
    { color: figures_1.BLUE, dash: "solid" },
    { color: figures_1.ORANGE, dash: "dash" },
    { color: "#4d4d4d", dash: "solid" },
    { color: "#56b4e9", dash: "dash" },
];
/**
 * The norm of the W1 gradient and the loss, means of each epoch, and the
 * validation accuracy of several trainings.
 *
 * @param histories the trainings by the names that the legend gives them; up to four
 * @throws RangeError when there is none, more than four, or one without an epoch
 */
function comparisonFigure(histories, title = "Comparison") {
    const names = Object.keys(histories);
    if (names.length === 0 || names.length > exports.STYLES.length) {
        throw new RangeError(`there are ${names.length} trainings, but one to ${exports.STYLES.length} can be compared`);
    }
    for (const name of names) {
        if (histories[name].valAccHistory.length === 0) {
            throw new RangeError(`nothing to draw: ${name} has not reached the end of its first epoch`);
        }
    }
    const lines = (values) => names.map((name, k) => ({ y: values(histories[name]), name, ...exports.STYLES[k] }));
    const overEpochs = { xTitle: "epoch" };
    const panels = [
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
    return (0, figures_1.panelFigure)(title, panels);
}
exports.comparisonFigure = comparisonFigure;
/** Of the epochs that were finished. */
function epochMeans(values, { valAccHistory }) {
    const length = Math.floor(values.length / valAccHistory.length);
    return valAccHistory.map((_, epoch) => {
        const part = values.slice(epoch * length, (epoch + 1) * length);
        return part.reduce((sum, value) => sum + value, 0) / length;
    });
}
