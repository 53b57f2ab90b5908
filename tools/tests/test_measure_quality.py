import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from support import load
import processes
import quality_runs
import quality_section
from quality_runs import Condition, Row

quality = load("measure-quality")

USUAL, LONG = Condition("A", 512, "f16"), Condition("C", 2048, "int8")


def run(text, perplexity, window=512, kv="f16"):
    return {"text": text, "window": window, "kv": kv, "perplexity": perplexity, "mean_nll": 1.0,
            "standard_error": 0.05, "tokens": 1000, "seconds": 1.0}


def done(program, name, bits, *runs, build="abc", checkpoint="one", peak=1 << 20):
    return {"program": program, "checkpoint": checkpoint, "row": name, "options": f"--bits {bits:.0f}", "build": build,
            "bits_per_weight": bits, "file_bytes": 94_000_000, "seconds": 2.5, "threads": 1, "peak_resident_bytes": peak,
            "runs": list(runs)}


RAW = {
    "kind": "quality", "commit": "abc", "date": "2026-01-02T03:04:05Z", "commands": ["tools/measure-quality --x"],
    "texts": [{"name": "A", "about": "an overview", "bytes": 18077, "sha256": "0"}],
    "rows": [
        done("swiftlet", "float32", 32.0, run("A", 20.0), run("C", 10.0, 2048), run("C", 10.01, 2048, "int8")),
        done("swiftlet", "int4", 5.5, run("A", 22.0)),
        done("llama.cpp", "F32", 32.0, run("A", 20.0), build="1.0", peak=0),
        # A hundredth more bits is still equal; a tenth is not.
        done("llama.cpp", "Q4_0", 5.0, run("A", 25.0), build="1.0"),
        done("llama.cpp", "IQ4_NL", 5.55, run("A", 24.0), build="1.0"),
        done("llama.cpp", "Q5_0", 6.0, run("A", 21.0), build="1.0")],
}


class RowTests(unittest.TestCase):
    def row(self, **changes):
        facts = {"program": "swiftlet", "checkpoint": "one", "name": "int4", "options": ["--bits", "4"],
                 "build": "abc", "conditions": [USUAL, LONG]}
        return Row(**(facts | changes))

    def test_what_was_measured_is_not_missing(self):
        earlier = done("swiftlet", "int4", 4.0, run("A", 20.0))
        self.assertEqual(self.row().missing(None), [USUAL, LONG])
        self.assertEqual(self.row().missing(earlier), [LONG])
        self.assertEqual(self.row(build="def").missing(earlier), [USUAL, LONG])
        self.assertEqual(self.row(options=["--bits", "8"]).missing(earlier), [USUAL, LONG])

    def test_runs_under_other_conditions_stay(self):
        earlier = done("swiftlet", "int4", 4.0, run("A", 20.0), run("B", 30.0))
        kept = self.row().kept(earlier)
        self.assertEqual([each["text"] for each in kept], ["B"])
        self.assertEqual(self.row(build="def").kept(earlier), [])

    def test_names_and_options_of_rows(self):
        known = {"a": "--bits 8", "b": "--bits 4"}
        self.assertEqual(quality_runs.named_rows([], known, ["a"]), {"a": ["--bits", "8"]})
        self.assertEqual(quality_runs.named_rows(["b", "my own=--recipe 'a file.json'"], known, []),
                         {"b": ["--bits", "4"], "my own": ["--recipe", "a file.json"]})
        with self.assertRaisesRegex(SystemExit, "no row is called c: a, b"):
            quality_runs.named_rows(["c"], known, [])

    def test_every_quick_row_is_known(self):
        self.assertLessEqual(set(quality_runs.QUICK_ROWS), set(quality_runs.ROWS))


