// Serves a site on loopback as a web server would, gzipped, with the headers that let
// its pages share memory between threads.

import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".ipynb": "application/json",
  ".map": "application/json",
  ".webmanifest": "application/manifest+json",
  ".ts": "text/plain; charset=utf-8",
  ".md": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".wasm": "application/wasm",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** What makes a page cross-origin isolated. */
export const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/**
 * Starts to serve a folder.
 *
 * @param port 0 for any that is free
 * @param headers beside the usual ones
 * @returns the server, which listens
 */
export function serve(
  folder: string,
  port: number,
  headers: Record<string, string> = ISOLATION,
): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = normalize(decodeURIComponent(pathname)).replace(/^[\\/]+/, "");
    let file = join(folder, path);
    if (path.startsWith("..") || !existsSync(file)) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("There is no such file.\n");
      return;
    }
    if (statSync(file).isDirectory()) {
      if (!pathname.endsWith("/")) {
        response.writeHead(301, { Location: `${pathname}/` }).end();
        return;
      }
      file = join(file, "index.html");
    }
    const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    const type = TYPES[extname(file)];
    const packs = type !== undefined && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    const body = packs ? gzipSync(bytes, { level: 6 }) : bytes;
    response.writeHead(200, {
      "Content-Type": type ?? "application/octet-stream",
      "Cache-Control": "no-cache",
      "Content-Length": body.length,
      ...(packs && { "Content-Encoding": "gzip" }),
      ...headers,
    });
    response.end(body);
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
