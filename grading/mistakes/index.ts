// The mistakes that are known: one entry each, by question.

import { backward } from "./backward";
import { formulas } from "./formulas";
import { forward } from "./forward";
import type { Mistake } from "./mistake";
import { rectifier } from "./rectifier";
import { training } from "./training";

export const mistakes: Mistake[] = [
  ...formulas,
  ...forward,
  ...backward,
  ...training,
  ...rectifier,
];
