"use strict";
// The kernels in plain TypeScript: the same results as those in assembly/, to
// rounding. Arrays hold matrices row after row.
Object.defineProperty(exports, "__esModule", { value: true });
exports.addColumnSums = exports.outer = exports.repeatRowTimes = exports.transposedImagesTimes = exports.imagesTimes = exports.multiply = exports.maxRows = exports.sumColumns = exports.sumRows = exports.dot = exports.sum = exports.relu = exports.sigmoid = exports.map = exports.scale = exports.addScaled = exports.combineNumber = exports.combine = void 0;
/** a op= b; b's strides say whether it is a matrix, a row or column vector, a number. */
function combine(op, a, rows, columns, b, rowStride, columnStride) {
    for (let i = 0, p = 0; i < rows; i++) {
        for (let j = 0, q = i * rowStride; j < columns; j++, p++, q += columnStride) {
            if (op === 0)
                a[p] += b[q];
            else if (op === 1)
                a[p] -= b[q];
            else if (op === 2)
                a[p] *= b[q];
            else
                a[p] /= b[q];
        }
    }
}
exports.combine = combine;
/** a op= a number */
function combineNumber(op, a, value) {
    for (let i = 0; i < a.length; i++) {
        if (op === 0)
            a[i] += value;
        else if (op === 1)
            a[i] -= value;
        else if (op === 2)
            a[i] *= value;
        else
            a[i] /= value;
    }
}
exports.combineNumber = combineNumber;
/** a += factor b */
function addScaled(a, b, factor) {
    for (let i = 0; i < a.length; i++)
        a[i] += factor * b[i];
}
exports.addScaled = addScaled;
/** out = factor a */
function scale(out, a, factor) {
    for (let i = 0; i < out.length; i++)
        out[i] = factor * a[i];
}
exports.scale = scale;
/** out = f(a), element by element. */
function map(f, out, a) {
    for (let i = 0; i < out.length; i++)
        out[i] = f(a[i]);
}
exports.map = map;
/** 1 / (1 + e^-x), as e^x / (1 + e^x) where x < 0: no overflow on either side. */
function sigmoid(x) {
    const e = Math.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
}
exports.sigmoid = sigmoid;
function relu(x) {
    return Math.max(x, 0);
}
exports.relu = relu;
function sum(a) {
    let total = 0;
    for (let i = 0; i < a.length; i++)
        total += a[i];
    return total;
}
exports.sum = sum;
function dot(a, b) {
    let total = 0;
    for (let i = 0; i < a.length; i++)
        total += a[i] * b[i];
    return total;
}
exports.dot = dot;
/** A number a row. */
function sumRows(out, a, rows, columns) {
    for (let i = 0, p = 0; i < rows; i++) {
        let total = 0;
        for (const end = p + columns; p < end; p++)
            total += a[p];
        out[i] = total;
    }
}
exports.sumRows = sumRows;
/** A number a column. */
function sumColumns(out, a, rows, columns) {
    out.fill(0);
    for (let i = 0, p = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++, p++)
            out[j] += a[p];
    }
}
exports.sumColumns = sumColumns;
/** The largest number of each row, NaN passed over; -Infinity if there is none. */
function maxRows(out, a, rows, columns) {
    for (let i = 0, p = 0; i < rows; i++) {
        let best = Number.NEGATIVE_INFINITY;
        for (const end = p + columns; p < end; p++)
            if (a[p] > best)
                best = a[p];
        out[i] = best;
    }
}
exports.maxRows = maxRows;
/** C (m×n) = A (m×k) B (k×n). */
function multiply(c, m, n, k, A, B) {
    const a = A.numbers;
    const b = B.numbers;
    c.fill(0);
    for (let i = 0; i < m; i++) {
        for (let p = 0; p < k; p++) {
            const x = a[i * A.rowStride + p * A.columnStride];
            for (let j = 0, q = p * B.rowStride, to = i * n; j < n; j++, q += B.columnStride) {
                c[to + j] += x * b[q];
            }
        }
    }
}
exports.multiply = multiply;
/** C (N×H) += the bytes of N rows of images (D each) times B (D×H). */
function imagesTimes(c, row, rows, D, b, H) {
    for (let n = 0; n < rows.length; n++) {
        const bytes = row(rows[n]);
        for (let d = 0; d < D; d++) {
            const x = bytes[d];
            if (x !== 0)
                for (let h = 0, q = d * H; h < H; h++, q++)
                    c[n * H + h] += x * b[q];
        }
    }
}
exports.imagesTimes = imagesTimes;
/** C (D×H) += the transposed bytes of N rows of images times G (N×H). */
function transposedImagesTimes(c, row, rows, D, g, H) {
    for (let n = 0; n < rows.length; n++) {
        const bytes = row(rows[n]);
        for (let d = 0; d < D; d++) {
            const x = bytes[d];
            if (x !== 0)
                for (let h = 0, q = n * H; h < H; h++, q++)
                    c[d * H + h] += x * g[q];
        }
    }
}
exports.transposedImagesTimes = transposedImagesTimes;
/** Each row of C (N×H) = x (D) times B (D×H). */
function repeatRowTimes(c, N, x, b, H) {
    c.fill(0);
    if (N === 0)
        return;
    for (let d = 0, q = 0; d < x.length; d++) {
        for (let h = 0; h < H; h++, q++)
            c[h] += x[d] * b[q];
    }
    for (let n = 1; n < N; n++)
        c.copyWithin(n * H, 0, H);
}
exports.repeatRowTimes = repeatRowTimes;
/** C (D×H) = x (D) times the column sums of G (N×H), column by row. */
function outer(c, x, g, H) {
    const sums = new Float64Array(H);
    sumColumns(sums, g, g.length / Math.max(H, 1), H);
    for (let d = 0, p = 0; d < x.length; d++) {
        for (let h = 0; h < H; h++, p++)
            c[p] = x[d] * sums[h];
    }
}
exports.outer = outer;
/** sums += each column's sum of rows of bytes. */
function addColumnSums(sums, bytes) {
    for (let i = 0; i < bytes.length;) {
        for (let d = 0; d < sums.length; d++, i++)
            sums[d] += bytes[i];
    }
}
exports.addColumnSums = addColumnSums;
