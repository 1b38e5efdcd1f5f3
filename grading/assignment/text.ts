// Text files in the encodings that editors and shells write.

/** What a file's bytes say, and what is odd about how they say it. */
export interface Text {
  text: string;
  /** Empty when it is UTF-8. */
  remark: string;
}

/**
 * Reads UTF-8, UTF-16 and UTF-32, with a byte-order mark or told by the zeros of their
 * first characters; else Windows' encoding of Western Europe.
 */
export function decode(bytes: Uint8Array): Text {
  const wide = wideEncoding(bytes);
  if (wide) {
    const text = wide.startsWith("utf-32")
      ? utf32(bytes, wide === "utf-32be")
      : new TextDecoder(wide).decode(bytes);
    return { text: text.replace(/^\uFEFF/, ""), remark: `is in ${wide.slice(0, 6).toUpperCase()}` };
  }
  const text = new TextDecoder("utf-8").decode(bytes);
  if (!text.includes("\uFFFD") || isUtf8(bytes)) return { text, remark: "" };
  const line = text.slice(0, text.indexOf("\uFFFD")).split("\n").length;
  // Some of it is UTF-8: then the rest is damage, and stays marked.
  if (/[\u0080-\uFFFC]/.test(text)) {
    return { text, remark: `is damaged in line ${line}: it is not UTF-8 there` };
  }
  const western = new TextDecoder("windows-1252").decode(bytes);
  return { text: western, remark: `is not in UTF-8 (line ${line}): read as Windows-1252` };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function wideEncoding(bytes: Uint8Array): string | undefined {
  if (bytes.length < 2) return undefined;
  const [a, b, c = 1, d = 1] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "utf-32le" : "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  // Without a mark: the first character of code or JSON is an ASCII one.
  if (a === 0 && b === 0)
    return (c === 0xfe && d === 0xff) || (c === 0 && d) ? "utf-32be" : undefined;
  if (a === 0 && b > 0) return "utf-16be";
  if (a > 0 && b === 0) return c === 0 && d === 0 ? "utf-32le" : "utf-16le";
  return undefined;
}

function utf32(bytes: Uint8Array, bigEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = "";
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, !bigEndian);
    text += point > 0x10ffff ? "\uFFFD" : String.fromCodePoint(point);
  }
  return text;
}
