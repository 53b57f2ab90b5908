import tempfile
import unittest
from pathlib import Path

from support import load

style = load("check-style")
import kernel_names


class StyleTests(unittest.TestCase):
    def count(self, rule, path, text, *more):
        return len(list(rule(path, text, *more)))

    def test_long_files(self):
        self.assertEqual(self.count(style.check_length, "Sources/A/A.swift", "\n" * 600), 0)
        self.assertEqual(self.count(style.check_length, "Sources/A/A.swift", "\n" * 601), 1)
        self.assertEqual(self.count(style.check_length, "docs/a.md", "\n" * 5000), 0)
        written = "// Written by tools/a from b.\n" + "\n" * 5000
        self.assertEqual(self.count(style.check_length, "Sources/A/A.swift", written), 0)
        self.assertIsNone(style.length_warning("Sources/A/A.swift", "\n" * 400))
        self.assertIsNotNone(style.length_warning("Sources/A/A.swift", "\n" * 401))

    def test_c_headers(self):
        path = "Sources/CThing/include/thing.h"
        good = ("#include <stdint.h>\n/// Says how many.\n/// Never negative.\n"
                "int count(int first,\n          int second);\n\n#define X 1\n")
        self.assertEqual(self.count(style.check_header, path, good), 0)
        for bare in ("int count(void);\n", "// Not a doc comment.\nint count(void);\n",
                     "typedef struct {\n  int a;\n} thing;\n", "/// One.\nint a(void);\nint b(void);\n"):
            self.assertEqual(self.count(style.check_header, path, bare), 1, bare)

    def test_file_names(self):
        check = style.check_swift_names
        self.assertEqual(self.count(check, "Sources/A/Thing.swift", "public struct Thing {}"), 0)
        self.assertEqual(self.count(check, "Sources/A/Thing.swift", "struct Other {}"), 1)
        self.assertEqual(self.count(check, "Sources/A/OddThings.swift", "struct BigThing {}"), 0)
        self.assertEqual(self.count(check, "Sources/A/OddThings.swift", "struct BigOne {}"), 1)
        self.assertEqual(self.count(check, "Sources/A/Thing+X.swift", "extension Thing {}"), 0)
        self.assertEqual(self.count(check, "Sources/A/Thing+X.swift", "struct Thing {}"), 1)
        self.assertEqual(self.count(check, "Tests/A/ThingTests.swift", "struct OtherTests {}"), 1)
        self.assertEqual(self.count(check, "Sources/A/Sums.swift", "func add() {}"), 0)
        self.assertEqual(self.count(check, "Tests/A/Shared.swift", "let limit = 1"), 0)
        self.assertEqual(
            self.count(check, "Sources/A/ModelManager.swift", "class ModelManager {}"), 1)

    def test_tests(self):
        path = "Tests/A/ThingTests.swift"
        self.assertEqual(self.count(
            style.check_tests, path, "@Suite struct ThingTests { @Test func works() {} }"), 0)
        self.assertEqual(self.count(style.check_tests, path, "@Suite struct Thing {}"), 1)
        self.assertEqual(self.count(style.check_tests, path, "@Test func testWorks() {}"), 1)
        self.assertEqual(self.count(style.check_tests, path, "import XCTest"), 1)

    def test_wording(self):
        for text in ("/ho" + "me/someone/x", "see /wo" + "rk/x", "made with A" + "I",
                     "https://py" + "pi.org/x", "-march=na" + "tive"):
            self.assertEqual(self.count(style.check_wording, "docs/a.md", text), 1, text)
            self.assertEqual(
                self.count(style.check_wording, "Tests/Fixtures/a/a.txt", text), 0, text)
        self.assertEqual(self.count(
            style.check_wording, "docs/a.md", "../shared/fixtures, /usr/bin/time, MAIN, homework"), 0)

    def test_links(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "B.md").write_text("# One: a title\n")
            good = "[b](B.md) [c](B.md#one-a-title) [web](https://example.org)"
            self.assertEqual(self.count(style.check_links, "A.md", good, root), 0)
            for bad in ("[x](C.md)", "[x](B.md#two)", "`tools/absent`"):
                self.assertEqual(self.count(style.check_links, "A.md", bad, root), 1, bad)

    def test_fixtures_need_a_reader(self):
        paths = ["Tests/Fixtures/tiny/a.bin", "Tests/A/ATests.swift"]
        texts = {"Tests/A/ATests.swift": "open(\"tiny/a.bin\")"}
        self.assertEqual(list(style.check_fixtures(texts, paths)), [])
        self.assertEqual(len(list(style.check_fixtures({}, paths))), 1)


class KernelNameTests(unittest.TestCase):
    def faults(self, path, name, catalogue=None):
        text = f"void {name}(float *dst) {{\n}}\n"
        return kernel_names.check_file(path, text, name if catalogue is None else catalogue)

    def test_accepts_the_grammar(self):
        for path, name in (
                ("add/add_scalar.c", "swiftlet_add_f32_f32_scalar"),
                ("matmul_int4/matmul_int4_neon_dotprod.c",
                 "swiftlet_matmul_f32_qsi8d_qai4gp_4x16_neon_dotprod")):
            self.assertEqual(self.faults(path, name), [])

    def test_refuses_names_outside_it(self):
        for name in ("swiftlet_fast_f32_scalar", "swiftlet_add_f32_f32", "swiftlet_add_scalar",
                     "swiftlet_add_f32_x64_scalar", "swiftlet_add_f32_scalar_dotprod"):
            self.assertTrue(self.faults("add/add_scalar.c", name), name)

    def test_refuses_the_wrong_file(self):
        self.assertTrue(self.faults("add/add_avx2.c", "swiftlet_add_f32_f32_scalar"))
        self.assertTrue(self.faults("other/add_scalar.c", "swiftlet_add_f32_f32_scalar"))

    def test_refuses_an_unregistered_kernel(self):
        path, name = "add/add_scalar.c", "swiftlet_add_f32_f32_scalar"
        self.assertTrue(self.faults(path, name, catalogue=""))
        self.assertEqual(
            self.faults(path, name, "swiftlet_add_f32_f32_##engine FLOAT_KERNELS(scalar)"), [])

    def test_ignores_private_functions(self):
        text = "static float helper(float x) { return x; }\n"
        self.assertEqual(kernel_names.check_file("add/add_scalar.c", text, ""), [])


if __name__ == "__main__":
    unittest.main()
