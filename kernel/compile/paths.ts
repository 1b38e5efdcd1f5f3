// Paths with forward slashes, on whatever host.

/** The folder of a path. */
export function dirname(path: string): string {
  const end = path.lastIndexOf("/");
  return end > 0 ? path.slice(0, end) : end === 0 ? "/" : ".";
}

/** A path from a folder, or an absolute one, without "." and "..". */
export function resolvePath(folder: string, path: string): string {
  const whole = isAbsolute(path) ? path : `${folder}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === ".." && parts.length > 1) parts.pop();
    else if (part !== "." && part !== ".." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.length === 1 ? `${parts[0]}/` : parts.join("/");
}

/** How a path is written from a folder; the path itself if it is not below it. */
export function relativePath(folder: string, path: string): string {
  const start = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(start) ? path.slice(start.length) : path;
}

/** Whether a path starts at the root, or at a drive of Windows. */
export function isAbsolute(path: string): boolean {
  return /^(\/|[A-Za-z]:\/)/.test(path);
}
