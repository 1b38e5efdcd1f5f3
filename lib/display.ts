// One output, in several MIME types, shown by the kernel that runs this.

/**
 * Shows a bundle in the running cell. Outside a notebook there is nothing to
 * show it in: its text is printed.
 *
 * @param bundle an entry a MIME type: binary as base64, JSON as an object; text/plain always
 */
export function display(bundle: Record<string, unknown> & { "text/plain": string }): void {
  const write = tslabDisplay();
  if (write) write({ data: bundle, metadata: {}, transient: {} }, false);
  else console.log(bundle["text/plain"]);
}

/** tslab's writer, if tslab runs this: looked up, not imported, since a script has no use for it. */
function tslabDisplay() {
  const path = Object.keys(require.cache).find((file) =>
    /tslab[\\/]dist[\\/]jupyter\.js$/.test(file),
  );
  return path && require.cache[path]?.exports.lastWriteDisplayData;
}
