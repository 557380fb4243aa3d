# SPDX-License-Identifier: Apache-2.0
"""Rules about folders, libraries and includes."""
import os
import re

import csource
from tree import includes

# Left to right; a folder includes itself and what stands left of it.
LAYERS = ['manifests/base', 'manifests', 'diff', 'reconciler/report', 'reconciler/net',
          'reconciler/git', 'reconciler/registry', 'reconciler/forge', 'reconciler/cluster',
          'reconciler', 'reconciler/commands']
NEVER = {('reconciler/registry', 'reconciler/git'), ('reconciler/forge', 'reconciler/git'),
         ('reconciler/forge', 'reconciler/registry')}
# Where `main` is, everything may be used.
TOP = {'reconciler/main.c'}

# A library's headers, and the only place that may include them.
LIBRARIES = [('git2', r'git2(/.*)?\.h', r'reconciler/git/.*'),
             ('libcurl', r'curl/.*', r'reconciler/net/.*'),
             ('PCRE2', r'pcre2.*', r'manifests/values/pattern\.c'),
             ('libical', r'(libical/)?ical.*', r'manifests/values/calendar\.c')]
# Planning is pure: no library, no clock, no files, no network.
PURE = {'assert.h', 'ctype.h', 'errno.h', 'inttypes.h', 'limits.h', 'stdarg.h', 'stdbool.h',
        'stddef.h', 'stdint.h', 'stdio.h', 'stdlib.h', 'string.h', 'strings.h'}


def layer_of(path):
    found = [layer for layer in LAYERS if path.startswith(layer + '/')]
    return max(found, key=len, default=None)


def downward(tree):
    'a folder includes nothing from the folders right of it'
    for path, text in tree.sources('.c', '.h'):
        layer = layer_of(path)
        if layer is None:
            yield path, 0, 'is in no layer'
            continue
        for line, system, name in includes(text):
            if system or path in TOP:
                continue
            used = layer_of(name)
            if used is None or not os.path.isfile(os.path.join(tree.root, name)):
                yield path, line, f'"{name}" is not a file of a layer, written with its folder'
            elif LAYERS.index(used) > LAYERS.index(layer) or (layer, used) in NEVER:
                yield path, line, f'{layer} includes "{name}"'


# What a sub-folder of a library may include: headers of these sub-folders and its own.
# '.' is the library's own folder.
ROOMS = {
    'manifests': {'yaml': 'base', 'values': 'base', 'edit': 'base yaml',
                  'kinds': 'base yaml values', 'declared': 'base yaml values kinds'},
    'diff': {'base': '', 'journal': 'base', 'planner': 'base journal',
             'gates': 'base journal planner', 'rows': 'base journal planner gates',
             'intents': 'base journal planner gates rows',
             'plan': 'base journal planner gates rows intents',
             'audit': 'base journal planner gates', 'review': 'base journal planner'},
    'reconciler/report': {'text': '.', 'json': '.', 'markdown': '.'},
    'reconciler/git': {'files': '.', 'objects': '. files', 'wire': '.', 'signature': '. objects',
                       'refs': '. journal', 'cache': '. refs wire',
                       'journal': '. files objects refs history',
                       'history': '. files objects journal cache',
                       'remote': '. objects refs journal wire cache',
                       'checkout': '. files objects refs'},
}
# Headers that a sub-folder never includes.
CLOSED = [('reconciler/git/wire/', r'reconciler/git/repository\.h'),
          ('reconciler/git/signature/', r'reconciler/git/(handle|repository)\.h')]


def rooms(tree):
    'a sub-folder includes only the sub-folders that it may use'
    for path, text in tree.sources('.c', '.h'):
        for library, allowed in ROOMS.items():
            room = re.match(f'{library}/(\\w+)/', path)
            if not room or room[1] not in allowed:
                continue
            for line, system, name in includes(text):
                used = re.match(f'{library}/(?:(\\w+)/)?\\w+\\.h', name)
                if used and not system and (used[1] or '.') not in [room[1],
                                                                    *allowed[room[1]].split()]:
                    yield path, line, f'{library}/{room[1]} includes "{name}"'
        for folder, headers in CLOSED:
            for line, system, name in includes(text) if path.startswith(folder) else ():
                if not system and re.fullmatch(headers, name):
                    yield path, line, f'{folder} includes "{name}"'


