// Work in parts for two threads: the one that calls share(), and one that waits
// in serve(). The first takes parts from the front, the second from the back
// until none is left: nothing waits for a thread that has not begun, or that is
// not there, and what a thread made last is what it reads next, in its own cache.

// Each in a cache line of its own.
const PENDING = memory.data(384, 64); // parts that nobody has taken: the first, and the end << 16
const WORK = PENDING + 64; // what to do: the function's index in the table
const SERVING = PENDING + 128; // whether the second thread is there
const BUSY = PENDING + 192; // whether it takes parts, or is at one
const ASLEEP = PENDING + 256; // whether it has to be woken
const TAKEN = PENDING + 320; // parts it has done, for the tests

const MOST_PARTS = 0x7fff; // that PENDING can say

/**
 * Looks at a word, a nanosecond each or so, before the second thread goes to
 * sleep for want of work. The first one never does: two threads that wake each
 * other end up on one processor, where they take turns.
 */
const SPINS_UNTIL_SLEEP = 200_000;

// Where other programs want the processors, too, waiting for the second thread
// may take longer than working alone: after a long wait it is left out for a
// while, for longer each time, and for less after many short ones.
const LONG_WAIT = 200_000; // looks
const MOST_ALONE = 1 << 13;
const TRUSTED = 256;
let leftOut = 0; // for good
let alone = 0; // for so many calls of share()
let nextAlone = 16;
let shortWaits = 0;

/** How many threads share() has, as things are. */
export function threads(): i32 {
  return leftOut || alone || !atomic.load<i32>(SERVING) ? 1 : 2;
}

/**
 * Runs work(part, thread) for the parts 0 to parts - 1, in any order, on
 * threads 0 and 1. After settle().
 */
export function share(parts: i32, work: (part: i32, thread: i32) => void): void {
  if (parts == 1 || parts > MOST_PARTS || threads() == 1) {
    if (alone) alone--;
    for (let part = 0; part < parts; part++) work(part, 0);
    return;
  }
  store<i32>(WORK, work.index);
  atomic.store<i32>(PENDING, parts << 16);
  if (atomic.load<i32>(ASLEEP)) atomic.notify(PENDING, 1);
  for (let part = take(0); part >= 0; part = take(0)) work(part, 0);
  let spins = 0;
  while (atomic.load<i32>(BUSY)) spins++;
  if (spins > LONG_WAIT) {
    alone = nextAlone;
    nextAlone = min(2 * nextAlone, MOST_ALONE);
    shortWaits = 0;
  } else if (++shortWaits == TRUSTED) {
    shortWaits = 0;
    nextAlone = max(nextAlone / 2, 16);
  }
}

/** The second thread: takes parts for ever. */
export function serve(): void {
  atomic.store<i32>(SERVING, 1);
  for (let spins = 0; ; spins++) {
    if (atomic.load<i32>(PENDING)) {
      atomic.store<i32>(BUSY, 1);
      for (let part = take(1); part >= 0; part = take(1)) {
        call_indirect(load<i32>(WORK), part, 1);
        atomic.add<i32>(TAKEN, 1);
      }
      atomic.store<i32>(BUSY, 0);
      spins = 0;
    } else if (spins >= SPINS_UNTIL_SLEEP) {
      atomic.store<i32>(ASLEEP, 1);
      atomic.wait<i32>(PENDING, 0, -1);
      atomic.store<i32>(ASLEEP, 0);
      spins = 0;
    }
  }
}

/**
 * Waits for what is still at work for a share() that an interrupt has ended: to
 * be called before what the parts need to know is written.
 */
export function settle(): void {
  if (atomic.load<i32>(PENDING)) atomic.store<i32>(PENDING, 0);
  while (atomic.load<i32>(BUSY)) {}
}

/** Whether the second thread is there. */
export function isServing(): i32 {
  return atomic.load<i32>(SERVING);
}

/** Whether the second thread is to be left out. */
export function leaveOut(leave: i32): void {
  leftOut = leave;
  alone = 0;
}

/** How many parts the second thread has done so far. */
export function partsTaken(): i32 {
  return atomic.load<i32>(TAKEN);
}

/** A part that nobody has taken, or -1. When the last is taken, the word is 0. */
function take(thread: i32): i32 {
  let pending = atomic.load<i32>(PENDING);
  while (pending) {
    const first = pending & 0xffff;
    const end = pending >> 16;
    const rest = thread ? pending - (1 << 16) : pending + 1;
    const seen = atomic.cmpxchg<i32>(PENDING, pending, first + 1 == end ? 0 : rest);
    if (seen == pending) return thread ? end - 1 : first;
    pending = seen;
  }
  return -1;
}
