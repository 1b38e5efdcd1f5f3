"use strict";
// Writing a file so that it is either the old one or the whole new one.
Object.defineProperty(exports, "__esModule", { value: true });
exports.writeAtomically = void 0;
const node_crypto_1 = require("node:crypto");
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
/**
 * Writes beside the file, to the disk, and renames: whoever reads the file
 * never sees half of it, and a failure leaves what was there, and nothing else.
 *
 * @throws Error when the path is something else than a file, or the system's
 *   own error when it cannot be written
 */
function writeAtomically(path, bytes) {
    // Renaming over a device such as /dev/null would replace it.
    const there = (0, node_fs_1.lstatSync)(path, { throwIfNoEntry: false });
    if (there && !there.isFile() && !there.isSymbolicLink()) {
        throw new Error(`${path} cannot be written: there is something there that is no file`);
    }
    const temporary = (0, node_path_1.join)((0, node_path_1.dirname)(path), `.${(0, node_path_1.basename)(path)}.${(0, node_crypto_1.randomBytes)(6).toString("hex")}.part`);
    try {
        const file = (0, node_fs_1.openSync)(temporary, "wx");
        try {
            (0, node_fs_1.writeFileSync)(file, bytes);
            (0, node_fs_1.fsyncSync)(file);
        }
        finally {
            (0, node_fs_1.closeSync)(file);
        }
        (0, node_fs_1.renameSync)(temporary, path);
    }
    catch (error) {
        (0, node_fs_1.rmSync)(temporary, { force: true });
        throw error;
    }
}
exports.writeAtomically = writeAtomically;
