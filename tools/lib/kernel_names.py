"""The grammar of kernel names.

    swiftlet_<operation>_<destination>[_<left>[_<right>]][_<rows>x<columns>]_<engine>[_<feature>]

A kernel lives in `Sources/CSwiftletKernels/<contract>/<contract>_<engine>[_<feature>].c`.
"""

import re

OPERATIONS = {
    "add", "attention_fold", "attention_weights", "divide", "gelu_multiply", "matmul", "quantize", "rms_norm",
    "rope", "silu_multiply", "store", "value_range", "code_best", "code_refine", "code_error", "code_store", "grid_steps",
}
# Element types: floats; q quantized, s/a symmetric/asymmetric, i8/i4, g per group, d dynamic
# (activations), p packed into tiles.
TYPES = {
    "f32", "f16", "bf16", "f32p", "f16p", "bf16p", "qsi8", "qsi8d", "qsi8g", "qsi4g", "qsi8gp",
    "qsi4gp", "qai8", "qai8gp", "qai4gp",
}
# Engine -> the features that may follow it.
ENGINES = {
    "scalar": set(),
    "neon": {"dotprod", "i8mm"},
    "avx2": {"vnni"},
    "avx512": {"vnni"},
}
# Symbols that are no kernels.
OTHERS = {"swiftlet_kernel_sets", "swiftlet_exp"}


def alternatives(words) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


SUFFIX = "|".join(
    engine + (f"(?:_(?:{alternatives(features)}))?" if features else "")
    for engine, features in ENGINES.items())
NAME = re.compile(
    rf"swiftlet_({alternatives(OPERATIONS)})((?:_(?:{alternatives(TYPES)})){{1,3}})"
    rf"(?:_\d+x\d+)?_({SUFFIX})")
FILE = re.compile(rf"([a-z0-9_]+?)_({SUFFIX})\.c")
# A function definition with external linkage, at the start of a line.
DEFINITION = re.compile(r"^(?!static\b|typedef\b)[a-z][\w \t\*]*?\b(swiftlet_\w+)\s*\(", re.MULTILINE)


def is_registered(name: str, suffix: str, catalogue: str) -> bool:
    """Whether the catalogue names the kernel, itself or through a macro over the engine."""
    stem = name.removesuffix(suffix)
    return bool(re.search(rf"\b{name}\b", catalogue)) or (
        f"{stem}##engine" in catalogue and f"KERNELS({suffix})" in catalogue)


def check_file(path: str, text: str, catalogue: str) -> list:
    """Faults of the C file `path` (relative to the target); `catalogue` lists every kernel."""
    faults = []
    parts = path.split("/")
    match = FILE.fullmatch(parts[-1])
    if match and parts[0] != match.group(1):
        faults.append(f"{path}: belongs into the folder {match.group(1)}")
    for name in DEFINITION.findall(text):
        if name in OTHERS:
            continue
        parsed = NAME.fullmatch(name)
        if not parsed:
            faults.append(f"{path}: {name} does not follow the grammar of tools/lib/kernel_names.py")
            continue
        if not match or match.group(2) != parsed.group(3):
            faults.append(f"{path}: {name} belongs into a file ending in _{parsed.group(3)}.c")
        if not is_registered(name, parsed.group(3), catalogue):
            faults.append(f"{path}: {name} is in no kernel set")
    return faults
