"""What nbgrader does anew for each student, or several times, done once.

nbgrader opens its database a dozen times for each of them and compiles its statements
anew, commits after each cell, looks rows up in whole tables, reads and compiles its
templates, and copies and checks each notebook's outputs, which it has no use for, several
times.
"""

import glob
import json
import logging

from nbconvert.exporters import Exporter, NotebookExporter
from nbconvert.writers import FilesWriter
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import text

# Its keys lead from a cell to all students' rows, and not from a student to a row.
INDEXES = {
    "submitted_assignment": "student_id",
    "submitted_notebook": "assignment_id",
    "grade": "notebook_id",
    "comment": "notebook_id",
}


class OneGradebook:
    """One connection for whatever opens the course's gradebook in this process. What is
    committed in it is kept when `keep` says so, and else forgotten."""

    def __init__(self, config):
        directory = CourseDirectory(config=config)
        self.gradebook = Gradebook(directory.db_url, directory.course_id)
        self.session = self.gradebook.db
        for table, column in INDEXES.items():
            self.session.execute(text(f"CREATE INDEX IF NOT EXISTS gradbook_{table} ON {table} ({column})"))
        self.keep = self.session.commit
        self.forget = self.session.rollback
        self.keep()
        self.session.commit = self.written
        opened = vars(self.gradebook)
        Gradebook.__init__ = lambda gradebook, *_, **__: vars(gradebook).update(opened)
        Gradebook.close = lambda _: None

    def written(self):
        """As after a commit, what is asked next is read from the database."""
        self.session.flush()
        self.session.expire_all()


class OutputsAside(NotebookExporter):
    """A notebook whose outputs pass by what is done with it."""

    def from_notebook_node(self, nb, resources=None, **options):
        outputs = {cell.id: cell.outputs for cell in nb.cells if cell.cell_type == "code"}
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = []
        nb, resources = Exporter.from_notebook_node(self, nb, resources, **options)
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = outputs.get(cell.id, cell.outputs)
        return json.dumps(nb, ensure_ascii=False), resources


class AutogradeOnce(Autograde):
    """Sanitized and graded in one go: nothing is executed between."""

    exporter_class = OutputsAside

    def _init_preprocessors(self):
        self.exporter._preprocessors = []
        for step in self.sanitize_preprocessors + self.autograde_preprocessors:
            self.exporter.register_preprocessor(step)

    def convert_single_notebook(self, notebook_filename):
        self._init_preprocessors()
        BaseConverter.convert_single_notebook(self, notebook_filename)


class Converter:
    """One of nbgrader's converters, for one student after the other."""

    def __init__(self, kind, config, assignment, handler):
        directory = CourseDirectory(config=config)
        directory.assignment_id = assignment
        # Once, not after each step.
        config.Exporter.optimistic_validation = True
        log = logging.getLogger("nbgrader")
        log.setLevel(logging.ERROR)
        if handler not in log.handlers:
            log.addHandler(handler)
        made = self.made = kind(coursedir=directory, config=config, force=True, log=log)
        # The converter's own `start` makes these for each student.
        made.writer = FilesWriter(parent=made, config=made.config)
        made.exporter = made.exporter_class(parent=made, config=made.config)
        for step in made.preprocessors:
            made.exporter.register_preprocessor(step)

    def convert(self, student):
        # nbgrader looks for folders by this pattern.
        self.made.coursedir.student_id = glob.escape(student)
        self.made.init_notebooks()
        self.made.convert_notebooks()
