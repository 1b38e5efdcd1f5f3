"""How the cluster is reached: an address, or a Python file that makes one."""

import runpy

from distributed.security import Security


def security_of(settings):
    """From Dask's own files: those named, else those in Dask's configuration."""
    named = {name: settings["tls"][name] for name in ("ca_file", "client_cert", "client_key") if settings["tls"].get(name)}
    return Security(**{f"tls_{name}": file for name, file in named.items()})


def reached(settings):
    """The scheduler's address, how it is secured, and the cluster if it was made here."""
    address = settings["scheduler"]
    if not address.endswith(".py"):
        return address, security_of(settings), None
    cluster = runpy.run_path(address)["cluster"]
    return cluster.scheduler_address, getattr(cluster, "security", None), cluster
