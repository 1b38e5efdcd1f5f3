// Are the pictures of a text in it, whatever they are and wherever they lie?

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { clean } from "../../../grading/submission/clean";
import { type Read, Work } from "./handed-in";

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const JPEG = Buffer.from("ffd8ffe000104a464946", "hex");
const WEBP = Buffer.from("RIFF\0\0\0\0WEBPVP8 ", "latin1");
const HEIC = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0", "latin1");
const PDF = Buffer.from("%PDF-1.4\n");

/** What a derivation shows. */
function shown(read: Read) {
  const cells = read.submission.notebooks.get("1-backpropagation.ipynb")?.cells ?? [];
  const cell = cells.find(({ id }) => id === "q11-derivation");
  const types = Object.values(cell?.attachments ?? {}).flatMap((bundle) => Object.keys(bundle));
  return { source: cell?.source ?? "", types };
}

test("beside the notebook, by path, by name, in HTML and by reference?", () => {
  for (const [source, path] of [
    ["![by hand](derivation.jpg)", "derivation.jpg"],
    ["![x](img/Foto%202%20(1).jpg)", "img/Foto 2 (1).jpg"],
    ["![x](<img/Foto 2.jpg>)", "img/Foto 2.jpg"],
    ["![x](C:\\Users\\me\\IMG_1.JPG)", "IMG_1.jpg"],
    ['<img src="derivation.jpg" width=300>', "derivation.jpg"],
    ["![x][r]\n\n[r]: derivation.jpg", "derivation.jpg"],
    ["[my photo](derivation.jpg)", "derivation.jpg"],
  ]) {
    const work = new Work();
    work.cell("q11-derivation").source = source;
    work.files[path] = JPEG;
    const read = work.read();
    assert.deepEqual(shown(read).types, ["image/jpeg"], source);
    assert.match(shown(read).source, /attachment:[0-9a-f]{16}\.jpg/);
    assert.equal(read.submission.beside, null);
  }
});

test("pasted, under any name and of any kind?", () => {
  const work = new Work();
  const cell = work.cell("q11-derivation");
  cell.source = "![a](attachment:Bild%20(1).png) ![b](attachment:写真.png) ![c](attachment:w.webp)";
  cell.attachments = {
    "Bild (1).png": { "image/png": [PNG.toString("base64")] },
    "写真.png": { "image/jpeg": JPEG.toString("base64") },
    "w.webp": { "image/webp": WEBP.toString("base64") },
    "h.heic": { "image/heic": HEIC.toString("base64") },
    "bad.png": { "image/png": "%%" },
  };
  const read = work.read();
  assert.deepEqual(shown(read).types, ["image/png", "image/jpeg", "image/webp"]);
  assert.match(read.said, /h\.heic is a HEIC.*\nbad\.png is an attachment that holds no picture/);
});

test("named where they cannot be shown, and linked where they are pages?", () => {
  const work = new Work();
  work.cell("q11-derivation").source =
    "![a](gone.png) ![b](https://example.org/x.png) [c](scan.pdf)";
  work.files["scan.pdf"] = PDF;
  const read = work.read();
  assert.match(read.said, /gone\.png is not in what was handed in/);
  assert.match(read.said, /a picture on the web is not shown/);
  assert.match(shown(read).source, /\[c\]\(handed-in\/[0-9a-f]{16}\.pdf\)/);
  assert.equal(Object.keys(read.submission.documents).length, 1);
});

test("never outside the submission?", () => {
  const outside = mkdtempSync(join(tmpdir(), "gradbook outside "));
  after(() => rmSync(outside, { recursive: true }));
  writeFileSync(join(outside, "secret.png"), PNG);
  const work = new Work();
  work.cell("q11-derivation").source =
    `![a](${outside}/secret.png) ![b](../secret.png) ![c](link.png)`;
  work.links["link.png"] = join(outside, "secret.png");
  assert.deepEqual(shown(work.read()).types, []);
});

test("is a photograph that no text names shown beside, and does an empty answer wait for it?", () => {
  const work = new Work();
  work.cell("q11-derivation").source = work.stub("q11-derivation");
  work.files["derivation.jpg"] = JPEG;
  const read = work.read();
  assert.match(read.submission.beside?.cell.source ?? "", /derivation\.jpg[\s\S]*attachment:/);
  assert.ok(read.waiting.includes("q11-derivation"));
});

test("is text cleaned of what no page takes, and left otherwise?", () => {
  const lone = clean({
    source: "a\ud83d b\udc00 \0 \x1b[31m é 📉\n\t",
    outputs: ["\x1b[31m\r\x07\0\ud83d"],
  });
  assert.deepEqual(lone, {
    source: "a\ufffd b\ufffd \ufffd \ufffd[31m é 📉\n\t",
    outputs: ["\x1b[31m\r\x07\ufffd\ufffd"],
  });
});
