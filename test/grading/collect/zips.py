"""Makes the zips and folders of the tests of collecting, from JSON on stdin.

{path: tree}: a path ending in .zip becomes a zip, another one a folder. A tree has the
files in their order, each with its name and "text", a "zip" in it, or a "size" of
zeros; and of a zip's entry, if given, its "mode", "time", whether it is "stored", raw
"bytes" of the name, a "flag" set afterwards, or the size that it "claims". An object
has the "files" of a zip that is then "cut" to a share, or gets a bit "flip"ped where a
text stands.
"""

import io
import json
import os
import struct
import sys
import warnings
import zipfile

warnings.simplefilter("ignore")  # of names that are there twice


def content(file):
    if "zip" in file:
        return make_zip(file["zip"])
    return file.get("text", "").encode() + bytes(file.get("size", 0))


def make_zip(files):
    buffer = io.BytesIO()
    placeholders = {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for n, file in enumerate(files):
            name = file["name"]
            if "bytes" in file:
                raw = bytes(file["bytes"])
                name = f"{n:03}".ljust(len(raw), "x")
                placeholders[name.encode()] = raw
            info = zipfile.ZipInfo("x", tuple(file.get("time", (2026, 1, 2, 3, 4, 6))))
            info.filename = name  # as it is: the constructor cleans it
            stored = file.get("stored", False)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info.external_attr = file.get("mode", 0o100644) << 16
            made.writestr(info, content(file))
    data = buffer.getvalue()
    for name, raw in placeholders.items():
        data = data.replace(name, raw)
    for file in files:
        if "flag" in file:
            data = with_flag(data, file["name"].encode(), file["flag"])
        if "claims" in file:
            at = data.rindex(file["name"].encode()) - 46
            data = data[: at + 24] + struct.pack("<I", file["claims"]) + data[at + 28 :]
    return data


def with_flag(data, name, flag):
    for signature, name_at, flags_at in ((b"PK\3\4", 30, 6), (b"PK\1\2", 46, 8)):
        at = data.index(signature)
        while data[at + name_at : at + name_at + len(name)] != name:
            at = data.index(signature, at + 1)
        old = struct.unpack_from("<H", data, at + flags_at)[0]
        data = data[: at + flags_at] + struct.pack("<H", old | flag) + data[at + flags_at + 2 :]
    return data


for path, tree in json.load(sys.stdin).items():
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if isinstance(tree, dict):
        data = make_zip(tree["files"])
        cut = data[: int(len(data) * tree["cut"])] if "cut" in tree else data
        if "flip" in tree:
            at = data.index(tree["flip"].encode())
            cut = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with open(path, "wb") as out:
            out.write(cut)
    elif path.endswith(".zip"):
        with open(path, "wb") as out:
            out.write(make_zip(tree))
    else:
        for file in tree:
            place = os.path.join(path, file["name"])
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "wb") as out:
                out.write(content(file))
            if "modified" in file:
                os.utime(place, (file["modified"], file["modified"]))
