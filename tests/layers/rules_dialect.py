# SPDX-License-Identifier: Apache-2.0
"""Rules about the one way in which things are written."""
import functools
import re

import csource

COLUMNS, FILE_LINES, FUNCTION_LINES = 100, 700, 80


def pragma_once(tree):
    'every header has #pragma once'
    for path, text in tree.code('.h'):
        if '#pragma once\n' not in text:
            yield path, 1, 'no #pragma once'


def licenses(tree):
    'every source names its license in its first lines'
    for path, text in tree.code('.c', '.h', '.py', '.sh'):
        if 'SPDX-License-Identifier: Apache-2.0' not in '\n'.join(text.split('\n', 3)[:3]):
            yield path, 1, 'no SPDX line'


def columns(tree):
    'no line is too long'
    for path, text in tree.code('.c', '.h'):
        for number, line in enumerate(text.split('\n'), 1):
            if len(line) > COLUMNS:
                yield path, number, f'{len(line)} columns'


def functions(text):
    """Yields (line of the opening brace, lines of the body) as clang-format writes functions."""
    begin = None
    for number, line in enumerate(text.split('\n'), 1):
        if line == '{':
            begin = number
        elif line == '}' and begin is not None:
            yield begin, number - begin - 1
            begin = None


def lengths(tree):
    'no file and no function is too long'
    for path, text in tree.sources('.c', '.h'):
        lines = text.count('\n')
        if lines > FILE_LINES:
            yield path, 1, f'{lines} lines'
        for line, length in functions(text):
            if length > FUNCTION_LINES:
                yield path, line, f'a function of {length} lines'


def closing(text, at):
    """The position of the parenthesis that closes the one at `at`."""
    depth = 0
    for match in re.compile(r'[()]').finditer(text, at):
        depth += 1 if match[0] == '(' else -1
        if depth == 0:
            return match.start()
    return len(text)


POINTER = re.compile(r'\w[\w ]*? \*+(?:const )?(\w+)(?=\s*(?:[,;)=\[]|$))', re.M)
VALUE = re.compile(r'\b(?:bool|int|unsigned|size_t|ssize_t|char|long|moment|u?int\d+_t|off_t|'
                   r'(?:struct|enum|union) \w+) (\w+)(?=\s*[,;)=\[])')
DENIED = re.compile(r'(?<![\w)\]])!([A-Za-z_][\w]*(?:(?:->|\.)\w+)*)(?!\w|\s*(?:->|\.|\[))(\s*\()?')
LIBC = {'strchr', 'strrchr', 'strstr', 'strcasestr', 'strpbrk', 'memchr', 'memrchr', 'memmem',
        'getenv', 'fopen', 'fdopen', 'opendir', 'fdopendir', 'readdir', 'bsearch', 'realpath',
        'json_object_get', 'json_array_get', 'json_string_value'}


def returns_pointer(statement):
    return re.search(r'\*+\s*' + statement.name + r'\s*\(', statement.bare) is not None


def known(tree, quality):
    """Returns a function (text, name): whether the function has this quality, as the text sees it.

    A static function of the same file goes before an exported one.
    """
    exported = {s.name for _, text in tree.sources('.c', '.h') for s in csource.statements(text)
                if s.name and not s.static and quality(s)}

    @functools.cache
    def own(text):
        return {s.name: quality(s) for s in csource.statements(text) if s.name and s.static}

    return lambda text, name: own(text).get(name, name in exported)


def pointer_functions(tree):
    return known(tree, returns_pointer)


def fallible_functions(tree):
    return known(tree, lambda statement: statement.fallible)


def pointer_members(tree):
    """Names of members that are pointers wherever they are declared."""
    members, others = set(), set()
    for _, text in tree.sources('.c', '.h'):
        for statement in csource.statements(text):
            if not statement.name and '{' in statement.whole:
                members |= set(POINTER.findall(statement.whole))
                members |= set(re.findall(r'\(\*(\w+)\)\(', statement.whole))
                others |= set(VALUE.findall(statement.whole))
    return members - others


