"""Builds `swiftlet` for aarch64 Linux: one file that needs no library of the target."""

import os
import re
import subprocess
from pathlib import Path

import environment
import measurement

SWIFT_IN_ROOT = "/usr/libexec/swift/bin"


def entered(root: Path, sdk: Path, cache: Path) -> list:
    """The command that enters a root file system, with the checkout and the caches in their places."""
    home = Path.home()
    binds = [home, measurement.ROOT, cache]
    # Mirrors that git is told to read in place of the network.
    mirrors = measurement.output_of("git", "config", "--get-regexp", r"^url\..*\.insteadof$") or ""
    read_only = [sdk] + [Path(path) for path in re.findall(r"^url\.(/\S*)\.insteadof ", mirrors, re.M)]
    read_only += [Path("/etc/gitconfig"), Path("/etc/resolv.conf")]
    command = ["bwrap", "--bind", str(root), "/", "--dev", "/dev", "--proc", "/proc",
               "--tmpfs", "/tmp", "--die-with-parent"]
    for path in binds:
        command += ["--bind", str(path), str(path)]
    for path in read_only:
        command += ["--ro-bind-try", str(path), str(path)]
    return command + ["--setenv", "PATH", f"{SWIFT_IN_ROOT}:/usr/bin:/bin",
                      "--chdir", str(measurement.ROOT)]


def cross_build(folder: Path) -> Path:
    """The path of `swiftlet` for aarch64, built with the compiler and the SDK in `folder`."""
    bundles = sorted((folder / "sdk").glob("*.artifactbundle"))
    if len(bundles) != 1:
        raise SystemExit(f"{folder}/sdk: expected one .artifactbundle, found {len(bundles)}")
    cache = environment.cache_folder()
    # One build folder for each checkout: a shared one would be built anew each time.
    scratch = cache / "aarch64" / str(measurement.ROOT).strip("/").replace("/", "-")
    root = folder / "root"
    prefix = entered(root, folder / "sdk", cache) if root.is_dir() else []
    environment.say(f"building for aarch64 in {scratch}")
    command = prefix + [
        "swift", "build", "-c", "release", "--product", "swiftlet", "--swift-sdks-path",
        str(folder / "sdk"), "--swift-sdk", bundles[0].stem, "--scratch-path", str(scratch),
        "--static-swift-stdlib", "-Xswiftc", "-static-executable"]
    result = subprocess.run(
        command, cwd=measurement.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={key: value for key, value in os.environ.items() if key != "SWIFTLET_STRICT"})
    if result.returncode != 0:
        raise SystemExit(result.stdout.decode("utf-8", "replace") + "the cross build failed")
    found = [path for path in scratch.glob("aarch64*/release/swiftlet") if path.is_file()]
    return found[0]
