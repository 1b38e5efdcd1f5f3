// results.json as Gradescope reads it:
// https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format

import type { Part } from "../assignment/parts";
import type { Graded } from "../marks/grade-one";
import type { Visibility } from "./options";

interface Test {
  name: string;
  number: string;
  score: number;
  max_score: number;
  output: string;
  output_format: "text";
  visibility: Visibility;
  status: "passed" | "failed";
}

export interface Results {
  score: number;
  output: string;
  output_format: "text";
  /** What the program itself wrote is not for students. */
  stdout_visibility: "hidden";
  tests: Test[];
}

/**
 * A test for each part that is graded by values; those marked by hand are Gradescope's
 * own questions.
 */
export function resultsOf(parts: Part[], graded: Graded, visibility: Visibility): Results {
  const tests = parts.flatMap(({ id, question, points }): Test[] => {
    const score = graded.scores[id];
    if (!score) return [];
    return [
      {
        name: `${question} (${id})`,
        number: question.replace(/^Q/, ""),
        score: score.points,
        max_score: points,
        output: score.remark || "Right.",
        output_format: "text",
        visibility,
        status: score.points === points ? "passed" : "failed",
      },
    ];
  });
  const byHand = parts.filter((part) => part.byHand).map(({ question }) => question);
  const lines = [
    ...graded.remarks,
    ...(byHand.length > 0 ? [`To be marked by hand: ${[...new Set(byHand)].join(", ")}`] : []),
  ];
  return {
    score: tests.reduce((sum, { score }) => sum + score, 0),
    output: lines.join("\n"),
    output_format: "text",
    stdout_visibility: "hidden",
    tests,
  };
}
