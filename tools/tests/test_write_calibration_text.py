import random
import tempfile
import unittest
from pathlib import Path

import support

import calibration_blocks as blocks

tool = support.load("write-calibration-text")
GOOD = ("The harbour lay under a thin fog when the first boat came in. Two men threw a rope ashore, and a girl on the "
        "quay made it fast without looking. Nobody spoke before the coffee was ready, and then everybody did.")


class FaultTests(unittest.TestCase):
    def test_good_prose_has_none(self):
        self.assertIsNone(blocks.fault(GOOD))

    def test_words_in_a_row_may_come_back_four_times(self):
        phrase = "so the wheel went round again and "
        # Different words between, so that only the phrase repeats.
        def text(count):
            return " ".join(phrase + " ".join(f"w{n}x{i}" for i in range(60)) for n in range(count))
        self.assertFalse(blocks.is_looping(text(4)))
        self.assertTrue(blocks.is_looping(text(5)))

    def test_a_text_that_repeats_a_sixteenth_of_itself_loops(self):
        words = [f"w{i}" for i in range(60)]
        self.assertFalse(blocks.is_looping(" ".join(words + words[:7])))
        self.assertTrue(blocks.is_looping(" ".join(words + words[:10])))

    def test_a_word_that_is_said_three_times_loops(self):
        self.assertFalse(blocks.is_looping("It was very, very cold."))
        self.assertTrue(blocks.is_looping("It was very, very, very cold."))

    def test_faults_are_named(self):
        self.assertEqual(blocks.fault("Too little."), "short")
        self.assertEqual(blocks.fault("Again and again and again. " * 20), "loops")
        lines = "\n".join(f"- {word}" for word in GOOD.split())
        self.assertEqual(blocks.fault(lines), "markup")
        for unwanted in ("write to me@example", "call 555-0199", "at https://x", "Dear [Name]", "a JPEG file"):
            self.assertTrue(blocks.fault(f"{GOOD} {unwanted}").startswith("has "), unwanted)

    def test_harmless_words_that_contain_unwanted_ones(self):
        self.assertIsNone(blocks.fault(GOOD + " In Essex the grapes and the skills of 1990 were praised."))


