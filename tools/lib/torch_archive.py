"""Reads the tensors of a PyTorch archive (`pytorch_model.bin`) without running what it says.

The archive is a zip file whose `data.pkl` is a pickle, a program for a stack machine. Python's own
machine runs it here, but every name that it asks for is looked up in the table below and nothing
else exists for it, so the program can describe tensors and do nothing besides.
"""

import math
import pickle
import zipfile
from dataclasses import dataclass
from pathlib import Path


class ArchiveError(ValueError):
    """The archive is damaged, or it is none that this reader accepts."""


@dataclass(frozen=True)
class StorageKind:
    element: str  # as safetensors calls it
    byte_count: int  # of one element


@dataclass(frozen=True)
class Storage:
    key: str
    kind: StorageKind
    element_count: int


@dataclass(frozen=True)
class ArchivedTensor:
    """A view of a storage: `shape` and `strides` in elements, starting at element `offset`."""

    storage: Storage
    offset: int
    shape: tuple
    strides: tuple


class StateDictionary(dict):
    """Stands for OrderedDict; attributes such as `_metadata` are dropped."""

    def __setstate__(self, state):
        pass


def rebuild_tensor(storage, offset, shape, strides, *_ignored):
    numbers = (offset, *shape, *strides)
    if not isinstance(storage, Storage) or len(shape) != len(strides) or not all(
            type(n) is int and n >= 0 for n in numbers):
        raise ArchiveError("a tensor is described wrongly")
    if math.prod(shape) > storage.element_count:
        # Strides of 0 can repeat elements without end; weights have no use for that.
        raise ArchiveError("a tensor is larger than its storage")
    if math.prod(shape):
        last = offset + sum((n - 1) * s for n, s in zip(shape, strides))
        if last >= storage.element_count:
            raise ArchiveError("a tensor ends behind its storage")
    return ArchivedTensor(storage, offset, tuple(shape), tuple(strides))


ALLOWED = {
    ("collections", "OrderedDict"): StateDictionary,
    ("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor,
    ("torch", "FloatStorage"): StorageKind("F32", 4),
    ("torch", "HalfStorage"): StorageKind("F16", 2),
    ("torch", "BFloat16Storage"): StorageKind("BF16", 2),
}


class DescriptionReader(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) not in ALLOWED:
            raise ArchiveError(f"the pickle asks for {module}.{name}, which tensors do not need")
        return ALLOWED[module, name]

    def persistent_load(self, identifier):
        label, kind, key, _device, count = identifier
        if label != "storage" or not isinstance(kind, StorageKind) or type(count) is not int:
            raise ArchiveError("a storage is described wrongly")
        return Storage(str(key), kind, count)


class TorchArchive:
    """`tensors` (name -> ArchivedTensor) of the archive at `path`."""

    def __init__(self, path: Path):
        try:
            self.archive = zipfile.ZipFile(path)
            programs = [n for n in self.archive.namelist() if n.split("/")[1:] == ["data.pkl"]]
            if len(programs) != 1:
                raise ArchiveError(f"{len(programs)} files data.pkl, one was expected")
            self.folder = programs[0].split("/")[0]
            with self.archive.open(programs[0]) as file:
                state = DescriptionReader(file, encoding="utf-8").load()
            order = f"{self.folder}/byteorder"
            if order in self.archive.namelist() and self.archive.read(order) != b"little":
                raise ArchiveError("numbers are big-endian")
        except ArchiveError as error:
            raise ArchiveError(f"{path}: {error}") from None
        except Exception as error:  # whatever a hostile program makes the machine stumble over
            raise ArchiveError(f"{path}: {type(error).__name__}: {error}") from None
        if not isinstance(state, dict):
            raise ArchiveError(f"{path}: the pickle makes no dictionary")
        self.tensors = {
            name: tensor for name, tensor in state.items()
            if isinstance(name, str) and isinstance(tensor, ArchivedTensor)}

    def contents(self, name: str) -> bytes:
        """The tensor's elements, row-major and without gaps."""
        tensor = self.tensors[name]
        size = tensor.storage.kind.byte_count
        try:
            data = memoryview(self.archive.read(f"{self.folder}/data/{tensor.storage.key}"))
        except (KeyError, zipfile.BadZipFile) as error:
            raise ArchiveError(f"{name}: {error}") from None
        if len(data) < tensor.storage.element_count * size:
            raise ArchiveError(f"{name}: its storage is shorter than described")
        code = {2: "H", 4: "I"}[size]
        elements = data[:len(data) // size * size].cast(code)
        return gather(elements, tensor.offset, tensor.shape, tensor.strides).tobytes()


def gather(elements, offset: int, shape: tuple, strides: tuple):
    """Elements of a strided view in row-major order."""
    from array import array

    result = array(elements.format)
    if not shape:
        result.append(elements[offset])
        return result
    if len(shape) == 1:
        for index in range(shape[0]):
            result.append(elements[offset + index * strides[0]])
        return result
    for index in range(shape[0]):
        result.extend(gather(elements, offset + index * strides[0], shape[1:], strides[1:]))
    return result