def libraries(tree):
    'each library is used where it belongs'
    yaml = []
    for path, text in tree.sources('.c', '.h'):
        for line, system, name in includes(text):
            if not system:
                continue
            for library, headers, place in LIBRARIES:
                if re.fullmatch(headers, name) and not re.fullmatch(place, path):
                    yield path, line, f'{library} is used outside of {place}'
            if path.startswith('diff/') and name not in PURE:
                yield path, line, f'diff includes <{name}>'
            if name == 'yaml.h':
                yaml.append((path, line))
    if len({path for path, _ in yaml}) > 1:
        for path, line in yaml:
            yield path, line, '<yaml.h> is included in more than one file'


def own_header_first(tree):
    'a source includes its own header first, and library headers before those of the project'
    for path, text in tree.sources('.c'):
        found = includes(text)
        own = path[:-2] + '.h'
        if own in tree.text and (not found or found[0][2] != own):
            yield path, found[0][0] if found else 1, f'"{own}" is not the first include'
        project = False
        for number, (line, system, name) in enumerate(found):
            project = project or (not system and number > 0)
            if system and project:
                yield path, line, f'<{name}> comes after a header of the project'


def built(tree):
    'every source is built and every library has its layer'
    for path, _ in tree.sources('.c'):
        build = os.path.dirname(path) + '/meson.build'
        if f"'{os.path.basename(path)}'" not in tree.text.get(build, ''):
            yield path, 1, f'not named in {build}'
    for path, text in tree.sources('meson.build'):
        if text.count('static_library(') != len(re.findall(r'^layers \+= ', text, re.M)):
            yield path, 1, 'not one entry in `layers` for each library'


# The text of a source after its SPDX line begins with a comment of a sentence.
OPENING = re.compile(r'\s*(?://[^\n]*SPDX[^\n]*\n)?\s*(/\*.*?\*/|(?://[^\n]*\n)+)', re.S)


# The macro that defines a function which reads a column of a table: its type, its name.
WORDS_COLUMN = re.compile(r'^WORDS_COLUMN\(.*?, (\w+),', re.M)


# Rows of a table, a file each: the header that has the type of the rows declares them all.
ROWS = [('reconciler/commands/command.h', r'\w+_run'),
        ('reconciler/commands/sets.h', r'\w+_set')]


def is_row(header, name):
    return any(header == table and re.fullmatch(names, name) for table, names in ROWS)


def declared_at_home(tree):
    'a header declares only what the source file of the same name defines'
    for path, text in tree.sources('.h'):
        own = csource.statements(tree.text.get(path[:-2] + '.c', ''))
        functions = {s.name for s in own if s.function and not s.static}
        functions |= set(WORDS_COLUMN.findall(tree.text.get(path[:-2] + '.c', '')))
        data = {name for s in own if not s.static for name in s.variables}
        for statement in csource.statements(text):
            if statement.function or statement.typedef or statement.static:
                continue
            line = csource.line_of(text, statement.position)
            name = statement.name
            if name and name not in functions and not is_row(path, name):
                yield path, line, f'{name}() is defined elsewhere'
            for name in statement.variables:
                if name not in data | functions and not is_row(path, name):
                    yield path, line, f'{name} is defined elsewhere'


def opening_comments(tree):
    'a source without a header begins with a comment of a sentence'
    for path, text in tree.sources('.c'):
        if path[:-2] + '.h' in tree.text:
            continue
        match = OPENING.match(text)
        words = re.sub(r'\n[ \t]*(\*|//)?', ' ', match[1].strip('/* \n')).split() if match else []
        if len(words) < 4 or not ' '.join(words).endswith(('.', ':')):
            yield path, 1, 'has no header and no opening comment'
