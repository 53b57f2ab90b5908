"""Command lines whose help is the script's own description."""

import argparse


class CommandLine(argparse.ArgumentParser):
    """A parser that prints `description` for --help, and its line `usage:` with an error."""

    def __init__(self, description: str):
        super().__init__()
        self.text = description.strip() + "\n"

    def format_help(self) -> str:
        return self.text

    def format_usage(self) -> str:
        return next(line for line in self.text.splitlines(True) if line.startswith("usage: "))
