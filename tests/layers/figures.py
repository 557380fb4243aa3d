#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""figures.py ROOT BUILD: figures of the sources, to compare before and after a change."""
import collections
import glob
import os
import re
import sys

sys.dont_write_bytecode = True

import csource  # noqa: E402
import cycles  # noqa: E402
import rules_dialect as dialect  # noqa: E402
import rules_folders as folders  # noqa: E402
import rules_names as names  # noqa: E402
from tree import Tree  # noqa: E402


def lines(text):
    """Lines with code: neither empty nor of a comment only."""
    return sum(1 for line in csource.code(text).split('\n') if line.strip())



def figures(tree, build):
    sources = tree.sources('.c', '.h')
    sizes = collections.Counter(os.path.dirname(path) for path, _ in sources)
    yield 'files of the product', len(sources)
    folder, count = sizes.most_common(1)[0]
    yield 'files in the largest folder', f'{count} ({folder})'
    yield 'lines of the product', sum(text.count('\n') for _, text in sources)
    yield 'of these, with code', sum(lines(text) for _, text in sources)
    longest = sorted(((text.count('\n'), path) for path, text in sources), reverse=True)
    yield 'longest file', '%d (%s)' % longest[0]
    bodies = sorted(((length, f'{path}:{line}') for path, text in sources
                     for line, length in dialect.functions(text)), reverse=True)
    yield 'functions', len(bodies)
    yield 'longest functions', ', '.join('%d (%s)' % body for body in bodies[:5])
    yield 'functions of more than 40 lines', sum(length > 40 for length, _ in bodies)
    outside = list(folders.declared_at_home(tree))
    yield 'declarations outside of their file\'s header', len(outside)
    yield 'of these, functions', sum('()' in what for _, _, what in outside)
    yield 'sources without header and opening comment', len(list(folders.opening_comments(tree)))
    twice = {what.split()[0] for _, _, what in names.types_once(tree)}
    yield 'type names used twice', len(twice)
    single = [what for _, _, what in names.prefixes(tree) if 'single word' in what]
    yield 'exported functions of a single word', len(single)
    found = []
    for library in sorted(glob.glob(os.path.join(build, '**', 'lib*.a'), recursive=True)):
        folder = os.path.relpath(os.path.dirname(library), build)
        if re.match('(manifests|diff|reconciler)', folder):
            found += [f'{folder} {len(group)}' for group in cycles.cycles(cycles.calls(library))]
    total = sum(int(text.split()[-1]) for text in found)
    yield 'cycles between files', len(found)
    if found:
        yield 'files in cycles', f'{total} ({", ".join(found)})'


if __name__ == '__main__':
    for name, value in figures(Tree(sys.argv[1]), sys.argv[2]):
        print(f'{name + ":":<46} {value}')
