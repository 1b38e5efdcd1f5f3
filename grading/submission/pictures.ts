// Pictures that a student's texts show: pasted into a cell or lying beside the notebook.
// They come into the cells as attachments whose names and types are ours, so that every
// page shows them; in the place of what can't be shown stands its name.

import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import posix from "path-browserify";
import type { Attachments, Cell, Notebook } from "../assignment/notebook";
import { fromBase64, toBase64 } from "./base64";
import { folderOf, type HandedIn } from "./files";
import type { Findings } from "./findings";
import { kindOf } from "./picture-kinds";
import { inReferences, named, type Replacement } from "./references";
import { SECRET, TIMESTAMP } from "./timestamp";

const MEGABYTE = 2 ** 20;
/** Of all that is taken of one submission. */
const MOST = 40 * MEGABYTE;
/** The folder in which pages find what they link. */
export const DOCUMENTS = "handed-in";

/** What lies beside the notebooks and could be an answer. */
const DOCUMENT = /\.(jpe?g|png|gif|webp|heic|heif|avif|bmp|tiff?|svg|pdf|txt|tex|rtf|docx?|odt)$/;
const GIVEN = /^(mlp\/)?(lib|kernel|scripts|data|grading)\//;
const LONGEST_TEXT = 20_000;

/** What a text refers to, as it can be had: a picture, a page of its own, or neither. */
type Taken = { attachment: string } | { link: string } | { why: string };

export class Pictures {
  /** What pages link, by the path that they have, in base64. */
  readonly documents: Record<string, string> = {};
  private readonly seen = new Set<HandedIn>();
  private room = MOST;

  constructor(
    private readonly files: HandedIn[],
    private readonly findings: Findings,
  ) {}

  /** A notebook whose texts have their pictures in them. */
  embed(notebook: Notebook, file: HandedIn): Notebook {
    const cells = notebook.cells.map((cell) => {
      return cell.cell_type === "code" ? withoutAttachments(cell) : this.inCell(cell, file);
    });
    return { ...notebook, cells };
  }

  /** What lies beside the notebooks and no text refers to, as a text; null if nothing does. */
  beside(): { cell: Cell; paths: string[] } | null {
    const rest = this.files.filter((file) => {
      const taken = this.seen.has(file) || GIVEN.test(file.path);
      const nbgraders = file.name === TIMESTAMP || file.name === SECRET;
      return !taken && DOCUMENT.test(file.name) && !nbgraders;
    });
    if (rest.length === 0) return null;
    const attachments: Attachments = {};
    const texts = rest.map((file) => {
      if (/\.(txt|tex)$/.test(file.name)) return this.textOf(file);
      return this.markdown(this.fromFile(file, attachments), file.path, "");
    });
    const source = ["Handed in beside the notebooks:", ...texts].join("\n\n");
    const cell = { id: "handed-in", cell_type: "markdown", source, metadata: {} };
    return { cell: withAttachments(cell, attachments), paths: rest.map(({ path }) => path) };
  }

