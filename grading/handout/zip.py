"""Packs a folder so that the same files give the same bytes: zip.py FOLDER ZIP [PREFIX]

The files' names begin with the folder's, or with PREFIX, which may be empty.
"""

import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

folder, target = map(Path, sys.argv[1:3])
prefix = sys.argv[3] if len(sys.argv) > 3 else f"{folder.name}/"
with ZipFile(target, "w") as archive:
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_dir():
            continue
        name = f"{prefix}{path.relative_to(folder).as_posix()}"
        entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        entry.create_system = 3  # Unix, wherever it is made
        entry.external_attr = 0o100644 << 16
        archive.writestr(entry, path.read_bytes(), ZIP_DEFLATED, compresslevel=9)
