"use strict";
// The bytes of images, and products with them: rows of bytes times a matrix,
// and their transpose times one.
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || function (mod) {
    if (mod && mod.__esModule) return mod;
    var result = {};
    if (mod != null) for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
    __setModuleDefault(result, mod);
    return result;
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.meanImage = exports.Selection = exports.Bytes = void 0;
const arena_1 = require("./arena");
const memory_1 = require("./memory");
const plain = __importStar(require("./plain"));
const product_1 = require("./product");
const threads_1 = require("./threads");
const wasm_1 = require("./wasm");
/** Bytes laid out at a time, and kept from one product for the next. */
const CHUNK = 2 ** 19;
/** Bytes of images that are worth a second thread. */
const LARGE = 2 ** 20;
const collected = new FinalizationRegistry((address) => wasm_1.loaded?.release(address));
/** Images of D bytes each, in WebAssembly memory if there is room. */
class Bytes {
    D;
    array = new Uint8Array(0);
    address;
    /** @param bytes copied */
    constructor(bytes, D) {
        this.D = D;
        this.length = bytes.length;
        if (bytes.length >= LARGE)
            (0, threads_1.startSecondThread)();
        this.address = (0, wasm_1.wasm)() === undefined ? 0 : (0, arena_1.allocate)(bytes.length);
        if (this.address === 0)
            this.array = Uint8Array.from(bytes);
        else {
            this.numbers().set(bytes);
            collected.register(this, this.address);
        }
    }
    length;
    /** Making a block may move them: ask again after that. */
    numbers() {
        if (this.array.length === 0 && this.address !== 0 && wasm_1.loaded !== undefined) {
            this.array = new Uint8Array(wasm_1.loaded.memory.buffer, this.address, this.length);
        }
        return this.array;
    }
    /** Where they are in WebAssembly memory, or 0. */
    place() {
        return (0, wasm_1.wasm)() === undefined ? 0 : this.address;
    }
}
exports.Bytes = Bytes;
/** Some rows of images, less a mean, and what a product leaves for the next one. */
class Selection {
    bytes;
    rows;
    minusMean;
    /** The images' bytes in one piece, as the kernels keep them. */
    fetched;
    /**
     * @param minusMean D numbers, added to each image
     */
    constructor(bytes, rows, minusMean) {
        this.bytes = bytes;
        this.rows = rows;
        this.minusMean = minusMean;
    }
    /** The images (N×D) times B (D×H). */
    times(B, H) {
        const N = this.rows.length;
        const D = this.bytes.D;
        const C = (0, memory_1.newBlock)(N * H);
        const kernels = (0, wasm_1.wasm)();
        this.fetched = undefined;
        if (kernels !== undefined && (0, memory_1.currentScope)() !== undefined && N <= this.chunk) {
            this.fetched = (0, memory_1.newBlock)(Math.ceil(kernels.roomOfBytes(N, D) / 8));
        }
        const scope = (0, memory_1.enter)();
        try {
            const images = this.bytes.place();
            const mean = images && (0, product_1.placeOf)(this.minusMean);
            const b = mean && (0, product_1.placeOf)(B);
            const result = b ? (0, product_1.resultFor)(C) : C;
            const c = result.place();
            if (kernels === undefined || !b || !c) {
                const to = C.numbers();
                plain.repeatRowTimes(to, N, this.minusMean.numbers(), B.numbers(), H);
                plain.imagesTimes(to, this.bytes.numbers(), this.rows, D, B.numbers(), H);
                return C;
            }
            const bytes = this.fetched === undefined ? 0 : this.fetched.place();
            const free = (0, product_1.room)(kernels.roomOfImagesTimes(N, D, H));
            kernels.imagesTimes(c, images, this.indices(0, N), bytes, mean, b, N, D, H, free);
            if (result !== C)
                C.numbers().set(result.numbers());
            return C;
        }
        finally {
            (0, memory_1.leave)(scope);
        }
    }
    /** The transpose of the images (D×N) times G (N×H). */
    transposeTimes(G, H) {
        const N = this.rows.length;
        const D = this.bytes.D;
        const C = (0, memory_1.newBlock)(D * H);
        const scope = (0, memory_1.enter)();
        try {
            const kernels = (0, wasm_1.wasm)();
            const mean = this.bytes.place() && (0, product_1.placeOf)(this.minusMean);
            const g = mean && (0, product_1.placeOf)(G);
            const result = g ? (0, product_1.resultFor)(C) : C;
            const c = result.place();
            if (kernels === undefined || !g || !c) {
                const to = C.numbers();
                plain.outer(to, this.minusMean.numbers(), G.numbers(), H);
                plain.transposedImagesTimes(to, this.bytes.numbers(), this.rows, D, G.numbers(), H);
                return C;
            }
            for (let n = 0; n === 0 || n < N; n += this.chunk) {
                const chunk = (0, memory_1.enter)();
                try {
                    const some = Math.min(this.chunk, N - n);
                    const bytes = this.bytesOf(kernels, n, some);
                    const free = (0, product_1.room)(kernels.roomOfTransposedImagesTimes(some, H));
                    const add = n === 0 ? 0 : 1;
                    kernels.transposedImagesTimes(c, bytes, mean, g + 8 * n * H, some, D, H, free, add);
                }
                finally {
                    (0, memory_1.leave)(chunk);
                }
            }
            if (result !== C)
                C.numbers().set(result.numbers());
            return C;
        }
        finally {
            (0, memory_1.leave)(scope);
        }
    }
    /** Rows whose bytes are laid out at a time. */
    get chunk() {
        return Math.max(16, Math.floor(CHUNK / this.bytes.D));
    }
    /** The bytes of some images in one piece. */
    bytesOf(kernels, first, N) {
        const { rows, fetched, bytes } = this;
        if (fetched !== undefined && !fetched.isGone && N === rows.length)
            return fetched.place();
        const place = (0, product_1.room)(kernels.roomOfBytes(N, bytes.D));
        kernels.fetchImages(bytes.place(), this.indices(first, N), N, bytes.D, place);
        return place;
    }
    /** Where some of the rows' numbers are in WebAssembly memory. */
    indices(first, N) {
        const place = (0, product_1.room)(4 * N);
        if (wasm_1.loaded !== undefined) {
            new Uint32Array(wasm_1.loaded.memory.buffer, place, N).set(this.rows.subarray(first, first + N));
        }
        return place;
    }
}
exports.Selection = Selection;
/**
 * The mean of each pixel.
 *
 * @param images N times D bytes, one image after the other
 * @returns D numbers
 */
function meanImage(images, D) {
    const N = images.length / D;
    const sums = new Uint32Array(D);
    const scope = (0, memory_1.enter)();
    try {
        const kernels = (0, wasm_1.wasm)();
        const total = (0, memory_1.newBlock)(Math.ceil(D / 2));
        const to = total.place();
        const from = (0, memory_1.newBlock)(32 * D).place(); // 256 images
        if (kernels === undefined || !to || !from)
            plain.addColumnSums(sums, images);
        else {
            const { buffer } = kernels.memory;
            total.numbers().fill(0);
            for (let n = 0; n < N; n += 256) {
                const some = images.subarray(n * D, (n + 256) * D);
                new Uint8Array(buffer, from).set(some);
                kernels.addColumnSums(to, from, some.length / D, D);
            }
            sums.set(new Uint32Array(buffer, to, D));
        }
    }
    finally {
        (0, memory_1.leave)(scope);
    }
    return Float64Array.from(sums, (sum) => sum / N);
}
exports.meanImage = meanImage;
