"""Scores of code come from grading, which has executed the notebooks and compared values.

nbgrader takes them as they are: it executes nothing, and looks at no output for a score.
"""

import hashlib
import json
from pathlib import Path

from nbgrader import utils
from nbgrader.preprocessors import (
    AssignLatePenalties,
    NbGraderPreprocessor,
    OverwriteCells,
    SaveAutoGrades,
)

SCORES = "scores.json"


def answer_in(cell, waiting):
    """What a cell's answer is: its text, and what else is there that changes it."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    answer = cell.source
    if cell.get("attachments"):
        pictures = json.dumps(cell.attachments, sort_keys=True)
        answer += hashlib.sha256(pictures.encode()).hexdigest()
    return answer + waiting.get(name, "")


class SaveScores(SaveAutoGrades):
    """Saves the scores that stand beside the submission's notebooks.

    An answer that is marked by hand is to be looked at when it is new or has changed
    since it was marked. A mark that was given stays.
    """

    # The answers as they were when they were last taken in, by the names of their cells.
    before = {}

    def preprocess(self, nb, resources):
        # This one is in autograded/STUDENT/ASSIGNMENT; the scores were copied there with it.
        folder = Path(resources["metadata"]["path"])
        if not (folder / SCORES).exists():
            raise RuntimeError(f"{folder} was not put there by `npm run grade`, which is what grades it")
        given = json.loads((folder / SCORES).read_text("utf-8"))
        self.scores, self.waiting = given["scores"], given["waiting"]
        return super().preprocess(nb, resources)

    def _add_score(self, cell, resources):
        name = cell.metadata.nbgrader["grade_id"]
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        if utils.is_solution(cell):
            # 0 when there is no answer, here or elsewhere, else None: a person marks it
            grade.auto_score, _ = utils.determine_grade(cell, self.log)
            if name in self.waiting:
                grade.auto_score = None
            same = self.before.get(name) == answer_in(cell, self.waiting) and not grade.needs_manual_grade
            marked = grade.manual_score is not None and same
            grade.needs_manual_grade = grade.auto_score is None and not marked
        else:
            grade.auto_score = self.scores[name]
            grade.needs_manual_grade = False
        self.gradebook.db.commit()


# Not CheckCellMetadata: the cells' metadata are the handout's, which nbgrader has checked,
# and to check them again for each student is a third of what a student costs.


def sanitize_preprocessors():
    return [OverwriteCells]


def autograde_preprocessors():
    return [SaveScores, AssignLatePenalties]
