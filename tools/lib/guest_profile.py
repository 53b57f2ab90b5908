"""Executed blocks of an emulated program, and the functions that they belong to."""

import bisect
import re
import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

LOADED, EXECUTABLE = 1, 1
# $x and $d mark code and data, not functions; Swift's own names begin with $s.
MAPPING_SYMBOL = re.compile(r"\$[xd](\.|$)")


def llvm_tool(name: str) -> str:
    """A tool of the LLVM that comes with Swift, else the one in the path."""
    swift = shutil.which("swift")
    beside = Path(swift).resolve().parent / f"llvm-{name}" if swift else None
    if beside and beside.exists():
        return str(beside)
    found = shutil.which(f"llvm-{name}")
    if not found:
        raise SystemExit(f"llvm-{name} is needed; it comes with Swift")
    return found


def compile_plugin(folder: Path) -> Path:
    """The plug-in that counts executed blocks."""
    plugin = folder / "instruction_counter.so"
    source = Path(__file__).resolve().parent / "instruction_counter.c"
    compiler = shutil.which("cc") or shutil.which("clang") or "cc"
    subprocess.run(
        [compiler, "-O2", "-shared", "-fPIC", "-o", str(plugin), str(source)], check=True)
    return plugin


def code_address(elf: bytes) -> int:
    """The lowest address of executable code that a 64-bit little-endian ELF file asks for."""
    if elf[:6] != b"\x7fELF\x02\x01":
        raise ValueError("not a 64-bit little-endian ELF file")
    (offset,) = struct.unpack_from("<Q", elf, 32)
    size, count = struct.unpack_from("<HH", elf, 54)
    addresses = []
    for index in range(count):
        kind, flags, _, address = struct.unpack_from("<IIQQ", elf, offset + index * size)
        if kind == LOADED and flags & EXECUTABLE:
            addresses.append(address)
    return min(addresses)


@dataclass
class Profile:
    """Executions by block, where a block is its address in the file and its instructions."""

    blocks: dict

    @staticmethod
    def parse(text: str, code: int) -> "Profile":
        """Reads what the plug-in wrote; `code` is the file's own address of its code."""
        lines = text.splitlines()
        if not lines or not lines[0].startswith("start "):
            raise ValueError("no counts: was the program killed?")
        bias = int(lines[0].split()[1], 16) - code
        blocks = {}
        for line in lines[1:]:
            address, instructions, executions = line.split()
            blocks[int(address, 16) - bias, int(instructions)] = int(executions)
        return Profile(blocks)

    @property
    def total(self) -> int:
        """Instructions that were executed."""
        return sum(size * executions for (_, size), executions in self.blocks.items())

    def per(self, fewer: "Profile", count: int) -> "Profile":
        """What this run executed beyond a shorter one, divided by how much longer it is."""
        keys = self.blocks.keys() | fewer.blocks.keys()
        differences = {
            key: (self.blocks.get(key, 0) - fewer.blocks.get(key, 0)) / count for key in keys}
        return Profile({key: value for key, value in differences.items() if value})


class Symbols:
    """The functions of a program, by address."""

    def __init__(self, listing: str):
        """Takes the output of `nm --defined-only`."""
        found = []
        for line in listing.splitlines():
            address, kind, name = line.split(maxsplit=2)
            if kind in "tTwW" and not MAPPING_SYMBOL.match(name):
                found.append((int(address, 16), name))
        found.sort()
        self.addresses = [address for address, _ in found]
        self.names = [name for _, name in found]

    @staticmethod
    def of(program: Path) -> "Symbols":
        """The program's own table; empty if it was stripped."""
        result = subprocess.run(
            [llvm_tool("nm"), "--defined-only", str(program)], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, check=True)
        return Symbols(result.stdout.decode("utf-8", "replace"))

    def name(self, address: int) -> str:
        """The last function that begins at or before the address."""
        index = bisect.bisect_right(self.addresses, address) - 1
        return self.names[index] if index >= 0 else "unknown"

    def aliases(self, address: int) -> list:
        """All names of the function that the address is in."""
        end = bisect.bisect_right(self.addresses, address)
        if end == 0:
            return []
        begin = bisect.bisect_left(self.addresses, self.addresses[end - 1])
        return self.names[begin:end]

    def sum(self, profile: Profile) -> dict:
        """Instructions by function, most first."""
        sums = {}
        for (address, size), executions in profile.blocks.items():
            name = self.name(address)
            sums[name] = sums.get(name, 0) + size * executions
        return dict(sorted(sums.items(), key=lambda item: -item[1]))
