// Base64 of bytes, on Node and in browsers.

/** Characters that are made at once: a call takes no more arguments than the stack holds. */
const CHUNK = 1 << 15;

export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  }
  return btoa(parts.join(""));
}

/** Takes the alphabet of addresses as well; what is no base64 has no bytes. */
export function fromBase64(text: string): Uint8Array {
  try {
    const characters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(characters, (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
