// What a picture or document is, by its first bytes: what it is called proves nothing.

export interface Kind {
  /** As people call it. */
  name: string;
  ending: string;
  /** Its MIME type, if browsers show it in a page. */
  shown?: string;
  /** Browsers open it, on its own. */
  linked?: true;
}

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

/** undefined for what is neither. */
export function kindOf(bytes: Uint8Array): Kind | undefined {
  const start = ascii(bytes, 0, 12);
  if (start.startsWith("\x89PNG\r\n")) return { name: "PNG", ending: "png", shown: "image/png" };
  if (start.startsWith("\xff\xd8\xff")) return { name: "JPEG", ending: "jpg", shown: "image/jpeg" };
  if (/^GIF8[79]a/.test(start)) return { name: "GIF", ending: "gif", shown: "image/gif" };
  if (start.startsWith("RIFF") && start.endsWith("WEBP"))
    return { name: "WebP", ending: "webp", shown: "image/webp" };
  if (start.startsWith("BM")) return { name: "BMP", ending: "bmp", shown: "image/bmp" };
  if (/^(II\*\0|MM\0\*)/.test(start)) return { name: "TIFF", ending: "tiff" };
  if (start.startsWith("%PDF-")) return { name: "PDF", ending: "pdf", linked: true };
  if (start.slice(4, 8) === "ftyp") {
    const brands = ascii(bytes, 8, 40);
    if (/avi[fs]/.test(brands)) return { name: "AVIF", ending: "avif", shown: "image/avif" };
    if (/hei[cxms]|hev[cx]|mif1|msf1/.test(brands)) return { name: "HEIC", ending: "heic" };
  }
  if (/^\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)/.test(ascii(bytes, 0, 1000).replace(/^ï»¿/, ""))) {
    const isSvg = ascii(bytes, 0, 4000).includes("<svg");
    return isSvg ? { name: "SVG", ending: "svg", shown: "image/svg+xml" } : undefined;
  }
  return undefined;
}
