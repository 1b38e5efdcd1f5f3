// node:zlib's synchronous functions.
import { Buffer } from "buffer";
import { gunzipSync, gzipSync, unzlibSync, zlibSync } from "fflate";

type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

const level = (options?: { level?: number }) => ({ level: (options?.level ?? 6) as Level });

export const zlib = {
  gunzipSync: (bytes: Uint8Array) => Buffer.from(gunzipSync(bytes)),
  gzipSync: (bytes: Uint8Array, options?: { level?: number }) =>
    Buffer.from(gzipSync(bytes, { ...level(options), mtime: 0 })),
  inflateSync: (bytes: Uint8Array) => Buffer.from(unzlibSync(bytes)),
  deflateSync: (bytes: Uint8Array, options?: { level?: number }) =>
    Buffer.from(zlibSync(bytes, level(options))),
};
