"""Fills a course with students who have been graded as others in it: a class made from few.

    python fill.py FOLDER KINDS FIRST END

FOLDER has submissions/ and course/, as `npm run grade` leaves it. Student n, from FIRST to
END, gets the rows and the files of student n modulo KINDS; large files are links.
"""

import os
import shutil
import sqlite3
import sys
from pathlib import Path
from uuid import uuid4


def name_of(n):
    return f"student{n:05}"


def copy_rows(db, table, column, value, **changes):
    """Copies the rows in which a column has a value, and gives the old ids with the new ones."""
    names = [about[1] for about in db.execute(f"PRAGMA table_info({table})")]
    pairs = []
    for row in db.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,)).fetchall():
        new = dict(zip(names, row, strict=True))
        old = new["id"]
        new |= {"id": uuid4().hex} | changes
        db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", list(new.values()))
        pairs.append((old, new["id"]))
    return pairs


def copy_student(db, model, student):
    copy_rows(db, "student", "id", model, id=student)
    for old, new in copy_rows(db, "submitted_assignment", "student_id", model, student_id=student):
        for old_book, new_book in copy_rows(db, "submitted_notebook", "assignment_id", old, assignment_id=new):
            for table in ("grade", "comment"):
                copy_rows(db, table, "notebook_id", old_book, notebook_id=new_book)


def link_files(folder, model, student):
    for step in ("submissions", "course/submitted", "course/autograded", "course/feedback"):
        shutil.copytree(Path(folder, step, model), Path(folder, step, student), copy_function=os.link)
    recorded = Path(folder, "course", "recorded")
    os.link(recorded / f"{model}.json", recorded / f"{student}.json")
    scores = Path(folder, "course", "submitted", student, "mlp", "scores.json")
    own = scores.read_text("utf-8").replace(f'"{model}"', f'"{student}"')
    scores.unlink()
    scores.write_text(own, "utf-8")


def main(folder, kinds, first, end):
    with sqlite3.connect(Path(folder, "course", "gradebook.db")) as db:
        for n in range(int(first), int(end)):
            model, student = name_of(n % int(kinds)), name_of(n)
            copy_student(db, model, student)
            link_files(folder, model, student)


if __name__ == "__main__":
    main(*sys.argv[1:])
