import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { collect } from "../../../grading/collect/main";
import { folderName, readName, shown } from "../../../grading/collect/names";
import { root } from "../../../scripts/paths";
import { python } from "../../python";

// Most zips tell their times without a zone.
process.env.TZ = "UTC";

const scratch = mkdtempSync(join(tmpdir(), "gradbook-collect-"));
after(() => rmSync(scratch, { recursive: true }));

interface File {
  name: string;
  text?: string;
  /** So many zeros. */
  size?: number;
  /** The files of a zip in its place. */
  zip?: File[];
  mode?: number;
  time?: number[];
  /** The name as it stands in the zip. */
  bytes?: number[];
  flag?: number;
  stored?: boolean;
  /** The size that the zip says it unpacks to. */
  claims?: number;
  /** Of a file in a folder: seconds since 1970. */
  modified?: number;
}
type Tree = File[] | { files: File[]; cut?: number; flip?: string };

let count = 0;

/** A new folder with these zips and folders of submissions, and one to collect into. */
function submissions(trees: Record<string, Tree>): { from: string; to: string } {
  const folder = join(scratch, `${++count}`);
  add(join(folder, "from"), trees);
  return { from: join(folder, "from"), to: join(folder, "to") };
}

function add(from: string, trees: Record<string, Tree>): void {
  mkdirSync(from, { recursive: true });
  const all = Object.entries(trees).map(([name, tree]) => [join(from, name), tree]);
  const input = JSON.stringify(Object.fromEntries(all));
  execFileSync(python, [join(__dirname, "zips.py")], { input });
}

/** A right submission; `text` tells it from others. */
function mlp(text = "mine", prefix = "mlp/", more: Partial<File> = {}): File[] {
  return ["1-backpropagation.ipynb", "2-multilayer-perceptron.ipynb", "lib/mlp.ts"].map((name) => ({
    name: prefix + name,
    text,
    ...more,
  }));
}

/** Collects in this process; `npm run collect` itself is run once below. */
async function run(...args: string[]) {
  let [stdout, stderr] = ["", ""];
  const status = await collect(args, {
    print: (line) => {
      stdout += `${line}\n`;
    },
    note: (line) => {
      stderr += `${line}\n`;
    },
  });
  return { status, stdout, stderr };
}

/** The files that were collected, by student; the records left out. */
function collected(to: string): Record<string, Record<string, string>> {
  const students: Record<string, Record<string, string>> = {};
  for (const student of existsSync(to) ? readdirSync(to).sort() : []) {
    if (student.startsWith(".")) continue;
    const files = readdirSync(join(to, student, "mlp"), { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(to, student, "mlp", path)).isFile())
      .filter((path) => path !== ".collected.json")
      .sort();
    students[student.normalize("NFC")] = Object.fromEntries(
      files.map((path) => [path, readFileSync(join(to, student, "mlp", path), "utf8")]),
    );
  }
  return students;
}

/** What a student's folder holds after one right submission. */
function three(text = "mine"): Record<string, string> {
  return Object.fromEntries(mlp(text, "").map((file) => [file.name, text]));
}

