"""A Jupyter client on a pipe: takes one JSON command a line, answers with one a line.

It uses jupyter_client, so that the kernel is tested by Jupyter's own idea of the
protocol. client.ts is its other end.
"""

import json
import os
import signal
import subprocess
import sys
import time
from queue import Empty

from jupyter_client.manager import KernelManager


class Kernel:
    """One kernel and all it has published, by the request that caused it."""

    def __init__(self, name, cwd, env):
        self.manager = KernelManager(kernel_name=name)
        self.started = time.time()
        self.errors = open(os.path.join(os.environ["JUPYTER_RUNTIME_DIR"], "stderr"), "w+")
        # Not this process's own stdout: Node would make it non-blocking for both.
        self.manager.start_kernel(
            cwd=cwd, env={**os.environ, **env}, stdout=self.errors, stderr=self.errors
        )
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.published = {}
        self.replies = {}
        self.answers = []
        self.asked = []

    def pump(self, seconds):
        """Takes in what arrives within `seconds`."""
        try:
            message = self.client.get_iopub_msg(timeout=seconds)
            parent = message["parent_header"].get("msg_id")
            self.published.setdefault(parent, []).append(plain(message))
        except Empty:
            pass
        try:
            message = self.client.get_shell_msg(timeout=0)
            self.replies[message["parent_header"].get("msg_id")] = message["content"]
        except Empty:
            pass
        try:
            self.asked.append(self.client.get_stdin_msg(timeout=0)["content"])
            if self.answers:
                self.client.input(self.answers.pop(0))
        except Empty:
            pass

    def collect(self, request, timeout):
        """Waits for a request's reply and idle status."""
        deadline = time.time() + timeout
        while time.time() < deadline:
            messages = self.published.get(request, [])
            idle = any(m["content"].get("execution_state") == "idle" for m in messages)
            if idle and request in self.replies:
                return {"reply": self.replies[request], "messages": messages}
            self.pump(0.02)
        return {"reply": None, "messages": self.published.get(request, [])}

    def ended_after(self, timeout):
        """The seconds until the process has ended, or None."""
        start = time.time()
        while time.time() - start < timeout:
            if not self.manager.is_alive():
                return time.time() - start
            time.sleep(0.02)
        return None


def first_result(name, cwd, code):
    """The seconds from a kernel's start to what its first cell gives."""
    manager = KernelManager(kernel_name=name)
    start = time.time()
    manager.start_kernel(cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    request = client.execute(code)
    try:
        while True:
            message = client.get_iopub_msg(timeout=60)
            shows = message["msg_type"] in ("execute_result", "stream")
            if shows and message["parent_header"].get("msg_id") == request:
                return time.time() - start
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def plain(message):
    return {"type": message["msg_type"], "content": message["content"]}


def main():
    kernel = None
    for line in sys.stdin:
        command = json.loads(line)
        op = command.pop("op")
        answer = None
        if op == "start":
            kernel = Kernel(command["name"], command["cwd"], command["env"])
            answer = {"pid": kernel.manager.provisioner.pid}
        elif op == "first_result":
            answer = first_result(**command)
        elif op == "execute":
            start = time.time()
            kernel.answers, kernel.asked = command["answers"], []
            request = kernel.client.execute(command["code"], **command["options"])
            answer = kernel.collect(request, command["timeout"])
            answer["asked"] = kernel.asked
            answer["seconds"] = time.time() - start
        elif op == "submit":
            options = command["options"]
            kernel.answers, kernel.asked = [], []
            answer = [kernel.client.execute(code, **options) for code in command["codes"]]
        elif op == "collect":
            answer = kernel.collect(command["request"], command["timeout"])
        elif op == "log":
            kernel.errors.seek(0)
            answer = kernel.errors.read()
        elif op == "asked":
            kernel.pump(command["seconds"])
            answer = kernel.asked
        elif op == "published":
            kernel.pump(command["seconds"])
            answer = kernel.published.get(command["request"], [])
        elif op == "ask":
            request = getattr(kernel.client, command["question"])(*command["arguments"])
            answer = kernel.collect(request, 20)["reply"]
        elif op == "interrupt":
            kernel.manager.interrupt_kernel()
        elif op == "signal":
            os.kill(kernel.manager.provisioner.pid, getattr(signal, command["name"]))
        elif op == "shutdown":
            kernel.client.shutdown(restart=command["restart"])
            reply = kernel.client.get_control_msg(timeout=10)
            kernel_ended = kernel.ended_after(10)
            kernel.errors.seek(0)
            answer = {
                "reply": reply["content"],
                "seconds": kernel_ended,
                "stderr": kernel.errors.read(),
            }
            kernel.client.stop_channels()
            kernel.manager.cleanup_resources()
        print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    main()
