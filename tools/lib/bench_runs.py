"""Runs of `swiftlet bench` and `llama-bench`, and what a row of repeated figures comes to."""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import environment
import measurement

# tools/demo's: tools/test builds with other settings.
SCRATCH = measurement.ROOT / ".build" / "demo"
PHASES = ("prefill", "decode")


class RunFailed(SystemExit):
    """A program that should have measured did not."""


def json_of(command: list) -> object:
    """What a command prints as JSON."""
    try:
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError as error:
        raise RunFailed(f"{command[0]}: {error.strerror}")
    text = result.stdout.decode("utf-8", "replace")
    if result.returncode != 0:
        errors = result.stderr.decode("utf-8", "replace").strip()
        raise RunFailed(f"status {result.returncode}: {' '.join(command)}\n{errors}")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise RunFailed(f"{' '.join(command)}: no JSON ({error})")


def build_swiftlet() -> Path:
    """The path of `swiftlet`, built from the checkout."""
    environment.say("building swiftlet")
    command = ["swift", "build", "-c", "release", "--scratch-path", str(SCRATCH), "--product",
               "swiftlet"]
    result = subprocess.run(
        command, cwd=measurement.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        raise SystemExit(result.stdout.decode("utf-8", "replace") + "the build failed")
    return SCRATCH / "release" / "swiftlet"


@dataclass
class Lengths:
    """What one run measures."""

    prompt: int
    generate: int
    depth: int = 0

    @property
    def phases(self) -> list:
        """The phases that are measured at all."""
        counts = {"prefill": self.prompt, "decode": self.generate}
        return [phase for phase in PHASES if counts[phase] > 0]


@dataclass
class Swiftlet:
    """`swiftlet bench` with one model."""

    binary: Path
    model: Path
    kv: str = "f16"

    def row(self, threads: int, lengths: Lengths, repetitions: int = 1, profile: bool = False) -> dict:
        command = [
            str(self.binary), "bench", str(self.model), "--json", "--threads", str(threads),
            "--kv", self.kv, "--prompt-tokens", str(lengths.prompt), "--generate-tokens",
            str(lengths.generate), "--depth", str(lengths.depth), "--repetitions", str(repetitions)]
        return json_of(command + (["--profile"] if profile else []))["results"][0]

    def run(self, threads: int, lengths: Lengths) -> dict:
        row = self.row(threads, lengths)
        figures = {phase: round(row[f"{phase}_tokens_per_second"], 3) for phase in lengths.phases}
        if row["roofline_share"] is not None:
            figures |= {"read_bytes_per_second": round(row["read_bytes_per_second"]),
                        "roofline_share": round(row["roofline_share"], 4)}
        return figures


@dataclass
class LlamaBench:
    """llama.cpp's `llama-bench` with one model."""

    binary: Path
    model: Path
    options: list

    def entries(self, threads: int, lengths: Lengths) -> list:
        return json_of([
            str(self.binary), "-m", str(self.model), "-t", str(threads), "-p", str(lengths.prompt),
            "-n", str(lengths.generate), "-d", str(lengths.depth), "-r", "1", "-o", "json",
            *self.options])

    def run(self, threads: int, lengths: Lengths) -> dict:
        return figures_of(self.entries(threads, lengths))


def figures_of(entries: list) -> dict:
    """Tokens per second by phase, of llama-bench's list of tests."""
    return {"prefill" if entry["n_prompt"] > 0 else "decode": round(entry["avg_ts"], 3)
            for entry in entries}


@dataclass
class Spread:
    """The middle and the ends of repeated figures."""

    median: float
    least: float
    most: float

    @staticmethod
    def of(values: list) -> "Spread":
        return Spread(statistics.median(values), min(values), max(values))

    def text(self, digits: int = 1) -> str:
        return f"{self.median:.{digits}f} ({self.least:.{digits}f} to {self.most:.{digits}f})"


def select(runs: list, key: str, **conditions) -> list:
    """The figures called `key` of the runs that meet the conditions, in their order."""
    return [run[key] for run in runs
            if key in run and all(run.get(name) == value for name, value in conditions.items())]


def ratios(runs: list, phase: str, threads: int) -> Spread | None:
    """Swiftlet's figure over llama.cpp's in the same round, over the rounds."""
    ours = select(runs, phase, program="swiftlet", threads=threads)
    theirs = select(runs, phase, program="llama.cpp", threads=threads)
    pairs = [ours[index] / theirs[index] for index in range(min(len(ours), len(theirs)))]
    return Spread.of(pairs) if pairs else None


def in_turn(round_number: int, programs: list) -> list:
    """The programs in the order of this round: who goes first changes each time."""
    return programs if round_number % 2 == 0 else programs[::-1]


def table(rows: list) -> str:
    """Aligned columns, the first row being the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
             for row in rows]
    return "\n".join(lines)


def thread_counts(text: str) -> list:
    """The numbers of a text like 1,2."""
    try:
        counts = [int(part) for part in text.split(",")]
    except ValueError:
        counts = []
    if not counts or min(counts) < 1:
        sys.exit(f"--threads: expected numbers like 1,2, found {text}")
    return counts
