"""A reader of GGUF files (version 2 and 3): metadata, and tensors as float32 arrays.

Only the encodings that Swiftlet's tools meet are there: F32, F16, Q4_1, Q8_0. Everything is read
from a buffer, usually a mapped file; a tensor is decoded when it is asked for.
"""

import math
import struct
from dataclasses import dataclass

import numpy as np

MAGIC = b"GGUF"
SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
STRING, ARRAY = 8, 9
HEADER_BYTES = 24  # magic, version, number of tensors, number of metadata
BLOCK = 32  # values that share a scale in Q4_1 and Q8_0


def decode_f32(data: np.ndarray) -> np.ndarray:
    return data.view("<f4")


def decode_f16(data: np.ndarray) -> np.ndarray:
    return data.view("<f2").astype(np.float32)


def decode_q4_1(data: np.ndarray) -> np.ndarray:
    """Per block: scale f16, minimum f16, 16 bytes of which the low halves are the first 16 codes."""
    blocks = data.reshape(-1, 20)
    scale = blocks[:, 0:2].copy().view("<f2").astype(np.float32)
    minimum = blocks[:, 2:4].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 4:]
    codes = np.concatenate([packed & 15, packed >> 4], axis=1)
    return scale * codes.astype(np.float32) + minimum


def decode_q8_0(data: np.ndarray) -> np.ndarray:
    """Per block: scale f16, 32 signed bytes."""
    blocks = data.reshape(-1, 34)
    scale = blocks[:, 0:2].copy().view("<f2").astype(np.float32)
    return scale * blocks[:, 2:].copy().view(np.int8).astype(np.float32)


@dataclass(frozen=True)
class Encoding:
    name: str
    values: int  # per block
    byte_count: int  # per block
    decode: object


ENCODINGS = {
    0: Encoding("F32", 1, 4, decode_f32),
    1: Encoding("F16", 1, 2, decode_f16),
    3: Encoding("Q4_1", BLOCK, 20, decode_q4_1),
    8: Encoding("Q8_0", BLOCK, 34, decode_q8_0),
}


@dataclass(frozen=True)
class Tensor:
    name: str
    shape: tuple  # row-major, outermost first
    encoding: Encoding
    offset: int  # in the file

    @property
    def byte_count(self) -> int:
        return math.prod(self.shape) // self.encoding.values * self.encoding.byte_count


class GGUF:
    """`metadata` (key -> value) and `tensors` (name -> Tensor) of a GGUF file in `buffer`.

    `metadata_bytes` are the `entry_count` metadata as they lie in the file.
    """

    def __init__(self, buffer):
        self.buffer = memoryview(buffer)
        self.position = 0
        if bytes(self._take(4)) != MAGIC:
            raise ValueError("not a GGUF file")
        version = self._number("I")
        if version not in (2, 3):
            raise ValueError(f"GGUF version {version}; 2 and 3 are known")
        tensor_count, entry_count = self._number("Q"), self._number("Q")
        self.metadata = {}
        for _ in range(entry_count):
            key = self._string()
            self.metadata[key] = self._value(self._number("I"))
        self.entry_count = entry_count
        self.metadata_bytes = bytes(self.buffer[HEADER_BYTES:self.position])
        entries = [self._tensor_entry() for _ in range(tensor_count)]
        alignment = self.metadata.get("general.alignment", 32)
        start = -(-self.position // alignment) * alignment
        self.tensors = {}
        for name, shape, encoding, offset in entries:
            tensor = Tensor(name, shape, encoding, start + offset)
            if math.prod(shape) % encoding.values or (
                    tensor.offset + tensor.byte_count > len(self.buffer)):
                raise ValueError(f"tensor {name} does not fit the file")
            self.tensors[name] = tensor

    def floats(self, tensor: Tensor) -> np.ndarray:
        """The tensor's values, float32, in its shape."""
        data = np.frombuffer(
            self.buffer, dtype=np.uint8, count=tensor.byte_count, offset=tensor.offset)
        return tensor.encoding.decode(data).reshape(tensor.shape)

    def _take(self, count: int):
        piece = self.buffer[self.position:self.position + count]
        if len(piece) != count:
            raise ValueError("the file ends inside its header")
        self.position += count
        return piece

    def _number(self, code: str):
        return struct.unpack("<" + code, self._take(struct.calcsize(code)))[0]

    def _string(self) -> str:
        return bytes(self._take(self._number("Q"))).decode("utf-8")

    def _value(self, kind: int):
        if kind == STRING:
            return self._string()
        if kind == ARRAY:
            element, count = self._number("I"), self._number("Q")
            if element in SCALARS:
                code = SCALARS[element]
                return list(struct.unpack(
                    f"<{count}{code}", self._take(count * struct.calcsize(code))))
            return [self._value(element) for _ in range(count)]
        if kind not in SCALARS:
            raise ValueError(f"metadata of unknown kind {kind}")
        return self._number(SCALARS[kind])

    def _tensor_entry(self):
        name = self._string()
        extents = [self._number("Q") for _ in range(self._number("I"))]
        kind, offset = self._number("I"), self._number("Q")
        if kind not in ENCODINGS:
            raise ValueError(f"tensor {name} has encoding {kind}, which this reader does not know")
        # GGUF lists the fastest-varying extent first.
        return name, tuple(reversed(extents)), ENCODINGS[kind], offset
