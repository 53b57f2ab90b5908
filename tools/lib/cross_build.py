"""Builds `swiftlet` for aarch64 Linux: one file that needs no library of the target."""

import os
import subprocess
from pathlib import Path

import environment
import measurement

SCRIPTS = measurement.ROOT / "cross-compile"


def cross_build(stripped: bool = False) -> Path:
    """The path of `swiftlet` for aarch64, built by cross-compile/build; with its symbols unless `stripped`."""
    script = str(SCRIPTS / "build")
    folder = measurement.output_of(script, "--static", "--print-path")
    environment.say(f"building for aarch64 in {folder}")
    result = subprocess.run(
        [script, "--static"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={key: value for key, value in os.environ.items() if key != "SWIFTLET_STRICT"})
    if result.returncode != 0:
        raise SystemExit(result.stdout.decode("utf-8", "replace") + "the cross build failed")
    return Path(folder.strip()) / ("swiftlet-stripped" if stripped else "swiftlet")
