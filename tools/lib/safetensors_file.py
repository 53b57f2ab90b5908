"""Writes safetensors files piece by piece, so that no more than one tensor is in memory."""

import json
import math
from pathlib import Path

ELEMENT_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1,
                 "U8": 1, "BOOL": 1}


def write_safetensors(path: Path, tensors: dict, contents) -> None:
    """Writes `tensors` (name -> (element type, shape)) in the order of the dictionary.

    `contents(name)` returns a tensor's little-endian row-major bytes when its turn comes.
    """
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, (element, shape) in tensors.items():
        end = offset + math.prod(shape) * ELEMENT_BYTES[element]
        header[name] = {"dtype": element, "shape": list(shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    # Readers may map the file: the data starts at a multiple of 8.
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        for name, (element, shape) in tensors.items():
            data = memoryview(contents(name)).cast("B")
            if len(data) != math.prod(shape) * ELEMENT_BYTES[element]:
                raise ValueError(f"{name}: {len(data)} bytes do not fill its shape {shape}")
            file.write(data)