  private inCell(cell: Cell, file: HandedIn): Cell {
    const attachments: Attachments = {};
    const used = new Set<string>();
    const source = inReferences(cell.source, (reference) => {
      const { target, text } = reference;
      if (/^(data:|#|mailto:)/i.test(target) || (!reference.picture && isWeb(target))) return null;
      if (isWeb(target)) {
        this.findings.remark(`a picture on the web is not shown: ${target.slice(0, 100)}`);
        return { link: target, text: `${text || "picture"} (on the web, not shown)` };
      }
      const pasted = attachmentNamed(cell.attachments ?? {}, target);
      if (pasted !== undefined) used.add(pasted);
      const found = pasted === undefined ? this.fileNamed(target, file) : undefined;
      if (pasted === undefined && !found && !reference.picture) return null;
      const bundle = pasted === undefined ? undefined : cell.attachments?.[pasted];
      const taken = bundle
        ? this.fromBundle(bundle, attachments)
        : this.fromFile(found, attachments);
      const name = pasted ?? found?.path ?? target.replace(/^attachment:/, "");
      return this.result(taken, name, text);
    });
    const loose = Object.entries(cell.attachments ?? {}).filter(([name]) => !used.has(name));
    const more = loose.map(([name, bundle]) => {
      return `\n\n${this.markdown(this.fromBundle(bundle, attachments), name, "")}`;
    });
    return withAttachments({ ...cell, source: source + more.join("") }, attachments);
  }

  private result(taken: Taken, name: string, text: string): Replacement {
    if ("attachment" in taken) return { picture: `attachment:${taken.attachment}`, text };
    if ("link" in taken) return { link: taken.link, text: text || named(name) };
    this.findings.remark(`${name.slice(0, 100)} ${taken.why}`);
    return { words: `[${named(name)} ${taken.why}]` };
  }

  private markdown(taken: Taken, name: string, text: string): string {
    const shown = this.result(taken, name, text);
    if ("words" in shown) return shown.words;
    if ("link" in shown) return `[${shown.text}](${shown.link})`;
    return `${named(name)}\n\n![${text}](${shown.picture})`;
  }

  /** By its path from the notebook or the submission, else by its name alone. */
  private fileNamed(target: string, notebook: HandedIn): HandedIn | undefined {
    const plain = decoded(target)
      .replaceAll("\\", "/")
      .replace(/^file:\/+/i, "/")
      .normalize("NFC");
    const path = plain.replace(/[?#].*$/, "");
    const wanted = [posix.normalize(posix.join(folderOf(notebook), path)), posix.normalize(path)];
    const name = posix.basename(path).toLowerCase();
    const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
    return (
      this.files.find((file) => wanted.includes(file.path)) ??
      this.files.find((file) => wanted.some((one) => same(one, file.path))) ??
      this.files.find((file) => DOCUMENT.test(file.name) && file.name === name)
    );
  }

  private fromFile(file: HandedIn | undefined, attachments: Attachments): Taken {
    if (!file) return { why: "is not in what was handed in" };
    this.seen.add(file);
    if (file.size > this.room) return { why: `has ${file.size} bytes, which is too much to show` };
    return this.take(file.read(), attachments);
  }

  private fromBundle(bundle: Record<string, string>, attachments: Attachments): Taken {
    for (const data of Object.values(bundle)) {
      if (!/^[\w+/=\s-]+$/.test(data)) continue;
      const bytes = fromBase64(data);
      if (bytes.length > this.room)
        return { why: `has ${bytes.length} bytes, which is too much to show` };
      if (kindOf(bytes)) return this.take(bytes, attachments);
    }
    return { why: "is an attachment that holds no picture" };
  }

  private take(bytes: Uint8Array, attachments: Attachments): Taken {
    const kind = kindOf(bytes);
    if (!kind) return { why: "is no picture that could be shown" };
    const name = `${bytesToHex(sha256(bytes)).slice(0, 16)}.${kind.ending}`;
    if (!kind.shown && !kind.linked) return { why: `is a ${kind.name}, which pages do not show` };
    this.room -= bytes.length;
    if (kind.linked) {
      this.documents[`${DOCUMENTS}/${name}`] = toBase64(bytes);
      return { link: `${DOCUMENTS}/${name}` };
    }
    attachments[name] = { [`${kind.shown}`]: toBase64(bytes) };
    return { attachment: name };
  }

  private textOf(file: HandedIn): string {
    const text = new TextDecoder().decode(file.read()).slice(0, LONGEST_TEXT);
    const fence = "`".repeat(3 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([s]) => s.length)));
    return `${named(file.path)}\n\n${fence}\n${text}\n${fence}`;
  }
}

function isWeb(target: string): boolean {
  return /^(https?:)?\/\//i.test(target);
}

/** JupyterLab writes a name with blanks in one way here and in another there. */
function attachmentNamed(attachments: Attachments, target: string): string | undefined {
  const name = target.replace(/^attachment:/, "");
  const plain = (text: string) => decoded(text).normalize("NFC");
  const names = Object.keys(attachments);
  return names.find((one) => one === name) ?? names.find((one) => plain(one) === plain(name));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withoutAttachments({ attachments: _, ...cell }: Cell): Cell {
  return cell;
}

function withAttachments(cell: Cell, attachments: Attachments): Cell {
  const plain = withoutAttachments(cell);
  return Object.keys(attachments).length > 0 ? { ...plain, attachments } : plain;
}
