"""The board files' costs of a token are those that were counted."""

import json
import unittest
from pathlib import Path

import support
import board_costs

ROOT = Path(__file__).resolve().parent.parent.parent
CORES = {"Cortex-A53": "cortex-a53", "Cortex-A72": "cortex-a72", "Cortex-A76": "cortex-a76"}


def boards() -> list:
    return [json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((ROOT / "configs/boards").glob("*.json"))]


class BoardFileTests(unittest.TestCase):
    def test_costs_are_those_of_the_counted_tokens(self):
        counted = json.loads((ROOT / "benchmarks/aarch64-instructions.json").read_text(encoding="utf-8"))
        rows = {row["cpu"]: row for row in counted["rows"]}
        compared = 0
        for board in boards():
            for cores in board["cores"]:
                if cores["name"] not in CORES:
                    continue
                row = rows[CORES[cores["name"]]]
                self.assertEqual(cores["kernels"], row["kernels"])
                for token in ("generated", "prompt"):
                    weights = counted["weights"][f"{token}_token"]
                    for key, total in (("instructions_per_weight", "instructions"),
                                       ("cycles_per_weight", "cycles")):
                        modelled = sum(
                            weights.get(form, 0) * cores[f"{token}_{form}"][key]["value"]
                            for form in ("int4", "int8"))
                        # Coefficients have three digits.
                        self.assertAlmostEqual(
                            modelled / row[f"{token}_token"][total], 1, delta=0.01,
                            msg=f"{board['name']}, {cores['name']}, {token}, {key}")
                        compared += 1
        self.assertGreaterEqual(compared, 20)

    def test_the_program_has_the_files_as_they_are(self):
        tool = support.load("write-board-profiles")
        self.assertEqual(
            tool.SOURCE.read_text(encoding="utf-8"), tool.source(tool.files(tool.FOLDER)),
            "run tools/write-board-profiles")

    def test_new_counts_change_costs_and_nothing_else(self):
        counted, kernels = (
            json.loads((ROOT / "benchmarks" / name).read_text(encoding="utf-8"))
            for name in ("aarch64-instructions.json", "aarch64-kernel-instructions.json"))
        for row in counted["rows"]:
            for token in ("generated_token", "prompt_token"):
                row[token]["instructions"] *= 2
        for board in boards():
            before = json.loads(json.dumps(board))
            board_costs.update(board, counted, kernels)
            for old, new in zip(before["cores"], board["cores"]):
                if old["name"] not in board_costs.DESIGNS:
                    self.assertEqual(old, new)
                    continue
                for token in ("generated_int4", "generated_int8", "prompt_int4", "prompt_int8"):
                    key = "instructions_per_weight"
                    for end in ("value", "low", "high"):
                        self.assertAlmostEqual(new[token][key][end] / old[token][key][end], 2, delta=0.02)
                    self.assertEqual(new[token][key]["source"], old[token][key]["source"])
                    self.assertEqual(new[token]["cycles_per_weight"], old[token]["cycles_per_weight"])
            for key in before.keys() - {"cores"}:
                self.assertEqual(before[key], board[key])

    def test_a_file_is_written_as_it_was(self):
        for path in sorted((ROOT / "configs/boards").glob("*.json")):
            text = path.read_text(encoding="utf-8")
            self.assertEqual(board_costs.text(json.loads(text)) + "\n", text, path.name)
        for value, text in ((9e9, "9e9"), (1.4e-10, "1.4e-10"), (0.213, "0.213"), (4, "4"), (2.35e9, "2.35e9")):
            self.assertEqual(board_costs.number(value), text)

    def test_every_coefficient_has_a_source_that_says_how_it_came_to_be(self):
        def coefficients(value):
            if isinstance(value, dict):
                if "source" in value:
                    yield value
                for member in value.values():
                    yield from coefficients(member)
            elif isinstance(value, list):
                for member in value:
                    yield from coefficients(member)

        found = [entry for board in boards() for entry in coefficients(board)]
        self.assertGreater(len(found), 80)
        for entry in found:
            self.assertGreater(len(entry["source"]), 10)


if __name__ == "__main__":
    unittest.main()
