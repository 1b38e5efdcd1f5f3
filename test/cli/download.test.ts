import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { type DownloadOptions, download, type Progress } from "../../cli/download";
import { type Answer, begin, file, type Server, serve, status } from "./server";

// Two small files of random bytes stand for MNIST's.
const contents = { a: randomBytes(3000), b: randomBytes(500) };
const zipped = gzipSync(contents.a);
const md5 = (bytes: Buffer) => createHash("md5").update(bytes).digest("hex");
const A = { name: "a", md5: md5(contents.a) };
const B = { name: "b", md5: md5(contents.b) };

describe("downloading", () => {
  const parent = mkdtempSync(join(tmpdir(), "gradbook-download-"));
  after(() => rmSync(parent, { recursive: true }));
  let dir: string;
  let servers: Server[];
  let waits: number[];
  let events: string[];
  beforeEach(() => {
    dir = join(mkdtempSync(join(parent, "run-")), "data", "mnist");
    [servers, waits, events] = [[], [], []];
  });
  afterEach(() => Promise.all(servers.map((server) => server.close())));

  /** Downloads a.gz from servers, one for each list of answers. */
  async function get(mirrors: Answer[][], options: Partial<DownloadOptions> = {}) {
    servers.push(...(await Promise.all(mirrors.map((answers) => serve(...answers)))));
    await download([A], {
      dir,
      mirrors: servers.slice(-mirrors.length).map(({ url }) => url),
      stallTime: 150,
      wait: async (time) => waits.push(time),
      onEvent: (text) => events.push(text),
      ...options,
    });
  }
  const path = () => join(dir, "a.gz");
  const part = () => join(dir, "a.gz.part");
  /** The file is whole and in its place, and nothing else is left. */
  const assertThere = () => {
    assert.ok(readFileSync(path()).equals(zipped));
    assert.deepEqual(readdirSync(dir), ["a.gz"]);
  };

  test("does a file come into a new folder, with its progress?", async () => {
    const seen: Progress[] = [];
    await get([[file(zipped)]], { onProgress: (progress) => seen.push(progress) });
    assertThere();
    assert.deepEqual(seen[seen.length - 1], {
      name: "a",
      received: zipped.length,
      total: zipped.length,
    });
    assert.deepEqual(waits, []);
  });

  test("is nothing asked for when the files are there, zipped or not?", async () => {
    await get([[file(zipped)]]);
    writeFileSync(join(dir, "b"), contents.b);
    await download([A, B], { dir, mirrors: ["http://127.0.0.1:1/"] });
    assert.equal(servers[0].asked.length, 1);
  });

  test("is a damaged file downloaded anew, and the damage said?", async () => {
    await get([[file(zipped)]]);
    for (const damaged of [zipped.subarray(0, 900), Buffer.from("?"), gzipSync("another")]) {
      writeFileSync(path(), damaged);
      await get([[file(zipped)]]);
      assertThere();
    }
    assert.equal(events.filter((text) => /a\.gz is damaged/.test(text)).length, 3);
  });

  test("is another unzipped file of that name left alone, and named?", async () => {
    await get([[file(zipped)]]);
    writeFileSync(join(dir, "a"), "mine");
    await assert.rejects(get([[file(zipped)]]), /mnist.a is another file \(MD5 .*: move it away/);
    assert.equal(readFileSync(join(dir, "a"), "utf8"), "mine");
  });

  test("does a second run go on where the first one broke off?", async () => {
    await assert.rejects(get([[begin(zipped, 1000, "hang up"), status(403)]]));
    assert.equal(readFileSync(part()).length, 1000);
    assert.ok(!existsSync(path()));
    await get([[file(zipped)]]);
    assert.deepEqual(servers[1].asked, ["/a.gz bytes=1000-"]);
    assertThere();
  });

  test("does a broken connection make it go on from there, after a wait?", async () => {
    await get([[begin(zipped, 1000, "hang up"), file(zipped)]]);
    assert.deepEqual(servers[0].asked, ["/a.gz", "/a.gz bytes=1000-"]);
    assert.deepEqual(waits, [1000]);
    assert.match(events[1], /it broke off after 1000 of \d+ bytes/);
    assertThere();
  });

  test("does a server that falls silent count as broken?", async () => {
    await get([[begin(zipped, 700, "stay silent"), file(zipped)]]);
    assert.match(events[1], /sent nothing for 0\.15 s after 700 of/);
    assert.deepEqual(servers[0].asked, ["/a.gz", "/a.gz bytes=700-"]);
    assertThere();
  });

  test("does a server that never answers count as broken?", async () => {
    await get([[() => {}, file(zipped)]]);
    assert.match(events[1], /sent nothing for 0\.15 s/);
    assertThere();
  });

  test("is the whole file taken from a server that gives no parts?", async () => {
    const whole: Answer = (_, response) => response.end(zipped);
    await get([[begin(zipped, 1000, "hang up"), whole]]);
    assertThere();
  });

  test("does a wrong part make it start anew?", async () => {
    const wrong: Answer = (_, response) =>
      response.writeHead(206, { "content-range": "bytes 0-9/10" }).end(zipped.subarray(0, 10));
    await get([[begin(zipped, 1000, "hang up"), wrong, file(zipped)]]);
    assert.deepEqual(servers[0].asked, ["/a.gz", "/a.gz bytes=1000-", "/a.gz"]);
    assert.match(events.join("\n"), /asked for the bytes from 1000 on, it gave others/);
    assertThere();
  });

  test("does a part that is all there need no more bytes (416)?", async () => {
    await assert.rejects(get([[begin(zipped, 1000, "hang up"), status(403)]]));
    writeFileSync(part(), zipped);
    await get([[file(zipped)]]);
    assert.deepEqual(servers[1].asked, [`/a.gz bytes=${zipped.length}-`]);
    assertThere();
  });

  test("does a part that is longer than the file (416) make it start anew?", async () => {
    await assert.rejects(get([[begin(zipped, 1000, "hang up"), status(403)]]));
    writeFileSync(part(), randomBytes(9000));
    await get([[file(zipped)]]);
    assert.deepEqual(servers[1].asked, ["/a.gz bytes=9000-", "/a.gz"]);
    assertThere();
  });

  test("does 416 to a request for the whole file fail without an end?", async () => {
    await assert.rejects(get([[status(416)]]), /a\.gz: it answered 416 Range Not Satisfiable/);
    assert.equal(servers[0].asked.length, 1);
  });

  test("does a part of other content make it start anew?", async () => {
    await assert.rejects(get([[begin(zipped, 1000, "hang up"), status(403)]]));
    writeFileSync(part(), randomBytes(1000));
    await get([[file(zipped)]]);
    assert.deepEqual(servers[1].asked, ["/a.gz bytes=1000-", "/a.gz"]);
    assertThere();
  });

  test("is a length that is too small or too large found out?", async () => {
    const states =
      (length: number): Answer =>
      (_, response) => {
        response.writeHead(200, { "content-length": length });
        response.socket?.end(
          // Past Node's own check that the length is right
          `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n${zipped.toString("latin1")}`,
          "latin1",
        );
      };
    await get([[states(100), file(zipped)]]);
    assert.match(events[1], /it gave no whole gzip file/);
    assertThere();
    rmSync(path());
    await get([[states(zipped.length + 100), file(zipped)]]);
    assertThere();
  });

  test("is a file of other content not put in place, and is the MD5 said?", async () => {
    await assert.rejects(get([[file(gzipSync("<html>")), status(404)]]), /a\.gz: it answered 404/);
    assert.match(events[1], /another file \(MD5 [0-9a-f]{32}, expected [0-9a-f]{32}\)/);
    assert.deepEqual(readdirSync(dir), []);
  });

  test("is more than the largest size not written to the disk?", async () => {
    const endless: Answer = (_, response) =>
      response.writeHead(200, { "content-length": 1e12 }).write("x");
    await assert.rejects(get([[endless]]), /it gives more than 100000000 bytes/);
    assert.deepEqual(readdirSync(dir), []);
  });

  test("are redirections followed?", async () => {
    const target = await serve(file(zipped));
    servers.push(target);
    const away: Answer = (_, response) =>
      response.writeHead(302, { location: `${target.url}elsewhere/a.gz` }).end();
    await get([[status(301, { location: "/moved/a.gz" }), away]]);
    assert.deepEqual(servers[1].asked, ["/a.gz", "/moved/a.gz"]);
    assert.deepEqual(target.asked, ["/elsewhere/a.gz"]);
    assertThere();
  });

  test("does a loop of redirections end, and the next mirror serve?", async () => {
    await get([[status(302, { location: "/a.gz" })], [file(zipped)]]);
    assert.match(events[1], /redirects more than 5 times/);
    assert.equal(servers[0].asked.length, 6);
    assertThere();
  });

  test("is a redirection to a file of this machine, or to nonsense, not followed?", async () => {
    const to = (location: string) => get([[status(302, { location })]]);
    await assert.rejects(to("file:///etc/passwd"), /redirects to file:.*, which is not followed/);
    await assert.rejects(to("http://"), /redirects to http:\/\/, which is not followed/);
  });

  test("does 403 turn to the next mirror, and never come back to this one?", async () => {
    await get([[status(403)], [status(500), file(zipped)]]);
    assert.equal(servers[0].asked.length, 1);
    assert.equal(servers[1].asked.length, 2);
    assertThere();
  });

  test("is 500 tried five times, with waits that double, and then reported with its mirror?", async () => {
    await assert.rejects(get([[status(500)]]), (error: Error) => {
      assert.match(error.message, /a\.gz could not be downloaded/);
      assert.ok(error.message.includes(`${servers[0].url}a.gz: it answered 500 Internal Server`));
      return true;
    });
    assert.equal(servers[0].asked.length, 5);
    assert.deepEqual(waits, [1000, 2000, 4000, 8000]);
  });

  test("is Retry-After of 429 kept, in seconds and as a date?", async () => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    await get([
      [status(429, { "retry-after": "7" }), status(503, { "retry-after": date }), file(zipped)],
    ]);
    assert.equal(waits[0], 7000);
    assert.ok(waits[1] > 80_000 && waits[1] <= 90_000, `${waits[1]}`);
    assertThere();
  });

  test("is a mirror that asks for an hour, or a wait of nonsense, not waited for?", async () => {
    await assert.rejects(get([[status(429, { "retry-after": "3600" })]]), /answered 429/);
    assert.deepEqual(waits, []);
    await get([[status(429, { "retry-after": "soon" }), file(zipped)]]);
    assert.deepEqual(waits, [1000]);
  });

  test("is a server that is not there, and a name that is none, reported?", async () => {
    const mirrors = ["http://127.0.0.1:1/", "http://nowhere.invalid/"];
    await assert.rejects(
      get([], { mirrors }),
      /127\.0\.0\.1:1\/a\.gz: .*ECONNREFUSED[\s\S]*nowhere\.invalid\/a\.gz: .* is there a network\? \((ENOTFOUND|EAI_AGAIN)/,
    );
  });

  test("is a folder that can't be written an error of its own, tried once?", {
    skip: process.getuid?.() === 0 ? "root may write anywhere" : false,
  }, async () => {
    await get([[file(zipped)]]);
    rmSync(path());
    chmodSync(dir, 0o500);
    await assert.rejects(get([[file(zipped)]]), /EACCES/);
    chmodSync(dir, 0o700);
    assert.equal(servers[1].asked.length, 1);
  });

  test("is a file in the folder's place an error that names it?", async () => {
    const inTheWay = join(parent, "file");
    writeFileSync(inTheWay, "");
    await assert.rejects(get([[file(zipped)]], { dir: inTheWay }), /EEXIST.*file/);
  });
});
