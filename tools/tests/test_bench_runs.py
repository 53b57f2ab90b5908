import tempfile
import unittest
from pathlib import Path

import support  # noqa: F401
import bench_runs
from bench_runs import Lengths, LlamaBench, RunFailed, Spread, Swiftlet

RUNS = [
    {"program": "swiftlet", "threads": 1, "decode": 30.0},
    {"program": "llama.cpp", "threads": 1, "decode": 10.0},
    {"program": "llama.cpp", "threads": 1, "decode": 20.0},
    {"program": "swiftlet", "threads": 1, "decode": 40.0},
    {"program": "swiftlet", "threads": 2, "decode": 99.0},
]


class BenchRunsTests(unittest.TestCase):
    def test_ratios_pair_the_runs_of_a_round(self):
        self.assertEqual(bench_runs.ratios(RUNS, "decode", 1), Spread(2.5, 2.0, 3.0))
        self.assertIsNone(bench_runs.ratios(RUNS, "decode", 2))
        self.assertIsNone(bench_runs.ratios(RUNS, "prefill", 1))

    def test_the_order_changes_each_round(self):
        self.assertEqual([bench_runs.in_turn(number, ["a", "b"])[0] for number in range(4)],
                         ["a", "b", "a", "b"])

    def test_llama_benchs_tests_are_told_apart(self):
        entries = [{"n_prompt": 512, "n_gen": 0, "avg_ts": 7.12345}, {"n_prompt": 0, "n_gen": 8, "avg_ts": 3}]
        self.assertEqual(bench_runs.figures_of(entries), {"prefill": 7.123, "decode": 3})

    def test_columns_are_aligned(self):
        self.assertEqual(bench_runs.table([["a", "b"], ["long", "c"]]), "a     b\nlong  c")

    def test_phases_without_tokens_are_left_out(self):
        self.assertEqual(Lengths(0, 4).phases, ["decode"])
        self.assertEqual(Lengths(4, 4).phases, ["prefill", "decode"])

    def test_threads_are_numbers(self):
        self.assertEqual(bench_runs.thread_counts("1,2"), [1, 2])
        for text in ("", "x", "1,", "0"):
            with self.assertRaises(SystemExit):
                bench_runs.thread_counts(text)


class ProgramTests(unittest.TestCase):
    """With shell scripts for programs."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def program(self, body: str) -> Path:
        path = Path(self.folder.name) / "program"
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    def test_a_run_of_swiftlet(self):
        path = self.program(
            "echo '{\"results\": [{\"prefill_tokens_per_second\": null, \"decode_tokens_per_second\": 2.5,"
            " \"read_bytes_per_second\": 9.7, \"roofline_share\": 0.51234}]}'")
        run = Swiftlet(path, Path("m")).run(1, Lengths(0, 4))
        self.assertEqual(run, {
            "decode": 2.5, "read_bytes_per_second": 10, "roofline_share": 0.5123})

    def test_without_decode_nothing_is_compared_with_memory(self):
        path = self.program(
            "echo '{\"results\": [{\"prefill_tokens_per_second\": 8.5, \"read_bytes_per_second\": null,"
            " \"roofline_share\": null}]}'")
        self.assertEqual(Swiftlet(path, Path("m")).run(1, Lengths(4, 0)), {"prefill": 8.5})

    def test_options_are_passed_on(self):
        path = self.program('case "$*" in *"-d 7"*"-fa on") echo "[]" ;; *) exit 1 ;; esac')
        self.assertEqual(LlamaBench(path, Path("m"), ["-fa", "on"]).entries(1, Lengths(1, 1, 7)), [])

    def test_failures_say_what_was_run(self):
        for body, words in (("echo broken >&2; exit 3", "status 3"), ("echo text", "no JSON")):
            with self.assertRaisesRegex(RunFailed, words):
                bench_runs.json_of([str(self.program(body))])
        with self.assertRaises(RunFailed):
            bench_runs.json_of([self.folder.name + "/absent"])


if __name__ == "__main__":
    unittest.main()
