// The safetensors format: 8 bytes with the length of the header (little-endian),
// the header in JSON, then the tensors' bytes one after the other. The header
// gives each tensor's type, shape and place, and may hold texts as metadata.
//
// Source: https://github.com/huggingface/safetensors#format

import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";

/** Numbers and their shape; a vector has one size. */
export interface Tensor {
  shape: number[];
  /** Row after row. */
  data: Float64Array;
}

/** What a file holds. */
export interface TensorFile {
  tensors: Map<string, Tensor>;
  metadata: Map<string, string>;
}

/** The longest header that is read, in bytes: as Python's. */
const MAX_HEADER = 100_000_000;
const BYTES = { F64: 8, F32: 4 } as const;

/** A tensor as the header describes it. */
interface Entry {
  name: string;
  dtype: keyof typeof BYTES;
  shape: number[];
  start: number;
  end: number;
}

/**
 * A file's bytes, the same for the same tensors and metadata. All are F64.
 *
 * @param tensors in the order they get in the file
 */
export function encodeTensors({ tensors, metadata }: TensorFile): Buffer {
  const header: [string, unknown][] = [["__metadata__", Object.fromEntries(metadata)]];
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    const start = end;
    end += 8 * data.length;
    header.push([name, { dtype: "F64", shape, data_offsets: [start, end] }]);
  }
  const json = JSON.stringify(Object.fromEntries(header));
  // Spaces, so that the numbers start at a multiple of 8 and can be mapped into memory.
  const text = Buffer.from(json + " ".repeat((8 - (Buffer.byteLength(json) % 8)) % 8));
  const bytes = Buffer.alloc(8 + text.length + end);
  bytes.writeBigUInt64LE(BigInt(text.length));
  text.copy(bytes, 8);
  let at = 8 + text.length;
  for (const { data } of tensors.values()) {
    for (const value of data) at = bytes.writeDoubleLE(value, at);
  }
  return bytes;
}

/**
 * Reads a file whose tensors are F64 or F32. Its sizes are checked before
 * anything is allocated.
 *
 * @param maxBytes the largest file that is read
 * @throws Error naming the file and what was expected
 */
export function readTensors(path: string, maxBytes: number): TensorFile {
  // Opening a pipe would wait for its other end.
  if (!statSync(path).isFile()) throw new Error(`${path} is not a regular file`);
  const file = openSync(path, "r");
  try {
    return read(file, maxBytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} is not a safetensors file that can be used: ${why}`, { cause: error });
  } finally {
    closeSync(file);
  }
}

function read(file: number, maxBytes: number): TensorFile {
  const { size } = fstatSync(file);
  if (size < 8 || size > maxBytes) {
    throw new Error(`it has ${size} bytes, expected 8 to ${maxBytes}`);
  }
  const headerLength = Number(readBytes(file, 0, 8).readBigUInt64LE());
  const dataLength = size - 8 - headerLength;
  if (headerLength > MAX_HEADER || dataLength < 0) {
    const most = Math.min(MAX_HEADER, size - 8);
    throw new Error(
      `it says that its header has ${headerLength} bytes, expected at most ${most} in a file of ${size}`,
    );
  }
  const { entries, metadata } = parseHeader(readBytes(file, 8, headerLength), dataLength);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, start, end } of entries) {
    const bytes = readBytes(file, 8 + headerLength + start, end - start);
    tensors.set(name, { shape, data: decode(bytes, dtype) });
  }
  return { tensors, metadata };
}

function readBytes(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const count = readSync(file, bytes, done, length - done, position + done);
    if (count === 0) throw new Error("it became shorter while it was read");
    done += count;
  }
  return bytes;
}

function decode(bytes: Buffer, dtype: Entry["dtype"]): Float64Array {
  const data = new Float64Array(bytes.length / BYTES[dtype]);
  for (let i = 0; i < data.length; i++) {
    data[i] = dtype === "F64" ? bytes.readDoubleLE(8 * i) : bytes.readFloatLE(4 * i);
  }
  return data;
}

/** @throws Error unless the tensors fill the data without overlap or gap */
function parseHeader(bytes: Buffer, dataLength: number) {
  const header = parseJson(bytes);
  const metadata = new Map<string, string>();
  const entries: Entry[] = [];
  for (const [name, value] of header) {
    if (name !== "__metadata__") entries.push(parseEntry(name, value));
    else {
      // Python reads null as no metadata.
      for (const [key, text] of fields(value ?? {}, "__metadata__")) {
        if (typeof text !== "string") throw new Error(`its metadata "${key}" is not a text`);
        metadata.set(key, text);
      }
    }
  }
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (entry.start !== end) {
      throw new Error(
        `its tensor "${entry.name}" starts at byte ${entry.start} of the data, expected ${end}: tensors must lie one after the other`,
      );
    }
    end = entry.end;
  }
  if (end !== dataLength) {
    throw new Error(`its tensors take ${end} bytes, but ${dataLength} follow the header`);
  }
  return { entries, metadata };
}

function parseEntry(name: string, value: unknown): Entry {
  const what = `its tensor "${name}"`;
  const entry = new Map(fields(value, name));
  const [dtype, shape, offsets] = ["dtype", "shape", "data_offsets"].map((key) => entry.get(key));
  if (dtype !== "F64" && dtype !== "F32") {
    throw new Error(`${what} has the dtype ${JSON.stringify(dtype)}, expected "F64" or "F32"`);
  }
  if (!isCounts(shape)) {
    throw new Error(`${what} has the shape ${JSON.stringify(shape)}, expected a list of sizes`);
  }
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw new Error(
      `${what} has the data_offsets ${JSON.stringify(offsets)}, expected [start, end]`,
    );
  }
  const [start, end] = offsets;
  // A product beyond 2^53 is no longer exact, but then far above end - start as well.
  const expected = shape.reduce((product, size) => product * size, BYTES[dtype]);
  if (end - start !== expected) {
    throw new Error(
      `${what} takes ${end - start} bytes, expected ${expected} for ${dtype} of shape [${shape}]`,
    );
  }
  return { name, dtype, shape, start, end };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function fields(value: unknown, name: string): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`"${name}" in its header is not an object`);
  }
  return Object.entries(value);
}

/**
 * The header's fields. JSON.parse alone would take the last of two that have one name,
 * which is how Python reads metadata, but no way to read tensors.
 */
function parseJson(bytes: Buffer): [string, unknown][] {
  let value: unknown;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`its header is not JSON (${(error as Error).message.slice(0, 120)})`);
  }
  if (!text.startsWith("{")) throw new Error("its header does not start with {");
  const seen: (Set<string> | undefined)[] = [];
  let key = "";
  for (const [token, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}]/g)) {
    if (token === "{") {
      const isMetadata = seen.length === 1 && key === "__metadata__";
      seen.push(isMetadata ? undefined : new Set());
    } else if (token === "}") seen.pop();
    else if (colon !== undefined) {
      key = JSON.parse(token.slice(0, -colon.length));
      const keys = seen[seen.length - 1];
      if (keys?.has(key)) throw new Error(`its header has "${key}" twice`);
      keys?.add(key);
    }
  }
  return fields(value, "the whole");
}
