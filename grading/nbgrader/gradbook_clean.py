"""What students write, as HTML that does nothing and needs no network.

nbgrader's pages show their Markdown with whatever HTML is in it, and formgrader's run
with the instructor's rights. Here only what formats text is left.
"""

import re
from functools import lru_cache
from pathlib import Path

import bleach
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML

TAGS = (
    "a abbr b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p "
    "pre s small span strong sub sup table tbody td tfoot th thead tr u ul"
).split()

_export = HTMLExporter.from_notebook_node

# Where a piece of a page stands until the page is done. nbconvert reads each page as a
# whole to mend its pictures; most of what it would read are formulas and coloured code.
_PLACE = re.compile(r"GRADBOOKASIDE(\d+)X")


def _aside(context, html):
    pieces = context.get("resources", {}).setdefault("gradbook_aside", [])
    pieces.append(html)
    return f"GRADBOOKASIDE{len(pieces) - 1}X"


def _page(exporter, nb, resources=None, **options):
    """Formulas are drawn already; nbgrader's pages load MathJax from the network, and no
    setting keeps them from it."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/svg+xml" in data:  # which is what pages show
                data.pop("application/vnd.plotly.v1+json", None)
    html, resources = _export(exporter, nb, resources, **options)
    end = "<!-- End of mathjax configuration -->"
    html = re.sub(f"<!-- Load mathjax -->.*?{end}", "", html, count=1, flags=re.DOTALL)
    pieces = resources.pop("gradbook_aside", [])
    return _PLACE.sub(lambda found: "".join(pieces[int(found[1]) :][:1]), html), resources


HTMLExporter.from_notebook_node = _page
_exporter = HTMLExporter()
_colours = Highlight2HTML(pygments_lexer="typescript")
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


@lru_cache(maxsize=1000)
def _coloured(source):
    return _colours(source)


@pass_context
def highlight_code(context, source, language=None, metadata=None):
    """In the place of nbconvert's filter of this name: most code is the same for all."""
    return _aside(context, _coloured(source))


@pass_context
def markdown2html(context, source):
    """In the place of nbconvert's filter of this name."""
    cell = context.get("cell", {})
    drawn = cell.get("metadata", {}).get("gradbook_drawn", {})
    formulas = drawn["formulas"] if drawn.get("source") == source else []
    text = drawn["text"] if formulas else source
    attachments = cell.get("attachments", {})
    html = _with_pictures(context, text, attachments) if attachments else _cleaned(text)
    if not formulas:
        return _aside(context, html)
    html = re.sub(r' id="[^"]*FORMULA\d+X[^"]*"', "", html)
    html = re.sub(r' href="#[^"]*FORMULA\d+X[^"]*"', "", html)
    html = re.sub(r"FORMULA(\d+)X", lambda found: "".join(formulas[int(found[1]) :][:1]), html)
    resources = context.get("resources", {})
    if not resources.get("gradbook_formulas") and _style.exists():
        resources["gradbook_formulas"] = True
        html = f"<style>{_style.read_text('utf-8')}</style>{html}"
    return _aside(context, html)


def _with_pictures(context, text, attachments):
    # Pictures are large: they come in when the rest has been cleaned.
    pictures = dict(enumerate(attachments.items()))
    places = {name: {"image/png": f"PICTURE{i}X"} for i, (name, _) in pictures.items()}
    html = _exporter.markdown2html({**context, "cell": {"attachments": places}}, text)
    html = re.sub(
        r'src="attachment:([^"]*)"',
        lambda found: f'src="data:image/png;base64,{places.get(found[1], {}).get("image/png", "")}"',
        html,
    )
    return re.sub(
        r"data:image/png;base64,PICTURE(\d+)X",
        lambda found: _data(pictures[int(found[1])][1]) if int(found[1]) in pictures else "",
        _clean(html),
    )


@lru_cache(maxsize=1000)
def _cleaned(text):
    html = _exporter.markdown2html({}, text)
    return _clean(re.sub(r'src="attachment:[^"]*"', 'src="data:image/png;base64,"', html))


def _clean(html):
    # MathJax would make a link of it, to whatever it names.
    html = html.replace("\\href", "\\text")
    return bleach.clean(html, TAGS, {"*": _allowed}, protocols=["http", "https", "mailto", "data"], strip=True)


def _data(bundle):
    kind, data = next(iter(bundle.items()))
    return f"data:{kind};base64,{data}"
