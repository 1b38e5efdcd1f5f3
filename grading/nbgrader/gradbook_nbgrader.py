"""What nbgrader has to do beside its own when it makes the handout's notebooks.

A solution cell's stub names its question and says what is asked: both stand in the
cell's metadata, as {"gradbook": {"question": "Q1.1", "hint": "declare x, a number"}}.
"""

import json
import re

from nbgrader import utils
from nbgrader.converters.generate_assignment import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, LockCells, NbGraderPreprocessor
from traitlets import Dict

DECLARED = re.compile(r"(\w+), an? (\w+)")


class DropSolutionCells(NbGraderPreprocessor):
    """Drops the cells tagged `solution`: they belong to the solved edition only. A
    text with a question, to which no points are given, leaves room for an answer."""

    def preprocess(self, nb, resources):
        cells = []
        for cell in nb.cells:
            tags = cell.metadata.get("tags", [])
            gradbook = cell.metadata.get("gradbook")
            answer = cell.cell_type == "markdown" and utils.is_solution(cell)
            if "solution" in tags or (answer and not utils.is_grade(cell)):
                if not gradbook:
                    continue
                cell.source = text_stub(**gradbook)
                cell.metadata["tags"] = [tag for tag in tags if tag != "solution"]
                # nbgrader takes no answer that it has no points for.
                cell.metadata.pop("nbgrader", None)
                cell.pop("attachments", None)
            cells.append(cell)
        nb.cells = cells
        return nb, resources


class Stubs(ClearSolutions):
    """Clears solutions, with a stub for each cell that names its question."""

    code_stub = Dict({"typescript": ""}).tag(config=True)

    def preprocess_cell(self, cell, resources, index):
        if utils.is_solution(cell):
            gradbook = cell.metadata.get("gradbook", {})
            if "question" not in gradbook:
                raise RuntimeError(f"cell {cell.id}: metadata.gradbook.question is missing")
            part_of_cell = self.begin_solution_delimeter in cell.source
            self.code_stub = {"typescript": code_stub(**gradbook, whole=not part_of_cell)}
            self.text_stub = text_stub(**gradbook)
            cell.pop("attachments", None)
        return super().preprocess_cell(cell, resources, index)


class KeepQuestionsOnly(NbGraderPreprocessor):
    """Of our metadata the student's notebook keeps each cell's question, and no more."""

    def preprocess_cell(self, cell, resources, index):
        gradbook = cell.metadata.get("gradbook")
        if gradbook:
            cell.metadata["gradbook"] = {"question": gradbook["question"]}
        return cell, resources


def code_stub(question, hint="", whole=True, **_):
    """An error that names the question. The stub of a whole cell also declares what
    the hint asks for, so that an error over that name leads back to this cell."""
    asked = f": {hint}" if hint else ""
    message = json.dumps(f"{question} is not solved yet{asked}", ensure_ascii=False)
    declared = [f"let {name}: {type_};" for name, type_ in DECLARED.findall(hint) if whole]
    lines = [f"// {question}: your code here{asked}", *declared, f"throw new Error({message});"]
    return "\n".join(lines)


def text_stub(question, hint="", **_):
    return f"*{question}: write your answer here{': ' if hint else ''}{hint}*"


def preprocessors():
    """nbgrader's own, with ours in their places."""
    own = GenerateAssignment.preprocessors.default_args[0]
    steps = [Stubs if step is ClearSolutions else step for step in own]
    return [DropSolutionCells, *steps, KeepQuestionsOnly]
