"""The sections of BENCHMARKS.md, each from the raw files of one kind."""

import re

from bench_runs import PHASES, Spread, ratios, select

# A kernel says which weights it multiplies; what it calls for many tokens at once does not.
MATRIX_KERNEL = re.compile(r"swiftlet_matmul_f32_qsi8d_q[as]i([48])gp\w*|multiply_by_\w+")


def table(rows: list) -> list:
    """A Markdown table; the first row is the heading, columns of numbers need no alignment."""
    heading, body = rows[0], rows[1:]
    return ["| " + " | ".join(cells) + " |" for cells in (heading, ["---"] * len(heading), *body)]


def spread_text(spread: Spread | None, digits: int = 1) -> str:
    if spread is None:
        return "-"
    return f"**{spread.median:.{digits}f}** ({spread.least:.{digits}f} to {spread.most:.{digits}f})"


def percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def millions(count: float | None) -> str:
    return "-" if count is None else f"{count / 1e6:.1f}"


def origin(raw: dict) -> list:
    """Where, when and how the figures of a raw file came to be."""
    lines = []
    if machine := raw.get("machine"):
        memory = machine["memory_bytes"] / (1 << 30)
        place = (f"{machine['cpu']}, {machine['architecture']}, {machine['cores']} cores, {memory:.0f} GiB, "
                 f"{machine['kernel']}")
        lines += [f"{place}; {raw['date']}, commit `{raw['commit']}`."]
    lines += [note for note in raw.get("notes", [])]
    if raw.get("commands"):
        lines += ["", "```", *raw["commands"], "```"]
    return lines


def numbers_of_threads(runs: list) -> list:
    return sorted({run["threads"] for run in runs})


# --- against llama.cpp ----------------------------------------------------------------------------------


def comparison(raw: dict) -> list:
    ours, theirs, runs = raw["swiftlet"], raw["llama_cpp"], raw["runs"]
    version = theirs["version"] or f"build {theirs['build_number']} ({theirs['build_commit']})"
    rounds = max(run["round"] for run in runs)
    loads = [run["load"] for run in runs]
    depth = f" behind {raw['depth']} tokens" if raw["depth"] else ""
    lines = [
        f"Swiftlet with `{ours['model']}` ({ours['model_size'] / 1e6:.1f} MB, {ours['kernels']}, KV cache "
        f"{ours['kv']}), llama.cpp {version} with `{theirs['model']}` ({theirs['model_type']}, "
        f"{theirs['model_size'] / 1e6:.1f} MB). Prompt of {raw['prompt_tokens']} tokens, "
        f"{raw['generate_tokens']} generated{depth}. Medians of {rounds} alternating runs of each, with the "
        f"ends; load average {min(loads):.1f} to {max(loads):.1f}.", ""]
    rows = [["tokens/s", "threads", "Swiftlet", "llama.cpp", "ratio"]]
    for phase in PHASES:
        for threads in numbers_of_threads(runs):
            figures = [select(runs, phase, program=name, threads=threads)
                       for name in ("swiftlet", "llama.cpp")]
            if all(figures):
                rows.append([phase, str(threads), *(spread_text(Spread.of(part)) for part in figures),
                             spread_text(ratios(runs, phase, threads), 2)])
    lines += table(rows) + [""]
    rows = [["threads", "read bandwidth, GB/s", "decode's share of it", "prefill at barriers",
             "decode at barriers"]]
    for profile in raw["profiles"]:
        threads = profile["threads"]
        # Each share was measured against readings beside its own run.
        bandwidth, shares = (select(runs, key, program="swiftlet", threads=threads)
                             for key in ("read_bytes_per_second", "roofline_share"))
        rows.append([
            str(threads), f"{Spread.of(bandwidth).median / 1e9:.1f}" if bandwidth else "-",
            percent(Spread.of(shares).median) if shares else "-",
            *("-" if not profile.get(phase) else percent(profile[phase]["barrier_share"])
              for phase in PHASES)])
    return lines + table(rows) + ["", *profiles(raw["profiles"]), "", *origin(raw)]


