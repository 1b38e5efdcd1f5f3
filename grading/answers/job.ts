// What is asked of the program in the cage (inside/main.ts), and what it answers.
import type { NetworkInputs } from "../../lib/answers/inputs";
import type { Values } from "../../lib/answers/value";

/** What is asked. */
export interface Job {
  inputs: NetworkInputs;
  /** In this order. */
  asked: { probe: string; way: "whole" | "part" }[];
}

/** A line of the answer. The line "begun" says which question a process died of. */
export interface Answer {
  probe: string;
  way: "whole" | "part";
  state: "begun" | "ok" | "error";
  values?: Values;
  error?: string;
}
