#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""edit_oracle.py PROGRAM [--seed N] [--files N] [--one-of N] [FILE|FOLDER…]

Runs edit_places (PROGRAM) over generated files and those given, and judges each result with readers
of YAML that nobody here wrote: PyYAML (YAML 1.1) and ruamel.yaml (YAML 1.2). Both must read exactly
the intended difference, and the comments of the file must still be there, in their order.
ruamel.yaml keeps a comment with the value before it; the last line counts how often it agrees that a
comment kept its owner.
"""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import edit_layouts as layouts  # noqa: E402

try:
    import yaml
    import ruamel.yaml
except ImportError as error:
    print(f'skipped: {error}')
    sys.exit(77)

NULL = 'tag:yaml.org,2002:null'
STR = 'tag:yaml.org,2002:str'
MAP = 'tag:yaml.org,2002:map'
SEQ = 'tag:yaml.org,2002:seq'


class Wrong(Exception):
    pass


class Skip(Exception):
    pass


def tree(node, budget):
    """A node of either library as lists: [tag, text], or [tag, children]."""
    budget[0] -= 1
    if budget[0] < 0:
        raise Skip('too large')
    kind = type(node).__name__
    if kind == 'ScalarNode':
        return [node.tag, node.value]
    if kind == 'SequenceNode':
        return [node.tag, [tree(item, budget) for item in node.value]]
    return [node.tag, [[tree(key, budget), tree(value, budget)] for key, value in node.value]]


def read_pyyaml(data):
    return [tree(node, [20000]) if node is not None else None
            for node in yaml.compose_all(data.decode('utf-8-sig'), Loader=yaml.SafeLoader)]


def read_ruamel(data):
    loader = ruamel.yaml.YAML(typ='safe', pure=True)
    return [tree(node, [20000]) if node is not None else None
            for node in loader.compose_all(data.decode('utf-8-sig'))]


class Original:
    """A file before its edits, as the readers see it; each is asked once."""

    def __init__(self, data):
        self.data = data
        self.trees = {name: self.ask(read, errors) for name, (read, errors) in READERS.items()}
        self.comments = self.ask(comments, yaml.YAMLError)
        self.owners = self.ask(owners, Exception)  # ruamel.yaml fails in many ways

    def ask(self, read, errors):
        try:
            return read(self.data)
        except (errors, RecursionError, ValueError, Skip):
            return None


READERS = {'PyYAML': (read_pyyaml, yaml.YAMLError),
           'ruamel.yaml': (read_ruamel, ruamel.yaml.error.YAMLError)}


def matches(node, value):
    """True if the node is this new value: every text must be a string to the reader."""
    if isinstance(value, str):
        return node[0] == STR and node[1] == value
    if isinstance(value, dict):
        return node[0] == MAP and len(node[1]) == len(value) and all(
            key[0] == STR and key[1] in value and matches(child, value[key[1]])
            for key, child in node[1])
    return node[0] == SEQ and len(node[1]) == len(value) and all(map(matches, node[1], value))


def undo(record, before, after):
    """Takes the intended edit out of the tree `after`, which must then equal `before`."""
    document = record['document']
    path, op, value = record['path'], record['op'], record['value']
    holder, last, was, now = (before, after), document, before[document], after[document]
    parent = path[:-1] if op == 'remove' else path
    for step in parent:
        if isinstance(step, int):
            holder, last = (was[1], now[1]), step
            was, now = was[1][step], now[1][step]
        else:
            at = next(i for i, (key, _) in enumerate(was[1]) if key[1] == step)
            holder, last = (was[1][at], now[1][at]), 1
            was, now = was[1][at][1], now[1][at][1]
    if op == 'replace':
        if not matches(now, value):
            raise Wrong(f'it reads {now}, not {value!r}')
        holder[1][last] = was
    elif op == 'remove':
        step = path[-1]
        at = step if isinstance(step, int) else next(
            i for i, (key, _) in enumerate(was[1]) if key[1] == step)
        now[1].insert(at, was[1][at])
    elif op == 'append':
        if now[0] != SEQ or not matches(now[1][-1], value):
            raise Wrong(f'the new item is not last in {now}')
        now[1].pop()
    else:
        at = next((i for i, (key, _) in enumerate(now[1]) if key[1] == record['key']), None)
        if at is None or now[1][at][0][0] != STR or not matches(now[1][at][1], value):
            raise Wrong(f'the new key is not in {now}')
        now[1].pop(at)
    if op in ('append', 'insert') and was[0] == NULL:
        holder[1][last] = was


def comments(data):
    """The comments of a file, by PyYAML's tokens: what begins with '#' between them."""
    text, found, at = data.decode('utf-8-sig'), [], 0
    tokens = list(yaml.scan(text))
    for token in tokens:
        start = token.start_mark.index
        if start > at:
            found += parts(text, at, start)
        if isinstance(token, yaml.ScalarToken) and token.style in ('|', '>'):
            head = text[start:].split('\n', 1)[0]
            mark = head.find('#')
            if mark > 0:
                found.append(head[mark:].rstrip('\r'))
            # PyYAML's token ends after the blank lines, before comments that are indented less.
        at = max(at, token.end_mark.index)
    return found + parts(text, at, len(text))


