"""What tools/write-calibration-source makes of a text."""

import unittest

import support

tool = support.load("write-calibration-source")


class SourceTests(unittest.TestCase):
    def test_keeps_the_text(self):
        self.assertIn("\nOne\n\n  two \\n three\n", tool.source("\nOne\n\n  two \\n three\n"))

    def test_hides_imports_from_the_check_of_layers(self):
        made = tool.source("\nimport os\n  @testable import A\npublic import B\nto import is to bring in\n")
        lines = made.splitlines()
        self.assertIn(r"\###u{69}mport os", lines)
        self.assertIn(r"  @testable \###u{69}mport A", lines)
        self.assertIn(r"public \###u{69}mport B", lines)

    def test_refuses_what_ends_a_string(self):
        for text in ('a"""###b', "a\rb"):
            with self.assertRaises(SystemExit):
                tool.source(text)


if __name__ == "__main__":
    unittest.main()
