"""Scores of code come from grading, which has executed the notebooks and compared values.

nbgrader takes them as they are: it executes nothing, and looks at no output for a score.
"""

import json
from pathlib import Path

from nbgrader import utils
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    NbGraderPreprocessor,
    OverwriteCells,
    SaveAutoGrades,
)

SCORES = "scores.json"


class SaveScores(SaveAutoGrades):
    """Saves the scores that stand beside the submission's notebooks.

    An answer that is marked by hand is to be looked at when it is new or has changed
    since it was marked. A mark that was given stays.
    """

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        folder = Path(self.parent.parent.coursedir.format_path("submitted", names["student"], names["assignment"]))
        if not (folder / SCORES).exists():
            raise RuntimeError(f"{folder} was not put there by `npm run grade`, which is what grades it")
        scores = json.loads((folder / SCORES).read_text("utf-8"))
        self.scores = scores["scores"]
        self.unchanged = set(scores["unchanged"])
        return super().preprocess(nb, resources)

    def _add_score(self, cell, resources):
        name = cell.metadata.nbgrader["grade_id"]
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        if utils.is_solution(cell):
            # 0 when there is no answer, else None: a person marks it
            grade.auto_score, _ = utils.determine_grade(cell, self.log)
            marked = grade.manual_score is not None and name in self.unchanged
            grade.needs_manual_grade = grade.auto_score is None and not marked
        else:
            grade.auto_score = self.scores[name]
            grade.needs_manual_grade = False
        self.gradebook.db.commit()


def sanitize_preprocessors():
    return [OverwriteCells, CheckCellMetadata]


def autograde_preprocessors():
    return [SaveScores, AssignLatePenalties, CheckCellMetadata]
