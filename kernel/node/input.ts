// Input, on the main thread: asks the user through the second one, and waits, standing
// still or not.
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Cell } from "../run/cell";
import type { Kernel } from "../run/kernel";
import { turn } from "../run/native";
import { KeyboardInterrupt } from "../run/traceback";
import { type Answer, Flag, type Question } from "./shared";

/** Input was asked for where there is nobody to ask. */
export class InputError extends Error {
  override name = "InputError";
}

const NOBODY =
  "input is not available here: the cell is run by a program, such as nbconvert or the grading, " +
  "and nobody can answer. Write the value into the code, or run the cell in JupyterLab.";
const TOO_LATE =
  "input is not available once a cell has ended: ask in the cell itself, and await the answer.";

/** Where questions go, if they can be asked at all. */
export interface Asker {
  port: MessagePort;
  flag: Int32Array;
  ask(question: Question): void;
}

/** Asks the user. */
export class Input {
  private count = 0;
  private readonly open = new Map<number, (answer: Answer) => void>();
  private asker: Asker | null = null;

  constructor(private readonly kernel: Kernel) {}

  /** Lets questions be asked. */
  connect(asker: Asker): void {
    this.asker = asker;
    asker.port.on("message", (answer: Answer) => this.take(answer));
    asker.port.unref();
  }

  /** Why the running cell cannot ask; null if it can. */
  problem(): InputError | null {
    const { cell, request } = this.kernel;
    if (!cell || cell.answered) return new InputError(TOO_LATE);
    if (!this.asker || request?.content.allow_stdin !== true) return new InputError(NOBODY);
    return null;
  }

  /** Asks, and lets nothing else happen until the answer is there. */
  askSync(prompt: string, password = false): string {
    const question = this.question(prompt, password);
    const { flag, port, ask } = this.asker as Asker;
    let before = Atomics.load(flag, Flag.Answers);
    ask(question);
    for (;;) {
      Atomics.wait(flag, Flag.Answers, before);
      before = Atomics.load(flag, Flag.Answers);
      let received = receiveMessageOnPort(port);
      for (; received; received = receiveMessageOnPort(port)) {
        const answer = received.message as Answer;
        if (answer.id === question.id) return valueIn(answer);
        this.take(answer);
      }
    }
  }

  /** Asks, and keeps the cell running until what the answer starts has begun. */
  async ask(prompt: string, password = false): Promise<string> {
    const question = this.question(prompt, password);
    const cell = this.kernel.cell as Cell;
    const answer = new Promise<Answer>((resolve) => this.open.set(question.id, resolve));
    const done = answer.then(turn).then(turn);
    cell.inputs.add(done);
    void done.then(() => cell.inputs.delete(done));
    this.asker?.ask(question);
    return valueIn(await answer);
  }

  private question(prompt: string, password: boolean): Question {
    const problem = this.problem();
    if (problem) throw problem;
    const { streams, request } = this.kernel;
    streams.flush();
    const { header, identities } = request as NonNullable<typeof request>;
    return { id: ++this.count, prompt, password, header, identities };
  }

  private take(answer: Answer): void {
    this.open.get(answer.id)?.(answer);
    this.open.delete(answer.id);
  }
}

function valueIn({ value, failed }: Answer): string {
  if (value !== undefined) return value;
  throw failed ? new InputError(failed) : new KeyboardInterrupt();
}
