"use strict";
// Medians and spreads: one run that something disturbed does not count.
Object.defineProperty(exports, "__esModule", { value: true });
exports.ratio = exports.spread = exports.median = void 0;
function median(values) {
    if (values.length === 0)
        throw new RangeError("median: there is no value");
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
exports.median = median;
/** The smallest and the largest. */
function spread(values) {
    return [Math.min(...values), Math.max(...values)];
}
exports.spread = spread;
/**
 * What a takes for what b takes: the median of the ratios of runs made one
 * after the other, so that a machine that slows down slows both.
 */
function ratio(a, b) {
    if (a.length !== b.length)
        throw new RangeError(`ratio: ${a.length} runs and ${b.length}`);
    return median(a.map((value, run) => value / b[run]));
}
exports.ratio = ratio;
