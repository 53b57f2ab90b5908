"""Conversions and the perplexities of what comes of them, by Swiftlet and by llama.cpp."""

import hashlib
import json
import shlex
from dataclasses import dataclass, field
from pathlib import Path

import measurement
from processes import succeeded

# Name -> options of `swiftlet convert`.
ROWS = {
    "float32": "--bits 32",
    "int8, search": "--bits 8 --method search",
    "int4, search": "--bits 4 --method search",
    "int8, calibrated": "--bits 8 --method calibrated",
    "int4, calibrated": "--bits 4 --method calibrated",
}
# Those that take seconds, not minutes.
QUICK_ROWS = ["float32", "int8, search", "int4, search"]

# Name -> arguments of `llama-quantize` but for its files; none: the GGUF file as it is. IMATRIX stands for the file that
# llama-imatrix makes. Where embedding and head are one matrix, --token-embedding-type is of both; without it
# llama-quantize keeps them in 8 bits (6 or 8 with mixtures).
PEER_ROWS = {
    "F32": "",
    "Q8_0": "Q8_0",
    "Q5_0": "Q5_0",
    "Q4_K_M": "Q4_K_M",
    "Q4_K_M, imatrix": "--imatrix IMATRIX Q4_K_M",
    "Q4_1": "Q4_1",
    "Q4_1, imatrix": "--imatrix IMATRIX Q4_1",
    "Q4_0": "Q4_0",
    "Q4_0, imatrix": "--imatrix IMATRIX Q4_0",
    "IQ4_NL, imatrix": "--imatrix IMATRIX IQ4_NL",
    # As many bytes as int4 with zero points.
    "IQ4_NL, down Q5_0, imatrix": "--imatrix IMATRIX --tensor-type ffn_down=q5_0 IQ4_NL",
    "IQ4_NL, embedding Q5_0, imatrix": "--imatrix IMATRIX --token-embedding-type q5_0 IQ4_NL",
    "Q4_0, embedding Q4_0": "--token-embedding-type q4_0 Q4_0",
    "IQ4_NL, embedding IQ4_NL, imatrix": "--imatrix IMATRIX --token-embedding-type iq4_nl IQ4_NL",
}
# What a row's ratios are against.
REFERENCES = {"swiftlet": "float32", "llama.cpp": "F32"}
KV_NAMES = {"swiftlet": {"f32": "f32", "f16": "f16", "int8": "int8"},
            "llama.cpp": {"f32": "f32", "f16": "f16", "int8": "q8_0"}}


