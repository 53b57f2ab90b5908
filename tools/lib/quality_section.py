"""The section of BENCHMARKS.md on quality, from the raw files of tools/measure-quality."""

from benchmark_sections import origin, table
from quality_runs import REFERENCES

NAMES = {"swiftlet": "Swiftlet", "llama.cpp": "llama.cpp"}
# "Equal bytes": what a row of the other program may have more, as formats come in steps.
ALLOWANCE = 0.01


def run_of(row: dict | None, text: str, window: int, kv: str) -> dict | None:
    runs = row["runs"] if row else []
    return next((run for run in runs
                 if (run["text"], run["window"], run["kv"]) == (text, window, kv)), None)


def usual_texts(raw: dict) -> list:
    """The names of the texts that conversions are compared on, and the length of the windows."""
    names = list(dict.fromkeys(
        (run["text"], run["window"]) for row in raw["rows"] for run in row["runs"]))
    shortest = min((window for _, window in names), default=0)
    return [(name, window) for name, window in names if window == shortest]


def long_texts(raw: dict) -> list:
    """Texts of which there are runs with several formats of the KV cache."""
    usual = usual_texts(raw)
    names = dict.fromkeys((run["text"], run["window"]) for row in raw["rows"] for run in row["runs"])
    return [name for name in names if name not in usual]


def reference(raw: dict, row: dict) -> dict | None:
    """The row of the same program and checkpoint with weights as they were."""
    return next((other for other in raw["rows"]
                 if (other["program"], other["checkpoint"]) == (row["program"], row["checkpoint"])
                 and other["row"] == REFERENCES[row["program"]]), None)


def ratio(raw: dict, row: dict, text: str, window: int) -> float | None:
    """Perplexity against that of the unquantized weights."""
    own, other = (run_of(each, text, window, "f16") for each in (row, reference(raw, row)))
    return own["perplexity"] / other["perplexity"] if own and other else None


def label(row: dict) -> str:
    return f"{NAMES[row['program']]} {row['row']}"


def number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def conversions(raw: dict, checkpoint: str) -> list:
    """A row for each conversion, from many bits to few."""
    texts = usual_texts(raw)
    heading = ["weights", "bits per weight", "file, MB"]
    for name, _ in texts:
        heading += [f"text {name}", "against float32"]
    rows = [heading + ["conversion, s", "its peak, MiB"]]
    chosen = [row for row in raw["rows"] if row["checkpoint"] == checkpoint
              and any(run_of(row, *text, "f16") for text in texts)]
    for row in sorted(chosen, key=lambda row: (-row["bits_per_weight"], row["program"])):
        cells = [label(row), number(row["bits_per_weight"], 2), f"{row['file_bytes'] / 1e6:.1f}"]
        for text in texts:
            run = run_of(row, *text, "f16")
            figure = "-"
            if run:
                error = run["perplexity"] * run["standard_error"]
                mark = "**" if row["program"] == "swiftlet" else ""
                figure = f"{mark}{run['perplexity']:.2f}{mark} ± {error:.2f}"
            cells += [figure, number(ratio(raw, row, *text), 3)]
        is_converted = row["peak_resident_bytes"] > 0
        threads = f" on {row['threads']} threads" if row["threads"] > 1 else ""
        rows.append(cells + ([f"{row['seconds']:.1f}{threads}", f"{row['peak_resident_bytes'] / (1 << 20):.0f}"]
                             if is_converted else ["-", "-"]))
    return table(rows)


def best_peer(raw: dict, row: dict, text: tuple) -> dict | None:
    """llama.cpp's row with the lowest perplexity among those of no more bits."""
    limit = row["bits_per_weight"] * (1 + ALLOWANCE)
    chosen = [other for other in raw["rows"]
              if other["program"] == "llama.cpp" and other["checkpoint"] == row["checkpoint"]
              and other["bits_per_weight"] <= limit and run_of(other, *text, "f16")]
    return min(chosen, key=lambda other: run_of(other, *text, "f16")["perplexity"], default=None)


