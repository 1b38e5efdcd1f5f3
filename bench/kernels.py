"""Times a Jupyter kernel: python kernels.py NAME FOLDER, a JSON object out.

Seconds from a kernel's start to its first cell's result, and from a cell's request to its
result: of a line at first, after 200 cells, and after an object of 12,000 entries.
"""

import json
import statistics
import subprocess
import sys
import time

from jupyter_client.manager import KernelManager

LINES = 25
CELLS = 200
ENTRIES = 12_000

LANGUAGES = {
    "tslab": {
        "first": "const a: number = 6 * 7; a",
        "cell": "const v{0} = {0};",
        "object": "const big = {{ {0} }}; 1",
        "entry": "k{0}: {0}",
    },
    "python3": {
        "first": "a = 6 * 7; a",
        "cell": "v{0} = {0}",
        "object": "big = {{ {0} }}; 1",
        "entry": "'k{0}': {0}",
    },
}


def seconds(client, code):
    """From a cell's request to its result, or to its end if it has none."""
    start = time.perf_counter()
    request = client.execute(code)
    result = None
    while True:
        message = client.get_iopub_msg(timeout=120)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "execute_result":
            result = time.perf_counter()
        elif message["content"].get("execution_state") == "idle":
            client.get_shell_msg(timeout=120)
            return (result or time.perf_counter()) - start


def measure(name, folder):
    """All of a kernel's times."""
    code = LANGUAGES[name]
    manager = KernelManager(kernel_name=name)
    start = time.perf_counter()
    manager.start_kernel(cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        seconds(client, code["first"])
        first = time.perf_counter() - start

        def line():
            return statistics.median(seconds(client, f"{i} + 1") for i in range(LINES))

        times = {"first": first, "line": line()}
        for i in range(CELLS):
            seconds(client, code["cell"].format(i))
        times["afterCells"] = line()
        entries = ", ".join(code["entry"].format(i) for i in range(ENTRIES))
        times["object"] = seconds(client, code["object"].format(entries))
        times["afterObject"] = line()
        return times
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


print(json.dumps(measure(*sys.argv[1:])))
