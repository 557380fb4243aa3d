# SPDX-License-Identifier: Apache-2.0
"""Reads C as clang-format leaves it, as far as the rules need: comments, strings, declarations.

This is no parser. It knows literals, comments, directives and braces, so that a rule can be written
as a pattern that is not misled by them.
"""
import functools
import re

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
DIRECTIVE = re.compile(r'^[ \t]*#(?:[^\n\\]|\\.|\\\n)*', re.M)
ATTRIBUTE = re.compile(r'\b(?:MUST_USE|NEVER_NULL|extern|_Noreturn'
                       r'|(?:PRINTF_LIKE|CLEANUP)\([^()]*\)'
                       r'|__attribute__\(\((?:[^()]|\([^()]*\))*\)\))\s*')
NOT_NAMES = {'if', 'for', 'while', 'switch', 'return', 'sizeof', 'list_each', '_Static_assert',
             '__typeof__', 'defined'}


def line_of(text, position):
    return text.count('\n', 0, position) + 1


def spaces(text):
    """Text of the same length and lines without any other character."""
    return re.sub(r'[^\n]', ' ', text)


@functools.cache
def code(text):
    """The text with comments blanked, and what stands within quotes, at the same positions."""
    def blank(match):
        token = match[0]
        if token[0] == '/':
            return spaces(token)
        return token[0] + spaces(token[1:-1]) + token[-1]
    return TOKEN.sub(blank, text)


@functools.cache
def plain(text):
    """As code(), with the lines of the preprocessor blanked, too."""
    return DIRECTIVE.sub(lambda match: spaces(match[0]), code(text))


def strings(text):
    """Yields (line, content) of each string literal outside of #include."""
    for match in TOKEN.finditer(text):
        if match[0][0] == '"':
            begin = text.rfind('\n', 0, match.start()) + 1
            if not text.startswith('#include', begin):
                yield line_of(text, match.start()), match[0][1:-1]


def comments(text):
    """Yields (line, content) of each comment, as one line of words."""
    for match in TOKEN.finditer(text):
        if match[0].startswith('/*'):
            words = re.sub(r'\n[ \t]*\*?', ' ', match[0][2:-2]).split()
        elif match[0].startswith('//'):
            words = match[0][2:].split()
        else:
            continue
        yield line_of(text, match.start()), ' '.join(words)


class Statement:
    """One declaration or definition at the top of a file."""

    def __init__(self, position, head, whole, function):
        self.position = position
        self.head = head  # what stands before the first brace
        self.whole = whole
        self.function = function  # it has a body

    @property
    def static(self):
        return re.search(r'\bstatic\b', self.head) is not None

    @property
    def typedef(self):
        return self.head.startswith('typedef')

    @property
    def bare(self):
        """The head without attributes, in one line."""
        return ' '.join(ATTRIBUTE.sub('', self.head).split())

    @property
    def name(self):
        """Of the function that is declared or defined, or None."""
        match = re.match(r'[^()=\[\]{;]*?\b(\w+)\s*\(', self.bare)
        return match[1] if match and not self.typedef and match[1] not in NOT_NAMES else None

    @property
    def parameters(self):
        return self.bare[self.bare.index('(') + 1:] if '(' in self.bare else ''

    @property
    def fallible(self):
        """It is a function that returns an int and takes an error last."""
        return (re.match(r'(?:static\s+|inline\s+)*int \w+\(', self.bare) is not None
                and re.search(r'struct err \*\w*\)?\s*$', self.bare.rstrip(';')) is not None)

    @property
    def variables(self):
        """Names of what is declared when it is no function and no type."""
        if self.typedef or self.name or self.function:
            return []
        head = re.sub(r'\[[^\]]*\]', '', self.bare).split('=')[0].rstrip(' ;')
        match = re.fullmatch(r'[\w\s*]*[\s*](\w+(?:\s*,\s*\**\w+)*)', head)
        if not match or re.fullmatch(r'(?:struct|enum|union) \w+', head):
            return []
        return [name.strip(' *') for name in match[1].split(',')]


@functools.cache
def statements(text):
    bare, found = plain(text), []
    begin = depth = 0
    body = None
    for match in re.finditer(r'[{};]', bare):
        sign, at = match[0], match.start()
        if sign == '{':
            if depth == 0 and body is None:
                body = at
            depth += 1
            continue
        if sign == '}':
            depth -= 1
        function = body is not None and re.search(r'\)\s*$', bare[begin:body]) is not None
        if depth == 0 and (sign == ';' or function):
            start = begin + len(bare[begin:]) - len(bare[begin:].lstrip())
            head = bare[start:body if body is not None else at]
            found.append(Statement(start, head.strip(), bare[start:at + 1], function))
            begin, body = at + 1, None
    return found


TYPE = re.compile(r'\b(?:struct|enum|union)\s+(\w+)\s*\{')


def types(text):
    """Yields (position, name) of each type that the text defines."""
    for match in TYPE.finditer(plain(text)):
        yield match.start(), match[1]
    for statement in statements(text):
        if statement.typedef:
            whole = re.sub(r'\{.*\}|LIST_OF\([^()]*\)', '', statement.whole, flags=re.S)
            match = (re.match(r'typedef [\w\s*]*\(\s*\*\s*(\w+)', whole)
                     or re.match(r'typedef [\w\s*]*?(\w+)\s*\(', whole)
                     or re.search(r'(\w+)(?:\[[^\]]*\])?\s*;$', whole))
            if match:
                yield statement.position, match[1]
