import unittest

from support import load

quiet = load("lib/quiet-tests")


class QuietTestsTests(unittest.TestCase):
    def read(self, *lines):
        summary = quiet.Summary()
        shown = [line for line in lines if summary.read(line + "\n")]
        return summary, shown

    def test_shows_failures_and_the_closing_line_only(self):
        failure = [
            "✘ Test b() recorded an issue at B.swift:3:5: Expectation failed: 1 == 2", "↳ why",
            "✘ Test b() failed after 0.1 seconds with 1 issue."]
        closing = "✘ Test run with 2 tests in 1 suite failed after 0.1 seconds with 1 issue."
        summary, shown = self.read(
            "◇ Test run started.", "◇ Test a() started.", "◇ Test b() started.",
            "✔ Test a() with 3 test cases passed after 0.1 seconds.", *failure, closing)
        self.assertEqual(shown, failure + [closing])
        self.assertEqual((summary.passed, summary.failed), (1, ["b()"]))
        self.assertEqual(list(summary.lines())[-1], "1 passed, 1 failed, 0 skipped")

    def test_drops_arguments_of_several_lines(self):
        _, shown = self.read(
            '◇ Test case passing 1 argument text → "', 'two lines" to a(_:) started.',
            "✔ Test a(_:) with 1 test case passed after 0.1 seconds.")
        self.assertEqual(shown, [])

    def test_names_what_ran_when_the_process_died(self):
        summary, shown = self.read(
            "◇ Test a() started.", "◇ Test b() started.", "✔ Test a() passed after 0.1 seconds.",
            "error: Exited with unexpected signal code 5")
        self.assertEqual(shown, ["error: Exited with unexpected signal code 5"])
        self.assertIn("was running: b()", list(summary.lines()))

    def test_counts_skipped_tests_by_reason(self):
        summary, shown = self.read(
            '➜ Test a() skipped: "no model"', '➜ Test b() skipped: "no model"')
        self.assertEqual(shown, [])
        self.assertEqual(list(summary.lines()), [
            "skipped: 2 (no model)", "0 passed, 0 failed, 2 skipped"])


if __name__ == "__main__":
    unittest.main()
