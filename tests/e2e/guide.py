#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""guide.py FILE.md: runs a guide's commands and compares what they print with what the guide says.

Blocks that begin with ```console hold commands behind "$ " (continued by lines that begin with
"> "), each with its output behind it. An HTML comment "<!-- run" … "-->" holds commands that the
reader does not see, "<!-- clock TIME -->" sets the time of all that follows. All run in one shell,
in an empty folder of their own; $ROOT is the project's folder. A command may end with any status.

Prints TAP. With WEIR_ACCEPT=1 the guide is rewritten with what was printed.
"""
import os
import re
import subprocess
import sys
import tempfile

MARK = "--- guide ---"
TIMED = "diff sync get describe explain import-image tag promote rollback release history where audit verify"

PRELUDE = f"""
set -u
exec 2>&1
weir() {{
    case " {TIMED} " in
    *" $1 "*) command weir "$1" --now "$CLOCK" "${{@:2}}" ;;
    *) command weir "$@" ;;
    esac
}}
clock() {{ CLOCK=$1 GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1; export GIT_AUTHOR_DATE GIT_COMMITTER_DATE; }}
clock 2026-03-02T08:00:00Z
"""


def pieces(lines):
    """Commands in order: (shell text, first output line, end of output) or (shell text, None, None)."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("<!-- clock "):
            yield "clock " + line[len("<!-- clock "):].split()[0], None, None
        elif line.startswith("<!-- run"):
            end = next(i for i in range(at, len(lines)) if "-->" in lines[i])
            yield "\n".join(lines[at + 1:end]), None, None
            at = end
        elif line.startswith("```console"):
            end = next(i for i in range(at + 1, len(lines)) if lines[i].startswith("```"))
            at += 1
            while at < end:
                command = [lines[at][2:]]
                at += 1
                while at < end and lines[at].startswith("> "):
                    command.append(lines[at][2:])
                    at += 1
                first = at
                while at < end and not lines[at].startswith("$ "):
                    at += 1
                yield "\n".join(command), first, at
        at += 1


def run_all(commands, folder):
    script = PRELUDE + "".join(f"{text}\necho '{MARK}'\n" for text in commands)
    environment = dict(os.environ, HOME=folder, XDG_CACHE_HOME=folder + "/.cache", LC_ALL="C.UTF-8", TZ="UTC0",
                       GIT_CONFIG_NOSYSTEM="1", NO_COLOR="1", COLUMNS="100")
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        environment.pop(name, None)
    with open(folder + "/.gitconfig", "w", encoding="utf-8") as file:
        file.write("[user]\n\tname = Ada\n\temail = ada@example.org\n")
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, timeout=600, check=False)
    return done.stdout.replace(folder, "/work").split(MARK + "\n")


def main():
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    parts = list(pieces(lines))
    with tempfile.TemporaryDirectory() as folder:
        outputs = run_all([part[0] for part in parts], folder)
    failed = count = 0
    if len(outputs) != len(parts) + 1:
        print(f"not ok - {path}: the shell ended at: {parts[len(outputs) - 1][0]}")
        print(re.sub("^", "# ", outputs[-1], flags=re.M))
        sys.exit(1)
    rewritten, copied = [], 0
    for (text, first, end), output in zip(parts, outputs):
        if first is None:
            continue
        count += 1
        got = output.rstrip("\n").split("\n") if output.strip() else []
        wanted = lines[first:end]
        while wanted and not wanted[-1]:
            wanted.pop()
        same = got == wanted
        failed += not same
        print(f"{'ok' if same or 'WEIR_ACCEPT' in os.environ else 'not ok'} {count} - $ {text.splitlines()[0]}")
        if not same:
            print("\n".join("# wanted: " + line for line in wanted))
            print("\n".join("# got:    " + line for line in got))
        rewritten += lines[copied:first] + got
        copied = end
    print(f"1..{count}")
    if failed and "WEIR_ACCEPT" in os.environ:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(rewritten + lines[copied:]))
        failed = 0
    sys.exit(failed > 0 or count == 0)


if __name__ == "__main__":
    main()
