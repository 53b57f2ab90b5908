import struct
import unittest

from support import load
import block_cycles
import guest_profile
import measurement
from guest_profile import Profile, Symbols

count = load("count-instructions")


class ProfileTests(unittest.TestCase):
    def test_addresses_are_those_of_the_file(self):
        # Loaded 0x5000 higher than the file says.
        profile = Profile.parse("start 6000\n6010 3 2\n6020 1 5\n", code=0x1000)
        self.assertEqual(profile.blocks, {(0x1010, 3): 2, (0x1020, 1): 5})
        self.assertEqual(profile.total, 11)

    def test_a_killed_program_left_no_counts(self):
        for text in ("", "6010 3 2\n"):
            with self.assertRaises(ValueError):
                Profile.parse(text, 0)

    def test_difference_of_two_runs(self):
        fewer = Profile({(0, 4): 10, (16, 2): 7})
        more = Profile({(0, 4): 30, (16, 2): 7, (32, 1): 4})
        token = more.per(fewer, 2)
        self.assertEqual(token.blocks, {(0, 4): 10, (32, 1): 2})
        self.assertEqual(token.total, 42)

    def test_code_address_is_that_of_the_executable_segment(self):
        header = b"\x7fELF\x02\x01".ljust(32, b"\0") + struct.pack("<Q", 64)
        header = header.ljust(54, b"\0") + struct.pack("<HH", 56, 3)
        segments = b"".join(
            struct.pack("<IIQQ", kind, flags, 0, address).ljust(56, b"\0")
            for kind, flags, address in ((1, 4, 0x100), (1, 5, 0x2000), (6, 5, 0x10)))
        self.assertEqual(guest_profile.code_address(header.ljust(64, b"\0") + segments), 0x2000)
        with self.assertRaises(ValueError):
            guest_profile.code_address(b"#!/bin/sh\n")


class RegressionTests(unittest.TestCase):
    @staticmethod
    def row(generated: int, prompt: int, cpu: str = "max") -> dict:
        return {"cpu": cpu, "generated_token": {"instructions": generated}, "prompt_token": {"instructions": prompt}}

    def test_a_hundredth_more_is_let_pass_and_less_always(self):
        kept = {"rows": [self.row(1000, 1000)]}
        self.assertEqual(list(count.regressions(kept, [self.row(1010, 10)])), [])

    def test_what_became_dearer_is_named(self):
        kept = {"rows": [self.row(1000, 1000), self.row(5, 5, "cortex-a53")]}
        found = list(count.regressions(kept, [self.row(1000, 1011), self.row(9, 5, "cortex-a53")]))
        self.assertEqual(len(found), 2)
        self.assertIn("max: a prompt token", found[0])
        self.assertIn("1.1 % more", found[0])
        self.assertIn("cortex-a53: a generated token", found[1])

    def test_a_processor_without_kept_figures_is_named(self):
        self.assertEqual(len(list(count.regressions({"rows": []}, [self.row(1, 1)]))), 1)


class SymbolsTests(unittest.TestCase):
    symbols = Symbols("0000000000000020 t second\n0000000000000010 T first\n"
                      "0000000000000018 t $x.1\n0000000000000014 D data\n0000000000000030 t $s1m1fyyF\n")

    def test_blocks_belong_to_the_function_before_them(self):
        self.assertEqual([self.symbols.name(address) for address in (0, 0x10, 0x1c, 0x20, 0x99)],
                         ["unknown", "first", "first", "second", "$s1m1fyyF"])

    def test_a_function_may_have_several_names(self):
        symbols = Symbols("10 T a\n10 t b\n20 T c\n")
        self.assertEqual(symbols.aliases(0x14), ["a", "b"])
        self.assertEqual(symbols.aliases(0x20), ["c"])
        self.assertEqual(symbols.aliases(0), [])

    def test_sums_are_ordered(self):
        sums = self.symbols.sum(Profile({(0x10, 2): 1, (0x20, 3): 4, (0x18, 1): 1}))
        self.assertEqual(list(sums.items()), [("second", 12), ("first", 3)])


