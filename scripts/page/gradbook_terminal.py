"""What a terminal would show, as HTML: nbconvert's own filter knows colours only."""

import re
from html import escape

from nbconvert.filters import ansi2html as colours

END = r"(?:\x07|\x1b\\)"
LINK = re.compile(rf"\x1b\]8;[^;\x07\x1b]*;([^\x07\x1b]+){END}(.*?)\x1b\]8;[^;\x07\x1b]*;{END}", re.DOTALL)
OTHER = re.compile(rf"\x1b\][^\x07\x1b]*(?:{END})?|\x1b[PX^_][^\x1b]*\x1b\\|\x1b[()][0-9A-B]|\x1b[=>78]")


def ansi2html(text):
    """Colours, links that a program prints (OSC 8), and lines written over (a lone
    carriage return), of which the last state is what counts."""
    links = []

    def link(found):
        target, words = found.groups()
        if not re.match(r"https?://", target):
            return words
        links.append(target)
        return f"\ue000{len(links) - 1}\ue001{words}\ue002"

    text = LINK.sub(link, re.sub("[\ue000-\ue002]", "\ufffd", text))
    text = "\n".join(map(last_state, OTHER.sub("", text).split("\n")))
    html = colours(text)
    return re.sub(
        "\ue000(\\d+)\ue001(.*?)\ue002",
        lambda found: f'<a href="{escape(links[int(found[1])])}">{found[2]}</a>',
        html,
        flags=re.DOTALL,
    )


def last_state(line):
    parts = [part for part in line.split("\r") if part]
    return parts[-1] if parts else ""
