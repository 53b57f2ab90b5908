"""What a raw file of measurements says beside its figures: when, where, of which commit, and how."""

import datetime
import json
import os
import platform
import re
import shlex
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def output_of(*command: str) -> str | None:
    """Standard output of a command, or nil if there is no such command or it fails."""
    try:
        result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return None
    return result.stdout.decode("utf-8", "replace").strip() if result.returncode == 0 else None


def commit() -> str:
    """The checkout's commit, with `+changes` if a tracked file differs from it.

    Figures, and the document made of them, are not what is measured.
    """
    name = output_of("git", "rev-parse", "--short=12", "HEAD")
    if not name:
        return "unknown"
    changes = output_of("git", "status", "--porcelain", "--untracked-files=no", "--", ".",
                        ":!benchmarks", ":!BENCHMARKS.md")
    return name + ("+changes" if changes else "")


def cpu_model(text: str) -> str:
    """The processor's name in the text of /proc/cpuinfo; boards only give numbers."""
    if match := re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE):
        name = match.group(1).strip()
        parts = [re.search(rf"^{key}\s*:\s*(\S+)$", text, re.MULTILINE)
                 for key in ("cpu family", "model")]
        if all(parts):
            # Virtual machines call many processors the same.
            name += f" (family {parts[0].group(1)}, model {parts[1].group(1)})"
        return name
    parts = sorted(set(re.findall(r"^CPU part\s*:\s*(\S+)$", text, re.MULTILINE)))
    return f"parts {', '.join(parts)}" if parts else "unknown"


def machine() -> dict:
    """The processor, its cores, the memory and the kernel."""
    page_count, page_bytes = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    cpuinfo = Path("/proc/cpuinfo")
    return {
        "cpu": cpu_model(cpuinfo.read_text() if cpuinfo.exists() else ""),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "memory_bytes": page_count * page_bytes,
        "kernel": f"{platform.system()} {platform.release()}",
    }


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def load_average() -> list:
    """Runnable processes over the last 1, 5 and 15 minutes."""
    return [round(value, 2) for value in os.getloadavg()]


def header(kind: str, commands: list) -> dict:
    """The first entries of every raw file."""
    return {
        "kind": kind,
        "date": now(),
        "commit": commit(),
        "machine": machine(),
        "load_average": load_average(),
        "commands": commands,
    }


def write(path: Path, content: dict) -> None:
    """Writes a raw file: stable order, one change a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    # Lists of numbers in one line: they are what makes such files long.
    text = re.sub(r"\[\s+([-0-9.e+]+(?:,\s+[-0-9.e+]+)*)\s+\]",
                  lambda match: "[" + re.sub(r"\s+", " ", match.group(1)) + "]", text)
    path.write_text(text + "\n", encoding="utf-8")


def portable(command: list) -> str:
    """A command as one line, with paths outside the checkout cut to their last part."""
    def short(word: str) -> str:
        name, equals, value = word.rpartition("=")
        if value.startswith("/"):
            return name + equals + Path(value).name
        return word
    return shlex.join(short(str(word)) for word in command)
