"""What the calibration text is made of: blocks that are read, cut, judged and mixed."""

import collections
import random
import re
from pathlib import Path

# No sample has these: what looks like an address or a number of somebody, a place to fill in, what belongs to a chat
# about the text rather than to the text, formulas, and subjects that need more care than a small model takes.
UNWANTED = re.compile(
    r"https?:|www\.|\w@\w|\d{3}[-. ]\d{3,4}[-. ]?\d*|\[[A-Za-z]|\\[\[(a-z]|```|<\w|�"
    r"|\b(?i:i'm sorry|i apologi[sz]e|rewritten|revised (?:version|text)|language model|chatbot)\b"
    r"|\b(?i:(?:your|an|digital|virtual) assistant|hugging)\b|\bA[I]\b|\b(?i:session)\b"
    r"|\b(?i:kill|murder|suicid|rape|sex|nud[ei]|porn|drug|terroris|nazi|genocid|slave|racis|corpse|jpeg|jpg)"
    r"|\b(?i:cancer|covid|pandemic|famine|bible|jesus|christ\b|god\b|alcohol|magic mushroom)|: A: ",
)
# What quality is measured on is about this, so no file is taken that speaks of it.
MEASURED_SUBJECT = re.compile(r"(?i)\bjpe?g\b")
MARKUP_LINE = re.compile(r"\s*(?:[#*|>`-]|\d+\.\s)")


def is_looping(text: str, length: int = 6, most: int = 4) -> bool:
    """Whether words in a row come back more than `most` times, or a sixteenth of all stretches of four is a repeat."""
    if re.search(r"\b(\w+)(?:,? \1\b){2}", text, re.IGNORECASE):
        return True
    words = re.findall(r"\w+", text.lower())

    def counts(size: int) -> collections.Counter:
        return collections.Counter(tuple(words[i:i + size]) for i in range(len(words) - size + 1))

    fours = counts(4)
    return max(counts(length).values(), default=0) > most or 16 * len(fours) < 15 * fours.total()


def is_mostly_markup(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    marked = sum(bool(MARKUP_LINE.match(line)) for line in lines)
    signs = sum(not (sign.isalnum() or sign.isspace()) for sign in text)
    return 2 * marked > len(lines) or 6 * signs > len(text)


def fault(text: str, shortest: int = 160) -> str | None:
    """Why a sample is not taken; nothing if it is."""
    if len(text) < shortest:
        return "short"
    if found := UNWANTED.search(text):
        return f"has '{found.group(0)}'"
    if is_looping(text):
        return "loops"
    return "markup" if is_mostly_markup(text) else None


def whole_sentences(text: str) -> str:
    """The text up to its last full stop that is not that of a list's number, where that leaves most of it."""
    end = max((match.end() for match in re.finditer(r"(?<!\n\d)[.!?][\"')*]*(?=\s|$)", text)), default=0)
    return (text[:end] if 2 * end > len(text) else text).strip()


def prompts(text: str) -> list:
    """Lines `kind: prompt`, where ` | ` parts the messages of a talk -> (kind, messages)."""
    found = []
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            kind, _, rest = line.partition(": ")
            found.append((kind, rest.split(" | ")))
    return found


def passages(text: str) -> dict:
    """Passages behind lines `%% kind` -> kind -> list of them."""
    found = collections.defaultdict(list)
    for part in re.split(r"^%% ", text, flags=re.MULTILINE)[1:]:
        kind, _, passage = part.partition("\n")
        found[kind].append(passage.strip("\n"))
    return found


def shuffled(values: list, chance: random.Random) -> list:
    """By `random()` alone, whose sequence no version of Python changes."""
    return [value for _, _, value in sorted((chance.random(), i, value) for i, value in enumerate(values))]


def excerpt(text: str, chance: random.Random, least: int = 1000, most: int = 1500, widest: int = 130) -> str | None:
    """Paragraphs in a row that begin at the left margin; nothing where lines are too wide or too few."""
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]
    starts = [i for i, part in enumerate(paragraphs) if not part[0].isspace()]
    for start in shuffled(starts, chance):
        taken = paragraphs[start]
        for part in paragraphs[start + 1:]:
            if len(taken) >= least:
                break
            taken += "\n\n" + part
        if len(taken) > most:
            taken = taken[:most].rpartition("\n")[0]
        if len(taken) >= least // 2 and max(map(len, taken.split("\n"))) <= widest:
            return taken.rstrip()
    return None


def excerpts(root: Path, patterns: list, chance: random.Random) -> list:
    """For each (pattern of paths, how many): an excerpt of each of so many files, in an order that mixes them."""
    found = []
    for pattern, count in patterns:
        texts, paths = [], sorted(path for path in root.glob(pattern) if path.is_file())
        for path in shuffled([str(path) for path in paths], chance):
            text = Path(path).read_text(encoding="utf-8")
            taken = None if MEASURED_SUBJECT.search(text) else excerpt(text, chance)
            if taken and len(texts) < count:
                texts.append(taken)
        found.append(texts)
    return interleaved(found, chance)


def stretches(text: str, length: int = 1800) -> list:
    """A document cut before paragraphs into parts of at least `length` characters, without what is mostly tables."""
    if MEASURED_SUBJECT.search(text):
        return []
    found, taken = [], ""
    for part in re.split(r"\n\s*\n", text):
        taken += ("\n\n" if taken else "") + part.strip("\n")
        if len(taken) >= length:
            if not is_mostly_markup(taken):
                found.append(taken)
            taken = ""
    return found


def documentation(root: Path, patterns: list, chance: random.Random) -> list:
    """Stretches of all documents of `root` whose paths fit the patterns, shuffled."""
    paths = sorted(path for pattern in patterns for path in root.glob(pattern) if path.is_file())
    return shuffled([part for path in paths for part in stretches(path.read_text(encoding="utf-8"))], chance)


def size(block: str) -> int:
    """Bytes of a block and of the blank line behind it."""
    return len(block.encode("utf-8")) + 2


def filled(blocks, limit: int) -> list:
    """Blocks from the front that fit into `limit` bytes together; those that do not fit are passed over."""
    taken, total = [], 0
    for block in blocks:
        if total + size(block) <= limit:
            taken.append(block)
            total += size(block)
        if total > 0.98 * limit:
            break
    return taken


def interleaved(kinds: list, chance: random.Random) -> list:
    """Blocks of all kinds, each kind shuffled and spread evenly over the whole."""
    placed = []
    for number, blocks in enumerate(kinds):
        for i, block in enumerate(shuffled(blocks, chance)):
            placed.append(((i + chance.random()) / len(blocks), number, block))
    return [block for _, _, block in sorted(placed)]


def joined(blocks: list) -> str:
    return "\n\n".join(blocks) + "\n"
