// The life of one execute request, from its code to its reply.
import { Cell, runAs } from "./cell";
import type { Failures, LateFailure } from "./failures";
import type { Groups } from "./groups";
import type { Header, Json } from "./messages";
import { sleep, turn } from "./native";
import type { Result, Session } from "./session";
import type { Streams } from "./streams";
import {
  describeError,
  type ErrorContent,
  isBrokenOff,
  KeyboardInterrupt,
  show,
} from "./traceback";

/** How long a finished cell's own timers are waited for, in milliseconds. */
const PATIENCE = 1000;

/** What of a kernel the execution of cells needs. */
export interface Stage {
  /** The run that is going on, or else the last one. */
  cell: Cell | null;
  /** Resolves when cells can be compiled. */
  readonly session: Promise<Session>;
  readonly groups: Groups;
  readonly streams: Streams;
  readonly failures: Failures;
  /** Sends an output of a cell, unless it is one that is to be silent. */
  publishFor(cell: Cell, type: string, content: object): void;
  /** Has the requests that have arrived answered as aborted. */
  abortQueue(): Promise<void>;
}

/** Executes cells for a kernel, one at a time. */
export class Execution {
  private count = 0;
  private running: Cell | null = null;

  constructor(
    private readonly kernel: Stage,
    private readonly setCellRuns: (runs: boolean) => void,
  ) {}

  /** The reply to a request that an earlier cell's error has swept away: it has got no count. */
  aborted(): object {
    const error = { ename: "Aborted", evalue: "an earlier cell failed", traceback: [] };
    return { status: "aborted", ...error };
  }

  /** Runs a cell, publishes its outputs and returns its reply. */
  async execute(header: Header, request: Json): Promise<object> {
    const code = String(request.code ?? "");
    const silent = request.silent === true;
    const stored = !silent && request.store_history !== false;
    if (stored) this.count++;
    const count = this.count;
    const cell = new Cell(header, stored ? count : null, silent);
    this.kernel.publishFor(cell, "execute_input", { code, execution_count: count });
    this.running = this.kernel.cell = cell;
    const session = await this.kernel.session;
    const error = await this.run(cell, code, session);
    const expressions = error ? {} : await this.evaluate(cell, request.user_expressions, session);
    this.running = null;
    this.setCellRuns(false);
    this.kernel.groups.end();
    cell.answered = true;
    this.kernel.streams.flush();
    const extras = { execution_count: count, user_expressions: expressions, payload: [] };
    if (!error) return { status: "ok", ...extras };
    this.kernel.publishFor(cell, "error", error);
    if (request.stop_on_error !== false) await this.kernel.abortQueue();
    return { status: "error", ...error, ...extras };
  }

  /**
   * Stops the running cell, and everything it has started with it. A cell that
   * `handles` SIGINT may end in its own way: it is stopped by the second interrupt.
   */
  interrupt(handles: boolean): void {
    const cell = this.running;
    if (!cell) return;
    if (handles && !cell.asked) {
      cell.asked = true;
      return;
    }
    cell.cancelled = true;
    for (const timer of cell.timers) timer.cancel();
    cell.timers.clear();
    for (const stop of cell.stops) stop();
    cell.abort?.(new KeyboardInterrupt());
  }

  /** Calls `f` as part of the running cell, if one runs. */
  inRunningCell(f: () => void): void {
    if (this.running) runAs(this.running, f);
  }

  /** Shows a failure that came when its cell had been answered. */
  publishError(cell: Cell, reason: unknown): void {
    this.kernel.streams.flush();
    this.kernel.publishFor(cell, "error", describeError(reason));
  }

  private async run(cell: Cell, code: string, session: Session): Promise<ErrorContent | null> {
    let result: Result = {};
    const reasons: unknown[] = [];
    try {
      const notice = await session.autoreload.refresh(cell);
      if (notice) this.kernel.streams.write(cell, notice.stream, notice.text);
      result = await session.run(cell, code);
    } catch (reason) {
      reasons.push(isBrokenOff(reason) ? new KeyboardInterrupt() : reason);
      session.lostNames.add(cell, code, reasons[0]);
    }
    await this.settle(cell, reasons.length === 0);
    const { failures } = this.kernel;
    for (const reason of failures.of(cell)) if (!reasons.includes(reason)) reasons.push(reason);
    if (cell.cancelled && reasons.length === 0) reasons.push(new KeyboardInterrupt());
    if (result.notice) this.kernel.streams.write(cell, "stdout", result.notice);
    if (result.value !== undefined) this.publishResult(cell, result.value);
    const errors = reasons.map(describeError);
    if (!cell.silent) errors.push(...failures.takeLate().map(describeLate));
    return errors.length > 0 ? combine(errors) : null;
  }

  private publishResult(cell: Cell, value: unknown): void {
    this.kernel.streams.flush();
    const data = { "text/plain": show(value) };
    const content = { execution_count: cell.count ?? this.count, data, metadata: {} };
    this.kernel.publishFor(cell, "execute_result", content);
  }

  /** Lets what a cell has left running come to its end, as long as that is soon. */
  private async settle(cell: Cell, patient: boolean): Promise<void> {
    await turn();
    await turn();
    let deadline = performance.now() + PATIENCE;
    while (patient && !cell.cancelled && cell.thrown.length === 0) {
      if (cell.inputs.size > 0) {
        await Promise.race(cell.inputs);
        deadline = performance.now() + PATIENCE;
        continue;
      }
      const due = [...cell.timers].filter((timer) => timer.pending()).map((timer) => timer.due);
      const next = Math.min(...due);
      const now = performance.now();
      if (next > deadline || now > deadline) break;
      await (next <= now ? turn() : sleep(next - now));
    }
    await turn();
  }

  private async evaluate(cell: Cell, expressions: unknown, session: Session): Promise<object> {
    const results: Record<string, object> = {};
    for (const [name, code] of Object.entries((expressions ?? {}) as Record<string, string>)) {
      try {
        const value = await session.evaluate(cell, String(code));
        results[name] = { status: "ok", data: { "text/plain": show(value) }, metadata: {} };
      } catch (error) {
        results[name] = { status: "error", ...describeError(error) };
      }
    }
    return results;
  }
}

function describeLate({ cell, reason }: LateFailure): ErrorContent {
  const { ename, evalue, traceback } = describeError(reason);
  const what = `${cell.label} failed after it had ended`;
  return { ename, evalue: `${what}: ${evalue}`, traceback: [`${what}:`, ...traceback] };
}

/** One error for all: the first one's name and value, everyone's traceback. */
function combine([first, ...others]: ErrorContent[]): ErrorContent {
  const rest = others.flatMap((error) => ["", "also:", ...error.traceback]);
  return { ...first, traceback: [...first.traceback, ...rest] };
}
