// What a text in Markdown refers to: pictures and links, in Markdown and in HTML.

export interface Reference {
  target: string;
  /** The picture's or the link's own. */
  text: string;
  picture: boolean;
}

/** What is to stand in its place. */
export type Replacement =
  | { picture: string; text: string }
  | { link: string; text: string }
  | { words: string };

// All lengths are bounded: a text made for it must not keep the expressions busy.
const CODE = /(```[\s\S]*?```|`[^`\n]{0,10000}`)/;
const TITLE = `(?:\\s{1,9}(?:"[^"\\n]{0,500}"|'[^'\\n]{0,500}'))?\\s{0,9}`;
const TARGET = `(?:<([^<>\\n]{1,1000})>|((?:[^()<>\\n]|\\([^()\\n]{0,200}\\)){1,1000}?))`;
const INLINE = new RegExp(`(!?)\\[([^\\[\\]]{0,1000})\\]\\(\\s{0,9}${TARGET}${TITLE}\\)`, "g");
const DEFINITION = /^( {0,3}\[[^\]\n]{1,200}\]:[ \t]{1,9})<?([^<>\s]{1,1000})>?(?=[ \t"']|$)/gm;
const TAG = /<(img|a|embed|iframe|object)\b([^<>]{0,2000})>/gi;
const ADDRESS =
  /\b(src|href|data)\s{0,9}=\s{0,9}(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s"'<>]{1,1000}))/i;

/** The text with its references replaced, but for code; null leaves one as it is. */
export function inReferences(
  text: string,
  replace: (reference: Reference) => Replacement | null,
): string {
  const parts = text.split(CODE);
  return parts.map((part, i) => (i % 2 === 1 ? part : inPart(part, replace))).join("");
}

function inPart(part: string, replace: (reference: Reference) => Replacement | null): string {
  return part
    .replace(INLINE, (whole, mark, text, bracketed, bare) => {
      const target = (bracketed ?? bare).trim();
      const instead = replace({ target, text, picture: mark === "!" });
      return instead ? inMarkdown(instead) : whole;
    })
    .replace(DEFINITION, (whole, head, target) => {
      // Where it stands nobody sees what is there in its place.
      const instead = replace({ target, text: "", picture: false });
      if (!instead || "words" in instead) return whole;
      return head + ("picture" in instead ? instead.picture : instead.link);
    })
    .replace(TAG, (whole, tag, inner) => {
      const found = ADDRESS.exec(inner);
      if (!found) return whole;
      const picture = tag.toLowerCase() === "img";
      const target = (found[2] ?? found[3] ?? found[4]).trim();
      const alt = /\balt\s{0,9}=\s{0,9}"([^"]{0,200})"/i.exec(inner)?.[1] ?? "";
      const instead = replace({ target, text: alt, picture });
      if (!instead) return whole;
      if ("words" in instead) return `<em>${escaped(instead.words)}</em>`;
      if ("link" in instead) {
        const words = tag.toLowerCase() === "a" ? "" : `${escaped(instead.text)}</a>`;
        return `<a href="${escaped(instead.link)}">${words}`;
      }
      const size = /\bwidth\s{0,9}=\s{0,9}"?(\d{1,4}%?)"?/i.exec(inner)?.[1];
      const width = size ? ` width="${size}"` : "";
      return `<img alt="${escaped(instead.text)}" src="${instead.picture}"${width}>`;
    });
}

function inMarkdown(instead: Replacement): string {
  if ("words" in instead) return `*${instead.words}*`;
  if ("picture" in instead) return `![${instead.text}](${instead.picture})`;
  return `[${instead.text}](${instead.link})`;
}

/** A file's name as code: nothing in it is read as Markdown. */
export function named(name: string): string {
  return `\`${name
    .slice(0, 100)
    .replace(/[`\n\r]/g, " ")
    .trim()}\``;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