def profiles(entries: list) -> list:
    """Work by kind of job, a column for each phase and number of threads."""
    columns = [(phase, entry["threads"], entry[phase])
               for phase in PHASES for entry in entries if entry.get(phase)]
    if not columns:
        return []
    kinds = list(dict.fromkeys(
        kind["kind"] for _, _, profile in columns for kind in profile["kinds"]))
    rows = [["share of the time"] + [f"{phase}, {threads}" for phase, threads, _ in columns]]
    for name in kinds:
        shares = []
        for _, _, profile in columns:
            spent = sum(kind["work_seconds"] for kind in profile["kinds"] if kind["kind"] == name)
            shares.append(percent(spent / profile["seconds"]))
        rows.append([name, *shares])
    for name, key in (("barriers", "barrier_share"), ("outside of jobs", "outside_share")):
        rows.append([name, *(percent(profile[key]) for _, _, profile in columns)])
    return table(rows)


# --- depth ----------------------------------------------------------------------------------------------


def depth(raw: dict) -> list:
    runs = raw["runs"]
    depths = sorted({run["depth"] for run in runs})
    rows = [["threads", *(f"depth {number}, tokens/s" for number in depths), "slower at the end by"]]
    for threads in numbers_of_threads(runs):
        spreads = [Spread.of(select(runs, "decode", threads=threads, depth=number)) for number in depths]
        rows.append([str(threads), *(spread_text(spread) for spread in spreads),
                     percent(1 - spreads[-1].median / spreads[0].median)])
    return [f"`{raw['model']}`, {raw['kernels']}, KV cache {raw['kv']}; {raw['generate_tokens']} tokens "
            "generated behind so many others; the depths took turns.", "", *table(rows), "", *origin(raw)]


# --- conversion -----------------------------------------------------------------------------------------


def conversion(raw: dict) -> list:
    """Speed by bits and threads, peaks, and what was read."""
    runs, size = raw["runs"], raw["input_bytes"]

    def rates(seconds: list) -> str:
        return spread_text(Spread.of([size / value / 1e6 for value in seconds]), 0)

    rows = [["bits", "threads", "MB/s a processor second", "MB/s by the clock", "peak, MiB", "read from storage"]]
    for bits in sorted({run["bits"] for run in runs}, reverse=True):
        for threads in numbers_of_threads(runs):
            own = [run for run in runs if (run["bits"], run["threads"]) == (bits, threads)]
            if own:
                read = max(run["storage_read_bytes"] for run in own) / size
                rows.append([
                    str(bits), str(threads), rates([run["processor_seconds"] for run in own]),
                    rates([run["seconds"] for run in own]),
                    f"{max(run['peak_resident_bytes'] for run in own) / (1 << 20):.1f}",
                    "-" if raw["is_cached"] else f"{read:.2f} times"])
    loads = [run["load"] for run in runs]
    cached = "in the page cache" if raw["is_cached"] else "not in the page cache"
    files = "1 file" if raw["files"] == 1 else f"{raw['files']} files"
    return [f"{raw['checkpoint']}: {size / 1e6:.0f} MB in bfloat16, weights in {files}, {cached} before each "
            "run; `--method search`. Megabytes are those of the input. Whole processes, the cases took turns; medians with "
            f"the ends, peaks and bytes read the largest; load average {min(loads):.1f} to {max(loads):.1f}.", "",
            *table(rows), "", *origin(raw)]


# --- memory ---------------------------------------------------------------------------------------------


def memory(raw: dict) -> list:
    """Peaks and speeds under caps, and llama.cpp's peak and start beside them."""
    def megabytes(value: float) -> str:
        return f"{value / (1 << 20):.1f}"

    runs = [run for run in raw["runs"] if run["status"] == 0]
    long = [run for run in runs if run["tokens"] == raw["tokens"]]
    rows = [["", "residency", "peak, MiB", "planned, MiB", "decode, tokens/s", "waited for storage"]]
    for case in dict.fromkeys(run["case"] for run in long if run["program"] == "swiftlet"):
        own = [run for run in long if run["case"] == case]
        waits = [run["streaming"]["waiting_seconds"] / run["seconds"] for run in own if run["streaming"]]
        rows.append([
            case, own[0]["residency"], megabytes(max(run["peak_resident_bytes"] for run in own)),
            megabytes(max(run["planned_peak_bytes"] for run in own)),
            spread_text(Spread.of([run["decode_tokens_per_second"] for run in own])),
            percent(Spread.of(waits).median) if waits else "-"])
    cached = "in the page cache" if raw["is_cached"] else "not in the page cache"
    lines = [f"`{raw['model']}`, KV cache int8, {raw['threads']} threads, {raw['tokens']} tokens behind a prompt of 16; "
             f"the file {cached} before each run. Whole processes; the cases took turns, peaks and plans are the largest "
             "of all runs.", "", *table(rows)]
    peers = [run for run in runs if run["program"] == "llama.cpp"]
    if peers:
        def figure(program: str, tokens: int, key: str) -> float:
            chosen = [run[key] for run in runs if run["program"] == program and run["tokens"] == tokens
                      and (program == "llama.cpp" or run["case"].startswith("resident"))]
            return Spread.of(chosen).median

        rows = [["resident, context 2048, medians", "Swiftlet", "llama.cpp", "share"]]
        for title, tokens, key, scale, digits in (
                ("peak, MiB", raw["tokens"], "peak_resident_bytes", 1 << 20, 1),
                ("process start to its end with one token, s", 1, "seconds", 1, 3)):
            own, peer = (figure(program, tokens, key) for program in ("swiftlet", "llama.cpp"))
            rows.append([title, f"**{own / scale:.{digits}f}**", f"{peer / scale:.{digits}f}",
                         f"{own / peer:.2f}"])
        lines += ["", *table(rows)]
    return lines + ["", *origin(raw)]


