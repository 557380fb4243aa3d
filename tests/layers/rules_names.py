# SPDX-License-Identifier: Apache-2.0
"""Rules about the names of types and functions."""
import collections
import os
import re

import csource


def types_once(tree):
    'a type name is defined once in the product'
    found = collections.defaultdict(list)
    for path, text in tree.sources('.c', '.h'):
        for position, name in csource.types(text):
            found[name].append((path, csource.line_of(text, position)))
    for name, places in sorted(found.items()):
        if len(places) > 1:
            for path, line in places:
                yield path, line, f'{name} is defined {len(places)} times'


# Functions that may be defined away from their noun: the first word, where, and why.
FAMILIES = [
    ('repository', r'reconciler/git/.*', 'steps of a repository that need a file of their own'),
    ('release', r'reconciler/commands/rollback\.c', 'shares its steps with rollback'),
    ('promote', r'reconciler/commands/rollback\.c', 'shares its steps with rollback'),
    ('mbedtls', r'reconciler/git/library\.c', 'takes the place of a function of mbedTLS'),
]


def stem(word):
    return word.removesuffix('s')


def nouns(tree, path):
    """The words with which functions of a file may begin.

    They are the words of its name, its folder, and the types that its own header defines.
    """
    words = os.path.basename(path).removesuffix('.c').split('_')
    words.append(os.path.basename(os.path.dirname(path)))
    words += [name for _, name in csource.types(tree.text.get(path[:-2] + '.h', ''))]
    words += [word for word, place, _ in FAMILIES if re.fullmatch(place, path)]
    return {stem(word) for word in words}


def begins_with(name, words):
    parts = name.split('_')
    return any(stem('_'.join(parts[:count])) in words for count in range(1, len(parts)))


def prefixes(tree):
    "an exported function begins with its file's noun and is more than one word"
    for path, text in tree.sources('.c'):
        for statement in csource.statements(text):
            if not statement.function or statement.static or statement.name in (None, 'main'):
                continue
            line = csource.line_of(text, statement.position)
            if '_' not in statement.name:
                yield path, line, f'{statement.name}() is a single word'
            elif not begins_with(statement.name, nouns(tree, path)):
                yield path, line, f'{statement.name}() does not begin with the noun of its file'
