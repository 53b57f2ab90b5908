"""What a weight costs on each design of cores, from the counted instructions and estimated cycles in benchmarks."""

import json

# A board file's cores -> the emulated processor whose counts they take, the loops (model of the estimator) that the cycles
# are scaled to if the design is another one, and how far cycles may lie below and above the estimate.
DESIGNS = {
    "Cortex-A53": ("cortex-a53", None, 0.9, 1.6),
    "Cortex-A72": ("cortex-a72", None, 0.9, 1.5),
    "Cortex-A76": ("cortex-a76", None, 0.9, 1.5),
    "Cortex-A78AE": ("cortex-a76", None, 0.6, 1.4),
    "Cortex-A55": ("cortex-a76", "cortex-a55", 0.8, 1.7),
}
# Loops of the processors that were emulated, as the estimator calls them.
LOOPS = {"cortex-a53": "cortex-a53", "cortex-a72": "cortex-a72", "cortex-a76": "neoverse-n1"}
# Instructions were counted; other shapes and contexts have a few more or less.
COUNT_SPREAD = 0.95, 1.15


def digits(value: float) -> float:
    """Three of them."""
    return float(f"{value:.3g}")


def costs(design: str, counted: dict, kernels: dict) -> dict:
    """(instructions, cycles) of a weight, by the keys of a board file's cores, as (value, low, high) each."""
    processor, scaled, low, high = DESIGNS[design]
    row = next(row for row in counted["rows"] if row["cpu"] == processor)
    family = next(entry for entry in kernels["rows"] if entry["set"] == row["kernels"])
    product = {(entry["bits"], entry["tokens"]): entry["instructions_per_weight"] for entry in family["products"]}
    loop = {(entry["model"], entry["bits"], entry["tokens"]): entry["cycles_per_weight"] for entry in family["loops"]}
    weights, generated, prompt = counted["weights"], row["generated_token"], row["prompt_token"]
    own = LOOPS[processor]

    def function(bits: int) -> dict:
        return next(entry for entry in generated["functions"] if f"qai{bits}gp" in entry["name"])

    plain = {}
    for key in ("instructions", "cycles"):
        # What is no matrix product is added in proportion.
        others = generated[key] / (function(4)[key] + function(8)[key])
        for bits in (4, 8):
            count = weights["generated_token"][f"int{bits}"]
            plain[f"generated_int{bits}", key] = function(bits)[key] / count * others
        plain["prompt_int4", key] = prompt[key] / weights["prompt_token"]["int4"]
    # A prompt of int8 weights was not counted as a whole.
    plain["prompt_int8", "instructions"] = (
        plain["prompt_int4", "instructions"] * product[8, 16] / product[4, 16])
    plain["prompt_int8", "cycles"] = plain["prompt_int4", "cycles"] * loop[own, 8, 8] / loop[own, 4, 8]
    result = {}
    for token in ("generated", "prompt"):
        for bits in (4, 8):
            key = f"{token}_int{bits}"
            cycles = plain[key, "cycles"]
            if scaled:
                tokens = 1 if token == "generated" else 8
                cycles *= loop[scaled, bits, tokens] / loop[own, bits, tokens]
            instructions = plain[key, "instructions"]
            result[key] = {
                "instructions_per_weight": [digits(instructions * factor) for factor in (1, *COUNT_SPREAD)],
                "cycles_per_weight": [digits(cycles * factor) for factor in (1, low, high)]}
    return result


def update(board: dict, counted: dict, kernels: dict) -> None:
    """Puts the costs into a board's cores of known designs; sources and everything else stay."""
    for cores in board["cores"]:
        if cores["name"] not in DESIGNS:
            continue
        for token, pair in costs(cores["name"], counted, kernels).items():
            for key, (value, low, high) in pair.items():
                cores[token][key].update(value=value, low=low, high=high)


def number(value: float) -> str:
    """As people write it: 9e9, 1.4e-10, 0.213, 4."""
    if isinstance(value, int) or 1e-3 <= abs(value) < 1e5:
        return f"{value:g}"
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{float(mantissa):g}e{int(exponent)}"


def text(value, indent: str = "") -> str:
    """A board as text: a coefficient or a list of words on one line."""
    if isinstance(value, dict):
        pairs = [f"{json.dumps(key)}: {text(member, indent + '  ')}" for key, member in value.items()]
        if "source" in value:
            return "{" + ", ".join(pairs) + "}"
        return "{\n" + ",\n".join(f"{indent}  {pair}" for pair in pairs) + f"\n{indent}}}"
    if isinstance(value, list):
        items = [text(member, indent + "  ") for member in value]
        if all(isinstance(member, str) for member in value):
            return "[" + ", ".join(items) + "]"
        return "[\n" + ",\n".join(f"{indent}  {item}" for item in items) + f"\n{indent}]"
    return number(value) if isinstance(value, (int, float)) else json.dumps(value)