# --- kernels --------------------------------------------------------------------------------------------


def kernels(raw: dict) -> list:
    sets = list(dict.fromkeys(row["set"] for row in raw["rows"]))
    unit = {"matmul": "GMAC/s (GB/s of weights)", "vector": "ns a call (GB/s)"}
    lines = [f"Of one thread; medians of {raw['samples']} samples."]
    for family, rows_of in (("matmul", "multiply_adds"), ("vector", None)):
        chosen = [row for row in raw["rows"] if (row["multiply_adds"] > 0) == bool(rows_of)]
        if not chosen:
            continue
        rows = [[f"{unit[family]}", "shape", *sets]]
        for key in dict.fromkeys((row["contract"], row["shape"]) for row in chosen):
            by_set = {row["set"]: row for row in chosen if (row["contract"], row["shape"]) == key}
            rows.append([f"`{key[0]}`", key[1], *(
                kernel_cell(by_set[name]) if name in by_set else "-" for name in sets)])
        lines += ["", *table(rows)]
    return lines + ["", *origin(raw)]


def kernel_cell(row: dict) -> str:
    seconds = row["median_nanoseconds"] * 1e-9
    bandwidth = f"({row['bytes'] / seconds / 1e9:.1f})"
    if row["multiply_adds"] > 0:
        return f"{row['multiply_adds'] / seconds / 1e9:.1f} {bandwidth}"
    return f"{row['median_nanoseconds']:.0f} {bandwidth}"


# --- instructions and cycles ----------------------------------------------------------------------------

TOKENS = (("generated_token", "generated token"), ("prompt_token", "prompt token"))


def instructions(raws: list, peers: list) -> list:
    lines, rows = [], [["processor", "", "generated token", "prompt token"]]
    for raw in raws:
        for row in raw["rows"]:
            depth_text = f", depth {raw['depth']}" if raw["depth"] else ""
            rows.append([row["cpu"], f"Swiftlet, {row['kernels']}, KV {raw['kv']}{depth_text}", *(
                f"**{millions(row[key]['instructions'])}** ({millions(row[key].get('cycles'))})"
                for key, _ in TOKENS)])
    for raw in peers:
        for row in raw["rows"]:
            rows.append([row["cpu"], f"{raw['program']}, {row['build']}", *(
                f"{millions(row[key]['instructions'])} ({millions(row[key]['cycles'])})"
                for key, _ in TOKENS)])
    lines += ["Millions of instructions, one thread; in brackets estimated millions of cycles (below).", ""]
    lines += table([rows[0], *sorted(rows[1:], key=lambda row: row[0])])
    for raw in raws:
        for row in raw["rows"]:
            lines += ["", f"{row['cpu']}, {row['kernels']}, by function:", ""]
            lines += table([["function", *(title for _, title in TOKENS)], *functions_of(row)])
        lines += ["", f"{raw['model']}, {raw['emulator']}.", *origin(raw)]
    for raw in peers:
        lines += ["", *origin(raw)]
    return lines