def equal_bytes(raw: dict) -> list:
    """Each of Swiftlet's conversions beside the best of llama.cpp's of as many bits."""
    rows = [["checkpoint", "text", "Swiftlet", "bits", "against float32", "llama.cpp's best", "bits",
             "against float32"]]
    for row in raw["rows"]:
        for text in usual_texts(raw):
            own = ratio(raw, row, *text)
            peer = best_peer(raw, row, text)
            if row["program"] != "swiftlet" or row["row"] == REFERENCES["swiftlet"] or not own or not peer:
                continue
            rows.append([row["checkpoint"], text[0], row["row"], number(row["bits_per_weight"], 2), f"**{own:.3f}**",
                         peer["row"], number(peer["bits_per_weight"], 2), number(ratio(raw, peer, *text), 3)])
    return table(rows) if len(rows) > 1 else []


def kv_formats(raw: dict) -> list:
    """Perplexity by format of the KV cache, against float16."""
    lines = []
    for name, window in long_texts(raw):
        chosen = [row for row in raw["rows"] if run_of(row, name, window, "f16")]
        formats = list(dict.fromkeys(
            run["kv"] for row in chosen for run in row["runs"] if (run["text"], run["window"]) == (name, window)))
        others = [kv for kv in formats if kv != "f16"]
        rows = [["checkpoint", "weights", *(f"KV {kv}" for kv in formats), *(f"{kv} against f16" for kv in others)]]
        for row in chosen:
            runs = {kv: run_of(row, name, window, kv) for kv in formats}
            base = runs["f16"]["perplexity"]
            rows.append([row["checkpoint"], label(row), *(
                number(run and run["perplexity"], 4) for run in runs.values()), *(
                f"{(runs[kv]['perplexity'] / base - 1) * 100:+.3f} %" if runs[kv] else "-" for kv in others)])
        scored = run_of(chosen[0], name, window, "f16")["tokens"]
        lines += ["", f"The KV cache in windows of {window}, text {name} ({scored} tokens scored):", "", *table(rows)]
    return lines


def builds(raw: dict) -> list:
    """What the rows were measured with, where that is not the file's own commit."""
    lines = []
    versions = dict.fromkeys(row["build"] for row in raw["rows"] if row["program"] == "llama.cpp")
    if versions:
        lines += [f"llama.cpp {' and '.join(versions)}."]
    by_commit = {}
    for row in raw["rows"]:
        if row["program"] == "swiftlet" and row["build"] != raw["commit"]:
            by_commit.setdefault(row["build"], {})[row["row"]] = None
    lines += [f"At commit `{commit}`: {'; '.join(names)}." for commit, names in by_commit.items()]
    if any("IMATRIX" in row["options"].split() for row in raw["rows"]):
        lines += [f"\"imatrix\": with an importance matrix that llama-imatrix made of `{raw['calibration']}`, whose time and "
                  "memory are in the conversion's."]
    return lines


def tables(raw: dict) -> list:
    lines = []
    for checkpoint in dict.fromkeys(row["checkpoint"] for row in raw["rows"]):
        lines += ([""] if lines else []) + [f"{checkpoint}:", "", *conversions(raw, checkpoint)]
    if beside := equal_bytes(raw):
        lines += ["", f"At equal bytes: llama.cpp's row with the lowest perplexity among those of at most "
                  f"{ALLOWANCE:.0%} more bits.".replace("%", " %"), "", *beside]
    return lines + kv_formats(raw)


def quality(raw: dict) -> list:
    """The whole section."""
    texts = [f"Text {text['name']} is {text['about']} ({text['bytes']:,} bytes)."
             for text in sorted(raw["texts"], key=lambda text: text["name"])]
    windows = sorted({window for _, window in usual_texts(raw)})
    return [
        f"Perplexity in windows of {' and '.join(map(str, windows))} tokens, with its standard error if tokens were "
        "independent; each window starts with an empty cache, and its first token is not scored. Both programs get the "
        "same token ids, and keep keys and values in float16. Ratios are against the same program with float32 weights: "
        f"as the tokens are the same, they are surer than the errors say. Conversions had one thread where no number is "
        f"said. {' '.join(texts)}",
        "", *tables(raw), "", *builds(raw), *origin(raw)]
