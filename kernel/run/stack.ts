// Stack traces in terms of what the user wrote: places in cells and in the
// project's TypeScript files, without the frames of the kernel and of Node.
import { relativePath } from "../compile/paths";
import { host } from "./host";
import { findScript, type Place } from "./scripts";

/** One call on the way to an error. */
export interface Frame {
  /** As a stack trace shows it: "f (Cell [3], line 5:10)". */
  text: string;
  /** Where in the user's sources it is; null for a frame in a package. */
  place: Place | null;
}

const frames = new WeakMap<object, Frame[]>();
let folder = "/";

/** The frames of an error that has a stack trace, innermost first. */
export function framesOf(error: object): Frame[] {
  const { stack } = error as { stack?: unknown };
  const known = frames.get(error) ?? [];
  if (typeof stack !== "string" || known.some(({ place }) => place)) return known;
  const wrong = syntaxFrame(stack);
  return wrong ? [wrong, ...known] : known;
}

/** V8's way to say where code that it cannot run is wrong. */
const WRONG = /^(\S+):(\d+)\n.*\n( *)\^/;

function syntaxFrame(stack: string): Frame | null {
  const [, file, line, indent] = WRONG.exec(stack) ?? [];
  const place = file ? findScript(file)?.place(Number(line), indent.length + 1) : null;
  return place ? { text: placeText(place), place } : null;
}

/** What the compiler has made of a variable of the cells' scope: `(0 , $cells.f)`. */
const IN_SCOPE = /\(0 , \$cells_*\.([\p{ID_Continue}$]+)\)|\$cells_*\./gu;

/** A message of V8's in the user's own terms. */
export function readable(message: string): string {
  return message.includes("$cells") ? message.replace(IN_SCOPE, "$1") : message;
}

/** How a place is named: "Cell [3], line 5:10" or "lib/mlp.ts:41:7". */
export function placeText({ script, line, column }: Place): string {
  const separator = script.isCell ? ", line " : ":";
  return `${script.label}${separator}${line}:${column}`;
}

/** Makes every `stack` from now on speak of sources instead of compiled code. */
export function installStackTraces(workingFolder: string): void {
  folder = workingFolder;
  // Ten frames, the default, may all be those of a package.
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, sites) => {
    const shown = sites.map(describe).filter((frame): frame is Frame => frame !== null);
    frames.set(error, shown);
    return [header(error), ...shown.map((frame) => `    at ${frame.text}`)].join("\n");
  };
}

function header(error: Error): string {
  try {
    return readable(Error.prototype.toString.call(error));
  } catch {
    return "Error";
  }
}

function describe(site: NodeJS.CallSite): Frame | null {
  // What a browser's eval runs has its name from its sourceURL.
  const file = site.getScriptNameOrSourceURL() ?? site.getFileName();
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (!file || line === null || column === null) return null;
  const script = findScript(file);
  if (script) {
    const place = script.place(line, column);
    return place && { text: callText(site, placeText(place)), place };
  }
  const plain = file.startsWith("file:") ? host.fromUrl(file) : file.replace(/\\/g, "/");
  if (host.isInternal(plain)) return null;
  const relative = relativePath(folder, plain);
  return { text: callText(site, `${relative}:${line}:${column}`), place: null };
}

function callText(site: NodeJS.CallSite, where: string): string {
  const name = site.getFunctionName();
  // What a cell runs in is a function that the user has not written.
  if (!name || (name === "eval" && site.isEval())) return where;
  const type = site.isToplevel() || site.isConstructor() ? null : site.getTypeName();
  const hidden = !type || type === "Object" || type === "Proxy";
  const owner = !hidden && !name.startsWith(`${type}.`) ? `${type}.` : "";
  const prefix = site.isConstructor() ? "new " : site.isAsync() ? "async " : "";
  return `${prefix}${owner}${name} (${where})`;
}
