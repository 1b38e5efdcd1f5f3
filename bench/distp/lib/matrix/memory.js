"use strict";
// Where the numbers of matrices live, and when they are given back.
//
// Outside tidy() a matrix has an ordinary Float64Array, which the garbage
// collector takes. What is made inside tidy() lives in WebAssembly memory and
// is given back at its end, unless it is returned. A matrix from outside that a
// tidy() uses, such as the parameters of a network, moves into WebAssembly
// memory, and leaves it when the garbage collector takes it.
Object.defineProperty(exports, "__esModule", { value: true });
exports.keep = exports.tidy = exports.Block = exports.newBlockIn = exports.zeroBlock = exports.newBlock = exports.BLOCK = exports.currentScope = exports.Scope = void 0;
const arena_1 = require("./arena");
const lazy_1 = require("./lazy");
const wasm_1 = require("./wasm");
const NONE = new Float64Array(0);
/** Bytes that tidy() may leave unused until the call around it ends. */
const MOST_LEFT = 16 * 2 ** 20;
/** Bytes of blocks from outside that may be in WebAssembly memory at a time. */
const SETTLED_LIMIT = 64 * 2 ** 20;
/** One call of tidy(). */
class Scope {
    outer;
    tenants = [];
    piece = arena.piece;
    next = arena.next;
    /** Blocks made since then that outlive the call. */
    kept;
    constructor(outer) {
        this.outer = outer;
    }
}
exports.Scope = Scope;
const arena = new arena_1.Arena();
let innermost;
let tidying = 0; // calls of tidy() that have not ended
let watching = false;
let settledBytes = 0;
function currentScope() {
    return innermost;
}
exports.currentScope = currentScope;
/** A method with this name gives tidy() the block of a matrix that is returned. */
exports.BLOCK = Symbol("block");
/** Room for numbers until the current tidy() ends. They are arbitrary, not zero. */
function newBlock(length) {
    return newBlockIn(innermost, length);
}
exports.newBlock = newBlock;
/** A new block of zeros. */
function zeroBlock(length) {
    const block = newBlock(length);
    if (block.inWasm)
        block.numbers().fill(0); // an ordinary array is zero
    return block;
}
exports.zeroBlock = zeroBlock;
/** The same for a certain call of tidy(), or for the garbage collector. */
function newBlockIn(scope, length) {
    if (scope === undefined)
        return new Block(length, 0, new Float64Array(length), scope);
    const address = (0, wasm_1.wasm)() === undefined ? 0 : arena.take(8 * length);
    const array = address === 0 ? new Float64Array(length) : NONE;
    const block = new Block(length, address, array, scope);
    scope.tenants.push(block);
    if (scope !== innermost)
        keepAbove(block);
    return block;
}
exports.newBlockIn = newBlockIn;
/** The numbers of one matrix. */
class Block {
    length;
    address;
    array;
    scope;
    gone = false;
    constructor(length, address, // 0 when not in WebAssembly memory
    array, // if in it, of length 0 until needed and after it has grown
    scope) {
        this.length = length;
        this.address = address;
        this.array = array;
        this.scope = scope;
    }
    /**
     * Its numbers. Making another block may move them: ask again after that.
     *
     * @throws Error when they were given back
     */
    numbers() {
        if (this.array.length === 0) {
            if (this.gone)
                throw new Error(lazy_1.GIVEN_BACK);
            if (this.address !== 0)
                this.array = view(this.address, this.length);
        }
        return this.array;
    }
    /**
     * Where its numbers are in WebAssembly memory; 0 when they are not there, or
     * plain TypeScript is to do the work.
     *
     * @throws Error when they were given back
     */
    place() {
        if (this.gone)
            throw new Error(lazy_1.GIVEN_BACK);
        if ((0, wasm_1.wasm)() === undefined)
            return 0;
        if (this.address === 0 && tidying > 0 && this.scope === undefined)
            this.settle();
        return this.address;
    }
    get inWasm() {
        return this.address !== 0;
    }
    /** Whether its numbers were given back. */
    get isGone() {
        return this.gone;
    }
    /** Moves into WebAssembly memory if there is room. */
    settle() {
        const bytes = 8 * this.length;
        if (settledBytes + bytes > SETTLED_LIMIT)
            return;
        const address = (0, arena_1.allocate)(bytes);
        if (address === 0)
            return;
        view(address, this.length).set(this.array);
        this.address = address;
        this.array = NONE;
        settledBytes += bytes;
        collected.register(this, { address, bytes });
    }
    /** Gives its numbers back: asking for them is an error from now on. */
    drop() {
        this.address = 0;
        this.array = NONE;
        this.gone = true;
    }
    /** Passes it on to an outer call of tidy(), or to the garbage collector. */
    moveTo(scope) {
        this.scope = scope;
        if (scope !== undefined) {
            scope.tenants.push(this);
            keepAbove(this);
        }
        else if (this.address !== 0) {
            const numbers = this.numbers().slice();
            this.address = 0;
            this.array = numbers;
        }
    }
    /** Puts its numbers where arena.take() says. */
    relocate(numbers) {
        this.address = arena.take(8 * this.length);
        this.array = this.address === 0 ? numbers : view(this.address, this.length);
        if (this.address !== 0)
            this.array.set(numbers);
    }
}
exports.Block = Block;
/** Calls of tidy() within the block's own leave it where it is. */
function keepAbove(block) {
    for (let scope = innermost; scope !== undefined && scope !== block.scope; scope = scope.outer) {
        scope.kept ??= [];
        scope.kept.push(block);
    }
}
const collected = new FinalizationRegistry((held) => {
    wasm_1.loaded?.release(held.address);
    settledBytes -= held.bytes;
});
function view(address, length) {
    return wasm_1.loaded === undefined ? NONE : new Float64Array(wasm_1.loaded.memory.buffer, address, length);
}
/**
 * Runs `work` and gives back the memory of every matrix made in it, except
 * those in what it returns: a matrix, or arrays and objects with matrices in
 * them. Calls may be nested. Without tidy() all works, too: more slowly, as
 * the garbage collector has to find what is no longer needed.
 *
 * @returns what work returns
 * @throws what work throws; TypeError when work is asynchronous, as it would
 *   go on after its matrices were given back
 */
