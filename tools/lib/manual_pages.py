"""Manual pages of a command, from what it says of itself (`--experimental-dump-help`)."""

import datetime
import re


def escaped(text: str) -> str:
    """Text as roff takes it: no requests by accident, hyphens that can be searched for."""
    lines = text.replace("\\", "\\e").replace("-", "\\-").split("\n")
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in lines)


def option_names(argument: dict) -> list:
    """As they are typed, short ones first."""
    dashes = {"short": "-", "long": "--", "longWithSingleDash": "-"}
    return [dashes[name["kind"]] + name["name"]
            for name in sorted(argument.get("names", []), key=lambda name: len(name["name"]) > 1)]


def term(argument: dict) -> str:
    value = f"\\fI{escaped(argument['valueName'])}\\fR"
    if argument["kind"] == "positional":
        return value
    names = ", ".join(f"\\fB{escaped(name)}\\fR" for name in option_names(argument))
    return names if argument["kind"] == "flag" else f"{names} {value}"


def described(argument: dict) -> list:
    text = argument.get("abstract", "")
    if values := argument.get("allValues"):
        if not all(value in text for value in values):
            text += f" (values: {', '.join(values)})"
    if "defaultValue" in argument:
        text += f" (default: {argument['defaultValue']})"
    return [".TP", term(argument), escaped(text.strip())]


def synopsis(names: list, command: dict) -> str:
    words = [f"\\fB{escaped(' '.join(names))}\\fR"]
    if [sub for sub in command.get("subcommands", []) if sub["commandName"] != "help"]:
        words.append("\\fIcommand\\fR")
    words.append("[\\fIoption\\fR]...")
    for argument in command.get("arguments", []):
        if argument["kind"] == "positional" and argument["shouldDisplay"]:
            name = f"\\fI{escaped(argument['valueName'])}\\fR"
            words.append(f"[{name}]" if argument["isOptional"] else name)
    return " ".join(words)


def page(names: list, command: dict, version: str, moment: int) -> str:
    """One page in roff; `moment` in seconds of Unix time."""
    title = "-".join(names)
    day = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).date()
    lines = [f'.TH {escaped(title.upper())} 1 {day} "swiftlet {version}" "User Commands"', ".SH NAME",
             f"{escaped(title)} \\- {escaped(command['abstract'].rstrip('.'))}", ".SH SYNOPSIS",
             synopsis(names, command)]
    if text := command.get("discussion"):
        lines += [".SH DESCRIPTION", *re.split(r"\n{2,}", escaped(text).strip())]
    shown = [argument for argument in command.get("arguments", []) if argument["shouldDisplay"]]
    for heading, kinds in (("ARGUMENTS", ("positional",)), ("OPTIONS", ("option", "flag"))):
        if chosen := [argument for argument in shown if argument["kind"] in kinds]:
            lines += [f".SH {heading}", *(line for argument in chosen for line in described(argument))]
    if commands := subcommands(command):
        lines.append(".SH COMMANDS")
        for sub in commands:
            lines += [".TP", f"\\fB{escaped('-'.join([*names, sub['commandName']]))}\\fR(1)",
                      escaped(sub["abstract"])]
    lines += [".SH EXIT STATUS", "0 done, 64 usage, 65 bad input, 66 no such input, 70 a fault of the program, "
              "73 cannot write, 77 refused: over the memory cap, 130 interrupted."]
    if len(names) > 1:
        lines += [".SH SEE ALSO", f"\\fB{escaped('-'.join(names[:-1]))}\\fR(1)"]
    return "\n".join(lines) + "\n"


def subcommands(command: dict) -> list:
    return [sub for sub in command.get("subcommands", [])
            if sub["commandName"] != "help" and sub.get("shouldDisplay", True)]


def pages(command: dict, version: str, moment: int, above: tuple = ()) -> dict:
    """The page of the command and of everything below it, by name: `swiftlet-run` and so on."""
    names = [*above, command["commandName"]]
    found = {"-".join(names): page(names, command, version, moment)}
    for sub in subcommands(command):
        found |= pages(sub, version, moment, tuple(names))
    return found
