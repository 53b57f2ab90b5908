"""Archives with the same bytes each time: sorted, of one moment, of root."""

import gzip
import io
import lzma
import tarfile


def tar(files: dict, moment: int, prefix: str = "") -> bytes:
    """A tar archive of files by path, each its content and whether it is a program, with the folders they need."""
    folders = set()
    for path in files:
        parts = path.split("/")[:-1]
        folders |= {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path in sorted(folders | files.keys()):
            entry = tarfile.TarInfo(prefix + path)
            entry.mtime, entry.uname, entry.gname = moment, "root", "root"
            if path in folders:
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(entry)
            else:
                content, is_program = files[path]
                entry.size, entry.mode = len(content), 0o755 if is_program else 0o644
                archive.addfile(entry, io.BytesIO(content))
    return output.getvalue()


def xz(content: bytes) -> bytes:
    return lzma.compress(content, preset=9 | lzma.PRESET_EXTREME)


def gz(content: bytes, moment: int) -> bytes:
    return gzip.compress(content, mtime=moment)


def debian_package(control: dict, files: dict, moment: int) -> bytes:
    """A .deb: an `ar` archive of a version, the control files and the package's own, as deb(5) says."""
    members = [("debian-binary", b"2.0\n"), ("control.tar.xz", xz(tar(control, moment, "./"))),
               ("data.tar.xz", xz(tar(files, moment, "./")))]
    package = b"!<arch>\n"
    for name, content in members:
        # Name, moment, owner, group, mode, size, end of header; a member begins at an even place.
        package += f"{name:<16}{moment:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode()
        package += content + b"\n" * (len(content) % 2)
    return package
