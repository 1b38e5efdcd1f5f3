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
const scratch_1 = require("./scratch");
const threads_1 = require("./threads");
const wasm_1 = require("./wasm");
/** Bytes of images that are listed at a time. */
const CHUNK = 2 ** 19;
/** Bytes of images that are worth a second thread. */
const LARGE = 2 ** 20;
const collected = new FinalizationRegistry((address) => wasm_1.loaded?.release(address));
/**
 * Images of D bytes each. In WebAssembly memory, if there is room, as records
 * (see assembly/records.ts), and before them where each begins.
 */
class Bytes {
    D;
    array;
    address;
    decoded;
    /** @param bytes copied */
    constructor(bytes, D) {
        this.D = D;
        if (bytes.length >= LARGE)
            (0, threads_1.startSecondThread)();
        this.decoded = { n: -1, bytes: new Uint8Array(D) };
        this.address = pack(bytes, D);
        if (this.address === 0)
            this.array = Uint8Array.from(bytes);
        else
            collected.register(this, this.address);
    }
    /** Where it says where each image's record begins, in WebAssembly memory, or 0. */
    place() {
        return (0, wasm_1.wasm)() === undefined ? 0 : this.address;
    }
    /** The bytes of image n, valid until the next call. */
    row(n) {
        const { D, array, address, decoded } = this;
        if (array !== undefined)
            return array.subarray(n * D, (n + 1) * D);
        if (decoded.n !== n && wasm_1.loaded !== undefined) {
            const { buffer } = wasm_1.loaded.memory;
            const [start] = new Uint32Array(buffer, address + 4 * n, 1);
            const record = new Uint8Array(buffer, start);
            let next = 2 * Math.ceil(D / 16);
            for (let d = 0; d < D; d++) {
                decoded.bytes[d] = (record[d >> 3] >> (d & 7)) & 1 ? record[next++] : 0;
            }
            decoded.n = n;
        }
        return decoded.bytes;
    }
}
exports.Bytes = Bytes;
/** Puts images into WebAssembly memory: the address, or 0 if there is no room. */
function pack(bytes, D) {
    const kernels = (0, wasm_1.wasm)();
    if (kernels === undefined)
        return 0;
    const N = bytes.length / D;
    const starts = 4 * (N + 1);
    const address = (0, arena_1.allocate)(starts + kernels.roomOfRecords(N, D));
    if (address === 0)
        return 0;
    const { buffer } = kernels.memory;
    (0, scratch_1.clearScratch)();
    const some = Math.max(1, Math.floor(2 ** 18 / D)); // images at a time
    const from = (0, scratch_1.scratch)(some * D + 16); // 16 bytes at a time are read
    let end = address + starts;
    for (let n = 0; n === 0 || n < N; n += some) {
        const part = bytes.subarray(n * D, (n + some) * D);
        new Uint8Array(buffer, from).set(part);
        end = kernels.packImages(from, part.length / D, D, address + 4 * n, end);
    }
    (0, scratch_1.clearScratch)();
    kernels.shrink(address, end + 8 - address); // 8 at a time are read
    return address;
}
/** Some rows of images, less a mean, and what a product leaves for the next one. */
class Selection {
    bytes;
    rows;
    minusMean;
    /** The images' lists, as the kernels keep them. */
    lists;
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
        (0, scratch_1.clearScratch)();
        const starts = this.bytes.place();
        const mean = starts && (0, scratch_1.placeOf)(this.minusMean);
        const b = mean && (0, scratch_1.placeOf)(B);
        const c = b && (0, scratch_1.placeLike)(C);
        if (kernels === undefined || c === 0) {
            const to = C.numbers();
            plain.repeatRowTimes(to, N, this.minusMean.numbers(), B.numbers(), H);
            plain.imagesTimes(to, (n) => this.bytes.row(n), this.rows, D, B.numbers(), H);
            return C;
        }
        const tiles = (0, scratch_1.scratch)(kernels.roomOfImagesTimes(D, H));
        const mark = (0, scratch_1.scratchMark)();
        this.lists = undefined;
        for (let n = 0; n < N; n += this.chunk) {
            (0, scratch_1.clearScratch)(mark);
            const some = Math.min(this.chunk, N - n);
            const rows = this.indices(n, some);
            const entries = kernels.roomForEntries(starts, rows, some, D);
            const lists = this.roomForLists(kernels.roomOfLists(some, entries), some === N);
            const to = c + 8 * n * H;
            (0, threads_1.productBegins)(some * D * H);
            kernels.imagesTimes(to, starts, rows, lists, entries, mean, b, some, D, H, tiles);
            (0, threads_1.productEnds)();
        }
        (0, scratch_1.deliver)(C, c);
        (0, scratch_1.clearScratch)();
        return C;
    }
    /** The transpose of the images (D×N) times G (N×H). */
    transposeTimes(G, H) {
        const N = this.rows.length;
        const D = this.bytes.D;
        const C = (0, memory_1.newBlock)(D * H);
        const kernels = (0, wasm_1.wasm)();
        (0, scratch_1.clearScratch)();
        const mean = this.bytes.place() && (0, scratch_1.placeOf)(this.minusMean);
        const g = mean && (0, scratch_1.placeOf)(G);
        const c = g && (0, scratch_1.placeLike)(C);
        if (kernels === undefined || c === 0) {
            const to = C.numbers();
            plain.outer(to, this.minusMean.numbers(), G.numbers(), H);
            plain.transposedImagesTimes(to, (n) => this.bytes.row(n), this.rows, D, G.numbers(), H);
            return C;
        }
        const mark = (0, scratch_1.scratchMark)();
        for (let n = 0; n === 0 || n < N; n += this.chunk) {
            (0, scratch_1.clearScratch)(mark);
            const some = Math.min(this.chunk, N - n);
            const lists = this.listsOf(kernels, n, some);
            const room = (0, scratch_1.scratch)(kernels.roomOfTransposedImagesTimes(some, D, H));
            const add = n === 0 ? 0 : 1;
            kernels.transposedImagesTimes(c, lists, mean, g + 8 * n * H, some, D, H, room, add);
        }
        (0, scratch_1.deliver)(C, c);
        (0, scratch_1.clearScratch)();
        return C;
    }
    /** Rows that are listed at a time. */
    get chunk() {
        return Math.max(16, Math.floor(CHUNK / this.bytes.D));
    }
    /** Room for lists; those of all rows stay until the current tidy() ends. */
    roomForLists(bytes, all) {
        if (!all || (0, memory_1.currentScope)() === undefined)
            return (0, scratch_1.scratch)(bytes);
        const block = (0, memory_1.newBlock)(Math.ceil(bytes / 8));
        if (!block.inWasm)
            return (0, scratch_1.scratch)(bytes);
        this.lists = block;
        return block.place();
    }
    /** Where the lists of some images are. */
    listsOf(kernels, first, N) {
        if (this.lists !== undefined && !this.lists.isGone)
            return this.lists.place();
        const D = this.bytes.D;
        const starts = this.bytes.place();
        const rows = this.indices(first, N);
        const entries = kernels.roomForEntries(starts, rows, N, D);
        const lists = (0, scratch_1.scratch)(kernels.roomOfLists(N, entries));
        kernels.listAll(lists, starts, rows, entries, N, D);
        return lists;
    }
    /** Where some of the rows' numbers are in WebAssembly memory. */
    indices(first, N) {
        const place = (0, scratch_1.scratch)(4 * N);
        const { rows } = this;
        if (wasm_1.loaded !== undefined) {
            new Uint32Array(wasm_1.loaded.memory.buffer, place, N).set(N === rows.length ? rows : rows.subarray(first, first + N));
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
    const kernels = (0, wasm_1.wasm)();
    if (kernels === undefined)
        plain.addColumnSums(sums, images);
    else {
        (0, scratch_1.clearScratch)();
        const to = (0, scratch_1.scratch)(4 * D);
        const from = (0, scratch_1.scratch)(256 * D); // 256 images
        const { buffer } = kernels.memory;
        const total = new Uint32Array(buffer, to, D).fill(0);
        for (let n = 0; n < N; n += 256) {
            const some = images.subarray(n * D, (n + 256) * D);
            new Uint8Array(buffer, from).set(some);
            kernels.addColumnSums(to, from, some.length / D, D);
        }
        sums.set(total);
        (0, scratch_1.clearScratch)();
    }
    return Float64Array.from(sums, (sum) => sum / N);
}
exports.meanImage = meanImage;