def parts(text, at, end):
    found = []
    for line in text[at:end].split('\n'):
        mark = line.find('#')
        if mark >= 0:
            found.append(line[mark:].rstrip('\r'))
    return found


def is_part(short, long):
    """True if the list is the other one with items left out."""
    rest = iter(long)
    return all(item in rest for item in short)


def judge(record, before, after):
    for name, (read, errors) in READERS.items():
        old = before.trees[name]
        if old is None:
            continue
        try:
            new = read(after)
        except (errors, ValueError) as error:
            raise Wrong(f'{name} can not read it: {error}') from error
        undo(record, old, new)
        if old != new:
            raise Wrong(f'{name} reads another difference')
        READ[name] += 1
    had = before.comments
    if had is None:
        return
    have = comments(after)
    if had != have and not (record['op'] == 'remove' and is_part(have, had)):
        raise Wrong(f'comments: {had} became {have}')


READ = collections.Counter()


def owners(data):
    """For ruamel.yaml: the path that each comment hangs on."""
    loader = ruamel.yaml.YAML()
    loader.allow_duplicate_keys = True
    found = {}

    def take(comment, path):
        for part in comment if isinstance(comment, list) else [comment]:
            if isinstance(part, list):
                take(part, path)
            elif part is not None:
                for line in part.value.split('\n'):
                    if '#' in line:
                        found[line[line.index('#'):].rstrip('\r')] = path

    def walk(node, path):
        comments_of = getattr(node, 'ca', None)
        if comments_of is not None:
            take(comments_of.comment, path)
            for key, comment in comments_of.items.items():
                take(comment, path + (key,))
        if isinstance(node, dict):
            for key, value in node.items():
                walk(value, path + (key,))
        elif isinstance(node, list):
            for index, value in enumerate(node):
                walk(value, path + (index,))

    for number, document in enumerate(loader.load_all(data.decode('utf-8-sig'))):
        walk(document, (number,))
    return found


def compare_owners(record, before, after, counts):
    """Counts comments for which ruamel.yaml sees the same owner after an insertion."""
    if record['op'] not in ('insert', 'append') or not before.owners:
        return
    try:
        have = owners(after)
    except Exception:  # as above
        return
    for comment, path in before.owners.items():
        counts['same' if have.get(comment) == path else 'other'] += 1


def records(output):
    at = 0
    while at < len(output):
        end = output.index(b'\n', at)
        record = json.loads(output[at:end])
        yield record, output[end + 1:end + 1 + record['length']]
        at = end + 1 + record['length'] + 1


def files_of(places):
    for place in places:
        if os.path.isfile(place):
            yield place
        for folder, _, names in os.walk(place):
            yield from (os.path.join(folder, name) for name in sorted(names)
                        if name.endswith(('.yaml', '.yml', '.json')))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--files', type=int, default=100)
    parser.add_argument('--one-of', type=int, default=1)
    parser.add_argument('--owners', action='store_true', help="also count ruamel.yaml's owners")
    parser.add_argument('places', nargs='*')
    options = parser.parse_intermixed_args()
    failed, counts, judged, now, before = 0, collections.Counter(), 0, None, None
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, data in enumerate(layouts.make(options.seed, options.files)):
            name = os.path.join(folder, f'{number}.' + ('json' if number % 10 == 9 else 'yaml'))
            with open(name, 'wb') as out:
                out.write(data)
            names.append(name)
        names += files_of(options.places)
        run = subprocess.run([options.program, '-e', '-n', str(options.one_of), '-s',
                              str(options.seed)] + names, stdout=subprocess.PIPE, check=False)
        failed += run.returncode != 0
        for record, after in records(run.stdout):
            name = names[record['file']]
            if name != now:
                with open(name, 'rb') as file:
                    now, before = name, Original(file.read())
            judged += 1
            try:
                judge(record, before, after)
            except Wrong as error:
                failed += 1
                if failed < 10:
                    print(f'{name}: {json.dumps(record)}: {error}\n{before.data.decode()}\n'
                          f'--- became\n{after.decode()}')
            if options.owners:
                compare_owners(record, before, after, counts)
    print(f'{judged} edits judged, {dict(READ)}, {failed} wrong; ruamel.yaml: {counts["same"]} '
          f'comments with the same owner, {counts["other"]} with another one')
    return 1 if failed or judged == 0 else 0


if __name__ == '__main__':
    sys.exit(main())
