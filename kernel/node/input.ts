// Input, on the main thread: asks the user through the second one, and waits, standing
// still or not.
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Answer, Input, Question } from "../run/input";
import { Flag } from "./shared";

/** The way to the second thread and back. */
export interface Line {
  port: MessagePort;
  flag: Int32Array;
  ask(question: Question): void;
}

/** Lets cells ask by the second thread. */
export function connectInput(input: Input, { port, flag, ask }: Line): void {
  port.on("message", (answer: Answer) => input.take(answer));
  port.unref();
  input.connect({
    ask,
    askSync(question) {
      let before = Atomics.load(flag, Flag.Answers);
      ask(question);
      for (;;) {
        Atomics.wait(flag, Flag.Answers, before);
        before = Atomics.load(flag, Flag.Answers);
        let received = receiveMessageOnPort(port);
        for (; received; received = receiveMessageOnPort(port)) {
          const answer = received.message as Answer;
          if (answer.id === question.id) return answer;
          input.take(answer);
        }
      }
    },
  });
}
