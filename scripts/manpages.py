#!/usr/bin/env python3
"""Writes a manual page for each command, from what the tool says of itself: `manpages.py TOOL FOLDER`.

Names, options and their sections come from ArgumentParser's `--experimental-dump-help`, which is JSON; examples, environment and
exit codes from the ends of the commands' `--help`. The date is SOURCE_DATE_EPOCH's, so that the same tool gives the same pages.
"""

import datetime
import json
import os
import re
import subprocess
import sys

SECTIONS = {"EXAMPLES:": "EXAMPLES", "ENVIRONMENT:": "ENVIRONMENT", "EXIT CODES:": "EXIT STATUS"}


def said(tool, *words):
    environment = dict(os.environ, COLUMNS="4000", NO_COLOR="1")
    return subprocess.run([tool, *words], check=True, capture_output=True, text=True, env=environment).stdout


def escaped(text):
    """Text as troff prints it: hyphens are hyphens to be copied, and no line begins a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\`")
    return re.sub(r"(?m)^([.'])", r"\\&\1", text)


def paragraphs(text):
    return "\n.PP\n".join(escaped(part) for part in re.split(r"\n\s*\n", text.strip()) if part)


def names(argument):
    """`-o, --output dir`, with what is typed as it is in bold and what is to be replaced in italics."""
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        return f"\\fI{escaped(value)}\\fR" + (" ..." if argument.get("isRepeating") else "")
    spelled = []
    for name in argument["names"]:
        dashes = "-" if name["kind"] == "short" else "--"
        spelled.append(f"\\fB{escaped(dashes + name['name'])}\\fR")
    words = ", ".join(sorted(spelled, key=len))
    return words if argument["kind"] == "flag" else f"{words} \\fI{escaped(value)}\\fR"


def synopsis(command, words):
    parts = [f"\\fB{escaped(' '.join(words))}\\fR"]
    for argument in command.get("arguments", []):
        if argument["kind"] != "positional" or not argument.get("shouldDisplay", True):
            continue
        word = names(argument)
        parts.append(f"[{word}]" if argument.get("isOptional") else word)
    if command.get("subcommands"):
        parts.append("\\fIcommand\\fR")
    return " ".join(parts + ["[\\fIoptions\\fR]"])


def about(argument):
    text = argument.get("abstract", "")
    values = argument.get("allValues")
    if values:
        text += f" One of: {', '.join(values)}."
    default = argument.get("defaultValue")
    if default and "default:" not in text:
        text += f" Default: {default}."
    return escaped(" ".join(text.split()))


def options(command):
    lines, section = [], None
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True):
            continue
        title = argument.get("sectionTitle") or ""
        if title != section:
            section = title
            if title:
                lines.append(f".SS {escaped(title)}")
        lines += [".TP", names(argument), about(argument)]
    return lines


def guide(help_text):
    """The sections at the end of a command's help, each a list of lines."""
    found, current = {}, None
    for line in help_text.splitlines():
        if line.strip() in SECTIONS and not line.startswith(" "):
            current = found.setdefault(SECTIONS[line.strip()], [])
        elif current is not None and (line.startswith("  ") or not line.strip()):
            current.append(line[2:])
        else:
            current = None
    return {title: "\n".join(lines).strip("\n") for title, lines in found.items()}


def section(title, text):
    lines = [f".SH {title}"]
    if title == "EXAMPLES":
        return lines + [".nf", escaped(text), ".fi"]
    for line in text.splitlines():
        name, _, meaning = line.partition("  ")
        lines += [".TP", f"\\fB{escaped(name)}\\fR", escaped(meaning.strip())] if meaning else [".PP", escaped(line)]
    return lines


def page(tool, command, words, version, date):
    name = "-".join(words)
    children = [child["commandName"] for child in command.get("subcommands", []) if child["commandName"] != "help"]
    arguments = words[1:] + ["--help"]
    sections = guide(said(tool, *arguments))
    lines = [
        f'.TH "{escaped(name.upper())}" 1 "{date}" "{version}" "Lipflight"',
        ".SH NAME", f"{escaped(name)} \\- {escaped(command.get('abstract', '').rstrip('.'))}",
        ".SH SYNOPSIS", synopsis(command, words),
    ]
    if command.get("discussion"):
        lines += [".SH DESCRIPTION", paragraphs(command["discussion"])]
    if children:
        lines.append(".SH COMMANDS")
        for child in command["subcommands"]:
            if child["commandName"] != "help":
                lines += [".TP", f"\\fB{escaped(name + '-' + child['commandName'])}\\fR(1)", escaped(child.get("abstract", ""))]
    body = options(command)
    if body:
        lines += [".SH OPTIONS"] + body
    for title in SECTIONS.values():
        if title in sections:
            lines += section(title, sections[title])
    parent = "-".join(words[:-1]) or "man"
    others = ([parent] if words[1:] else []) + [name + "-" + child for child in children]
    if others:
        lines += [".SH SEE ALSO", ",\n".join(f".BR {escaped(other)} (1)" for other in others).replace(" (1),", " (1),")]
    lines += [".PP", "The guides and the schemas of the JSON documents are in /usr/share/doc/lipflight."]
    return "\n".join(lines) + "\n"


def write(tool, command, words, version, date, folder):
    with open(os.path.join(folder, "-".join(words) + ".1"), "w", encoding="utf-8") as file:
        file.write(page(tool, command, words, version, date))
    for child in command.get("subcommands", []):
        if child["commandName"] != "help":
            write(tool, child, words + [child["commandName"]], version, date, folder)


def main():
    tool, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    os.makedirs(folder, exist_ok=True)
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", "0")) or int(os.stat(tool).st_mtime)
    date = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).strftime("%Y-%m-%d")
    command = json.loads(said(tool, "--experimental-dump-help"))["command"]
    write(tool, command, ["lipflight"], "lipflight " + said(tool, "--version").strip(), date, folder)


if __name__ == "__main__":
    main()