def functions_of(row: dict) -> list:
    """Millions of instructions by function, for both kinds of tokens."""
    names = list(dict.fromkeys(entry["name"] for key, _ in TOKENS for entry in row[key]["functions"]))
    by_token = [{entry["name"]: entry["instructions"] for entry in row[key]["functions"]}
                for key, _ in TOKENS]
    return [[f"`{name}`", *("-" if name not in counts else f"{counts[name] / 1e6:.2f}"
                            for counts in by_token)] for name in names]


def weights_of(function: str, weights: dict) -> int | None:
    """The weights that a function is multiplied with; nil if that is not its task, or not certain."""
    match = MATRIX_KERNEL.fullmatch(function)
    if not match:
        return None
    if match.group(1):
        return weights.get(f"int{match.group(1)}")
    return next(iter(weights.values())) if len(weights) == 1 else None


def cycles(raws: list, peers: list) -> list:
    lines = ["Of the executed blocks, each in a loop by itself and with everything in the first cache: what the "
             "instructions cost, not what the memory does.", ""]
    rows = [["processor", "kernel", "token", "cycles a weight", "instructions a weight"]]
    for raw in raws:
        for row in raw["rows"]:
            for key, title in TOKENS:
                for entry in row[key]["functions"]:
                    count = weights_of(entry["name"], raw["weights"][key])
                    if count and "cycles" in entry:
                        rows.append([row["cpu"], f"`{entry['name']}`", title.split()[0],
                                     f"**{entry['cycles'] / count:.3f}**",
                                     f"{entry['instructions'] / count:.3f}"])
    for raw in peers:
        for loop in raw["loops"]:
            rows.append([loop["cpu"], f"{raw['program']}: {loop['name']}", loop["token"],
                         f"{loop['cycles_per_weight']:.3f}", f"{loop['instructions_per_weight']:.3f}"])
    lines += table([rows[0], *sorted(rows[1:], key=lambda row: (row[0], row[2]))])
    estimators = sorted({raw["estimator"] for raw in raws if "estimator" in raw})
    others = "".join(f", {raw['program']}'s of its inner loops" for raw in peers)
    return lines + ["", f"By {' and '.join(estimators)}; Swiftlet's rows are of whole functions{others}."]


def kernel_instructions(raws: list, peers: list) -> list:
    """The integer matrix products by themselves."""
    lines, loops = [], [["core", "kernels", "weights", "tokens", "cycles a weight", "instructions a weight"]]
    for raw in raws:
        prompts = list(raw["rows"][0]["prompt_token"])
        rows = [["kernel set", "emulated", "generated token", *(f"token of a prompt of {n}" for n in prompts)]]
        for row in raw["rows"]:
            rows.append([row["set"], row["cpu"], f"**{row['generated_token'] / 1e6:.2f}**",
                         *(f"**{row['prompt_token'][n] / 1e6:.2f}**" for n in prompts)])
            for loop in row.get("loops", []):
                loops.append([loop["model"], row["set"], f"int{loop['bits']}", str(loop["tokens"]),
                              f"**{loop['cycles_per_weight']:.3f}**", f"{loop['instructions_per_weight']:.3f}"])
        lines += ([""] if lines else []) + [
            "Millions of instructions in the products of SmolLM2-135M, "
            f"int4 in groups of {raw['group_size']} with zero points, head int8.", "", *table(rows)]
        numbers = list(dict.fromkeys((p["bits"], p["tokens"]) for row in raw["rows"] for p in row["products"]))
        rows = [["instructions a weight and token", *(row["set"] for row in raw["rows"])]]
        for bits, tokens in numbers:
            rows.append([f"int{bits}, {tokens} token{'s' * (tokens > 1)}", *(
                f"{p['instructions_per_weight']:.3f}" for row in raw["rows"] for p in row["products"]
                if (p["bits"], p["tokens"]) == (bits, tokens))])
        lines += ["", *table(rows)]
    if len(loops) > 1:
        loops += [[loop["cpu"], f"{raw['program']}: {loop['name']}", "", loop["token"],
                   f"{loop['cycles_per_weight']:.3f}", f"{loop['instructions_per_weight']:.3f}"]
                  for raw in peers for loop in raw["loops"]]
        estimators = sorted({raw["estimator"] for raw in raws if "estimator" in raw})
        lines += ["", f"Their inner loops, by {' and '.join(estimators)}, without cache misses; a multiply-add for each "
                  "of the tokens counts as a weight:", "", *table(loops)]
    for raw in raws:
        lines += ["", f"{raw['emulator']}.", *origin(raw)]
    return lines
