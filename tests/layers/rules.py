#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""rules.py ROOT: the rules of the sources that neither compiler nor linker sees, as TAP.

`rules.py --self-test` breaks each rule in a temporary tree and expects it to be reported.
"""
import os
import re
import subprocess
import sys
import tempfile

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
             ('libical', r'(libical/)?ical.*', r'manifests/values/window\.c')]
# Planning is pure: no library, no clock, no files, no network.
PURE = {'assert.h', 'ctype.h', 'errno.h', 'inttypes.h', 'limits.h', 'stdarg.h', 'stdbool.h',
        'stddef.h', 'stdint.h', 'stdio.h', 'stdlib.h', 'string.h', 'strings.h'}
COLUMNS, FILE_LINES, FUNCTION_LINES = 100, 700, 80
# Written so that this file does not contain them.
FOREIGN = re.compile(r'(?<![\w.$}/-])/(?:wor[k]/|tm[p]/wt/|tm[p]/build-)'
                     r'|^(?:<{7} |>{7} |\|{7} )', re.M)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]+)[">]', re.M)


class Tree:
    def __init__(self, root):
        self.root = root
        self.files = sorted(self.tracked() or self.walked())
        self.text = {}
        for path in self.files:
            try:
                with open(os.path.join(root, path), encoding='utf-8', newline='') as file:
                    self.text[path] = file.read()
            except (UnicodeDecodeError, OSError):
                pass  # no text, or removed and not yet committed

    def tracked(self):
        """Nothing when this is no repository, or not the whole of one."""
        run = subprocess.run(['git', '-C', self.root, 'ls-files', '-z'], capture_output=True)
        return [p for p in run.stdout.decode().split('\0') if p] if run.returncode == 0 else []

    def walked(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if f != '.git' and not f.startswith('build')]
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.root)

    def sources(self, *suffixes):
        """Text files of the product with these suffixes."""
        return [(p, t) for p, t in self.text.items()
                if p.startswith(('manifests/', 'diff/', 'reconciler/')) and p.endswith(suffixes)]

    def code(self, *suffixes):
        return [(p, t) for p, t in self.text.items() if p.endswith(suffixes)]


def layer_of(path):
    found = [layer for layer in LAYERS if path.startswith(layer + '/')]
    return max(found, key=len, default=None)


def line_of(text, position):
    return text.count('\n', 0, position) + 1


def includes(text):
    return [(line_of(text, m.start()), m[1] == '<', m[2]) for m in INCLUDE.finditer(text)]


def downward(tree):
    'a folder includes nothing that stands right of it'
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
                yield path, line, f'"{name}" is no file of a layer, written with its folder'
            elif LAYERS.index(used) > LAYERS.index(layer) or (layer, used) in NEVER:
                yield path, line, f'{layer} includes "{name}"'


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
                yield path, line, f'<{name}> stands behind a header of the project'


def pragma_once(tree):
    'every header has #pragma once'
    for path, text in tree.code('.h'):
        if '#pragma once\n' not in text:
            yield path, 1, 'no #pragma once'


def licences(tree):
    'every source says its licence in its first lines'
    for path, text in tree.code('.c', '.h', '.py', '.sh'):
        if 'SPDX-License-Identifier: Apache-2.0' not in '\n'.join(text.split('\n', 3)[:3]):
            yield path, 1, 'no SPDX line'


def columns(tree):
    'no line is too long'
    for path, text in tree.code('.c', '.h'):
        for number, line in enumerate(text.split('\n'), 1):
            if len(line) > COLUMNS:
                yield path, number, f'{len(line)} columns'


def lengths(tree):
    'no file and no function is too long'
    for path, text in tree.sources('.c', '.h'):
        lines = text.split('\n')
        if len(lines) - 1 > FILE_LINES:
            yield path, 1, f'{len(lines) - 1} lines'
        begin = None
        for number, line in enumerate(lines, 1):
            if line == '{':
                begin = number
            elif line == '}' and begin is not None:
                if number - begin - 1 > FUNCTION_LINES:
                    yield path, begin, f'a function of {number - begin - 1} lines'
                begin = None


def built(tree):
    'every source is built and every library has its layer'
    for path, _ in tree.sources('.c'):
        build = os.path.dirname(path) + '/meson.build'
        if f"'{os.path.basename(path)}'" not in tree.text.get(build, ''):
            yield path, 1, f'not named in {build}'
    for path, text in tree.sources('meson.build'):
        if text.count('static_library(') != len(re.findall(r'^layers \+= ', text, re.M)):
            yield path, 1, 'not one entry in `layers` for each library'


def foreign(tree):
    'no tracked file holds a path of the machine that it was written on, or a conflict'
    for path, text in tree.text.items():
        for match in FOREIGN.finditer(text):
            yield path, line_of(text, match.start()), match[0]


RULES = [downward, libraries, own_header_first, pragma_once, licences, columns, lengths, built,
         foreign]
# Reported but not failing while sources land before what they need; to be empty.
LATER = [built]


def check(root):
    tree = Tree(root)
    if not tree.sources('.c'):
        sys.exit(f'no sources in {root}')
    print(f'1..{len(RULES)}')
    failed = False
    for number, rule in enumerate(RULES, 1):
        broken = list(rule(tree))
        later = broken and rule in LATER
        result = 'not ok' if broken else 'ok'
        print(f'{result} {number} - {rule.__doc__}{" # TODO" if later else ""}')
        for path, line, what in broken:
            print(f'#   {path}:{line}: {what}')
        failed = failed or bool(broken and not later)
    return failed


SPDX = '// SPDX-License-Identifier: Apache-2.0\n'
GOOD = {
    'manifests/base/err.h': SPDX + '#pragma once\n',
    'manifests/base/err.c': SPDX + '#include "manifests/base/err.h"\n\n#include <stdio.h>\n',
    'manifests/base/meson.build': "x = static_library('base', 'err.c')\nlayers += {}\n",
    'diff/plan/plan.c': SPDX + '#include <stdint.h>\n\n#include "manifests/base/err.h"\n',
    'diff/meson.build': "x = static_library('diff', s)\nlayers += {}\n",
    'diff/plan/meson.build': "s += files('plan.c')\n",
    'reconciler/git/objects/tree.h': SPDX + '#pragma once\n',
    'docs/tour.md': 'a tour of src/wor' + 'k/, and of .github/workflows\n',
}
BAD = [
    (downward, 'manifests/base/err.c', '#include "manifests/base/err.h"\n#include "diff/plan/plan.h"\n'),
    (downward, 'reconciler/registry/ask.c', '#include "reconciler/git/objects/tree.h"\n'),
    (downward, 'diff/plan/plan.c', '#include "err.h"\n'),
    (libraries, 'diff/plan/plan.c', '#include <time.h>\n'),
    (libraries, 'diff/plan/plan.c', '#include <jansson.h>\n'),
    (libraries, 'reconciler/net/http.c', '#include <git2.h>\n'),
    (libraries, 'manifests/kinds/window_read.c', '#include <libical/ical.h>\n'),
    (libraries, 'reconciler/registry/ask.h', '#pragma once\n#  include <curl/curl.h>\n'),
    (own_header_first, 'manifests/base/err.c', '#include <stdio.h>\n'),
    (own_header_first, 'diff/plan/plan.c', '#include <stdio.h>\n#include "manifests/base/err.h"\n'
                                      '#include <stdlib.h>\n'),
    (pragma_once, 'tests/x.h', '\n'),
    (columns, 'tests/x.c', '//' + 99 * 'é' + '\n'),
    (lengths, 'diff/plan/plan.c', 701 * '\n'),
    (lengths, 'diff/plan/plan.c', 'int f(void)\n{\n' + 81 * '\n' + '}\n'),
    (built, 'diff/more.c', ''),
    (foreign, 'docs/tour.md', 'see /wor' + 'k/main\n'),
    (foreign, 'docs/tour.md', 'x\n' + 7 * '<' + ' HEAD\n'),
]


def self_test():
    def broken(files):
        with tempfile.TemporaryDirectory() as root:
            for path, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), 'w', encoding='utf-8') as file:
                    file.write(text)
            tree = Tree(root)
            return {rule for rule in RULES if list(rule(tree))}

    cases = [('the good tree', set(), {})]
    cases += [(f'{rule.__name__} sees {path}: {text[:40]!r}', {rule}, {path: SPDX + text})
              for rule, path, text in BAD]
    cases.append(('licences', {licences}, {'tests/x.c': '\n\n\n' + SPDX}))
    yaml = {f'manifests/{n}.c': SPDX + '#include <yaml.h>\n' for n in 'ab'}
    cases.append(('libraries sees a second file with yaml.h', {libraries}, yaml))
    print(f'1..{len(cases)}')
    failed = False
    for number, (name, wanted, files) in enumerate(cases, 1):
        got = broken({**GOOD, **files})
        right = wanted <= got if wanted else not got
        print(f'{"ok" if right else "not ok"} {number} - {name.replace("#", "")}')
        failed = failed or not right
    return failed


if __name__ == '__main__':
    sys.exit(self_test() if sys.argv[1] == '--self-test' else check(sys.argv[1]))
