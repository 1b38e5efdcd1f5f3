// Memory that the page and the kernel's worker share where the page is cross-origin
// isolated: by it the page reaches a cell that keeps the worker busy, or that stands
// still for an answer.

enum Place {
  /** Not 0 while the running cell is to stop. */
  Interrupt,
  /** 1 while a cell stands still for an answer, 2 when that is there. */
  Answer,
  /** Of the answer, in bytes. */
  Length,
}

const HEAD = 12;
/** The longest answer, in bytes of UTF-8. */
const LONGEST = 1 << 16;
/** Milliseconds between looks at the interrupt while a cell stands still. */
const LOOK = 100;

export class SharedMemory {
  private readonly numbers: Int32Array;
  private readonly bytes: Uint8Array;

  constructor(readonly buffer = new SharedArrayBuffer(HEAD + LONGEST)) {
    this.numbers = new Int32Array(buffer, 0, HEAD / 4);
    this.bytes = new Uint8Array(buffer, HEAD);
  }

  isInterrupted(): boolean {
    return Atomics.load(this.numbers, Place.Interrupt) !== 0;
  }

  /** For the page. */
  interrupt(stops: boolean): void {
    Atomics.store(this.numbers, Place.Interrupt, stops ? 1 : 0);
  }

  /**
   * For the worker: calls `ask`, and stands still until the answer is there.
   *
   * @returns null when it was interrupted
   */
  await(ask: () => void): string | null {
    const { numbers } = this;
    Atomics.store(numbers, Place.Answer, 1);
    ask();
    while (Atomics.wait(numbers, Place.Answer, 1, LOOK) === "timed-out") {
      if (!this.isInterrupted()) continue;
      Atomics.store(numbers, Place.Answer, 0);
      return null;
    }
    Atomics.store(numbers, Place.Answer, 0);
    // A decoder takes no shared bytes.
    return new TextDecoder().decode(this.bytes.slice(0, Atomics.load(numbers, Place.Length)));
  }

  /** For the page: gives the answer to a cell that stands still. @returns whether one does */
  answer(text: string): boolean {
    if (Atomics.load(this.numbers, Place.Answer) !== 1) return false;
    const answer = new TextEncoder().encode(text).subarray(0, LONGEST);
    this.bytes.set(answer);
    Atomics.store(this.numbers, Place.Length, answer.length);
    Atomics.store(this.numbers, Place.Answer, 2);
    Atomics.notify(this.numbers, Place.Answer);
    return true;
  }
}
