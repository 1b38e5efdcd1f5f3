// What of a student's notebook does not count, and may be why marks are lost: given
// cells that were changed, of which the problem set's own are run.

import { gradeId, type Notebook } from "../assignment/notebook";
import type { Suspicion } from "./findings";
import { match, sameText } from "./match";

/** @param name the notebook's file name */
export function suspicionsOf(name: string, handout: Notebook, student: Notebook): Suspicion[] {
  const given = new Map(
    handout.cells
      .filter(({ cell_type, metadata }) => {
        return cell_type === "code" && metadata.nbgrader?.solution !== true;
      })
      .map((cell) => [gradeId(cell), cell]),
  );
  const names = match(handout, student);
  return student.cells.flatMap(({ source }, i): Suspicion[] => {
    const ours = given.get(names[i]);
    if (!ours || source.trim() === "" || sameText(source, ours.source)) return [];
    const question = ours.metadata.gradbook?.question;
    const text = `${name}: the given cell ${names[i]} was changed: the handout's own is run`;
    return [{ text, about: { notebook: name, question } }];
  });
}
