import copy
import json
import tempfile
import unittest
from pathlib import Path

from support import load
import benchmark_sections as sections

benchmarks = load("write-benchmarks")

MACHINE = {"cpu": "Some CPU", "architecture": "x86_64", "cores": 2, "memory_bytes": 8 << 30, "kernel": "Linux 6"}
HEADER = {"date": "2026-01-02T03:04:05Z", "commit": "abc", "machine": MACHINE, "commands": ["tools/x --y"]}


def run(program, number, **figures):
    return {"program": program, "threads": 1, "round": number, "load": 0.5} | figures


def phase(barrier):
    return {"seconds": 2.0, "barrier_share": barrier, "outside_share": 0.25, "kinds": [
        {"kind": "head", "jobs": 1, "work_seconds": 1.0, "barrier_seconds": 0.1}]}


COMPARISON = HEADER | {
    "kind": "llama.cpp", "prompt_tokens": 512, "generate_tokens": 128, "depth": 0,
    "llama_cpp": {"version": None, "model": "m.gguf", "build_commit": "def", "build_number": 7,
                  "model_type": "Q4_0", "model_size": 90_000_000},
    "swiftlet": {"model": "m.swiftlet", "model_size": 80_000_000, "kernels": "avx2", "kv": "f16",
                 "weight_bytes_per_token": 100_000_000},
    "runs": [
        run("swiftlet", 1, decode=200.0, prefill=1000.0, read_bytes_per_second=40_000_000_000,
            roofline_share=0.5),
        run("llama.cpp", 1, decode=100.0, prefill=500.0),
        run("llama.cpp", 2, decode=50.0, prefill=250.0),
        run("swiftlet", 2, decode=200.0, prefill=1000.0, read_bytes_per_second=40_000_000_000,
            roofline_share=0.5)],
    "profiles": [{"threads": 1, "prefill": phase(0.015), "decode": phase(0.045)}],
}
DEPTH = HEADER | {
    "kind": "depth", "model": "m.swiftlet", "kv": "int8", "kernels": "avx2", "generate_tokens": 32,
    "runs": [{"threads": 2, "depth": depth, "round": 1, "load": 0, "decode": rate}
             for depth, rate in ((2000, 90.0), (100, 100.0))],
}


def token(instructions, cycles):
    return {"instructions": instructions, "cycles": cycles, "functions": [
        {"name": "swiftlet_matmul_f32_qsi8d_qai4gp_neon", "instructions": instructions, "cycles": cycles}]}


INSTRUCTIONS = HEADER | {
    "kind": "instructions", "model": "m", "kv": "f16", "depth": 0, "emulator": "qemu", "estimator": "mca",
    "weights": {"generated_token": {"int4": 100_000_000}, "prompt_token": {"int4": 50_000_000}},
    "rows": [{"cpu": "cortex-a72", "kernels": "neon", "generated_token": token(40_000_000, 20_000_000),
              "prompt_token": token(25_000_000, 10_000_000)}],
}
PEER = {"kind": "peer instructions", "program": "other", "rows": [], "loops": [
    {"cpu": "cortex-a72", "name": "dot", "token": "either", "cycles_per_weight": 0.5,
     "instructions_per_weight": 1}]}
PRODUCTS = HEADER | {
    "kind": "kernel instructions", "group_size": 32, "emulator": "emulator 1", "estimator": "llvm-mca 19", "rows": [
        {"set": "neon", "cpu": "cortex-a72", "generated_token": 38_000_000, "prompt_token": {"16": 22_500_000},
         "products": [{"bits": 4, "tokens": 1, "instructions_per_weight": 0.25},
                      {"bits": 8, "tokens": 3, "instructions_per_weight": 0.5}],
         "loops": [{"model": "cortex-a53", "bits": 4, "tokens": 8, "instructions_per_weight": 0.25,
                    "cycles_per_weight": 0.125}]}]}
CONVERSION = HEADER | {
    "kind": "conversion", "checkpoint": "some", "files": 2, "input_bytes": 300_000_000, "is_cached": False, "runs": [
        {"bits": bits, "threads": 1, "round": number, "load": 0.5, "seconds": 4.0, "processor_seconds": seconds,
         "peak_resident_bytes": 50 << 20, "asked_bytes": 600_000_000, "storage_read_bytes": 300_000_000}
        for bits, seconds in ((4, 3.0), (8, 2.0)) for number in (1, 2)]}
KERNELS = HEADER | {"kind": "kernels", "samples": 9, "rows": [
    {"set": name, "contract": "matmul_int4", "shape": "16x32", "median_nanoseconds": nanoseconds,
     "multiply_adds": 1000, "bytes": 500} for name, nanoseconds in (("avx2", 100.0), ("scalar", 1000.0))] + [
    {"set": "scalar", "contract": "add", "shape": "576", "median_nanoseconds": 50.0, "multiply_adds": 0,
     "bytes": 100}]}


