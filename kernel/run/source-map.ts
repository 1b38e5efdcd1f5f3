// Source maps: from places in code that runs to those where it was written.

/** Segments of one generated line, sorted: [column, source line, source column]. */
export type Line = [number, number, number][];

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
export function lookUp(map: Line[], line: number, column: number): [number, number] | null {
  const segments = map[line];
  if (!segments?.length) return null;
  let found = segments[0];
  for (const segment of segments) {
    if (segment[0] > column) break;
    found = segment;
  }
  return [found[1], found[2]];
}
