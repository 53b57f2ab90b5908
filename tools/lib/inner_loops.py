"""The loops in which a program spends its instructions, and their cycles by llvm-mca's models."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import guest_profile
from block_cycles import instructions_by_address

ITERATIONS = 200
BRANCH = re.compile(r"^\s*([0-9a-f]+):\s+(?:b|b\.\w+|cbn?z\s+\w+,|tbn?z\s+\w+,\s*#\w+,)\s+0x([0-9a-f]+)\b",
                    re.MULTILINE)


@dataclass
class Loop:
    """A loop's first and last instruction."""

    first: int
    last: int

    @property
    def instructions(self) -> int:
        return (self.last - self.first) // 4 + 1


class InnerLoops:
    """Finds loops in one program."""

    def __init__(self, listing: str):
        """Takes a disassembly."""
        self.code = instructions_by_address(listing)
        branches = [(int(source, 16), int(target, 16)) for source, target in BRANCH.findall(listing)]
        self.loops = [Loop(target, source) for source, target in branches if target <= source]

    @staticmethod
    def of(program: Path) -> "InnerLoops":
        result = subprocess.run(
            [guest_profile.llvm_tool("objdump"), "--no-show-raw-insn", "-d", str(program)],
            stdout=subprocess.PIPE, check=True)
        return InnerLoops(result.stdout.decode("utf-8", "replace"))

    def around(self, address: int) -> Loop:
        """The smallest loop that the instruction is in."""
        found = [loop for loop in self.loops if loop.first <= address <= loop.last]
        if not found:
            raise ValueError(f"{address:x} is in no loop")
        return min(found, key=lambda loop: loop.instructions)

    def hottest(self, profile: guest_profile.Profile) -> Loop:
        """The loop around the block that most instructions belong to."""
        block = max(profile.blocks, key=lambda block: block[1] * profile.blocks[block])
        return self.around(block[0])

    def cycles(self, loop: Loop, mca: Path, model: str) -> float:
        """Cycles of one turn in the middle of many, with everything in the first cache."""
        text = "\n".join(self.code[address] for address in range(loop.first, loop.last + 4, 4))
        result = subprocess.run(
            [str(mca), "-mtriple=aarch64", f"-mcpu={model}", "-mattr=+dotprod,+fullfp16,+i8mm",
             f"-iterations={ITERATIONS}", "-instruction-info=false", "-resource-pressure=false"],
            input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        match = re.search(rb"^Total Cycles:\s+(\d+)$", result.stdout, re.MULTILINE)
        if result.returncode != 0 or not match:
            raise SystemExit(f"{mca} failed:\n{result.stderr.decode()}")
        return int(match.group(1)) / ITERATIONS
