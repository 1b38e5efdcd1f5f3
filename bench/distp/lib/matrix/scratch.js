"use strict";
// Room in WebAssembly memory for one operation while it runs. It is taken back
// when the next one begins, whatever became of this one.
Object.defineProperty(exports, "__esModule", { value: true });
exports.numbersAt = exports.deliver = exports.placeLike = exports.placeOf = exports.scratch = exports.scratchMark = exports.clearScratch = void 0;
const arena_1 = require("./arena");
const wasm_1 = require("./wasm");
const arena = new arena_1.Arena();
const EMPTY = { piece: -1, next: 0 };
/**
 * Takes all room back, or what was taken since a mark: before an operation asks
 * for some, and at its end. After an interrupt the second thread may still be at
 * work there.
 */
function clearScratch(mark = EMPTY) {
    wasm_1.loaded?.settle();
    arena.backTo(mark);
}
exports.clearScratch = clearScratch;
function scratchMark() {
    return { piece: arena.piece, next: arena.next };
}
exports.scratchMark = scratchMark;
/**
 * @returns the address of so many bytes
 * @throws RangeError when there are not that many
 */
function scratch(bytes) {
    const address = arena.take(bytes);
    if (address === 0)
        throw new RangeError("no memory for a matrix operation");
    return address;
}
exports.scratch = scratch;
/** Where a block's numbers are, or a copy of them; 0 if there is no room. */
function placeOf(block) {
    const place = block.place() || placeLike(block);
    if (place !== 0 && place !== block.place())
        numbersAt(place, block.length).set(block.numbers());
    return place;
}
exports.placeOf = placeOf;
/** Where a block's numbers are, or others may be made for it; 0 if there is no room. */
function placeLike(block) {
    return block.place() || arena.take(8 * block.length);
}
exports.placeLike = placeLike;
/** Puts the numbers made at `place` into the block, if they are not there already. */
function deliver(block, place) {
    if (block.place() === 0)
        block.numbers().set(numbersAt(place, block.length));
}
exports.deliver = deliver;
/** Numbers in WebAssembly memory. */
function numbersAt(address, length) {
    if (wasm_1.loaded === undefined)
        throw new Error("there is no WebAssembly memory");
    return new Float64Array(wasm_1.loaded.memory.buffer, address, length);
}
exports.numbersAt = numbersAt;
