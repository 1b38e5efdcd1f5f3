"""What a Dask worker does: keeps `npm run grade-one -- --serve` running and hands lines on.

Sent to the workers by value, so that they need nothing of this folder. What comes of a
submission is a line of bytes here: nothing of it is read.
"""

STATE = "gradbook_worker"  # a module of this process, for what outlives a task


def prepare(reference, home):
    """Starts the program for a reference, in place of one for another.

    Returns an empty text, or what keeps this worker from grading as the head does.
    """
    import os
    import subprocess
    import sys
    import tempfile

    places = [os.environ.get("GRADBOOK"), os.getcwd(), home]
    found = [place for place in places if place and os.path.exists(f"{place}/grading/one/main.ts")]
    if not found:
        return f"there is no Gradbook at {home}: start the worker in its folder, or name that in GRADBOOK"
    stop()
    script = ["-r", "./scripts/require-node.js", "scripts/run-typescript.js", "--set-up-later", "grading/one/main"]
    state = sys.modules[STATE] = type(sys)(STATE)
    state.errors = tempfile.TemporaryFile()
    state.child = subprocess.Popen(
        [os.environ.get("GRADBOOK_NODE", "node"), *script, "--serve"],
        cwd=found[0],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=state.errors,
    )
    try:
        state.child.stdin.write(reference + b"\n")
        state.child.stdin.flush()
    except BrokenPipeError:
        pass
    if state.child.stdout.readline() == b"ready\n":
        return ""
    why = said()
    stop()
    return why or "its program ended without a word"


def grade(request):
    """A line of JSON to the program, and the line that it answers.

    None when this process has no program: it must be prepared first.
    """
    import sys

    state = sys.modules.get(STATE)
    if state is None or state.child.poll() is not None:
        return None
    state.child.stdin.write(request + b"\n")
    state.child.stdin.flush()
    line = state.child.stdout.readline()
    if not line.endswith(b"\n"):
        raise RuntimeError(f"the grading program ended: {said()}")
    return line[:-1]


def said():
    """The end of what the program wrote to stderr."""
    import sys

    state = sys.modules[STATE]
    state.child.kill()
    state.child.wait()
    state.errors.seek(0)
    return state.errors.read()[-2000:].decode("utf-8", "replace").strip()


def stop():
    import sys

    state = sys.modules.pop(STATE, None)
    if state is not None:
        state.child.kill()
        state.child.wait()
