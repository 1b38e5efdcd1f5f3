// JSON as Python's json module reads it, which writes and takes NaN and Infinity as
// well; and where a text is none, the line.

const LITERALS = new Set(["true", "false", "null"]);
const NOT_FINITE = new Set(["NaN", "Infinity", "-Infinity"]);
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const TOKEN = /[{}[\],:"]|[^\s{}[\],:"]+/g;
const CONFLICT = /^(<{7}|={7}|>{7})( |$)/;

/**
 * A value from its JSON. NaN and the infinities, wherever they stand, are null.
 *
 * @throws SyntaxError with the line that is wrong
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(withoutNaN(text));
  }
}

type Next = "value" | "value or ]" | '"name"' | '"name" or }' | ":" | ", or ]" | ", or }" | "end";

/** Goes through JSON's tokens and knows which may come. */
class Grammar {
  next: Next = "value";
  private readonly open: string[] = [];

  /** Whether a token that is no text in quotes may stand here; takes it if so. */
  take(token: string): boolean {
    const { next } = this;
    const value = next === "value" || next === "value or ]";
    if (value && token === "[") return this.begin(token, "value or ]");
    if (value && token === "{") return this.begin(token, '"name" or }');
    if (value && (LITERALS.has(token) || NOT_FINITE.has(token) || NUMBER.test(token))) {
      return this.end();
    }
    if (token === "]" && (next === "value or ]" || next === ", or ]")) return this.close();
    if (token === "}" && (next === '"name" or }' || next === ", or }")) return this.close();
    if (token === ":" && next === ":") return this.go("value");
    if (token === "," && next === ", or ]") return this.go("value");
    return token === "," && next === ", or }" && this.go('"name"');
  }

  takeText(): boolean {
    const { next } = this;
    if (next === '"name"' || next === '"name" or }') return this.go(":");
    return (next === "value" || next === "value or ]") && this.end();
  }

  private begin(token: string, next: Next): true {
    this.open.push(token);
    return this.go(next);
  }

  private close(): true {
    this.open.pop();
    return this.end();
  }

  /** Of a value. */
  private end(): true {
    const inner = this.open[this.open.length - 1];
    return this.go(inner === "[" ? ", or ]" : inner === "{" ? ", or }" : "end");
  }

  private go(next: Next): true {
    this.next = next;
    return true;
  }
}

/** The text with null in the place of numbers that are none. */
function withoutNaN(text: string): string {
  const grammar = new Grammar();
  let plain = "";
  let kept = 0;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    const at = found.index;
    const token = found[0].slice(0, 40);
    const expected = grammar.next;
    if (token === '"') {
      const end = stringEnd(text, at);
      if (end === 0) fail(text, at, "a text in quotes does not end");
      if (!isText(text.slice(at, end))) {
        fail(text, at, "a text in quotes holds a control character or half an escape");
      }
      if (!grammar.takeText()) fail(text, at, `expected ${expected}, found a text in quotes`);
      TOKEN.lastIndex = end;
    } else if (!grammar.take(token)) {
      fail(text, at, `expected ${expected}, found ${token}`);
    } else if (NOT_FINITE.has(token)) {
      plain += `${text.slice(kept, at)}null`;
      kept = at + token.length;
    }
  }
  if (grammar.next !== "end") fail(text, text.length, "it ends in the middle");
  return plain + text.slice(kept);
}

function isText(quoted: string): boolean {
  try {
    return typeof JSON.parse(quoted) === "string";
  } catch {
    return false;
  }
}

/** Behind the quote that ends the text which begins at `start`; 0 when none does. */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at > 0; at = text.indexOf('"', at + 1)) {
    let first = at;
    while (text[first - 1] === "\\") first--;
    if ((at - first) % 2 === 0) return at + 1;
  }
  return 0;
}

function fail(text: string, at: number, what: string): never {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  let line = 1;
  for (let i = text.indexOf("\n"); i >= 0 && i < at; i = text.indexOf("\n", i + 1)) line++;
  const merged = CONFLICT.test(text.slice(start, start + 8));
  const why = merged ? "both sides of a merge are in it; keep one" : what;
  throw new SyntaxError(`line ${line}: ${why}`);
}
