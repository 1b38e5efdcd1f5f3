"""What students write, as HTML that does nothing and needs no network.

nbgrader's pages show their Markdown with whatever HTML is in it, and formgrader's run
with the instructor's rights. Here only what formats text is left.
"""

import re
from pathlib import Path

import bleach
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter

TAGS = (
    "a abbr b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p "
    "pre s small span strong sub sup table tbody td tfoot th thead tr u ul"
).split()

_export = HTMLExporter.from_notebook_node


def _without_mathjax(exporter, nb, resources=None, **options):
    """Formulas are drawn already; nbgrader's pages load MathJax from the network, and no
    setting keeps them from it."""
    html, resources = _export(exporter, nb, resources, **options)
    end = "<!-- End of mathjax configuration -->"
    return re.sub(f"<!-- Load mathjax -->.*?{end}", "", html, count=1, flags=re.DOTALL), resources


HTMLExporter.from_notebook_node = _without_mathjax
_exporter = HTMLExporter()
_style = Path(__file__).with_name("gradbook_formulas.css")

# What a student handed in beside the notebooks, under the names that grading gives it.
_HANDED_IN = re.compile(r"handed-in/[0-9a-f]{16}\.pdf")


def _allowed(tag, name, value):
    if name in ("class", "id", "title"):
        return True
    if tag == "a" and name == "href":
        return value.startswith(("http://", "https://", "mailto:", "#")) or bool(_HANDED_IN.fullmatch(value))
    if tag == "img" and name == "src":
        return value.startswith("data:image/")
    if tag == "img" and name == "width":
        return bool(re.fullmatch(r"\d{1,4}%?", value))
    return (tag, name) in {("img", "alt"), ("td", "align"), ("th", "align"), ("ol", "start")}


@pass_context
def markdown2html(context, source):
    """In the place of nbconvert's filter of this name."""
    cell = context.get("cell", {})
    drawn = cell.get("metadata", {}).get("gradbook_drawn", {})
    formulas = drawn["formulas"] if drawn.get("source") == source else []
    # Pictures are large: they come in when the rest has been cleaned.
    pictures = dict(enumerate(cell.get("attachments", {}).items()))
    places = {name: {"image/png": f"PICTURE{i}X"} for i, (name, _) in pictures.items()}
    html = _exporter.markdown2html({**context, "cell": {"attachments": places}}, drawn["text"] if formulas else source)
    html = re.sub(
        r'src="attachment:([^"]*)"',
        lambda found: f'src="data:image/png;base64,{places.get(found[1], {}).get("image/png", "")}"',
        html,
    )
    # MathJax would make a link of it, to whatever it names.
    html = html.replace("\\href", "\\text")
    html = bleach.clean(html, TAGS, {"*": _allowed}, protocols=["http", "https", "mailto", "data"], strip=True)
    html = re.sub(
        r"data:image/png;base64,PICTURE(\d+)X",
        lambda found: _data(pictures[int(found[1])][1]) if int(found[1]) in pictures else "",
        html,
    )
    if not formulas:
        return html
    html = re.sub(r' id="[^"]*FORMULA\d+X[^"]*"', "", html)
    html = re.sub(r' href="#[^"]*FORMULA\d+X[^"]*"', "", html)
    html = re.sub(r"FORMULA(\d+)X", lambda found: "".join(formulas[int(found[1]) :][:1]), html)
    resources = context.get("resources", {})
    if resources.get("gradbook_formulas") or not _style.exists():
        return html
    resources["gradbook_formulas"] = True
    return f"<style>{_style.read_text('utf-8')}</style>{html}"


def _data(bundle):
    kind, data = next(iter(bundle.items()))
    return f"data:{kind};base64,{data}"
