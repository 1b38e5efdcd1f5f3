"""Takes graded submissions into the gradebook, and writes feedback pages.

    python gradbook_record.py COURSE < STUDENTS

STUDENTS is a JSON list of those to be taken in again, from COURSE/submitted; whoever's
penalty may have changed is, too. Prints a line of JSON for each of them, and a last one
with the marks of all.
"""

import hashlib
import json
import logging
import os
import sys
from pathlib import Path

import nbformat
from gradbook_once import AutogradeOnce, Converter, OneGradebook
from gradbook_scores import SCORES, SaveScores, answer_in
from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from traitlets.config import PyFileConfigLoader

ASSIGNMENT = "mlp"
HANDOUT = ["cli", "grading", "lib", "kernel", "scripts", "*.md", "*.yml", "package*.json", "tsconfig.json", "LICENSE", ".*"]


class LastErrors(logging.Handler):
    """nbgrader tells only its log what went wrong."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines = []

    def emit(self, record):
        self.lines += record.getMessage().strip().splitlines()[-1:]


ERRORS = LastErrors()


def answers_in(folder, waiting):
    """The answers of all cells in a folder's notebooks, by the cells' names."""
    answers = {}
    for notebook in folder.glob("*.ipynb"):
        # Written a moment ago: nothing has to be checked.
        for cell in nbformat.v4.reads(notebook.read_text("utf-8")).cells:
            answers[cell.metadata.get("nbgrader", {}).get("grade_id")] = answer_in(cell, waiting)
    return answers


def lateness(course, gradebook, student):
    """What a penalty depends on: when it was handed in and when it was due, the course's
    settings, and for those who are late their marks."""
    stamp = Path(course, "submitted", student, ASSIGNMENT, "timestamp.txt")
    state = [stamp.read_text("utf-8") if stamp.exists() else None]
    own = [path for path in sorted(Path(course).glob("*.py")) if not path.name.startswith("gradbook_")]
    state += [path.read_text("utf-8") for path in own]
    try:
        submission = gradebook.find_submission(ASSIGNMENT, student)
        late = submission.total_seconds_late > 0
        state += [str(submission.duedate), submission.score if late else None]
    except MissingEntry:
        pass
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


def marks_of(gradebook, student):
    """The marks of one student's cells by their names, and the comments."""
    submission = gradebook.find_submission(ASSIGNMENT, student)
    marks = {}
    comments = []
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            manual = grade.manual_score
            marks[grade.name] = {
                "auto": grade.auto_score,
                "manual": manual,
                "extra": grade.extra_credit or 0,
                "waiting": grade.needs_manual_grade,
            }
        comments += [(comment.name, comment.comment) for comment in notebook.comments]
    return marks, sorted(comments, key=str), submission.late_submission_penalty or 0


def main(course):
    students = json.load(sys.stdin)
    os.chdir(course)
    config = PyFileConfigLoader("nbgrader_config.py", path=course).load_config()
    config.CourseDirectory.root = course
    # Only notebooks and scores: each student's copy of the handout's files is of no use.
    config.CourseDirectory.ignore = HANDOUT
    one = OneGradebook(config)
    gradebook = one.gradebook
    due = set(students)
    for submission in gradebook.find_assignment(ASSIGNMENT).submissions:
        student = submission.student_id
        before = known_of(course, student).get("lateness")
        there = Path(course, "submitted", student, ASSIGNMENT, SCORES).exists()
        if there and student not in due and before != lateness(course, gradebook, student):
            students.append(student)
    autograde = Converter(AutogradeOnce, config, ASSIGNMENT, ERRORS)
    for student in students:
        try:
            take_in(autograde, one, course, student)
            print(json.dumps({"recorded": student}), flush=True)
        except Exception as error:  # of one submission, which must not stop the others
            one.forget()
            print(json.dumps({"failed": student, "why": why(error)}), flush=True)
    feedback = Converter(GenerateFeedback, config, ASSIGNMENT, ERRORS)
    everyone = [submission.student_id for submission in gradebook.find_assignment(ASSIGNMENT).submissions]
    all_marks = {}
    for student in sorted(everyone):
        marks, comments, penalty = marks_of(gradebook, student)
        all_marks[student] = {"marks": marks, "penalty": penalty}
        try:
            write_feedback(feedback, course, student, [marks, comments, penalty])
        except Exception as error:
            print(json.dumps({"pageless": student, "why": why(error)}), flush=True)
        # What was read of one must not pile up.
        one.forget()
    print(json.dumps({"marks": all_marks}), flush=True)


def take_in(autograde, one, course, student):
    """Into the gradebook. What was taken in is kept until all of it is there: a run that
    is ended in the middle does it again, and still knows which answers have changed."""
    SaveScores.before = known_of(course, student).get("answers", {})
    gradebook = one.gradebook
    forget_time(gradebook, course, student)
    autograde.convert(student)
    folder = Path(course, "autograded", student, ASSIGNMENT)
    scores = json.loads((folder / SCORES).read_text("utf-8"))
    answers = answers_in(folder, scores["waiting"])
    late = lateness(course, gradebook, student)
    one.keep()
    now = json.dumps({"fingerprint": scores["fingerprint"], "answers": answers, "lateness": late})
    kept = record_of(course, student)
    kept.parent.mkdir(exist_ok=True)
    new = kept.with_name(f".{kept.name}")
    new.write_text(now, "utf-8")
    new.replace(kept)


def record_of(course, student):
    return Path(course, "recorded", f"{student}.json")


def known_of(course, student):
    """What was taken in of a student's last."""
    kept = record_of(course, student)
    return json.loads(kept.read_text("utf-8")) if kept.exists() else {}


def forget_time(gradebook, course, student):
    """nbgrader keeps the time of a submission that has none any more."""
    if Path(course, "submitted", student, ASSIGNMENT, "timestamp.txt").exists():
        return
    try:
        gradebook.find_submission(ASSIGNMENT, student).timestamp = None
    except MissingEntry:
        pass


def why(error):
    """What went wrong: nbgrader's exception says only that something did, its log what."""
    logged = [line for line in ERRORS.lines if not line.startswith("There was an error")]
    ERRORS.lines = []
    while error.__context__ is not None:
        error = error.__context__
    if isinstance(error, NbGraderException) and logged:
        return logged[0][:300]
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[-1][:300]}"


def write_feedback(feedback, course, student, shown):
    """Anew when the notebooks, a mark or a comment have changed."""
    folder = Path(course, "feedback", student, ASSIGNMENT)
    notebooks = Path(course, "autograded", student, ASSIGNMENT)
    state = hashlib.sha256(json.dumps(shown, sort_keys=True).encode())
    for notebook in sorted(notebooks.glob("*.ipynb")):
        state.update(notebook.read_bytes())
    stamp = folder / ".state"
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return
    feedback.convert(student)
    stamp.write_text(state.hexdigest())
    print(json.dumps({"feedback": student}), flush=True)


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
