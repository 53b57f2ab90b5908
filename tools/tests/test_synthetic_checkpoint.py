import json
import tempfile
import unittest
from pathlib import Path

import support  # noqa: F401
import synthetic_checkpoint as synthetic

SMALL = synthetic.MOBILELLM_1B | {
    "hidden_size": 64, "intermediate_size": 96, "num_attention_heads": 2, "head_dim": 32, "num_key_value_heads": 1,
    "num_hidden_layers": 11, "vocab_size": 50}


class SyntheticCheckpointTests(unittest.TestCase):
    def test_shapes_are_those_of_the_published_model(self):
        shapes = synthetic.tensors_of(synthetic.MOBILELLM_1B)
        count = sum(shape[0] * (shape[1] if len(shape) > 1 else 1) for name, shape in shapes.items()
                    if name != synthetic.HEAD)
        self.assertEqual(count, 1_005_461_760)

    def test_files_follow_the_index(self):
        with tempfile.TemporaryDirectory() as path:
            folder = Path(path)
            synthetic.make(folder, SMALL, shard_bytes=200_000)
            index = json.loads((folder / "model.safetensors.index.json").read_text())
            files = sorted(set(index["weight_map"].values()))
            self.assertGreater(len(files), 2)
            values, size = {}, 0
            for file in files:
                data = (folder / file).read_bytes()
                start = 8 + int.from_bytes(data[:8], "little")
                header = json.loads(data[8:start])
                names = [name for name in header if name != "__metadata__"]
                self.assertEqual(names, sorted(names))
                for name in names:
                    self.assertEqual(index["weight_map"][name], file)
                    begin, end = header[name]["data_offsets"]
                    values[name] = data[start + begin:start + end]
                    size += end - begin
            self.assertEqual(values.keys(), synthetic.tensors_of(SMALL).keys())
            self.assertEqual(index["metadata"]["total_size"], size)
            self.assertEqual(values[synthetic.HEAD], values[synthetic.EMBEDDING])
            self.assertEqual(len(set(values.values())), len(values) - 1)

    def test_values_are_finite_and_normal(self):
        data = synthetic.normal_values(1000, seed=2)
        exponents = [(data[i + 1] << 1 & 0xFF) | data[i] >> 7 for i in range(0, len(data), 2)]
        self.assertEqual(len(data), 2000)
        self.assertLess(max(exponents), 127)
        self.assertGreater(sorted(exponents)[500], 110)


if __name__ == "__main__":
    unittest.main()