describe("names", () => {
  const who = (name: string, isFolder = false) => {
    const naming = readName(name, isFolder);
    return "who" in naming ? [naming.who.key, naming.who.id] : naming;
  };

  test("does each system's naming tell the student?", () => {
    for (const [name, isFolder, key, id] of [
      ["Zoé Dupont_12_assignsubmission_file_", true, "moodle 12", "Zoé Dupont_12"],
      ["Zoé Dupont_12_assignsubmission_file", true, "moodle 12", "Zoé Dupont_12"],
      ["Zoé Dupont_12_assignsubmission_file_my_work.zip", false, "moodle 12", "Zoé Dupont_12"],
      ["dupontzoé_12_34_mlp-1.zip", false, "canvas 12", "dupontzoé_12"],
      ["dupontzoé_LATE_12_34_mlp.zip", false, "canvas 12", "dupontzoé_12"],
      ["du_pont_12_34_mlp.zip", false, "canvas 12", "du_pont_12"],
      ["LATE_anon_aB3x9_34_mlp.zip", false, "canvas aB3x9", "anon_aB3x9"],
      ["a+b+mlp+2026-01-30 10:30:47 UTC+xyz", true, "name a+b", "a+b"],
      ["Zoé Dupont.zip", false, "name Zoé Dupont", "Zoé Dupont"],
      ["zoe (2).ZIP", false, "name zoe", "zoe"],
      ["v1.2", true, "name v1.2", "v1.2"],
    ] as [string, boolean, string, string][]) {
      assert.deepEqual(who(name, isFolder), [key, id], name);
      assert.deepEqual(who(name.normalize("NFD"), isFolder), [key, id], `${name}, decomposed`);
    }
  });

  test("can a student hand in under another's number by choosing a file's name?", () => {
    const other = "_99_assignsubmission_file_mlp.zip";
    assert.deepEqual(who(`Eve_12_assignsubmission_file_x${other}`)[0 as never], "moodle 12");
    assert.deepEqual(who("eve_12_34_x_99_98_mlp.zip")[0 as never], "canvas 12");
    assert.match(JSON.stringify(who("eve_99_12_34_mlp.zip")), /three numbers in a row/);
    assert.match(JSON.stringify(who("eve_LATE_99_12_34_mlp.zip")), /three numbers in a row/);
  });

  test("is a folder's name one that every system takes, and never that of two students?", () => {
    for (const name of ["Zoé Dupont", "O'Brien, J", "李 小龙", "a+b@c.org", "Æ_1"]) {
      assert.equal(folderName(name), name);
    }
    const odd = [
      "a?",
      "a*",
      "a_",
      "a[1]",
      "..",
      ".a",
      "-a",
      "a ",
      "con",
      "a:b",
      "a\u202eb",
      "a\nb",
    ];
    const names = odd.map(folderName);
    assert.equal(new Set(names).size, odd.length);
    for (const name of names)
      assert.match(name, /^[^-. <>:"/\\|?*[\]\p{C}][^<>:"/\\|?*[\]\p{C}]*$/u);
    const long = folderName("é".repeat(300));
    assert.ok(Buffer.byteLength(long) < 200);
    assert.notEqual(long, folderName("é".repeat(301)));
    assert.equal(shown("a\u001b[2Jb\u202e"), "a\\u{1b}[2Jb\\u{202e}");
  });
});

