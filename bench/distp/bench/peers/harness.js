"use strict";
// What the peers in Node share: the job, the digits, and how a run is measured.
// harness.py is the same for Python.
Object.defineProperty(exports, "__esModule", { value: true });
exports.initialWeights = exports.prepare = exports.loop = exports.memory = exports.run = exports.share = exports.batches = exports.centred = exports.meanImage = exports.readDigits = exports.readJob = void 0;
const node_fs_1 = require("node:fs");
const idx_1 = require("../../lib/idx");
const random_1 = require("../../lib/random");
function readJob() {
    return JSON.parse(process.argv[2]);
}
exports.readJob = readJob;
function readDigits({ data, train, validation }) {
    const images = (0, idx_1.readIdx)(data, "train-images-idx3-ubyte", [undefined, 28, 28]);
    const labels = (0, idx_1.readIdx)(data, "train-labels-idx1-ubyte", [undefined]);
    const part = (start, end) => ({
        images: images.subarray(start * 784, end * 784),
        labels: Array.from(labels.subarray(start, end)),
    });
    return {
        train: part(0, train),
        validation: part(labels.length - validation, labels.length),
        test: {
            images: (0, idx_1.readIdx)(data, "t10k-images-idx3-ubyte", [undefined, 28, 28]),
            labels: Array.from((0, idx_1.readIdx)(data, "t10k-labels-idx1-ubyte", [undefined])),
        },
    };
}
exports.readDigits = readDigits;
function meanImage({ images, labels }) {
    const mean = new Float64Array(784);
    for (let i = 0; i < images.length; i++)
        mean[i % 784] += images[i];
    return mean.map((sum) => sum / labels.length);
}
exports.meanImage = meanImage;
/** The images as numbers, less the mean. */
function centred({ images }, mean, into) {
    for (let i = 0; i < images.length; i++)
        into[i] = images[i] - mean[i % 784];
    return into;
}
exports.centred = centred;
/** The batches of each epoch, in NumPy's permutations from seed 1. */
function* batches({ train, batch, epochs }) {
    const random = new random_1.RandomState(1);
    for (let epoch = 0; epoch < epochs; epoch++) {
        const order = random.permutation(train);
        yield Array.from({ length: Math.max(Math.floor(train / batch), 1) }, (_, i) => order.slice(i * batch, (i + 1) * batch));
    }
}
exports.batches = batches;
function share(predictions, labels) {
    let right = 0;
    for (let n = 0; n < labels.length; n++)
        if (predictions[n] === labels[n])
            right++;
    return right / labels.length;
}
exports.share = share;
/**
 * Loads, trains, and prints what was measured.
 *
 * @param load gives the data in the peer's own form, and the test set's digits
 */
async function run(version, load, train) {
    const job = readJob();
    const start = memory("VmRSS");
    const before = performance.now();
    const data = await load(job);
    const loadWall = (performance.now() - before) / 1000;
    const loaded = memory("VmRSS");
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    const { predict, losses, validation } = await train(job, data);
    const spent = process.cpuUsage(cpu);
    const answer = {
        wall: (performance.now() - wall) / 1000,
        cpu: (spent.user + spent.system) / 1e6,
        loadWall,
        validation,
        test: share(predict("test"), data.yTest),
        losses: losses.slice(0, job.losses),
        finalLoss: losses[losses.length - 1],
        memory: { start, data: loaded, peak: memory("VmHWM") },
        version,
        processCpu: 0,
    };
    const { user, system } = process.cpuUsage();
    answer.processCpu = (user + system) / 1e6;
    console.log(JSON.stringify(answer));
}
exports.run = run;
/**
 * MB of this process as Linux counts them: VmRSS now, VmHWM at its peak. What
 * getrusage calls the peak also counts the process that started this one.
 */
function memory(field) {
    try {
        const line = new RegExp(`${field}:\\s+(\\d+)`).exec((0, node_fs_1.readFileSync)("/proc/self/status", "utf8"));
        return line === null ? null : Number(line[1]) / 1024;
    }
    catch {
        return null;
    }
}
exports.memory = memory;
/**
 * The training loop of the peers in JavaScript.
 *
 * @param step updates on these rows; gives the loss and the norm of W1's gradient
 * @param predict the classes of a part, or of these rows of the training set
 */
function loop(job, labels, step, predict) {
    const [losses, norms, train, validation] = [[], [], [], []];
    let rate = job.rate;
    for (const epoch of batches(job)) {
        let y = [];
        for (const rows of epoch) {
            y = rows.map((n) => labels.train[n]);
            const [loss, norm] = step(rows, y, rate);
            losses.push(loss);
            norms.push(norm);
        }
        rate *= job.decay;
        train.push(share(predict(epoch[epoch.length - 1]), y));
        validation.push(share(predict("validation"), labels.validation));
    }
    return { predict, losses, validation: validation[validation.length - 1] };
}
exports.loop = loop;
/** The digits' numbers in the peer's own form, and their labels. */
function prepare(job, matrix) {
    const { train, validation, test } = readDigits(job);
    const mean = meanImage(train);
    return {
        train: matrix(train, mean),
        validation: matrix(validation, mean),
        test: matrix(test, mean),
        labels: { train: train.labels, validation: validation.labels },
        yTest: test.labels,
    };
}
exports.prepare = prepare;
/** Rows of W1 (784×H) and W2 (H×10), as NumPy draws them from seed 0. */
function initialWeights({ hidden }) {
    const random = new random_1.RandomState(0);
    const draw = (rows, columns) => Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0.1 * random.randn()));
    return [draw(784, hidden), draw(hidden, 10)];
}
exports.initialWeights = initialWeights;
