// Puts cells' questions to the page, which shows JupyterLab's input box.
import { type Answer, type Asker, InputError, type Question } from "../run/input";
import type { Sent } from "./protocol";
import type { SharedMemory } from "./shared-memory";

const CANNOT_WAIT =
  "this window shares no memory between threads, so a cell cannot stand still for an answer: " +
  "use `await` with node:readline/promises, as in `await rl.question(…)`, or reload the page.";
const ONE_AT_A_TIME = "another question is still open: await its answer first.";

/** Asks one question after the other. */
export class Asking implements Asker {
  private readonly waiting: Question[] = [];

  /**
   * @param send takes messages to the page
   * @param memory null where memory cannot be shared
   * @param take is given the answers
   */
  constructor(
    private readonly send: (sent: Sent) => void,
    private readonly memory: SharedMemory | null,
    private readonly take: (answer: Answer) => void,
  ) {}

  ask(question: Question): void {
    this.waiting.push(question);
    if (this.waiting.length === 1) this.put(question);
  }

  askSync(question: Question): Answer {
    if (!this.memory) throw new InputError(CANNOT_WAIT);
    if (this.waiting.length > 0) throw new InputError(ONE_AT_A_TIME);
    const value = this.memory.await(() => this.put(question));
    const { id } = question;
    return value === null ? { id, interrupted: true } : { id, value };
  }

  /** The page has the answer to the first open question. */
  answered(value: string): void {
    const question = this.waiting.shift();
    if (!question) return;
    this.take({ id: question.id, value });
    if (this.waiting.length > 0) this.put(this.waiting[0]);
  }

  /** Gives up all questions: the cell has been interrupted. */
  cancel(): void {
    for (const { id } of this.waiting.splice(0)) this.take({ id, interrupted: true });
  }

  private put({ prompt, password, header }: Question): void {
    const content = { prompt, password };
    this.send({ channel: "stdin", type: "input_request", content, parent: header });
  }
}
