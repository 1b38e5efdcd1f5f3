"""What a user can read below some folders, and change.

    python reads.py '{"folders": [...], "lines": [...], "text": "..."}'

Prints as JSON the files that can be read, by file the first of the lines or the text that
stands in it, and the paths, of others' files and folders, that can be written.
"""

import json
import os
import sys

# Larger ones are programs and data.
LARGEST = 2_000_000

task = json.loads(sys.argv[1])
lines = set(task["lines"])
readable, found, writable = [], {}, []


def line_of(text):
    """A line without its indentation, also where a notebook has it as a string."""
    text = text.strip().rstrip(",")
    if text.startswith('"'):
        try:
            text = str(json.loads(text))
        except ValueError:
            pass
    return " ".join(text.split())


for folder in task["folders"]:
    for place, _, files in os.walk(folder):
        for name in [".", *files]:
            path = os.path.normpath(os.path.join(place, name))
            if os.path.islink(path):
                continue
            if os.access(path, os.W_OK) and os.stat(path).st_uid != os.getuid():
                writable.append(path)
            if name == "." or not os.access(path, os.R_OK) or not os.path.isfile(path):
                continue
            readable.append(path)
            if os.path.getsize(path) > LARGEST:
                continue
            with open(path, encoding="utf-8", errors="replace") as file:
                content = file.read()
            hit = task["text"] if task["text"] and task["text"] in content else None
            hit = hit or next((line for line in map(line_of, content.splitlines()) if line in lines), None)
            if hit is not None:
                found[path] = hit
json.dump({"readable": readable, "found": found, "writable": writable}, sys.stdout)
