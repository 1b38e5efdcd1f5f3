# nbgrader's settings for this course. The file is yours: it is written once.
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from gradbook_nbgrader import preprocessors

c = get_config()
c.CourseDirectory.course_id = "gradbook"
c.GenerateAssignment.preprocessors = preprocessors()
