import json
import pickle
import struct
import tempfile
import unittest
import zipfile
from pathlib import Path

from support import load

converter = load("bin-to-safetensors")
import torch_archive


def program(*tensors) -> bytes:
    """A pickle of {name: tensor}; each tensor (name, storage, key, count, offset, shape, strides)."""
    def text(value):
        data = value.encode()
        return b"X" + struct.pack("<I", len(data)) + data

    def number(value):
        return b"J" + struct.pack("<i", value)

    def numbers(values):
        return b"(" + b"".join(map(number, values)) + b"t"

    result = b"\x80\x02}("
    for name, storage, key, count, offset, shape, strides in tensors:
        result += text(name) + b"ctorch._utils\n_rebuild_tensor_v2\n("
        result += b"(" + text("storage") + b"ctorch\n" + storage.encode() + b"\n"
        result += text(key) + text("cpu") + number(count) + b"tQ"
        result += number(offset) + numbers(shape) + numbers(strides)
        result += b"\x89}tR"
    return result + b"u."


def archive(path: Path, pickled: bytes, storages: dict) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("m/data.pkl", pickled)
        file.writestr("m/byteorder", b"little")
        for key, data in storages.items():
            file.writestr(f"m/data/{key}", data)
    return path


class TorchArchiveTests(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = Path(self.scratch.name)
        self.path = self.folder / "pytorch_model.bin"

    def test_follows_offsets_and_strides(self):
        data = struct.pack("<8f", *range(8))
        archive(self.path, program(
            ("slice", "FloatStorage", "0", 8, 2, (2, 2), (2, 1)),
            ("transposed", "FloatStorage", "0", 8, 0, (2, 3), (1, 2))), {"0": data})
        opened = torch_archive.TorchArchive(self.path)
        self.assertEqual(struct.unpack("<4f", opened.contents("slice")), (2, 3, 4, 5))
        self.assertEqual(struct.unpack("<6f", opened.contents("transposed")), (0, 2, 4, 1, 3, 5))

    def test_writes_a_checkpoint_folder(self):
        source, destination = self.folder / "in", self.folder / "out"
        source.mkdir()
        destination.mkdir()
        archive(source / "pytorch_model.bin", program(
            ("w", "HalfStorage", "0", 2, 0, (2,), (1,))), {"0": b"\x00\x3c\x00\x40"})
        (source / "config.json").write_text("{}")
        converter.convert(source, destination)
        written = (destination / "model.safetensors").read_bytes()
        length = int.from_bytes(written[:8], "little")
        header = json.loads(written[8:8 + length])
        self.assertEqual(header["w"], {"dtype": "F16", "shape": [2], "data_offsets": [0, 4]})
        self.assertEqual(written[8 + length:], b"\x00\x3c\x00\x40")
        self.assertTrue((destination / "config.json").exists())

    def test_runs_nothing(self):
        class Payload:
            def __reduce__(self):
                return (open, (str(marker), "w"))

        marker = self.folder / "ran"
        archive(self.path, pickle.dumps({"w": Payload()}, protocol=2), {})
        with self.assertRaises(torch_archive.ArchiveError):
            torch_archive.TorchArchive(self.path)
        self.assertFalse(marker.exists())

    def test_refuses_views_outside_their_storage(self):
        for offset, shape, strides in ((7, (2,), (1,)), (0, (3, 3), (0, 0)), (-1, (1,), (1,))):
            archive(self.path, program(
                ("w", "FloatStorage", "0", 8, offset, shape, strides)), {"0": bytes(32)})
            with self.assertRaises(torch_archive.ArchiveError):
                torch_archive.TorchArchive(self.path)

    def test_refuses_storages_shorter_than_described(self):
        archive(self.path, program(("w", "FloatStorage", "0", 8, 0, (8,), (1,))), {"0": bytes(31)})
        with self.assertRaises(torch_archive.ArchiveError):
            torch_archive.TorchArchive(self.path).contents("w")


if __name__ == "__main__":
    unittest.main()
