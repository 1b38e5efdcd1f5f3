"use strict";
// One output, in several MIME types, shown by the kernel that runs this.
Object.defineProperty(exports, "__esModule", { value: true });
exports.Output = exports.display = exports.inNotebook = exports.WATCHED = void 0;
const node_crypto_1 = require("node:crypto");
/**
 * Whether someone may watch while this runs. Grading executes notebooks without
 * frames of live charts and without SVGs: it draws those itself, for the whole class.
 */
exports.WATCHED = process.env.GRADBOOK_UNWATCHED !== "1";
/** Whether a notebook's kernel runs this. */
function inNotebook() {
    return tslabDisplay() !== undefined;
}
exports.inNotebook = inNotebook;
/**
 * Shows a bundle in the running cell. Outside a notebook there is nothing to
 * show it in: its text is printed.
 */
function display(bundle, metadata = {}) {
    const write = tslabDisplay();
    if (write)
        write({ data: bundle, metadata, transient: {} }, false);
    else
        console.log(bundle["text/plain"]);
}
exports.display = display;
/** An output of a notebook that takes the place of what it showed before. */
class Output {
    id = (0, node_crypto_1.randomUUID)();
    shown = false;
    /** Shows a bundle, or replaces the one that is shown. */
    show(bundle, metadata = {}) {
        tslabDisplay()?.({ data: bundle, metadata, transient: { display_id: this.id } }, this.shown);
        this.shown = true;
    }
}
exports.Output = Output;
/** tslab's writer, if tslab runs this: looked up, not imported, since a script has no use for it. */
function tslabDisplay() {
    const path = Object.keys(require.cache).find((file) => /tslab[\\/]dist[\\/]jupyter\.js$/.test(file));
    return path === undefined ? undefined : require.cache[path]?.exports.lastWriteDisplayData;
}
