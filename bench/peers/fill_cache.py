"""Puts digits where scikit-learn's fetch_openml keeps what it has downloaded.

python fill_cache.py IDX_FOLDER CACHE: the loader then reads them as it reads
mnist_784 in a second run, without the network: the ARFF file of a set with
784 numeric pixels and a class.
"""

import gzip
import hashlib
import json
import os
import sys

from harness import read_idx

source, cache = sys.argv[1:]
parts = ("train", "t10k")
images = b"".join(read_idx(source, f"{part}-images-idx3-ubyte", 3).tobytes() for part in parts)
labels = b"".join(read_idx(source, f"{part}-labels-idx1-ubyte", 1).tobytes() for part in parts)
classes = [str(digit) for digit in range(10)]
names = [f"pixel{i + 1}" for i in range(784)]

lines = ["@RELATION mnist_784", *(f"@ATTRIBUTE {name} REAL" for name in names)]
lines += [f"@ATTRIBUTE class {{{','.join(classes)}}}", "@DATA"]
for n, label in enumerate(labels):
    lines.append(",".join(map(str, images[784 * n : 784 * (n + 1)])) + f",{label}")
arff = ("\n".join(lines) + "\n").encode()


def feature(index, name, **more):
    no = {"is_target": "false", "is_ignore": "false", "is_row_identifier": "false"}
    numeric = {"data_type": "numeric", "number_of_missing_values": "0"}
    return {"index": str(index), "name": name, **numeric, **no, **more}


target = feature(784, "class", data_type="nominal", is_target="true", nominal_value=classes)
description = {
    "id": "554",
    "name": "mnist_784",
    "version": "1",
    "status": "active",
    "format": "ARFF",
    "file_id": "52667",
    "url": "https://api.openml.org/data/v1/download/52667/mnist_784.arff",
    "default_target_attribute": "class",
    "md5_checksum": hashlib.md5(arff).hexdigest(),
    "description": "",
}
features = [feature(i, name) for i, name in enumerate(names)] + [target]
files = {
    "api/v1/json/data/554": json.dumps({"data_set_description": description}).encode(),
    "api/v1/json/data/features/554": json.dumps({"data_features": {"feature": features}}).encode(),
    "api/v1/json/data/qualities/554": json.dumps({"data_qualities": {"quality": []}}).encode(),
    "data/v1/download/52667/mnist_784.arff": arff,
}
for path, content in files.items():
    path = os.path.join(cache, "openml", "openml.org", path + ".gz")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with gzip.open(path, "wb", compresslevel=6) as file:
        file.write(content)