describe("collect", () => {
  test("is everything a class handed in collected, whichever system gave it?", async () => {
    const nfd = "Zoé Dupont_12_assignsubmission_file_".normalize("NFD");
    const { from, to } = submissions({
      // Two downloads, one unpacked on a system that decomposes accents.
      [nfd]: [{ name: "mlp.zip", zip: mlp("old") }],
      "Zoé Dupont_12_assignsubmission_file_mlp.zip": mlp("new", "mlp/", {
        time: [2026, 1, 3, 0, 0, 0],
      }),
      "Zoé Dupont_13_assignsubmission_file_": mlp("namesake", "my work/mlp/mlp/"),
      "Zoé Dupont_13_assignsubmission_onlinetext_": [{ name: "onlinetext.html", text: "hello" }],
      "dupontmax_7_100_mlp.zip": mlp("first"),
      "dupontmax_LATE_7_200_mlp-1.zip": mlp("second", "mlp/", { time: [2025, 1, 1, 0, 0, 0] }),
      "dupontlea_8_300_1-backpropagation-1.ipynb": { files: [], cut: 1 },
      "ann lee.zip": [
        ...mlp(),
        { name: "mlp/node_modules/.bin/tsc", text: "../tsc", mode: 0o120777 },
        { name: "mlp/.venv/lib/x.py", text: "x" },
        { name: "mlp/lib/matrix/dist/x.wasm", text: "x" },
        { name: "mlp/.ipynb_checkpoints/1-backpropagation-checkpoint.ipynb", text: "x" },
        { name: "__MACOSX/mlp/._1-backpropagation.ipynb", text: "x" },
        { name: "mlp/.DS_Store", text: "x" },
        { name: "mlp/timestamp.txt", text: "2020-01-01 00:00:00 UTC" },
      ],
      "flat.zip": mlp("flat", ""),
      "windows.zip": mlp("windows").map((file) => ({
        ...file,
        name: file.name.replace(/\//g, "\\"),
      })),
      "zipped twice.zip": [{ name: "mlp.zip", zip: mlp("twice") }],
      "bob/mlp": [...mlp("bob", ""), { name: "timestamp.txt", text: "2026-01-30 10:30:47.5 UTC" }],
      "bob/ps1": mlp("another assignment's", ""),
      "cem+mlp+2026-01-30 10:30:47.123456 UTC+x": mlp("cem 1", ""),
      "cem+mlp+2026-01-30 10:30:48.000000 UTC+y": mlp("cem 2", ""),
      "cem+ps1+2026-01-30 10:30:49.000000 UTC+z": mlp("cem 3", ""),
      "renamed.zip": [
        { name: "mlp/1-backpropagation (1).ipynb", text: "1" },
        { name: "mlp/lib/mlp.ts", text: "2" },
        { name: "mlp/notes: 1?.md", text: "3" },
      ],
    });
    writeFileSync(join(from, "dupontlea_8_300_1-backpropagation-1.ipynb"), "lea 1");
    writeFileSync(join(from, "dupontlea_8_301_mlp-2.ts"), "lea 2");
    writeFileSync(join(from, "grades.csv"), "");
    const { status, stdout, stderr } = await run("--from", from, "--to", to);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(collected(to), {
      "Zoé Dupont_12": three("new"),
      "Zoé Dupont_13": three("namesake"),
      "ann lee": three(),
      bob: { ...three("bob"), "timestamp.txt": "2026-01-30 10:30:47.500000 UTC" },
      cem: { ...three("cem 2"), "timestamp.txt": "2026-01-30 10:30:48.000000 UTC" },
      dupontlea_8: { "1-backpropagation.ipynb": "lea 1", "lib/mlp.ts": "lea 2" },
      dupontmax_7: three("second"),
      flat: three("flat"),
      renamed: { "1-backpropagation (1).ipynb": "1", "lib/mlp.ts": "2", "notes_ 1_.md": "3" },
      windows: three("windows"),
      "zipped twice": three("twice"),
    });
    const rows = stdout.split("\n").map((line) => line.replace(/ {2,}/g, "  "));
    for (const row of [
      "Zoé Dupont_12_assignsubmission_file_mlp.zip  -> Zoé Dupont_12  new  by Moodle's number 12, newest of 2: last saved 2026-01-03",
      "dupontmax_LATE_7_200_mlp-1.zip  -> dupontmax_7  new, late  by Canvas's user 7, newest of 2: attempt 200",
      "cem+mlp+2026-01-30 10:30:48.000000 UTC+y  -> cem  new  by the exchange's name, newest of 2: handed in 2026-01-30 10:30:48 UTC",
      "  ann lee: left out: .ipynb_checkpoints, .venv, dist, node_modules",
      "  Zoé Dupont_12: does not count: Zoé Dupont_12_assignsubmission_file_/mlp.zip",
      "  dupontmax_7: does not count: dupontmax_7_100_mlp.zip",
      "  renamed: no file name everywhere, taken under another: mlp/notes: 1?.md as mlp/notes_ 1_.md",
      "  no submission: grades.csv",
      "11 students: 11 new.",
    ]) {
      assert.ok(
        rows.some((line) => line.startsWith(row)),
        `${row}\nis not in\n${stdout}`,
      );
    }
  });

  test("is a class's own zip read, in UTF-8 whether its flag says so or not?", async () => {
    const name = "Zoé_9_assignsubmission_file_/mlp.zip";
    const cp437 = Buffer.from("Zo?_8_assignsubmission_file_/mlp.zip").map((byte) =>
      byte === 0x3f ? 0x82 : byte,
    );
    const { from, to } = submissions({
      "course-mlp-55.zip": [
        { name, bytes: [...Buffer.from(name)], zip: mlp("unflagged") },
        { name: "", bytes: [...cp437], zip: mlp("code page 437") },
        { name: "Zoë_7_assignsubmission_file_/mlp/", text: "" },
        ...mlp("flagged", "Zoë_7_assignsubmission_file_/mlp/"),
        { name: "../x_6_assignsubmission_file_/mlp.zip", zip: mlp("evil") },
      ],
    });
    const want = {
      Zoé_8: three("code page 437"),
      Zoé_9: three("unflagged"),
      Zoë_7: three("flagged"),
    };
    for (const path of [from, join(from, "course-mlp-55.zip")]) {
      const { status, stderr } = await run("--from", path, "--to", to);
      assert.equal(status, 1);
      assert.match(stderr, /^Not collected:\n {2}\.\.\/x_6\S+: a path leads out of the submission/);
      assert.deepEqual(collected(to), want);
    }
  });

  test("does a hostile submission get a line of its own, and nobody else notice?", async () => {
    const { from, to } = submissions({
      "anna.zip": mlp("anna"),
      "zoe.zip": mlp("zoe"),
      "traversal.zip": [...mlp(), { name: "mlp/../../../evil.txt", text: "x" }],
      "backslash.zip": [...mlp(), { name: "..\\..\\evil.txt", text: "x" }],
      "absolute.zip": [...mlp(), { name: "/tmp/evil.txt", text: "x" }],
      "drive.zip": [...mlp(), { name: "C:\\evil.txt", text: "x" }],
      "hidden traversal.zip": [...mlp(), { name: "node_modules/../../evil.txt", text: "x" }],
      "link.zip": [...mlp(), { name: "mlp/data", text: "/etc", mode: 0o120777 }],
      "device.zip": [...mlp(), { name: "mlp/null", mode: 0o020666 }],
      "pipe.zip": [...mlp(), { name: "mlp/pipe", mode: 0o010666 }],
      "encrypted.zip": [...mlp(), { name: "mlp/secret", text: "x", flag: 1 }],
      "truncated.zip": { files: mlp(), cut: 0.7 },
      "flipped.zip": { files: mlp("as it was", "mlp/", { stored: true }), flip: "as it was" },
      "empty.zip": [],
      "text.zip": { files: [], cut: 0 },
      "large.zip": [...mlp(), { name: "mlp/zeros", size: 101 * 2 ** 20 }],
      "ratio.zip": [...mlp(), { name: "mlp/zeros", size: 30 * 2 ** 20 }],
      "liar.zip": [...mlp(), { name: "mlp/zeros", size: 2 ** 20, claims: 10 }],
      "many.zip": [
        ...mlp(),
        ...Array.from({ length: 1000 }, (_, n) => ({ name: `mlp/${n}`, text: "" })),
      ],
      "twice.zip": [...mlp(), { name: "mlp/lib/mlp.ts", text: "other" }],
      "case.zip": [...mlp(), { name: "mlp/lib/MLP.ts", text: "other" }],
      "folder case.zip": [...mlp(), { name: "mlp/Lib/x.ts", text: "other" }],
      "file as folder.zip": [...mlp(), { name: "mlp/lib", text: "other" }],
      "report.zip": [{ name: "report.pdf", text: "x" }],
      "loose link": mlp("mine"),
      "rar_1_2_mlp.rar": [],
    });
    rmSync(join(from, "rar_1_2_mlp.rar"), { recursive: true, force: true });
    writeFileSync(join(from, "rar_1_2_mlp.rar"), "Rar!");
    symlinkSync("/etc/passwd", join(from, "loose link", "mlp", "passwd"));
    symlinkSync(join(from, "anna.zip"), join(from, "linked.zip"));
    const { status, stdout, stderr } = await run("--from", from, "--to", to);
    assert.equal(status, 1);
    assert.deepEqual(collected(to), { anna: three("anna"), zoe: three("zoe") });
    for (const [student, why] of Object.entries({
      traversal: /a path leads out of the submission: "mlp\/\.\.\/\.\.\/\.\.\/evil\.txt"/,
      backslash: /a path leads out/,
      absolute: /a path leads out/,
      drive: /a path leads out/,
      "hidden traversal": /a path leads out/,
      link: /"mlp\/data" is a symbolic link/,
      device: /"mlp\/null" is a device/,
      pipe: /"mlp\/pipe" is a named pipe/,
      encrypted: /"mlp\/secret" is encrypted/,
      truncated: /it is no zip, or one that was cut off/,
      flipped: /the zip is damaged: a checksum does not match/,
      empty: /it is empty/,
      text: /it is no zip/,
      large: /"zeros" has 101 MB; at most 100 MB are taken/,
      ratio: /it unpacks to \d+ times its size, 30 MB/,
      liar: /the zip can't be read: too many bytes/,
      many: /it has 1003 files; at most 1000/,
      twice: /"mlp\/lib\/mlp\.ts" is there twice/,
      case: /"mlp\/lib\/mlp\.ts" and "mlp\/lib\/MLP\.ts" differ in case only/,
      "folder case": /"mlp\/lib" and "mlp\/Lib" differ in case only/,
      "file as folder": /"mlp\/lib" is there twice/,
      report: /no notebook and no mlp\.ts in it: report\.pdf/,
      "loose link": /"mlp\/passwd" is a symbolic link/,
      linked: /it is a symbolic link/,
      rar_1: /no zip: ask for one/,
    })) {
      const line = stderr.split("\n").find((text) => text.startsWith(`  ${student}`)) ?? "";
      assert.match(line, why, student);
    }
    assert.match(stdout, /27 students: 2 new, 25 not collected\./);
    const written = readdirSync(scratch, { recursive: true, encoding: "utf8" });
    assert.deepEqual(
      written.filter((path) => path.includes("evil")),
      [],
    );
  });

  test("are a bomb of zips in a zip and one of overlapping entries stopped early?", async () => {
    const { from, to } = submissions({
      "overlap.zip": mlp(),
      "nested.zip": [
        {
          name: "a.zip",
          zip: [{ name: "b.zip", zip: [{ name: "c.zip", zip: [{ name: "d.zip", zip: mlp() }] }] }],
        },
      ],
    });
    // Each entry says that its bytes are the whole zip.
    const data = readFileSync(join(from, "overlap.zip"));
    let at = data.indexOf("PK\x01\x02", 0, "latin1");
    for (; at >= 0; at = data.indexOf("PK\x01\x02", at + 1, "latin1")) {
      data.writeUInt32LE(data.length, at + 20);
    }
    writeFileSync(join(from, "overlap.zip"), data);
    const { stderr } = await run("--from", from, "--to", to);
    assert.match(stderr, /overlap \(overlap\.zip\): its entries overlap/);
    assert.match(stderr, /nested \(nested\.zip\): no notebook and no mlp\.ts in it: c\.zip/);
  });

  test("does running again add what is new, replace what is newer, and name what it keeps?", async () => {
    const day = (n: number) => ({ time: [2026, 1, n, 0, 0, 0] });
    const { from, to } = submissions({
      "same.zip": mlp("same"),
      "newer.zip": mlp("1", "mlp/", day(5)),
      "older.zip": mlp("1", "mlp/", day(5)),
      "unknown.zip": mlp("1", "mlp/", day(5)),
      "edited.zip": mlp("1", "mlp/", day(5)),
      "corrected.zip": mlp("1", "mlp/", day(5)),
      "broken.zip": mlp("1", "mlp/", day(5)),
      Léa_5_assignsubmission_file_: mlp("1"),
      "gone.zip": mlp("gone"),
      "max_7_100_mlp.zip": mlp("1", "mlp/", day(5)),
    });
    assert.equal((await run("--from", from, "--to", to)).status, 0);
    const again = await run("--from", from, "--to", to);
    assert.deepEqual([again.status, again.stderr], [0, ""]);
    assert.match(again.stdout, /10 students: 10 as it was\./);

    rmSync(join(from, "gone.zip"));
    renameSync(
      join(from, "Léa_5_assignsubmission_file_"),
      join(from, "Léa Roux_5_assignsubmission_file_"),
    );
    for (const name of ["edited", "corrected"]) {
      writeFileSync(join(to, name, "mlp", "lib", "mlp.ts"), "edited");
    }
    add(from, {
      "newer.zip": [...mlp("2", "mlp/", day(6))].slice(1),
      "older.zip": mlp("2", "mlp/", day(4)),
      "unknown.zip": mlp("2", "mlp/", day(5)),
      "edited.zip": mlp("2", "mlp/", day(6)),
      "broken.zip": [...mlp("2", "mlp/", day(6)), { name: "/x", text: "" }],
      "added.zip": mlp("added"),
      // Saved before, by a clock that is wrong, and handed in later.
      "max_7_200_mlp.zip": mlp("2", "mlp/", day(1)),
    });
    const before = collected(to);
    const trial = await run("--from", from, "--to", to, "--dry-run");
    assert.deepEqual(collected(to), before);
    assert.match(trial.stdout, /Dry run: nothing was written\.$/m);
    // As a run that was killed between its two renamings leaves it.
    mkdirSync(join(to, ".collecting", "old"), { recursive: true });
    renameSync(join(to, "same", "mlp"), join(to, ".collecting", "old", "same"));
    const { status, stdout, stderr } = await run("--from", from, "--to", to);
    assert.equal(status, 1);
    const { "1-backpropagation.ipynb": _, ...two } = three("2");
    const want = {
      Léa_5: three("1"),
      added: three("added"),
      broken: three("1"),
      corrected: { ...three("1"), "lib/mlp.ts": "edited" },
      edited: { ...three("1"), "lib/mlp.ts": "edited" },
      gone: three("gone"),
      max_7: three("2"),
      newer: two,
      older: three("1"),
      same: three("same"),
      unknown: three("1"),
    };
    assert.deepEqual(collected(to), want);
    for (const line of [
      /newer: replaced what was there \(newer\.zip, last saved 2026-01-05/,
      /older: what is there is newer \(older\.zip, last saved 2026-01-05[^)]*\); it stays/,
      /corrected: what is there was edited since it was collected; it stays/,
      /-> Léa_5 +as it was/,
      /10 students: 1 new, 2 replaced, 3 as it was, 1 older than there, 3 not collected\. 1 more stay/,
    ]) {
      assert.match(stdout, line);
    }
    assert.match(
      stderr,
      /unknown \(unknown\.zip\): it differs from what is there \([^)]*\), .*--replace/,
    );
    assert.match(stderr, /edited \(edited\.zip\): there is a newer one.* was edited; --replace/);
    assert.match(stderr, /broken \(broken\.zip\): a path leads out.*; what is there stays/);

    const replaced = await run("--from", from, "--to", to, "--replace");
    assert.match(replaced.stdout, /edited: replaced what was there \([^)]*\), edited since/);
    assert.deepEqual(collected(to), { ...want, edited: three("2"), unknown: three("2") });
    assert.ok(!existsSync(join(to, ".collecting")));
  });

  test("are students who can't be told apart refused, and an unreadable newest not replaced by an older?", async () => {
    const { from, to } = submissions({
      "anna.zip": mlp("1"),
      "Anna.zip": mlp("2"),
      "tie.zip": mlp("1"),
      "tie (1)/mlp": mlp("1", ""),
      Max_5_assignsubmission_file_: [
        { name: "mlp.zip", zip: mlp("1") },
        { name: "mlp (1).zip", zip: mlp("2") },
      ],
      "lea_7_100_mlp.zip": mlp("old"),
      "lea_7_200_mlp.zip": { files: mlp("new"), cut: 0.5 },
      "ben_8_100_mlp.zip": { files: mlp("old"), cut: 0.5 },
      "ben_8_200_mlp.zip": mlp("new"),
    });
    const { status, stdout, stderr } = await run("--from", from, "--to", to);
    assert.equal(status, 1);
    assert.deepEqual(collected(to), { ben_8: three("new"), tie: three("1") });
    assert.match(stderr, /anna \(anna\.zip\): Anna could be the same student or another/);
    assert.match(stderr, /Anna \(Anna\.zip\): anna could be the same student or another/);
    assert.match(stderr, /Max_5 .*: nothing tells which is the newest, leave one of them/);
    assert.match(stderr, /lea_7 .*cut off \(in lea_7_200_mlp\.zip, of 2 submissions\)/);
    assert.match(stdout, /6 students: 2 new, 4 not collected/);
  });

  test("does --pattern read another system's names, its attempts and its times?", async () => {
    const { from, to } = submissions({
      "mlp_zoé_attempt_2026-01-30-10-00-00_x.zip": mlp("1"),
      "mlp_zoé_attempt_2026-01-30-11-00-00_x.zip": mlp("2"),
      "other.zip": mlp("3"),
    });
    const pattern = "mlp_(?<student>.+)_attempt_(?<time>[\\d-]+)_.*";
    const { status, stderr } = await run("--from", from, "--to", to, "--pattern", pattern);
    assert.equal(status, 1);
    assert.match(stderr, /other\.zip: its name does not match --pattern/);
    const stamp = { "timestamp.txt": "2026-01-30 11:00:00.000000 UTC" };
    assert.deepEqual(collected(to), { zoé: { ...three("2"), ...stamp } });
  });

  test("is wrong usage told, with exit status 2?", async () => {
    const cases: [string[], RegExp][] = [
      [["--from", "x"], /--to is missing/],
      [["--to", "x"], /--from is missing/],
      [["--from", ".", "--to", "x"], /lie within each other/],
      [["--from", "x", "--to", "y", "--pattern", "a"], /no \(\?<student>/],
      [["--from", "x", "--to", "y", "z"], /"z" is there/],
    ];
    const runs = [];
    for (const [args] of cases) runs.push(await run(...args));
    for (const [n, { status, stderr }] of runs.entries()) {
      assert.equal(status, 2, stderr);
      assert.match(stderr, cases[n][1]);
      assert.match(stderr, /--help explains/);
    }
  });

  test("does npm run collect do the same, and explain itself within 80 columns?", () => {
    const { from, to } = submissions({ "anna.zip": mlp(), "link.zip": [] });
    const script = [join(root, "scripts", "run-typescript.js"), "grading/collect/main"];
    const npm = (...args: string[]) =>
      spawnSync(process.execPath, [...script, ...args], { encoding: "utf8" });
    const { status, stdout, stderr } = npm("--from", from, "--to", to);
    assert.equal(status, 1);
    assert.match(stdout, /^anna\.zip {2}-> anna {2}new {2}by its name\n2 students: 1 new/);
    assert.match(stderr, /^Not collected:\n {2}link \(link\.zip\): it is empty\n$/);
    assert.deepEqual(collected(to), { anna: three() });
    const help = npm("--help");
    assert.deepEqual([help.status, help.stderr], [0, ""]);
    assert.match(help.stdout, /^Usage: npm run collect -- --from DIR --to DIR/);
    assert.ok(help.stdout.split("\n").every((line) => line.length <= 80));
  });

  test("is what many have in common said once?", async () => {
    const built = [...mlp(), { name: "mlp/dist/x.js", text: "x" }];
    const names = ["a", "b", "c", "d"];
    const { from, to } = submissions(
      Object.fromEntries(names.map((name) => [`${name}.zip`, built])),
    );
    const { stdout } = await run("--from", from, "--to", to);
    assert.match(stdout, /^ {2}4 students: left out: dist\n4 students: 4 new\.$/m);
  });

  test("is a folder told that is a whole course, or empty?", async () => {
    const { from, to } = submissions({ "submitted/a/mlp": mlp("", ""), "source/mlp": mlp("", "") });
    const { status, stderr } = await run("--from", from, "--to", to);
    assert.equal(status, 1);
    assert.match(stderr, /is a whole course; name .*submitted instead/);
    assert.ok(!existsSync(to));
    rmSync(from, { recursive: true });
    mkdirSync(from);
    const nothing = await run("--from", from, "--to", to);
    assert.equal(nothing.status, 1);
    assert.match(nothing.stdout, /0 students: nothing was handed in/);
  });
});
