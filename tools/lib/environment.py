"""Where tools keep what they fetch, and how they get the Python packages they need."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def cache_folder() -> Path:
    """`$SWIFTLET_CACHE`, else `swiftlet` in the user's cache folder; made if absent."""
    configured = os.environ.get("SWIFTLET_CACHE")
    if configured:
        folder = Path(configured)
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "swiftlet"
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def say(text: str) -> None:
    """Progress goes to standard error, so that standard output stays for results."""
    print(text, file=sys.stderr, flush=True)


def python_environment() -> Path:
    """The interpreter of the virtual environment in the cache, made if absent.

    A virtual environment because the system's own Python is managed by the distribution, which
    rightly refuses to let pip write into it.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = cache_folder() / f"python-{version}"
    interpreter, complete = folder / "bin" / "python", folder / "complete"
    # The base interpreter may have been upgraded or removed since.
    if complete.exists() and interpreter.exists():
        return interpreter
    say(f"making a Python environment in {folder}")
    try:
        import venv

        # Not made elsewhere and renamed: an environment holds its own path.
        venv.EnvBuilder(with_pip=True, clear=True).create(folder)
    except (ImportError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"no Python environment can be made (Debian: python3-venv): {error}")
    complete.touch()
    return interpreter


def pip(*arguments: str) -> None:
    """Runs pip of the virtual environment; its output only matters when it fails."""
    command = [str(python_environment()), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    result = subprocess.run(
        command + list(arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        raise SystemExit(f"pip {arguments[0]} failed:\n{result.stdout.strip()}")


# Enough to survive a slow mirror, short enough to fail soon without a network.
PATIENCE = ("--timeout", "30", "--retries", "2")


def require_numpy() -> None:
    """Restarts the running script under an interpreter that has numpy, if this one has not."""
    try:
        import numpy  # noqa: F401

        return
    except ImportError:
        pass
    interpreter = python_environment()
    probe = [str(interpreter), "-c", "import numpy"]
    if subprocess.run(probe, stderr=subprocess.DEVNULL).returncode != 0:
        say("installing numpy into it")
        pip("install", *PATIENCE, "--only-binary", ":all:", "numpy>=1.24,<3")
    os.execv(str(interpreter), [str(interpreter), *sys.argv])


@contextlib.contextmanager
def alone(purpose: str):
    """Holds a lock of the cache, so that two runs at a time do not do the same work twice."""
    with open(cache_folder() / f".{purpose}.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class FreshFolder:
    """A folder that appears under its name complete or not at all."""

    def __init__(self, final: Path):
        self.final = final

    def __enter__(self) -> Path:
        self.final.parent.mkdir(parents=True, exist_ok=True)
        self.temporary = Path(
            tempfile.mkdtemp(prefix=f".{self.final.name}.", dir=self.final.parent))
        os.chmod(self.temporary, 0o755)
        return self.temporary

    def __exit__(self, kind, value, traceback) -> None:
        if kind is None:
            if self.final.exists():
                shutil.rmtree(self.final)
            os.rename(self.temporary, self.final)
        else:
            shutil.rmtree(self.temporary, ignore_errors=True)
