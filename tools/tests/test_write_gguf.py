import struct
import tempfile
import unittest
from pathlib import Path

from support import load

try:
    import numpy as np
    from gguf import GGUF
except ImportError:
    np = None

gguf = load("write-gguf")


def template() -> bytes:
    """A GGUF file of float32 whose metadata say that it is Q4_1."""
    def entry(name, rows, columns, offset):
        return gguf.string(name) + struct.pack("<IQQIQ", 2, columns, rows, 0, offset)

    header = b"GGUF" + struct.pack("<IQQ", 3, 2, 2)
    header += gguf.string("general.file_type") + struct.pack("<II", 4, 3)
    header += gguf.string("general.name") + struct.pack("<I", 8) + gguf.string("tiny")
    header += entry("token_embd.weight", 3, 2, 0) + entry("blk.0.attn_q.weight", 8, 2, 32)
    return header + b"\0" * (gguf.aligned(len(header)) - len(header) + 96)


@unittest.skipUnless(np, "no numpy")
class WriteGGUFTests(unittest.TestCase):
    def write(self, weights):
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "a.gguf"
            gguf.write(output, GGUF(template()), weights, (2, 1))
            return GGUF(output.read_bytes())

    def test_values_metadata_and_the_order_of_query_rows(self):
        queries = np.arange(16, dtype=np.float32).reshape(8, 2)
        embedding = np.ones((3, 2), dtype=np.float32)
        written = self.write({"model.embed_tokens.weight": embedding, "model.layers.0.self_attn.q_proj.weight": queries})
        self.assertEqual(written.metadata, {"general.file_type": 0, "general.name": "tiny"})
        found = written.floats(written.tensors["blk.0.attn_q.weight"])
        # Of each head of four rows, the first and third rotate together, and so do the second and fourth.
        self.assertEqual([int(row[0]) // 2 for row in found], [0, 2, 1, 3, 4, 6, 5, 7])
        self.assertTrue((written.floats(written.tensors["token_embd.weight"]) == embedding).all())

    def test_other_shapes_are_refused(self):
        with self.assertRaisesRegex(SystemExit, r"token_embd.weight: shape \(2, 3\)"):
            self.write({"model.embed_tokens.weight": np.ones((2, 3), dtype=np.float32)})


if __name__ == "__main__":
    unittest.main()
