#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cycles.py ROOT LIBRARY…: no files of one library call each other in a circle, as TAP.

`cycles.py --self-test LIBRARY` expects the circle in the library of circle_*.c to be reported.

The calls are those that nm sees in the objects: a function or table of one file that another file
names. A call through a function pointer is not seen, and that is how a step may lead back to the
file that drives it.
"""
import collections
import os
import subprocess
import sys

# Functions, variables and constants. Common and weak symbols are those of sanitizers.
DEFINED = set('TDRBGS')


def symbols(library):
    """Yields (object, type, name) for each global symbol."""
    run = subprocess.run(['nm', '--extern-only', library], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f'nm {library}: {run.stderr}')
    member = None
    for line in run.stdout.splitlines():
        if line.endswith(':'):
            member = os.path.basename(line[:-1]).removesuffix('.o')
        elif line:
            kind, name = line.split()[-2:]
            yield member, kind, name


def calls(library):
    """Returns {object: {object that it uses: names}}."""
    home, used = {}, []
    for member, kind, name in symbols(library):
        if kind in DEFINED:
            home[name] = member
        elif kind == 'U':
            used.append((member, name))
    graph = collections.defaultdict(lambda: collections.defaultdict(list))
    for member, name in used:
        if home.get(name, member) != member:
            graph[member][home[name]].append(name)
    return graph


def reached(graph, start):
    found, open_ones = set(), [start]
    while open_ones:
        for member in graph.get(open_ones.pop(), ()):
            if member not in found:
                found.add(member)
                open_ones.append(member)
    return found


def cycles(graph):
    """Returns the sets of objects that all lead to one another."""
    reach = {member: reached(graph, member) for member in graph}
    groups = {frozenset(other for other in reach[member] if member in reach.get(other, ()))
              for member in graph if member in reach[member]}
    return sorted(groups, key=sorted)


def source_names(root, folder):
    """Returns {object: source} of a library; meson joins the folders of a source with '_'."""
    names = {}
    for base, _, files in os.walk(os.path.join(root, folder)):
        for name in files:
            path = os.path.relpath(os.path.join(base, name), os.path.join(root, folder))
            names[path.replace('/', '_')] = path
    return names


def report(graph, groups, names):
    for group in groups:
        print(f'#   a cycle of {len(group)} files')
        for member in sorted(group):
            for other in sorted(group & graph[member].keys()):
                print(f'#     {names.get(member, member)} -> {names.get(other, other)}:',
                      ' '.join(sorted(graph[member][other])))


def check(root, libraries):
    print(f'1..{len(libraries)}')
    failed = False
    for number, library in enumerate(libraries, 1):
        folder = os.path.relpath(os.path.dirname(os.path.abspath(library)))
        graph = calls(library)
        groups = cycles(graph)
        print(f'{"not ok" if groups else "ok"} {number} - the files of {folder} call each other '
              'in one direction')
        report(graph, groups, source_names(root, folder))
        failed = failed or bool(groups)
    return failed


def self_test(library):
    graph = calls(library)
    found = [sorted(group) for group in cycles(graph)]
    cases = [('a cycle is found', found == [['circle_one.c', 'circle_two.c']]),
             ('a file that leads into a cycle is not part of it',
              'circle_one.c' in graph['circle_three.c']),
             ('the names that tie a cycle are known',
              graph['circle_two.c']['circle_one.c'] == ['circle_table'])]
    print(f'1..{len(cases)}')
    for number, (name, right) in enumerate(cases, 1):
        print(f'{"ok" if right else "not ok"} {number} - {name}')
    return not all(right for _, right in cases)


if __name__ == '__main__':
    if sys.argv[1] == '--self-test':
        sys.exit(self_test(sys.argv[2]))
    sys.exit(check(sys.argv[1], sys.argv[2:]))