function tidy(work) {
    const scope = enter();
    tidying++;
    try {
        const result = work();
        if (typeof result?.then === "function") {
            throw new TypeError("tidy() takes a synchronous function: an asynchronous one would go on after its matrices were given back");
        }
        passOn(result, scope);
        return result;
    }
    finally {
        tidying--;
        leave(scope);
    }
}
exports.tidy = tidy;
function enter() {
    if (!watching) {
        watching = true;
        queueMicrotask(recover);
    }
    innermost = new Scope(innermost);
    return innermost;
}
function leave(scope) {
    innermost = scope.outer;
    for (const tenant of scope.tenants)
        if (tenant.scope === scope)
            tenant.drop();
    if (scope.kept === undefined)
        arena.backTo(scope);
    else if (arena.since(scope) > MOST_LEFT)
        moveDown(scope, scope.kept);
}
/** What outlives a call is moved to where the call began, when it has left much above that. */
function moveDown(scope, kept) {
    const blocks = kept.filter((block) => block.inWasm && !block.isGone);
    const numbers = blocks.map((block) => block.numbers().slice());
    arena.backTo(scope);
    for (const [i, block] of blocks.entries())
        block.relocate(numbers[i]);
}
/**
 * Runs when the work at hand has ended, and with it every call of tidy(): one
 * that is still open was ended by an interrupt, which passes over `finally`.
 */
function recover() {
    watching = false;
    tidying = 0;
    if (innermost === undefined)
        return;
    wasm_1.loaded?.settle();
    while (innermost !== undefined)
        leave(innermost);
}
/**
 * Takes a matrix out of tidy(): it outlives all calls, as if made outside.
 *
 * @returns the matrix
 */
function keep(matrix) {
    const block = matrix[exports.BLOCK]?.();
    if (block?.scope !== undefined)
        block.moveTo(undefined);
    return matrix;
}
exports.keep = keep;
/** Passes the blocks of all matrices in a value on to the outer call. */
function passOn(value, scope, seen) {
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value))
        return;
    const block = value[exports.BLOCK]?.();
    if (block !== undefined) {
        if (block.scope === scope)
            block.moveTo(scope.outer);
        return;
    }
    const within = seen ?? new Set();
    if (within.has(value))
        return;
    within.add(value);
    const parts = Array.isArray(value) || value instanceof Set ? value : Object.values(value);
    for (const part of value instanceof Map ? value.entries() : parts)
        passOn(part, scope, within);
}