def null_tests(tree):
    'a pointer is compared with NULL, not negated'
    returns, members = tree.once(pointer_functions), tree.once(pointer_members)
    for path, text in tree.sources('.c', '.h'):
        for statement in csource.statements(text):
            if not statement.function:
                continue
            local = set(POINTER.findall(statement.whole)) - set(VALUE.findall(statement.whole))
            for match in DENIED.finditer(statement.whole):
                name = re.split(r'->|\.', match[1])[-1]
                if match[2]:
                    end = closing(statement.whole, match.end() - 1) + 1
                    pointer = (not re.match(r'->|\.|\[', statement.whole[end:])
                               and (match[1] in LIBC or returns(text, match[1])))
                else:
                    pointer = name in (members if name != match[1] else local)
                if pointer:
                    line = csource.line_of(text, statement.position + match.start())
                    yield path, line, f'!{match[1]}{"()" if match[2] else ""} is a pointer'


def error_tests(tree):
    'an error is tested by < 0'
    fallible = tree.once(fallible_functions)
    for path, text in tree.sources('.c', '.h'):
        for statement in csource.statements(text):
            body = statement.whole
            assigned = set()
            for match in re.finditer(r'(\w+ = )?\b(\w+)\(', body if statement.function else ''):
                if not fallible(text, match[2]):
                    continue
                after = body[closing(body, match.end() - 1) + 1:]
                if re.match(r'\s*!= 0', after):
                    line = csource.line_of(text, statement.position + match.start())
                    yield path, line, f'{match[2]}() != 0'
                elif match[1]:
                    assigned.add(match[1][:-3])
            for match in re.finditer(r'(?<![.>\w])(\w+) != 0', body):
                if match[1] in assigned:
                    line = csource.line_of(text, statement.position + match.start())
                    yield path, line, f'{match[1]} != 0'


def cleanup_macros(tree):
    names = {name for _, text in tree.code('.c', '.h')
             for name in re.findall(r'#define (\w+) CLEANUP\(', text)}
    return re.compile(r'\b(' + '|'.join(sorted({'CLEANUP', *names})) + r')\b')


def cleanup_first(tree):
    'a cleanup attribute comes first in its declaration'
    macros = tree.once(cleanup_macros)
    for path, text in tree.code('.c', '.h'):
        for number, line in enumerate(csource.plain(text).split('\n'), 1):
            match = macros.search(line)
            if match and line[:match.start()].strip():
                yield path, number, f'{match[1]} after {line[:match.start()].strip()}'


# The comment of a function that makes an error, for `return x_problem(…)`.
MAKES_ERRORS = re.compile(r'[Rr]eturns -1\.[^/]*\*/\s*$')


def must_use(tree):
    'an exported function that can fail is marked MUST_USE'
    for path, text in tree.sources('.h'):
        for statement in csource.statements(text):
            if (statement.fallible and not statement.static and 'MUST_USE' not in statement.head
                    and not MAKES_ERRORS.search(text[:statement.position])):
                line = csource.line_of(text, statement.position)
                yield path, line, f'{statement.name}() is not MUST_USE'


# Files that write commands of a shell.
SHELL = {'reconciler/commands/completion.c', 'reconciler/git/wire/wire_ssh.c'}


def quotes(tree):
    'text from users is printed in double quotes'
    for path, text in tree.sources('.c', '.h'):
        for line, content in csource.strings(text) if path not in SHELL else ():
            for match in re.finditer(r"'%[^' ]*'", content):
                yield path, line, match[0]


TABLE = re.compile(r'\bstatic const [\w\s*]*?\b(\w+)((?:\[\w*\])+) = \{')


def tables(tree):
    'the length of a table whose rows are named by an enum is asserted'
    for path, text in tree.sources('.c', '.h'):
        bare = csource.plain(text)
        for match in TABLE.finditer(bare):
            end = bare.index(';', match.end())
            again = re.compile(r'\b' + match[1] + r'(?:\[\w*\])+ = \{').search(bare, end)
            rest = bare[end:again.start() if again else len(bare)]
            asserted = re.search(r'\b(?:_Static_assert|TABLE_COMPLETE)\([^;]*\b' + match[1] + r'\b',
                                 rest)
            if re.search(r'(?:^|[{,\s])\[[A-Z]\w*\] =', bare[match.end():end]) and not asserted:
                yield path, csource.line_of(text, match.start()), f'{match[1]}{match[2]}'
