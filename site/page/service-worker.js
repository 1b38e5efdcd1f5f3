// Keeps the site's files in the browser, so that it opens without a network, and adds
// the headers by which its pages may share memory between threads. A newer site waits
// until the tabs of the older one are closed or agree: they go on with the files that
// they began with. What students write is not here, but in JupyterLite's own storage.

/** By path, the first 16 digits of the SHA-256 of each file. */
const FILES = "FILES";
const VERSION = "VERSION";

const scope = self.registration.scope;
const PREFIX = `gradbook ${scope} `;
const NAME = PREFIX + VERSION;
const LIST = `${scope}files-of-this-version`;
const ISOLATION = "ISOLATION";

self.addEventListener("install", (event) => event.waitUntil(takeOver()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path !== undefined) event.respondWith(respond(event.request, path));
});
self.addEventListener("message", (event) => {
  const { type } = event.data;
  if (type === "keep") event.waitUntil(keep(event.source));
  if (type === "activate") self.skipWaiting();
  if (type === "activate if alone") event.waitUntil(activateIfAlone());
});

/** What is unchanged since the version before need not be fetched again. */
async function takeOver() {
  const cache = await caches.open(NAME);
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX) || name === NAME) continue;
    const before = await caches.open(name);
    const list = await before.match(LIST);
    const files = list ? await list.json() : {};
    for (const [path, hash] of Object.entries(FILES)) {
      if (files[path] !== hash) continue;
      const kept = await before.match(scope + path);
      if (kept) await cache.put(scope + path, kept);
    }
  }
  await cache.put(LIST, new Response(JSON.stringify(FILES)));
}

async function begin() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  }
  await self.clients.claim();
}

async function activateIfAlone() {
  const clients = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (clients.length < 2) await self.skipWaiting();
}

/** The path in the site that a request is for; undefined for what is not ours. */
function pathOf({ method, url }) {
  const plain = url.replace(/[?#].*/, "");
  if (method !== "GET" || !plain.startsWith(scope)) return undefined;
  const path = decodeURIComponent(plain.slice(scope.length));
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  return file in FILES ? file : undefined;
}

async function respond(request, path) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(scope + path);
  return isolated(kept ?? (await fetchFile(cache, path, request)));
}

/** Fetches a file, and keeps it if it is that of this version. */
async function fetchFile(cache, path) {
  // The server is asked whether what the browser has of it is still right.
  const response = await fetch(scope + path, { cache: "no-cache" });
  if (response.ok && (await isRight(path, response.clone()))) {
    await cache.put(scope + path, response.clone()).catch(() => {}); // a full storage
  }
  return response;
}

async function isRight(path, response) {
  if (!crypto.subtle) return true;
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  const bytes = [...new Uint8Array(digest).subarray(0, 8)];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("") === FILES[path];
}

function isolated(response) {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

/** Fetches all that is not here yet, for the time without a network. */
async function keep(client) {
  const cache = await caches.open(NAME);
  let missing = 0;
  for (const path of Object.keys(FILES)) {
    if (await cache.match(scope + path)) continue;
    await fetchFile(cache, path).catch(() => {});
    if (!(await cache.match(scope + path))) missing++;
  }
  client?.postMessage({ type: "kept", missing });
}
