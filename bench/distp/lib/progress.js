"use strict";
// How far a training is: the line that says it, and where terminals show it.
Object.defineProperty(exports, "__esModule", { value: true });
exports.bar = exports.StatusLine = exports.epochLine = exports.progressLine = exports.Progress = void 0;
const figures_1 = require("./figures");
/** Counts updates and time. */
class Progress {
    start = performance.now();
    last;
    /** To be called after each update. */
    update(progress) {
        this.last = progress;
    }
    /** Share of the updates that are done, 0 to 1. */
    get share() {
        if (!this.last)
            return 0;
        return this.last.iteration / (this.last.iterationsPerEpoch * this.last.numEpochs);
    }
    /** "epoch 7 of 20", images or updates a second, and the time left. */
    get parts() {
        if (!this.last)
            return [];
        const { iteration, iterationsPerEpoch, numEpochs, batchSize } = this.last;
        const said = [`epoch ${Math.ceil(iteration / iterationsPerEpoch)} of ${numEpochs}`];
        const seconds = (performance.now() - this.start) / 1000;
        if (seconds < 0.2)
            return said; // too early to tell
        const rate = iteration / seconds;
        const [count, unit] = batchSize ? [batchSize * rate, "images"] : [rate, "updates"];
        const left = (iterationsPerEpoch * numEpochs - iteration) / rate;
        return [...said, `${(0, figures_1.say)(Number(count.toPrecision(2)))} ${unit}/s`, time(left)];
    }
}
exports.Progress = Progress;
/** What a terminal shows while a training runs. */
function progressLine(progress, loss) {
    const percent = `${bar(progress.share)} ${Math.floor(100 * progress.share)} %`;
    return [percent, ...progress.parts, `loss ${loss.toPrecision(4)}`].join("  ");
}
exports.progressLine = progressLine;
/** What is printed after an epoch, as `train` does when it is verbose. */
function epochLine({ epoch, numEpochs, loss, trainAcc, valAcc }) {
    const [l, t, v] = [loss, trainAcc, valAcc].map((value) => value.toFixed(6));
    return `epoch ${epoch} / ${numEpochs}: loss ${l}, train_acc: ${t}, val_acc: ${v}`;
}
exports.epochLine = epochLine;
function time(seconds) {
    const whole = Math.ceil(seconds);
    if (whole < 100)
        return `${whole} s left`;
    return `${Math.floor(whole / 60)} min ${whole % 60} s left`;
}
/** One line of a terminal that is written over and over. */
class StatusLine {
    wanted;
    shown = false;
    last = Number.NEGATIVE_INFINITY;
    stream = process.stderr;
    constructor(wanted = true) {
        this.wanted = wanted;
    }
    /** Ten times a second at most. Elsewhere than on a terminal nothing is shown. */
    show(text) {
        if (!this.wanted || !this.stream.isTTY || performance.now() - this.last < 100)
            return;
        this.last = performance.now();
        this.shown = true;
        this.stream.write(`\r${text().slice(0, this.stream.columns - 1)}\x1b[K`);
    }
    clear() {
        if (this.shown)
            this.stream.write("\r\x1b[K");
        this.shown = false;
    }
}
exports.StatusLine = StatusLine;
/** A bar of 20 places. */
function bar(share) {
    const full = Math.round(20 * Math.min(Math.max(share, 0), 1));
    return "█".repeat(full) + "░".repeat(20 - full);
}
exports.bar = bar;
