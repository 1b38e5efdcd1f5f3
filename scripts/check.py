"""Runs notebooks at the same time, each in a kernel of its own, whatever their cells do.

    python check.py SECONDS OUT SNAPSHOT NOTEBOOK...

SECONDS is the longest a cell may take. Each notebook is written to OUT with its outputs;
where one could not be run to its end, OUT/NAME.problem says why, in a line. SNAPSHOT is
the startup snapshot for their kernels, empty for the kernel's own.
"""

import asyncio
import signal
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient


async def run(path, out, seconds, snapshot):
    try:
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook,
            timeout=seconds,
            interrupt_on_timeout=True,
            allow_errors=True,
            shutdown_kernel="immediate",
            on_notebook_start=lambda **_: end_at_signals(),
            resources={"metadata": {"path": str(path.parent)}},
        )
        start_from(snapshot, client.create_kernel_manager())
        await client.async_execute()
        nbformat.write(notebook, out / path.name)
    except Exception as error:  # of whatever kind: the other notebook is to run on
        lines = str(error).strip().splitlines() or [type(error).__name__]
        (out / f"{path.name}.problem").write_text(lines[-1], "utf8")


def start_from(snapshot, manager):
    """Has the kernel start from it, if it starts from one at all."""
    argv = manager.kernel_spec.argv
    if snapshot and "--snapshot-blob" in argv:
        argv[argv.index("--snapshot-blob") + 1] = snapshot


def end_at_signals():
    """All notebooks, for each of whose kernels nbclient sets a handler that ends it alone."""
    if sys.platform == "win32":
        return
    loop = asyncio.get_running_loop()
    tasks = asyncio.all_tasks()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, lambda: [task.cancel() for task in tasks])


async def main(seconds, out, snapshot, *notebooks):
    runs = (run(Path(name), Path(out), int(seconds), snapshot) for name in notebooks)
    await asyncio.gather(*runs)


asyncio.run(main(*sys.argv[1:]))