class SectionTests(unittest.TestCase):
    def test_comparison(self):
        text = "\n".join(sections.comparison(COMPARISON))
        self.assertIn("| 1 | 40.0 | 50.0 % | 1.5 % | 4.5 % |", text)
        self.assertIn("| decode | 1 | **200.0** (200.0 to 200.0) | **75.0** (50.0 to 100.0) "
                      "| **3.00** (2.00 to 4.00) |", text)
        self.assertIn("| head | 50.0 % | 50.0 % |", text)
        self.assertIn("2026-01-02T03:04:05Z, commit `abc`", text)

    def test_a_phase_that_was_left_out(self):
        raw = copy.deepcopy(COMPARISON)
        for entry in raw["runs"]:
            del entry["prefill"]
        raw["profiles"][0]["prefill"] = None
        text = "\n".join(sections.comparison(raw))
        self.assertNotIn("| prefill |", text)
        self.assertIn("| 1 | 40.0 | 50.0 % | - | 4.5 % |", text)

    def test_depth(self):
        self.assertIn("| 2 | **100.0** (100.0 to 100.0) | **90.0** (90.0 to 90.0) | 10.0 % |",
                      sections.depth(DEPTH))

    def test_conversion(self):
        lines = sections.conversion(CONVERSION)
        self.assertIn("| 8 | 1 | **150** (150 to 150) | **75** (75 to 75) | 50.0 | 1.00 times |", lines)
        self.assertIn("| 4 | 1 | **100** (100 to 100) | **75** (75 to 75) | 50.0 | 1.00 times |", lines)
        text = "\n".join(sections.conversion(CONVERSION | {"is_cached": True}))
        self.assertIn("weights in 2 files, in the page cache", text)
        self.assertIn("| 50.0 | - |", text)

    def test_instructions_and_cycles(self):
        lines = sections.instructions([INSTRUCTIONS], [PEER])
        self.assertIn("| cortex-a72 | Swiftlet, neon, KV f16 | **40.0** (20.0) | **25.0** (10.0) |", lines)
        lines = sections.cycles([INSTRUCTIONS], [PEER])
        name = "`swiftlet_matmul_f32_qsi8d_qai4gp_neon`"
        self.assertIn(f"| cortex-a72 | {name} | generated | **0.200** | 0.400 |", lines)
        self.assertIn(f"| cortex-a72 | {name} | prompt | **0.200** | 0.500 |", lines)
        self.assertIn("| cortex-a72 | other: dot | either | 0.500 | 1.000 |", lines)

    def test_products_by_themselves(self):
        lines = sections.kernel_instructions([PRODUCTS], [PEER])
        self.assertIn("| neon | cortex-a72 | **38.00** | **22.50** |", lines)
        self.assertIn("| int8, 3 tokens | 0.500 |", lines)
        self.assertIn("| cortex-a53 | neon | int4 | 8 | **0.125** | 0.250 |", lines)
        self.assertIn("| cortex-a72 | other: dot |  | either | 0.500 | 1.000 |", lines)

    def test_weights_of_a_function(self):
        weights = {"int4": 10, "int8": 3}
        self.assertEqual(sections.weights_of("swiftlet_matmul_f32_qsi8d_qai8gp_neon", weights), 3)
        self.assertIsNone(sections.weights_of("swiftlet_softmax_f32_neon", weights))
        # Of both kinds, or of the only one that there is.
        self.assertIsNone(sections.weights_of("multiply_by_panels", weights))
        self.assertEqual(sections.weights_of("multiply_by_panels", {"int4": 10}), 10)

    def test_kernels(self):
        lines = sections.kernels(KERNELS)
        self.assertIn("| `matmul_int4` | 16x32 | 10.0 (5.0) | 1.0 (0.5) |", lines)
        self.assertIn("| `add` | 576 | - | 50 (2.0) |", lines)


class DocumentTests(unittest.TestCase):
    def test_sections_without_figures_are_left_out(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, raw in (("a", DEPTH), ("b", DEPTH), ("c", INSTRUCTIONS)):
                (Path(folder) / f"{name}.json").write_text(json.dumps(raw))
            text = benchmarks.document(benchmarks.read(Path(folder)))
        self.assertEqual(text.count("## "), 3)
        self.assertEqual(text.count("slower at the end"), 2)
        self.assertNotIn("llama.cpp", text.split("## ", 1)[1])

    def test_unknown_kinds_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.json").write_text('{"kind": "guess"}')
            with self.assertRaisesRegex(SystemExit, "a.json"):
                benchmarks.read(Path(folder))


if __name__ == "__main__":
    unittest.main()
