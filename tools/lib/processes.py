"""Whole processes: what they print, how long they take, how much memory they reach."""

import os
import subprocess
import tempfile
import time


def whole_process(command: list) -> dict:
    """Standard output, wall time and peak memory of a command."""
    # Files, as nobody empties a pipe before the process has ended.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        process = subprocess.Popen(
            [str(word) for word in command], stdout=output, stderr=errors, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (output, errors):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    return {"status": process.returncode, "seconds": seconds, "output": texts[0], "errors": texts[1],
            "peak_resident_bytes": usage.ru_maxrss * 1024}


def succeeded(command: list) -> dict:
    """`whole_process` of a command that has to succeed."""
    try:
        run = whole_process(command)
    except OSError as error:
        raise SystemExit(f"{command[0]}: {error.strerror}")
    if run["status"] != 0:
        words = " ".join(str(word) for word in command)
        raise SystemExit(f"status {run['status']}: {words}\n{run['errors'].strip()}")
    return run
