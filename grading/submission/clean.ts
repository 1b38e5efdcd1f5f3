// Text as every program takes it that a notebook passes through: nbgrader, its database,
// its pages, a browser.

/** Control characters but tab and line feed; what a terminal is told stays in outputs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g;
const TERMINAL = new Set("\u0007\b\r\u001b");
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text in which what is no character is replaced by the one that stands for that. */
export function cleanText(text: string, terminal = false): string {
  return text
    .replace(CONTROL, (character) => (terminal && TERMINAL.has(character) ? character : "\ufffd"))
    .replace(LONE_SURROGATE, "\ufffd");
}

/** The same for all the texts in a value, names among them. */
export function clean<T>(value: T, terminal = false): T {
  if (typeof value === "string") return cleanText(value, terminal) as T;
  if (Array.isArray(value)) return value.map((inner) => clean(inner, terminal)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    return [cleanText(name), clean(inner, terminal || name === "outputs")];
  });
  return Object.fromEntries(entries) as T;
}