class WeightsTests(unittest.TestCase):
    def inspection(self, *tensors):
        return {"schedule": {"executed_layers": 4, "stored_layers": 2}, "tensors": [
            {"name": name, "shape": shape, "format": form} for name, shape, form in tensors]}

    def test_shared_layers_and_a_shared_embedding(self):
        weights = count.multiplied_weights(self.inspection(
            ("embedding", [10, 3], "int8 g32"), ("layers.0.norm", [3], "float32"),
            ("layers.0.down", [3, 4], "int4 g32 zp"), ("layers.1.down", [3, 4], "int4 g32 zp")))
        self.assertEqual(weights["generated_token"], {"int8": 30, "int4": 48})
        self.assertEqual(weights["prompt_token"], {"int4": 48})

    def test_an_embedding_beside_a_head_is_only_looked_up(self):
        weights = count.multiplied_weights(self.inspection(
            ("embedding", [10, 3], "int8 g32"), ("head", [10, 3], "int4 g32")))
        self.assertEqual(weights["generated_token"], {"int4": 30})

    def test_a_head_in_parts(self):
        weights = count.multiplied_weights(self.inspection(
            ("embedding", [10, 3], "int8 g32"), ("embedding.1", [4, 3], "int8 g32")))
        self.assertEqual(weights["generated_token"], {"int8": 42})


class BlockCyclesTests(unittest.TestCase):
    def test_disassembly_without_labels_and_calls(self):
        listing = ("0000000000401000 <f>:\n  401000:      \tb.ne\t0x400ff0 <f+0x10>\n"
                   "  401004:      \tbl\t0x402000 <g>\n  401008:\tblr\tx8\n"
                   "  40100c:\tsmlal\tv0.4s, v1.4h, v2.4h // note\n")
        self.assertEqual(block_cycles.instructions_by_address(listing), {
            0x401000: "b.ne\t#0", 0x401004: "b #0", 0x401008: "br\tx8",
            0x40100c: "smlal\tv0.4s, v1.4h, v2.4h"})

    def test_the_heaviest_blocks_cover_nearly_all(self):
        profile = Profile({(0, 1): 1000, (8, 10): 99, (64, 1): 1})
        self.assertEqual(block_cycles.heaviest(profile), [(0, 1), (8, 10)])

    def test_cycles_by_region(self):
        output = ("\n[0] Code Region - b0\n\nIterations: 100\nTotal Cycles:      250\n"
                  "\n[1] Code Region - b7\n\nIterations: 100\nTotal Cycles:      90\n")
        self.assertEqual(block_cycles.REGION.findall(output), [("0", "250"), ("7", "90")])


    def test_atomics_become_loads(self):
        listing = "".join(f"  {4 * index:x}:\t{text}\n" for index, text in enumerate((
            "casl\tx0, x1, [x2]", "ldaddal\tw0, w1, [sp]", "ldar\tx3, [x4]", "ldaxr\tx3, [x4]")))
        self.assertEqual(list(block_cycles.instructions_by_address(listing).values()), [
            "ldar x0, [x2]", "ldar x0, [sp]", "ldar\tx3, [x4]", "ldaxr\tx3, [x4]"])


class MeasurementTests(unittest.TestCase):
    def test_processors_by_name_or_part(self):
        text = "model name\t: Some CPU\ncpu family\t: 6\nmodel\t\t: 207\n"
        self.assertEqual(measurement.cpu_model(text), "Some CPU (family 6, model 207)")
        self.assertEqual(
            measurement.cpu_model("CPU part\t: 0xd0b\nCPU part\t: 0xd0b\n"), "parts 0xd0b")
        self.assertEqual(measurement.cpu_model(""), "unknown")

    def test_commands_lose_the_machines_folders(self):
        command = ["tools/x", "--json=/a/b.json", "/some" + "where/model.gguf", "tools/y", 3]
        self.assertEqual(measurement.portable(command), "tools/x --json=b.json model.gguf tools/y 3")


if __name__ == "__main__":
    unittest.main()