class CommandTests(unittest.TestCase):
    def options(self, *words):
        with mock.patch.object(sys, "argv", ["measure-quality", *words]):
            return quality.arguments()

    def test_conditions_of_rows(self):
        options = self.options(
            "--checkpoint", "one", "1", "--checkpoint", "two", "2", "--text", "A", "a.txt", "first", "--long-text", "C",
            "c.txt", "long", "--row", "int4, search", "--row", "mine=--bits 16", "--llama", "bin", "--llama-version", "1",
            "--gguf", "two", "two.gguf", "--peer-row", "Q4_0")
        rows = {row.key: row for row in quality.rows_of(options, "abc")}
        self.assertEqual(len(rows), 5)
        self.assertEqual(rows["swiftlet", "one", "mine"].conditions, [USUAL])
        self.assertEqual(len(rows["swiftlet", "two", "int4, search"].conditions), 4)
        self.assertEqual(rows["llama.cpp", "two", "Q4_0"].build, "1")

    def test_a_file_is_gone_on_with(self):
        with tempfile.TemporaryDirectory() as folder:
            text, file = Path(folder) / "a.txt", Path(folder) / "q.json"
            text.write_text("one")
            words = ["--checkpoint", "one", "1", "--text", "A", str(text), "first", "--json", str(file), "--note"]
            options = self.options(*words, "Note.")
            texts = {"A": quality_runs.Text("A", text, "first")}
            with mock.patch.object(sys, "argv", ["measure-quality", *words, "Note."]):
                content = quality.content_of(options, texts)
                quality.measurement.write(file, content | {"rows": RAW["rows"], "calibration": "text.txt"})
                again = quality.content_of(self.options(*words, "Other."), texts)
                text.write_text("two")
                with self.assertRaisesRegex(SystemExit, "another text called A"):
                    quality.content_of(options, texts)
        self.assertEqual(again["notes"], ["Note.", "Other."])
        self.assertEqual((again["rows"], again["texts"]), (RAW["rows"], content["texts"]))
        self.assertEqual(again["commands"], content["commands"])

    def test_what_is_refused(self):
        for words in (["--checkpoint", "one", "1"],
                      ["--checkpoint", "one", "1", "--text", "A", "a", "a", "--llama", "bin"]):
            with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit):
                self.options(*words)


class SectionTests(unittest.TestCase):
    def test_conversions_from_many_bits_to_few(self):
        lines = quality_section.conversions(RAW, "one")
        self.assertIn("| Swiftlet int4 | 5.50 | 94.0 | **22.00** ± 1.10 | 1.100 | 2.5 | 1 |", lines)
        self.assertIn("| llama.cpp F32 | 32.00 | 94.0 | 20.00 ± 1.00 | 1.000 | - | - |", lines)
        names = [line.split("|")[1].strip() for line in lines[2:]]
        self.assertEqual(names[2:], ["llama.cpp Q5_0", "llama.cpp IQ4_NL", "Swiftlet int4", "llama.cpp Q4_0"])

    def test_equal_bytes(self):
        self.assertEqual(quality_section.equal_bytes(RAW)[2:],
                         ["| one | A | int4 | 5.50 | **1.100** | IQ4_NL | 5.55 | 1.200 |"])

    def test_formats_of_the_cache(self):
        lines = quality_section.kv_formats(RAW)
        self.assertIn("| one | Swiftlet float32 | 10.0000 | 10.0100 | +0.100 % |", lines)

    def test_what_the_importance_matrix_is_of(self):
        rows = [*RAW["rows"], done("llama.cpp", "Q4_1", 5.8, run("A", 21.0)) | {"options": "--imatrix IMATRIX Q4_1"}]
        self.assertNotIn("imatrix", "\n".join(quality_section.quality(RAW)))
        text = "\n".join(quality_section.quality(RAW | {"rows": rows, "calibration": "text.txt"}))
        self.assertIn("of `text.txt`", text)

    def test_a_row_without_its_reference(self):
        raw = RAW | {"rows": [done("swiftlet", "int4", 5.5, run("A", 22.0))]}
        self.assertIn("| Swiftlet int4 | 5.50 | 94.0 | **22.00** ± 1.10 | - | 2.5 | 1 |",
                      quality_section.conversions(raw, "one"))
        self.assertEqual(quality_section.equal_bytes(raw), [])

    def test_rows_of_another_commit_are_named(self):
        rows = RAW["rows"] + [done("swiftlet", "int8", 8.5, run("A", 20.5), build="old") | {"threads": 2}]
        text = "\n".join(quality_section.quality(RAW | {"rows": rows}))
        self.assertIn("| 1.025 | 2.5 on 2 threads | 1 |", text)
        self.assertIn("At commit `old`: int8.", text)
        self.assertIn("Text A is an overview (18,077 bytes).", text)
        self.assertIn("llama.cpp 1.0.", text)


class ProcessTests(unittest.TestCase):
    def test_long_output_and_failure(self):
        result = processes.whole_process([sys.executable, "-c", "print('x' * 1000000)"])
        self.assertEqual((result["status"], len(result["output"])), (0, 1000001))
        self.assertGreater(result["peak_resident_bytes"], 1 << 20)
        with self.assertRaisesRegex(SystemExit, "(?s)status 3: .*no"):
            processes.succeeded([sys.executable, "-c", "import sys; print('no', file=sys.stderr); sys.exit(3)"])
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(SystemExit, "No such file"):
            processes.succeeded([Path(folder) / "nothing"])


if __name__ == "__main__":
    unittest.main()
