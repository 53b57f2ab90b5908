import unittest
from pathlib import Path

from support import load

layering = load("check-layering")


def target(name, imports=(), dependencies=None, kind="regular", folder=None):
    made = layering.Target(
        name, kind, Path(folder or f"Sources/{name}"),
        set(imports if dependencies is None else dependencies))
    made.imports = {module: Path(f"{name}.swift") for module in imports}
    return made


GROUND = [target("SwiftletSystem"), target("SwiftletJSON", ["SwiftletSystem"])]


class LayeringTests(unittest.TestCase):
    def faults(self, *targets):
        return layering.check(GROUND + list(targets))

    def test_accepts_a_downward_import(self):
        self.assertEqual(self.faults(target("SwiftletTokenizer", ["SwiftletJSON", "Glibc"])), [])

    def test_refuses_an_upward_import(self):
        faults = layering.check([
            target("SwiftletSystem", ["SwiftletJSON"]), target("SwiftletJSON")])
        self.assertTrue(any("may not import SwiftletJSON" in fault for fault in faults))

    def test_refuses_foundation_below_the_tests_only(self):
        self.assertTrue(self.faults(target("SwiftletFormat", ["Foundation"])))
        self.assertTrue(self.faults(target("SwiftletFormat", ["Dispatch"])))
        test = target("SwiftletFormatTests", ["Foundation"], kind="test",
                      folder="Tests/SwiftletFormatTests")
        self.assertEqual(self.faults(test), [])

    def test_refuses_an_undeclared_import(self):
        faults = self.faults(target("SwiftletTokenizer", ["SwiftletJSON"], dependencies=[]))
        self.assertIn("does not declare", faults[0])

    def test_refuses_a_declared_dependency_without_import(self):
        faults = self.faults(target("SwiftletTokenizer", [], dependencies=["SwiftletJSON"]))
        self.assertIn("never imports", faults[0])

    def test_refuses_the_argument_parser_outside_the_command_line(self):
        self.assertTrue(self.faults(target("SwiftletRuntime", ["ArgumentParser"], [])))
        self.assertEqual(self.faults(target("SwiftletCLI", ["ArgumentParser"], [])), [])

    def test_refuses_a_target_outside_the_table(self):
        self.assertIn("not in the table", self.faults(target("SwiftletUnheardOf"))[0])

    def test_the_table_itself_points_downwards(self):
        order = list(layering.ALLOWED)
        for name, allowed in layering.ALLOWED.items():
            for module in allowed:
                self.assertLess(order.index(module), order.index(name), f"{name} -> {module}")

    def test_reads_every_form_of_import(self):
        text = "\n".join([
            "import A", "public import B", "@testable import C", "internal import struct D.E",
            "  @_spi(X) private import F", "// import G", "let text = \"import H\""])
        self.assertEqual(layering.IMPORT.findall(text), ["A", "B", "C", "D", "F"])


if __name__ == "__main__":
    unittest.main()
