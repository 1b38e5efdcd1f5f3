"""Memory and times of many Jupyter kernels at once: python hub.py JOB, a JSON object out.

JOB is JSON: the kernel's name, the folder to run in, how many are started together,
their first cell, how long they then rest (seconds), and, if they are to go on, a notebook's
code cells, which all of them run at once, and how long they rest after those.

Or JOB has "servers": so many of JupyterLab's servers, in the folder, that then rest.

All memory is in MB. A process's own is what it shares with no other; what kernels share,
such as Node's program, is in "shared" once. Reads /proc, so it needs Linux.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from jupyter_client.manager import KernelManager

SAMPLE = 0.25


def descendants(root):
    """A process and all that it has started."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="latin1") as file:
                parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            pass  # it has ended since
    found = [root]
    for process in found:
        found += [pid for pid, parent in parents.items() if parent == process]
    return found


def memory(root):
    """(own, own and a fair part of what is shared) of a process and what it has started."""
    own = fair = 0
    for pid in descendants(root):
        try:
            with open(f"/proc/{pid}/smaps_rollup", encoding="latin1") as file:
                lines = [line.split() for line in file]
        except OSError:
            continue
        sizes = {name: int(size) / 1024 for name, size, *_ in lines[1:]}
        own += sizes["Private_Clean:"] + sizes["Private_Dirty:"]
        fair += sizes["Pss:"]
    return own, fair


def memories(roots):
    """The own memory of each, and what they share, once."""
    found = [memory(root) for root in roots]
    return {"own": [own for own, _ in found], "shared": sum(fair - own for own, fair in found)}


def cpu(root):
    """Seconds of CPU time that a process has used."""
    with open(f"/proc/{root}/stat", encoding="latin1") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Kernel:
    def __init__(self, name, folder):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.pid = self.manager.provisioner.pid
        self.client = self.manager.client()
        self.client.start_channels()

    def run(self, code):
        request = self.client.execute(code)
        while True:
            reply = self.client.get_shell_msg(timeout=600)
            if reply["parent_header"].get("msg_id") == request:
                break
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"{reply['content']['evalue']} in the cell\n{code}")

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def at_once(tasks):
    """Runs functions, each in a thread; their results, and the first failure."""
    results = [None] * len(tasks)
    failures = []

    def call(i):
        try:
            results[i] = tasks[i]()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=call, args=(i,)) for i in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results


def peaks(kernels, work):
    """What `work` gives, and the most of its own that each kernel had meanwhile."""
    most = [0.0] * len(kernels)
    ended = threading.Event()

    def watch():
        while not ended.wait(SAMPLE):
            for i, kernel in enumerate(kernels):
                most[i] = max(most[i], memory(kernel.pid)[0])

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        return work(), most
    finally:
        ended.set()
        watcher.join()


def measure(kernel, folder, count, first, rest, cells=(), rest_after=0):
    started = []

    def start(tries=3):
        begin = time.perf_counter()
        one = Kernel(kernel, folder)
        try:
            one.client.wait_for_ready(timeout=300)
        except RuntimeError:
            # It has died: of 20 at once one may find a port taken that was free before.
            one.end()
            if tries == 1:
                raise
            return start(tries - 1)
        started.append(one)
        one.run(first)
        return time.perf_counter() - begin

    def run_cells(one):
        begin = time.perf_counter()
        for cell in cells:
            one.run(cell)
        return time.perf_counter() - begin

    try:
        found = {"first": at_once([start] * count)}
        time.sleep(rest)
        found["idle"] = memories([one.pid for one in started])
        if cells:
            before = sum(cpu(one.pid) for one in started)
            tasks = [lambda one=one: run_cells(one) for one in started]
            found["ran"], found["peak"] = peaks(started, lambda: at_once(tasks))
            found["cpu"] = (sum(cpu(one.pid) for one in started) - before) / count
            time.sleep(rest_after)
            found["rested"] = memories([one.pid for one in started])
        return found
    finally:
        for one in started:
            one.end()


def measure_servers(servers, folder, rest):
    """The memory of JupyterLab's servers, each of which has given its page once."""
    started, logs = [], []
    with tempfile.TemporaryDirectory() as work:
        try:
            for i in range(servers):
                logs.append(Path(work, f"log-{i}"))
                options = ["--no-browser", "--allow-root", "--port=0", f"--notebook-dir={folder}"]
                with open(logs[-1], "w") as log:
                    started.append(
                        subprocess.Popen(
                            [sys.executable, "-m", "jupyterlab", *options], stdout=log, stderr=log
                        )
                    )
            for log in logs:
                open_page(log)
            time.sleep(rest)
            return memories([server.pid for server in started])
        finally:
            for server in started:
                server.terminate()
                server.wait()


def open_page(log):
    """Gets a server's page, whose address is in its log some time before it answers there."""
    for _ in range(1200):
        found = re.search(r"http://127\.0\.0\.1:\d+/lab\?token=\w+", log.read_text())
        if found:
            try:
                return urllib.request.urlopen(found[0]).read()
            except urllib.error.URLError:
                pass
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab's server did not start:\n{log.read_text()}")


if __name__ == "__main__":
    job = json.loads(sys.argv[1])
    print(json.dumps(measure_servers(**job) if "servers" in job else measure(**job)))
