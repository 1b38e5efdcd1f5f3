"""What a JupyterLab has of what the handout needs, as JSON.

    python check.py

Starts the kernel `tslab` in an empty folder, as Jupyter would, and runs a cell that imports.
"""

import json
import os
import tempfile
from importlib.metadata import PackageNotFoundError, version

from jupyter_client.manager import start_new_kernel
from jupyter_core.paths import jupyter_path

CELL = 'import { Matrix } from "ml-matrix"; console.log(Matrix.ones(2, 2).sum())'


def version_of(package):
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def renderer():
    """The manifest of the extension that draws Plotly's figures; null if there is none."""
    for folder in jupyter_path("labextensions"):
        file = os.path.join(folder, "jupyterlab-plotly", "package.json")
        if os.path.exists(file):
            with open(file, encoding="utf-8") as manifest:
                return json.load(manifest)
    return None


def run_cell():
    """What the cell prints, or why it does not."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            manager, client = start_new_kernel(kernel_name="tslab", cwd=folder, startup_timeout=60)
        except Exception as error:  # of whatever kind
            return f"the kernel does not start: {error}"
        said = []

        def take(message):
            content = message["content"]
            if message["msg_type"] == "stream":
                said.append(content["text"])
            elif message["msg_type"] == "error":
                said.append(f"{content['ename']}: {content['evalue']}")

        try:
            client.execute_interactive(CELL, timeout=60, output_hook=take)
        except Exception as error:
            said.append(str(error))
        finally:
            client.stop_channels()
            manager.shutdown_kernel()
        return "".join(said).strip()


packages = ["jupyterlab", "nbclient", "nbformat"]
print(
    json.dumps(
        {
            "versions": {name: version_of(name) for name in packages},
            "renderer": renderer(),
            "said": run_cell(),
        }
    )
)