class CuttingTests(unittest.TestCase):
    def test_a_text_ends_with_its_last_sentence(self):
        self.assertEqual(blocks.whole_sentences("One. Two, he said. Thr"), "One. Two, he said.")
        self.assertEqual(blocks.whole_sentences('"Go!" she cried. "Now!" And'), '"Go!" she cried. "Now!"')
        self.assertEqual(blocks.whole_sentences("A. But most would be lost"), "A. But most would be lost")
        self.assertEqual(blocks.whole_sentences("Do this:\n1. Begin.\n2."), "Do this:\n1. Begin.")
        self.assertEqual(blocks.whole_sentences("It is 3.5 or none"), "It is 3.5 or none")

    def test_excerpts_begin_at_the_margin_and_keep_their_size(self):
        text = "\n\n".join(f"def f{i}():\n    return {i}\n\n    # {'x' * 60}" for i in range(40))
        for seed in range(20):
            taken = blocks.excerpt(text, random.Random(seed), least=300, most=400)
            if taken:
                self.assertTrue(taken.startswith("def "))
                self.assertTrue(150 <= len(taken) <= 400)
                self.assertIn(taken, text)

    def test_no_excerpt_of_wide_or_short_texts(self):
        self.assertIsNone(blocks.excerpt("x" * 1200, random.Random(1)))
        self.assertIsNone(blocks.excerpt("short\n\ntext", random.Random(1)))

    def test_one_excerpt_of_a_file_and_not_more_than_asked_for(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in "abc":
                (Path(folder) / f"{name}.py").write_text("\n\n".join(f"{name}{i} = {i}" for i in range(400)))
            (Path(folder) / "d.md").write_text("\n\n".join(f"word {i}" for i in range(400)))
            found = blocks.excerpts(Path(folder), [("*.py", 2), ("*.md", 3)], random.Random(1))
        self.assertEqual(len(found), 3)
        self.assertEqual(len({text[0] for text in found}), 3)


class DocumentationTests(unittest.TestCase):
    TABLE = "\n".join(f"| {i} | {i * i} |" for i in range(400))

    def test_stretches_are_whole_paragraphs_and_no_tables(self):
        paragraphs = [f"{GOOD} That was day {i}." for i in range(40)]
        text = "\n\n".join(paragraphs[:20] + [self.TABLE] + paragraphs[20:])
        found = blocks.stretches(text)
        self.assertGreater(len(found), 3)
        for stretch in found:
            self.assertGreaterEqual(len(stretch), 1800)
            self.assertTrue(set(stretch.split("\n\n")) <= set(paragraphs))

    def test_nothing_of_a_document_that_speaks_of_what_is_measured(self):
        paragraphs = [GOOD] * 40
        self.assertNotEqual(blocks.stretches("\n\n".join(paragraphs)), [])
        self.assertEqual(blocks.stretches("\n\n".join(paragraphs + ["An overview of a JPEG library."])), [])
        text = (tool.ROOT / "calibration/text.txt").read_text(encoding="utf-8")
        self.assertIsNone(blocks.MEASURED_SUBJECT.search(text))

    def test_all_documents_in_an_order_of_the_seed(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in "ab":
                (Path(folder) / f"{name}.md").write_text("\n\n".join(f"{name}{i} {GOOD}" for i in range(20)))
            (Path(folder) / "c.txt").write_text("\n\n".join([GOOD] * 20))
            found = blocks.documentation(Path(folder), ["*.md"], random.Random(1))
            self.assertEqual(found, blocks.documentation(Path(folder), ["*.md"], random.Random(1)))
        self.assertEqual({stretch[0] for stretch in found}, {"a", "b"})


class ReadingTests(unittest.TestCase):
    def test_prompts(self):
        self.assertEqual(
            blocks.prompts("# Stories.\ngo on: It was: late\n\ntalk: Why? | And then?\n"),
            [("go on", ["It was: late"]), ("talk", ["Why?", "And then?"])])

    def test_passages_keep_blank_lines_and_percent_signs(self):
        found = blocks.passages("%% other\na 5 %% b\n\nc\n\n%% talk\n  d\n%% other\ne\n")
        self.assertEqual(found, {"other": ["a 5 %% b\n\nc", "e"], "talk": ["  d"]})

    def test_the_files_that_the_tool_reads(self):
        prompts = blocks.prompts((tool.LIBRARY / "calibration_prompts.txt").read_text(encoding="utf-8"))
        self.assertEqual({kind for kind, _ in prompts}, {"go on", "write", "talk"})
        self.assertEqual(len({tuple(messages) for _, messages in prompts}), len(prompts))
        written = blocks.passages((tool.LIBRARY / "calibration_passages.txt").read_text(encoding="utf-8"))
        self.assertEqual(set(written), {"dialogue", "other"})
        size = sum(map(blocks.size, written["other"]))
        self.assertGreaterEqual(size, tool.ENOUGH * tool.SHARES["other"])


class MixingTests(unittest.TestCase):
    def test_sizes_count_bytes_and_the_blank_line(self):
        self.assertEqual(blocks.size("äb"), 5)

    def test_a_share_is_filled_and_never_exceeded(self):
        self.assertEqual(blocks.filled(["a" * 40, "b" * 70, "c" * 50, "d" * 4], 100), ["a" * 40, "c" * 50, "d" * 4])
        self.assertEqual(blocks.filled([], 100), [])

    def test_nothing_is_asked_for_once_a_share_is_full(self):
        def source():
            yield "a" * 98
            raise AssertionError("asked for more")
        self.assertEqual(len(blocks.filled(source(), 100)), 1)

    def test_the_same_seed_gives_the_same_order(self):
        values = list(range(50))
        first = blocks.shuffled(values, random.Random(7))
        self.assertEqual(first, blocks.shuffled(values, random.Random(7)))
        self.assertEqual(sorted(first), values)
        self.assertNotEqual(first, values)

    def test_kinds_alternate(self):
        kinds = [[f"a{i}" for i in range(40)], [f"b{i}" for i in range(20)], ["c0", "c1"]]
        mixed = blocks.interleaved(kinds, random.Random(3))
        self.assertEqual(sorted(mixed), sorted(sum(kinds, [])))
        # Every quarter has its share of each of the two large kinds.
        for start in range(0, 60, 15):
            part = [block[0] for block in mixed[start:start + 15]]
            self.assertTrue(7 <= part.count("a") <= 12, part)
            self.assertTrue(3 <= part.count("b") <= 7, part)


class TextTests(unittest.TestCase):
    def test_the_committed_text_has_the_size_that_is_asked_for(self):
        data = (tool.ROOT / "calibration/text.txt").read_bytes()
        self.assertTrue(0.95 * sum(tool.SHARES.values()) <= len(data) <= sum(tool.SHARES.values()), len(data))
        self.assertNotIn("\ufffd", data.decode("utf-8"))
        self.assertNotIn(b"\r", data)


if __name__ == "__main__":
    unittest.main()
