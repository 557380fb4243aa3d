# SPDX-License-Identifier: Apache-2.0
"""Generates YAML and JSON files in many layouts, from a seed.

Each file has maps, lists and scalars of every style, with comments everywhere, indents of 1 to 8
columns, lists at the column of their key, CR LF, byte order marks, anchors, brackets, several
documents, and ends without a line break.
"""
import json
import random

WORDS = ['a', 'web', 'latest', 'x1', 'name', 'from', 'kind', 'true', '1.10', '12', 'é', 'quay.io/a/b:1']


class Layout:
    """One file that is being written."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.anchors = []
        self.commented = self.random.choice([0, 0.1, 0.3, 0.6])
        self.blank = self.random.choice([0, 0.1, 0.3])
        self.step = self.random.randint(1, 8)
        self.dash = self.random.randint(1, 3)
        self.indented = self.random.random() < 0.5
        self.mixed = self.random.random() < 0.2

    def chance(self, probability):
        return self.random.random() < probability

    def indent(self):
        return self.random.randint(1, 4) if self.mixed else self.step

    def noise(self, column):
        """Comment lines and blank lines before an entry at the column."""
        while self.chance(self.blank):
            self.lines.append(self.random.choice(['', '', '  ']))
        while self.chance(self.commented):
            shift = self.random.choice([0, 0, 0, 1, 2, -1, -column, 4, self.step])
            self.lines.append(' ' * max(0, column + shift) + self.comment())
            while self.chance(self.blank):
                self.lines.append('')

    def comment(self):
        return self.random.choice(['#', '# ', '## ']) + self.random.choice(
            ['why', 'name: x', '- old', '', 'a # b', "it's", 'é', '---']) + str(len(self.lines))

    def tail(self):
        return self.random.choice([' ', '   ']) + self.comment() if self.chance(self.commented) else ''

    def plain(self):
        return self.random.choice(WORDS)

    def scalar(self):
        """A scalar on one line."""
        text = self.plain()
        return self.random.choice([text, text, text, f"'{text}'", f'"{text}"', "'# it''s'",
                                   '"\\u00e9 # \\"x\\""', '', '~', 'null', '$(VAR)', 'a#b'])

    def flow(self, depth=0):
        """Brackets on one line."""
        if depth > 2 or self.chance(0.4):
            return self.random.choice(['x', '1', "'q, r'", '"s"', 'null', '[]', '{}'])
        items = [self.flow(depth + 1) for _ in range(self.random.randint(0, 3))]
        gap = self.random.choice([', ', ',', ' , '])
        if self.chance(0.5):
            return '[' + gap.join(items) + ']'
        return '{' + gap.join(f'k{i}: {item}' for i, item in enumerate(items)) + '}'

    def flow_lines(self, column):
        """Brackets on several lines."""
        inner = ' ' * (column + self.indent())
        items = [f'k{i}: {self.flow(1)}' for i in range(self.random.randint(1, 3))]
        tail = self.random.choice(['', ','])
        return '{\n' + ',\n'.join(inner + item for item in items) + tail + '\n' + ' ' * column + ' }'

    def block_scalar(self, column):
        chomp = self.random.choice(['', '-', '+'])
        indent = self.indent()
        lines = [self.random.choice(['text', 'a: b', '# no comment', '', '  deeper', '- x'])
                 for _ in range(self.random.randint(1, 4))]
        lines[0] = 'first'
        mark = str(indent) if self.chance(0.2) and column >= 0 else ''
        head = self.random.choice('|||>') + self.random.choice([mark + chomp, chomp + mark])
        body = [(' ' * (column + indent) + line) if line else '' for line in lines]
        return '\n'.join([head + self.tail()] + body + [''] * self.random.choice([0, 0, 1, 2]))

    def value(self, prefix, column, depth):
        """Writes a value after `prefix`, which ends with ':' or '-'; the entry is at the column."""
        kind = self.random.random()
        if depth < 4 and kind < 0.30:
            anchor = ''
            if self.chance(0.05):
                anchor = f' &n{len(self.lines)}'
            self.lines.append(prefix + anchor + self.tail())
            self.map(column + self.indent(), depth + 1)
        elif depth < 4 and kind < 0.5 and prefix.endswith(':'):
            self.lines.append(prefix + self.tail())
            self.list(column + (self.indent() if self.indented else 0), depth + 1)
        elif kind < 0.58:
            self.lines.append(prefix + ' ' + self.block_scalar(column))
        elif kind < 0.66:
            self.lines.append(prefix + ' ' + self.flow() + self.tail())
        elif kind < 0.70:
            self.lines.append(prefix + ' ' + self.flow_lines(column) + self.tail())
        elif kind < 0.73 and self.anchors:
            self.lines.append(prefix + ' *' + self.random.choice(self.anchors) + self.tail())
        elif kind < 0.76:
            name = f'a{len(self.lines)}'
            self.lines.append(f'{prefix} &{name} {self.plain()}{self.tail()}')
            self.anchors.append(name)
        elif kind < 0.79:
            inner = ' ' * (column + 1 + self.indent())
            self.lines.append(f'{prefix} long\n{inner}plain text{self.tail()}')
        else:
            text = self.scalar()
            self.lines.append(prefix + (' ' + text if text else '') + self.tail())

    def map(self, column, depth, first=''):
        """Writes a map; `first` is what comes before its first key on the same line."""
        for i in range(self.random.randint(1, 4)):
            if i > 0 or not first:
                self.noise(column)
            key = self.random.choice(['k', 'key', '"q"', "'s'", 'on']) if self.chance(0.1) else 'k'
            key = f'{key[:-1]}{i}{key[-1]}' if key[-1] in '\'"' else f'{key}{i}'
            start = first if i == 0 and first else ' ' * column
            self.value(start + key + ':', column, depth)
        if self.chance(0.5):
            self.noise(column)

    def list(self, column, depth):
        for _ in range(self.random.randint(1, 3)):
            self.noise(column)
            start = ' ' * column + '-' + ' ' * self.dash
            kind = self.random.random()
            if depth < 4 and kind < 0.4:
                self.map(column + 1 + self.dash, depth + 1, start)
            elif kind < 0.5:
                self.lines.append(start + '- ' + self.plain() + self.tail())
            else:
                self.value(' ' * column + '-', column, depth)
        if self.chance(0.5):
            self.noise(column)


def yaml_file(seed):
    layout = Layout(seed)
    documents = layout.random.choice([1, 1, 1, 2, 3])
    for i in range(documents):
        layout.anchors = []
        if i > 0 or layout.chance(0.3):
            layout.lines.append('---' + layout.tail())
        if layout.chance(0.15):
            layout.list(0, 0)
        else:
            layout.map(0, 0)
        if layout.chance(0.1):
            layout.lines.append('...')
    text = '\n'.join(layout.lines) + '\n'
    if layout.chance(0.3):
        text = text.rstrip('\n')
    if layout.chance(0.15):
        text = text.replace('\n', '\r\n')
    data = text.encode()
    return b'\xef\xbb\xbf' + data if layout.chance(0.08) else data


def json_file(seed):
    chooser = random.Random(seed)

    def value(depth):
        kind = chooser.random()
        if depth < 4 and kind < 0.4:
            return {f'k{i}': value(depth + 1) for i in range(chooser.randint(0, 4))}
        if depth < 4 and kind < 0.6:
            return [value(depth + 1) for _ in range(chooser.randint(0, 3))]
        return chooser.choice(['text', '', 'a: b', 1, 1.5, True, None, 'é'])

    root = {'a': value(0), 'b': value(0)}
    layout = chooser.choice([{'indent': 2}, {'indent': 4}, {'indent': '\t'}, {},
                             {'separators': (',', ':')}])
    text = json.dumps(root, **layout) + chooser.choice(['\n', ''])
    return text.replace('\n', chooser.choice(['\n', '\n', '\r\n'])).encode()


def make(seed, count):
    """Returns the bytes of `count` files; every tenth is JSON."""
    return [(json_file if i % 10 == 9 else yaml_file)(seed * 100003 + i) for i in range(count)]
