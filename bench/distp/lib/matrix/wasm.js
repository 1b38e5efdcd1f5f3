"use strict";
// Loads the WebAssembly kernels that build.js makes of assembly/, and says
// which backend is in use.
Object.defineProperty(exports, "__esModule", { value: true });
exports.backendInUse = exports.useBackend = exports.wasm = exports.loaded = void 0;
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
/** 64 KB each: the most there may be. Some machines do not give room for as many. */
const PAGES = [32768, 16384, 4096];
/** The kernels, or undefined on a machine that has none. */
exports.loaded = load();
let kernels = exports.loaded;
/** The kernels, or undefined where plain TypeScript does the work. */
function wasm() {
    return kernels;
}
exports.wasm = wasm;
/**
 * Chooses what new matrices and products use.
 *
 * @throws Error when "wasm" is asked for and there are no kernels
 */
function useBackend(backend) {
    if (backend === "wasm" && exports.loaded === undefined) {
        throw new Error("the WebAssembly kernels are not there: node lib/matrix/build.js makes them");
    }
    kernels = backend === "wasm" ? exports.loaded : undefined;
}
exports.useBackend = useBackend;
/** The backend in use. */
function backendInUse() {
    return kernels === undefined ? "ts" : "wasm";
}
exports.backendInUse = backendInUse;
function load() {
    if (process.env.GRADBOOK_BACKEND === "ts")
        return undefined;
    const path = (0, node_path_1.join)(__dirname, "dist", "kernels.wasm");
    try {
        if (!(0, node_fs_1.existsSync)(path))
            throw new Error(`${path} is missing, node lib/matrix/build.js makes it`);
        const module = new WebAssembly.Module((0, node_fs_1.readFileSync)(path));
        const memory = newMemory();
        const { exports } = new WebAssembly.Instance(module, { env: { memory } });
        return { ...exports, module, memory };
    }
    catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        console.warn(`Matrices run in plain TypeScript, about ten times slower: ${why}`);
        return undefined;
    }
}
function newMemory() {
    for (const maximum of PAGES) {
        try {
            return new WebAssembly.Memory({ initial: 16, maximum, shared: true });
        }
        catch (error) {
            if (maximum === PAGES[PAGES.length - 1])
                throw error;
        }
    }
    throw new RangeError("no memory");
}
