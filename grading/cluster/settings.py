"""How the cluster is reached: an address, or a Python file that makes one."""

import runpy

from distributed.security import Security


def security_of(settings):
    """From Dask's own files: those named, else those in Dask's configuration."""
    named = {name: settings["tls"][name] for name in ("ca_file", "client_cert", "client_key") if settings["tls"].get(name)}
    return Security(**{f"tls_{name}": file for name, file in named.items()})


def cluster_of(settings):
    """What `cluster` is in the file, when the scheduler is named by one; else None."""
    address = settings["scheduler"]
    return runpy.run_path(address)["cluster"] if address.endswith(".py") else None
