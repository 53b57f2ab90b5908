"""Estimates of the cycles that executed blocks take, by llvm-mca's models of the processors."""

import re
import subprocess
from pathlib import Path

import guest_profile

# The emulator's name of a processor -> LLVM's. LLVM describes cortex-a76 with the tables of the A57; the
# Neoverse N1 is the same core with its own.
MODELS = {"cortex-a53": "cortex-a53", "cortex-a72": "cortex-a72", "cortex-a76": "neoverse-n1"}
# Blocks are estimated in order of their weight up to this share; the rest is taken to be like them.
COVERED = 0.995
ITERATIONS = 100
INSTRUCTION = re.compile(r"^\s*([0-9a-f]+):\s+(\S.*?)\s*$")
# Where a branch goes is of no matter, and its label is not there.
TARGET = re.compile(r"0x[0-9a-f]+ <[^>]*>.*$")
# llvm-mca charges a hundred cycles for a call; what is called is counted where it is executed. Its models
# know no atomic instructions; a handful of loads in their stead is no matter in millions.
SUBSTITUTES = [
    (re.compile(r"^bl\s+.*"), "b #0"), (re.compile(r"^blr(\s+x\d+)$"), r"br\1"),
    (re.compile(r"^(?:cas|swp|ld(?:add|clr|eor|set|smax|smin|umax|umin))[abhlp]*\s.*\[(x\d+|sp)\]$"),
     r"ldar x0, [\1]")]
REGION = re.compile(r"^\[\d+\] Code Region - b(\d+)\n.*?^Total Cycles:\s+(\d+)$", re.M | re.S)


def instructions_by_address(listing: str) -> dict:
    """The instructions of a disassembly as llvm-mca can read them."""
    found = {}
    for line in listing.splitlines():
        if match := INSTRUCTION.match(line):
            text = TARGET.sub("#0", match.group(2)).split("//")[0].strip()
            for pattern, substitute in SUBSTITUTES:
                text = pattern.sub(substitute, text)
            found[int(match.group(1), 16)] = text
    return found


def region(number: int, instructions: list) -> str:
    body = "\n".join(instructions)
    return f"# LLVM-MCA-BEGIN b{number}\n{body}\n# LLVM-MCA-END\n"


def heaviest(profile: guest_profile.Profile) -> list:
    """The blocks that make up `COVERED` of the instructions."""
    weights = sorted(
        profile.blocks, key=lambda block: -block[1] * profile.blocks[block])
    chosen, sum_so_far, limit = [], 0.0, COVERED * profile.total
    for block in weights:
        if sum_so_far >= limit:
            break
        chosen.append(block)
        sum_so_far += block[1] * profile.blocks[block]
    return chosen


class BlockCycles:
    """Runs llvm-mca over blocks of one program."""

    def __init__(self, mca: Path, program: Path):
        self.mca, self.program = mca, program
        result = subprocess.run([str(mca), "--version"], stdout=subprocess.PIPE, check=True)
        match = re.search(rb"LLVM version (\S+)", result.stdout)
        self.version = f"llvm-mca {match.group(1).decode()}" if match else "llvm-mca"
        if not match or int(match.group(1).split(b".")[0]) < 17:
            raise SystemExit(f"{self.version} has no model of the Cortex-A76's kind: 17 or later is needed")

    def disassemble(self, names: set) -> dict:
        result = subprocess.run(
            [guest_profile.llvm_tool("objdump"), "--no-show-raw-insn",
             f"--disassemble-symbols={','.join(sorted(names))}", str(self.program)],
            stdout=subprocess.PIPE, check=True)
        return instructions_by_address(result.stdout.decode("utf-8", "replace"))

    def estimate(self, regions: str, cpu: str) -> dict:
        """Cycles of one iteration, by the region's number."""
        result = subprocess.run(
            [str(self.mca), "-mtriple=aarch64", f"-mcpu={MODELS[cpu]}", "-mattr=+dotprod,+fullfp16,+i8mm",
             f"-iterations={ITERATIONS}", "-instruction-info=false", "-resource-pressure=false"],
            input=regions.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if result.returncode != 0:
            raise SystemExit(f"{self.mca} failed:\n{result.stderr.decode()}")
        return {int(number): int(cycles) / ITERATIONS
                for number, cycles in REGION.findall(result.stdout.decode())}

    def sum(self, profile: guest_profile.Profile, cpu: str, symbols: guest_profile.Symbols) -> dict:
        """Cycles by function."""
        if cpu not in MODELS:
            raise SystemExit(f"--mca: no model of {cpu}")
        blocks = heaviest(profile)
        # The disassembler knows a function by one of its names only.
        code = self.disassemble({name for address, _ in blocks for name in symbols.aliases(address)})
        known = [block for block in blocks
                 if all(block[0] + 4 * index in code for index in range(block[1]))]
        text = "".join(
            region(number, [code[address + 4 * index] for index in range(size)])
            for number, (address, size) in enumerate(known))
        cycles = self.estimate(text, cpu)
        sums, covered = {}, 0.0
        for number, (address, size) in enumerate(known):
            executions = profile.blocks[address, size]
            covered += size * executions
            name = symbols.name(address)
            sums[name] = sums.get(name, 0) + cycles[number] * executions
        total = profile.total
        if covered < total:
            sums["the rest"] = sum(sums.values()) * (total - covered) / covered
        return sums