@dataclass
class Text:
    """What perplexity is measured on."""

    name: str
    path: Path
    about: str

    def facts(self) -> dict:
        data = self.path.read_bytes()
        return {"name": self.name, "about": self.about, "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest()}


@dataclass(frozen=True)
class Condition:
    """How perplexity is measured."""

    text: str
    window: int
    kv: str

    def is_of(self, run: dict) -> bool:
        return (run["text"], run["window"], run["kv"]) == (self.text, self.window, self.kv)


@dataclass
class Row:
    """One conversion of one checkpoint."""

    program: str
    checkpoint: str
    name: str
    options: list
    # Swiftlet's commit, or llama.cpp's version: another one is measured anew.
    build: str
    conditions: list = field(default_factory=list)

    @property
    def key(self) -> tuple:
        return self.program, self.checkpoint, self.name

    @property
    def label(self) -> str:
        return f"{self.checkpoint}, {self.program} {self.name}"

    def is_same_as(self, done: dict | None) -> bool:
        """Whether what was measured before is this conversion by this build."""
        return (done is not None and done["build"] == self.build
                and done["options"] == measurement.portable(self.options))

    def missing(self, done: dict | None) -> list:
        """The conditions under which it was not measured before."""
        runs = done["runs"] if self.is_same_as(done) else []
        return [condition for condition in self.conditions if not any(condition.is_of(run) for run in runs)]

    def kept(self, done: dict | None) -> list:
        """The earlier runs that stay: under conditions that are not measured again."""
        runs = done["runs"] if self.is_same_as(done) else []
        return [run for run in runs if not any(condition.is_of(run) for condition in self.conditions)]


def named_rows(words: list, known: dict, default: list) -> dict:
    """Name -> options, of words that are NAME, which is known, or NAME=OPTIONS."""
    rows = {}
    for word in words or default:
        name, equals, text = word.partition("=")
        name = name.strip()
        if not equals and name not in known:
            raise SystemExit(f"no row is called {name}: {', '.join(known)}, or NAME=OPTIONS")
        rows[name] = shlex.split(text if equals else known[name])
    return rows


def key_of(done: dict) -> tuple:
    return done["program"], done["checkpoint"], done["row"]


def entry(row: Row, conversion: dict, runs: list) -> dict:
    """What the raw file says of a row."""
    return {"program": row.program, "checkpoint": row.checkpoint, "row": row.name,
            "options": measurement.portable(row.options), "build": row.build, "date": measurement.now(),
            **conversion, "runs": runs}


def perplexity_run(condition: Condition, report: dict, seconds: float) -> dict:
    return {"text": condition.text, "window": condition.window, "kv": condition.kv,
            **{key: report[key] for key in ("mean_nll", "perplexity", "standard_error", "tokens")},
            "seconds": round(seconds, 2)}


@dataclass
class SwiftletQuality:
    """`swiftlet convert` and `swiftlet eval perplexity`."""

    binary: Path
    checkpoints: dict
    texts: dict
    threads: int
    folder: Path

    def convert(self, row: Row) -> tuple:
        output = self.folder / "model.swiftlet"
        run = succeeded([self.binary, "convert", self.checkpoints[row.checkpoint], "-o", output, "--force", "--json",
                         "--threads", self.threads, *row.options])
        report = json.loads(run["output"])
        return output, {
            "bits_per_weight": round(report["bits_per_weight"], 4), "file_bytes": report["file_bytes"],
            "threads": self.threads, "seconds": round(run["seconds"], 2),
            "peak_resident_bytes": run["peak_resident_bytes"]}

    def perplexity(self, model: Path, checkpoint: str, condition: Condition) -> dict:
        run = succeeded([
            self.binary, "eval", "perplexity", model, "--text-file", self.texts[condition.text].path, "--window",
            condition.window, "--context", condition.window, "--kv", condition.kv, "--threads", self.threads, "--json"])
        return perplexity_run(condition, json.loads(run["output"]), run["seconds"])


@dataclass
class LlamaQuality:
    """llama.cpp's llama-quantize and llama-imatrix, and window-likelihood linked with it."""

    programs: Path
    ggufs: dict
    calibration: Path
    # Checkpoint, text -> a file of ids: the same tokens for both programs.
    ids: object
    threads: int
    folder: Path

    def __post_init__(self):
        self.matrices = {}

    def importance(self, checkpoint: str) -> tuple:
        """The importance matrix of a checkpoint, and what making it took."""
        if checkpoint not in self.matrices:
            output = self.folder / f"{len(self.matrices)}.imatrix.gguf"
            run = succeeded([self.programs / "llama-imatrix", "-m", self.ggufs[checkpoint], "-f", self.calibration,
                             "-o", output, "-c", 512, "-t", self.threads, "--no-ppl"])
            self.matrices[checkpoint] = output, run
        return self.matrices[checkpoint]

    def convert(self, row: Row) -> tuple:
        source, output = self.ggufs[row.checkpoint], self.folder / "model.gguf"
        seconds, peaks, words = 0.0, [0], list(row.options)
        if "IMATRIX" in words:
            matrix, run = self.importance(row.checkpoint)
            words[words.index("IMATRIX")] = matrix
            seconds, peaks = run["seconds"], [run["peak_resident_bytes"]]
        if words:
            # The type comes behind the files.
            run = succeeded([self.programs / "llama-quantize", *words[:-1], source, output, words[-1], self.threads])
            seconds, peaks = seconds + run["seconds"], [*peaks, run["peak_resident_bytes"]]
        else:
            output = source
        return output, {"file_bytes": output.stat().st_size, "threads": self.threads, "seconds": round(seconds, 2),
                        "peak_resident_bytes": max(peaks)}

    def perplexity(self, model: Path, checkpoint: str, condition: Condition) -> dict:
        run = succeeded([self.programs / "window-likelihood", model, self.ids(checkpoint, condition.text),
                         condition.window, self.threads, KV_NAMES["llama.cpp"][condition.kv]])
        report = json.loads(run["output"])
        return perplexity_run(condition, report, run["seconds"]) | {
            "bits_per_weight": round(report["weight_bytes"] * 8 / report["parameters"], 4)}
