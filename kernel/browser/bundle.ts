// What the site brings for the kernel, as one compressed file.
import { gunzipSync, strFromU8 } from "fflate";
import type { Bundle } from "./bundle-format";
import { PROJECT, type VirtualFiles } from "./files";

/** Fetches the bundle. @throws Error saying what is missing of the site */
export async function fetchBundle(base: string): Promise<Bundle> {
  const bytes = await fetchWhole(`${base}files.json.gz`);
  return JSON.parse(strFromU8(unpacked(bytes)));
}

/** Puts its files in place. */
export function unpack({ texts, binaries, remote }: Bundle, base: string, files: VirtualFiles) {
  const at = (path: string) => `${PROJECT}/${path}`;
  for (const [path, text] of Object.entries(texts)) files.put(at(path), text);
  for (const [path, base64] of Object.entries(binaries)) {
    files.put(
      at(path),
      Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)),
    );
  }
  for (const [path, url] of Object.entries(remote)) files.put(at(path), { url: base + url });
}

/** Fetches a file of the site's while the code that reads it waits. */
export function fetchAtOnce(url: string): Uint8Array {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${url} of the site cannot be had`);
  return unpacked(new Uint8Array(request.response));
}

async function fetchWhole(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} of the site cannot be had: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Some servers unpack what ends with .gz themselves, by way of a header. */
function unpacked(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}
