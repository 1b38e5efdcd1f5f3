// Input: what a cell asks the user, whoever carries the question, and how it fails where
// nobody can answer.
import type { Cell } from "./cell";
import type { Kernel } from "./kernel";
import type { Header } from "./messages";
import { turn } from "./native";
import { KeyboardInterrupt } from "./traceback";

/** Input was asked for where there is nobody to ask. */
export class InputError extends Error {
  override name = "InputError";
}

const NOBODY =
  "input is not available here: the cell is run by a program, such as nbconvert or the grading, " +
  "and nobody can answer. Write the value into the code, or run the cell in JupyterLab.";
const TOO_LATE =
  "input is not available once a cell has ended: ask in the cell itself, and await the answer.";

/** A question to the user. */
export interface Question {
  id: number;
  prompt: string;
  /** What is typed is not to be seen. */
  password: boolean;
  /** Of the request whose cell asks, and who sent it. */
  header: Header;
  identities: Uint8Array[];
}

/** What came of a question. */
export interface Answer {
  id: number;
  value?: string;
  interrupted?: boolean;
  /** Why there is no answer. */
  failed?: string;
}

/** Carries questions to the user, one after the other, and brings answers to Input.take(). */
export interface Asker {
  ask(question: Question): void;
  /**
   * Asks, and lets nothing else happen until the answer is there.
   *
   * @throws InputError where the host cannot stand still
   */
  askSync(question: Question): Answer;
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
    return valueIn((this.asker as Asker).askSync(question));
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

  /** Takes what came of a question that was asked without standing still. */
  take(answer: Answer): void {
    this.open.get(answer.id)?.(answer);
    this.open.delete(answer.id);
  }

  private question(prompt: string, password: boolean): Question {
    const problem = this.problem();
    if (problem) throw problem;
    const { streams, request } = this.kernel;
    streams.flush();
    const { header, identities } = request as NonNullable<typeof request>;
    return { id: ++this.count, prompt, password, header, identities };
  }
}

function valueIn({ value, failed }: Answer): string {
  if (value !== undefined) return value;
  throw failed ? new InputError(failed) : new KeyboardInterrupt();
}
