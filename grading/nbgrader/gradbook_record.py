"""Takes graded submissions into the gradebook, and writes feedback pages.

    python gradbook_record.py COURSE < STUDENTS

STUDENTS is a JSON list of those to be taken in again, from COURSE/submitted. Prints a
line of JSON for each of them, and a last one with the marks of all.
"""

import glob
import hashlib
import json
import logging
import os
import sys
from pathlib import Path

import nbformat
from gradbook_scores import SCORES, SaveScores
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

ASSIGNMENT = "mlp"
HANDOUT = ["cli", "lib", "kernel", "scripts", "*.md", "*.yml", "package*.json", "tsconfig.json", "LICENSE", ".*"]


def converter(kind, config, student):
    directory = CourseDirectory(config=config)
    directory.assignment_id = ASSIGNMENT
    # nbgrader looks for folders by this pattern.
    directory.student_id = glob.escape(student)
    log = logging.getLogger("nbgrader")
    log.setLevel(logging.ERROR)
    return kind(coursedir=directory, config=config, force=True, log=log)


def answers_in(folder):
    """The sources of all cells in a folder's notebooks, by the cells' names."""
    answers = {}
    for notebook in folder.glob("*.ipynb"):
        for cell in nbformat.read(notebook, as_version=4).cells:
            answers[cell.metadata.get("nbgrader", {}).get("grade_id")] = cell.source
    return answers


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
    directory = CourseDirectory(config=config)
    for student in students:
        try:
            take_in(config, course, student)
            print(json.dumps({"recorded": student}), flush=True)
        except Exception as error:  # of one submission, which must not stop the others
            print(json.dumps({"failed": student, "why": why(error)}), flush=True)
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        everyone = [submission.student.id for submission in gradebook.find_assignment(ASSIGNMENT).submissions]
        all_marks = {}
        for student in sorted(everyone):
            marks, comments, penalty = marks_of(gradebook, student)
            all_marks[student] = {"marks": marks, "penalty": penalty}
            try:
                write_feedback(config, course, student, [marks, comments, penalty])
            except Exception as error:
                print(json.dumps({"pageless": student, "why": why(error)}), flush=True)
    print(json.dumps({"marks": all_marks}), flush=True)


def take_in(config, course, student):
    """Into the gradebook. What was taken in is kept until all of it is there: a run that
    is ended in the middle does it again, and still knows which answers have changed."""
    kept = Path(course, "recorded", f"{student}.json")
    before = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    SaveScores.before = before.get("answers", {})
    converter(Autograde, config, student).start()
    folder = Path(course, "autograded", student, ASSIGNMENT)
    fingerprint = json.loads((folder / SCORES).read_text("utf-8"))["fingerprint"]
    now = json.dumps({"fingerprint": fingerprint, "answers": answers_in(folder)})
    kept.parent.mkdir(exist_ok=True)
    new = kept.with_name(f".{kept.name}")
    new.write_text(now, "utf-8")
    new.replace(kept)


def why(error):
    """nbgrader says itself only that there was an error."""
    while error.__context__ is not None:
        error = error.__context__
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[0][:300]}"


def write_feedback(config, course, student, shown):
    """Anew when the notebooks, a mark or a comment have changed."""
    folder = Path(course, "feedback", student, ASSIGNMENT)
    notebooks = Path(course, "autograded", student, ASSIGNMENT)
    state = hashlib.sha256(json.dumps(shown, sort_keys=True).encode())
    for notebook in sorted(notebooks.glob("*.ipynb")):
        state.update(notebook.read_bytes())
    stamp = folder / ".state"
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return
    converter(GenerateFeedback, config, student).start()
    stamp.write_text(state.hexdigest())
    print(json.dumps({"feedback": student}), flush=True)


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
