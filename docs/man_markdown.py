#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""man_markdown.py [--check]: renders the man pages (*.scd) beside it to Markdown, in man/*.md.

With --check it compares instead of writing, and prints TAP. It knows the part of scdoc's language
that our pages use: headings, bold, underlined, escapes, line breaks, definitions that are indented
by a tab, and literal blocks.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
NOTE = "<!-- Rendered from ../{} by ../man_markdown.py: edit that file, then run the script. -->\n"


def plain(character):
    """One character of plain text, which Markdown must not take for markup."""
    return {"<": "&lt;", ">": "&gt;"}.get(character, "\\" + character if character in "*_[]`|\\#~" else character)


def inline(text):
    """A paragraph. Bold and underlined words that touch other words become HTML tags: there,
    Markdown's own marks would be ambiguous."""
    out, at = [], 0
    while at < len(text):
        bold = re.match(r"\*((?:\\.|[^*\\])+)\*", text[at:])
        under = re.match(r"_((?:\\.|[^_\\]|(?<=\w)_(?=\w))+)_(?!\w)", text[at:])
        if text[at] == "_" and at > 0 and text[at - 1].isalnum():
            under = None
        found = bold or under
        if found:
            end = at + found.end()
            touched = "".join((text[at - 1:at], text[end:end + 1]))
            mark, tag = ("**", "b") if bold else ("*", "i")
            inner = "".join(plain(c) for c in re.sub(r"\\(.)", r"\1", found[1]))
            html = re.search(r"[\w*_]", touched)
            out.append(f"<{tag}>{inner}</{tag}>" if html else mark + inner + mark)
            at = end
        elif text[at] == "\\" and at + 1 < len(text):
            out.append(plain(text[at + 1]))
            at += 2
        elif text.startswith("++\n", at):
            out.append("\\\n")
            at += 3
        else:
            out.append(plain(text[at]))
            at += 1
    return "".join(out)


def blocks(lines):
    """(kind, indented, text) of each block: heading, literal or text."""
    at = 0
    while at < len(lines):
        line = lines[at]
        body, indented = line.lstrip("\t"), line.startswith("\t")
        if not body or body.startswith("; "):
            at += 1
        elif line.startswith("#"):
            yield "heading", False, line
            at += 1
        elif body.startswith("```"):
            end = next(i for i in range(at + 1, len(lines)) if lines[i].lstrip("\t").startswith("```"))
            yield "literal", indented, "\n".join(lines[at + 1:end])
            at = end + 1
        else:
            first = at
            while at < len(lines) and lines[at].strip() and lines[at].startswith("\t") == indented:
                at += 1
                if lines[at - 1].endswith("++"):
                    while at < len(lines) and lines[at].strip():
                        at += 1
            yield "text", indented, "\n".join(l.lstrip("\t") for l in lines[first:at])


def render(source, name):
    lines = source.split("\n")
    title = re.match(r"[\w-]+\(\d\)", lines[0])[0]
    out = [NOTE.format(name), f"# {title}\n"]
    found = list(blocks(lines[1:]))
    for index, (kind, indented, text) in enumerate(found):
        follows = found[index + 1] if index + 1 < len(found) else (None, False, None)
        pad = "  " if indented else ""
        if kind == "heading":
            out.append("#" + inline(text).replace("\\#", "#") + "\n")
        elif kind == "literal":
            out.append("".join(f"{pad}{line}\n" if line else "\n" for line in ["```", *text.split("\n"), "```"]))
        elif not indented and follows[1]:
            out.append("- " + inline(text).replace("\n", "\n  ") + "\n")
        else:
            out.append(pad + inline(text).replace("\n", "\n" + pad) + "\n")
    return "\n".join(out)


def main():
    check, failed = "--check" in sys.argv[1:], False
    pages = sorted(HERE.glob("*.scd"))
    if check:
        print(f"1..{len(pages)}")
    for number, page in enumerate(pages, 1):
        wanted = render(page.read_text(encoding="utf-8"), page.name)
        target = HERE / "man" / (page.stem + ".md")
        if not check:
            target.parent.mkdir(exist_ok=True)
            target.write_text(wanted, encoding="utf-8")
            continue
        same = target.exists() and target.read_text(encoding="utf-8") == wanted
        failed = failed or not same
        print(f"{'ok' if same else 'not ok'} {number} - man/{target.name} is up to date with {page.name}")
        if not same:
            print("# run docs/man_markdown.py")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
