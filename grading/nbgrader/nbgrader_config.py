# nbgrader's settings for this course. The file is yours: it is written once.
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from gradbook_clean import highlight_code, markdown2html
from gradbook_nbgrader import preprocessors
from gradbook_scores import autograde_preprocessors, sanitize_preprocessors
from gradbook_terminal import ansi2html

c = get_config()
c.CourseDirectory.course_id = "gradbook"
c.GenerateAssignment.preprocessors = preprocessors()

# Notebooks come here executed and scored, by `npm run grade`.
c.Autograde.sanitize_preprocessors = sanitize_preprocessors()
c.Autograde.autograde_preprocessors = autograde_preprocessors()
# What students write and put out is shown in pages: none of it may act there.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    "ansi2html": ansi2html,
    "highlight_code": highlight_code,
    "markdown2html": markdown2html,
}
# What the set-up installs is neither released nor handed in.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "node_modules", ".venv", "dist"
]
