// The code that runs, and where in which source each place of it was written.

interface RawMap {
  mappings: string;
  sourcesContent?: string[];
}

/** Segments of one generated line, sorted: [column, source line, source column]. */
type Line = [number, number, number][];

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGITS = new Map([...BASE64].map((character, digit) => [character, digit]));

/** Decodes a source map's mappings (base64 VLQ, each field relative to the last). */
export function decodeMappings(mappings: string): Line[] {
  const fields = [0, 0, 0, 0, 0];
  return mappings.split(";").map((line) => {
    fields[0] = 0;
    const segments: Line = [];
    for (const segment of line.split(",")) {
      let field = 0;
      let value = 0;
      let shift = 0;
      for (const character of segment) {
        const digit = DIGITS.get(character) ?? 0;
        value |= (digit & 31) << shift;
        shift += 5;
        if (digit & 32) continue;
        fields[field++] += value & 1 ? -(value >> 1) : value >> 1;
        value = shift = 0;
      }
      if (field >= 4) segments.push([fields[0], fields[2], fields[3]]);
    }
    return segments;
  });
}

/** The last segment at or before a zero-based place; the line's first if none is. */
function lookUp(map: Line[], line: number, column: number): [number, number] | null {
  const segments = map[line];
  if (!segments?.length) return null;
  let found = segments[0];
  for (const segment of segments) {
    if (segment[0] > column) break;
    found = segment;
  }
  return [found[1], found[2]];
}

const maps = new Map<string, { outer: string; inner: string }>();

/** Keeps the source maps of freshly compiled `output` until it is registered. */
export function rememberMaps(output: string, outer: string, inner: string): void {
  maps.set(output, { outer, inner });
}

/** A place in a source, one-based. */
export interface Place {
  script: Script;
  line: number;
  column: number;
}

/** A piece of compiled code. */
export class Script {
  private readonly raw: { outer: string; inner: string } | undefined;
  private decoded: { outer: Line[]; inner: Line[] } | null = null;

  constructor(
    /** How its frames are named: "Cell [3]", "lib/mlp.ts". */
    readonly label: string,
    /** A cell, as opposed to a file of the project. */
    readonly isCell: boolean,
    private readonly givenSource: string | null,
    output: string,
  ) {
    this.raw = maps.get(output);
  }

  /** The lines as they were written. */
  get lines(): string[] {
    return this.source().split("\n");
  }

  /** Where the code at a one-based place of the compiled script was written. */
  place(line: number, column: number): Place | null {
    if (!this.raw) return null;
    if (!this.decoded) {
      const decode = (map: string) => decodeMappings((JSON.parse(map) as RawMap).mappings);
      this.decoded = { outer: decode(this.raw.outer), inner: decode(this.raw.inner) };
    }
    const middle = lookUp(this.decoded.outer, line - 1, column - 1);
    const written = middle && lookUp(this.decoded.inner, middle[0], middle[1]);
    if (!written) return null;
    // tslab puts a line of its own before cells, and before modules made of cells.
    const prefix = this.prefixed() ? 1 : 0;
    const sourceLine = written[0] + 1 - prefix;
    return sourceLine < 1 ? null : { script: this, line: sourceLine, column: written[1] + 1 };
  }

  private compiledSource(): string {
    if (!this.raw) return "";
    return (JSON.parse(this.raw.inner) as RawMap).sourcesContent?.[0] ?? "";
  }

  private prefixed(): boolean {
    return this.compiledSource().startsWith("export {};\n");
  }

  private source(): string {
    if (this.givenSource !== null) return this.givenSource;
    const source = this.compiledSource();
    return this.prefixed() ? source.slice(source.indexOf("\n") + 1) : source;
  }
}

const scripts = new Map<string, Script>();

/** Makes a script known under the file name that V8 will report for it. */
export function registerScript(file: string, script: Script): void {
  scripts.set(file, script);
}

/** The script known under a file name. */
export function findScript(file: string): Script | undefined {
  return scripts.get(file);
}

/** Forgets the source maps of compiled code that has been registered. */
export function forgetMaps(): void {
  maps.clear();
}
