# SPDX-License-Identifier: Apache-2.0
"""What git's own objects say: commits with their declarations, and the records of a journal."""
import collections
import dataclasses
import hashlib
import json
import re
import subprocess

from world import FOLLOWS, KEYS, TAG, moment_of, name_of, stream_file, workload_file

PIN = re.compile(r'^\s*name: \S+@(sha256:[0-9a-f]{64})', re.M)
IMAGE = re.compile(r'^\s*(?:- )?image: \S+@(sha256:[0-9a-f]{64})', re.M)
DIGEST = re.compile(r'sha256:[0-9a-f]{64}')
HOLD = re.compile(r'weir\.dev/hold: .*?(?:until=(\S+))?( reason=.*)?$', re.M)
RELEASED = re.compile(r'weir\.dev/released: "?(sha256:[0-9a-f]{64})')
FREEZE = re.compile(r'^  freeze: \[\{namespaces: \[(.*?)\], until: (\S+?), reason: .*\}\]$', re.M)
# A squash has the messages of its commits with an indent.
MOVE = re.compile(r'^[ *]*Weir-Move: (\S+) (\S+) (\S+) (\S+)$', re.M)
NEVER = 1 << 62
MOVES = ('pinned', 'promoted', 'rolledBack', 'held', 'missing')
BY_ITSELF = ('pinned', 'promoted', 'copied')


class Broken(Exception):
    """A law does not hold."""


@dataclasses.dataclass
class Stretch:
    digest: str
    since: int
    until: int = NEVER


@dataclasses.dataclass
class Commit:
    id: str
    parents: list
    who: str
    message: str
    tree: 'Tree'

    def trailers(self, key):
        return re.findall(rf'^{key}: (.*)$', self.message, re.M)

    def own(self, branch):
        """Whether weir made it for this branch: not a copy, and not one that arrived from elsewhere."""
        journals = [value.split(' ')[0] for value in self.trailers('Weir-Journal')]
        return self.trailers('Weir-Source-Commit') == self.parents[:1] and journals == [branch] and (
            len(self.parents) == 1)

    def moves(self, key):
        """The moves of the tag that the message claims: kind, from, to."""
        return [(verb, source, to) for verb, name, source, to in MOVE.findall(self.message)
                if name == name_of(key)]

    def word(self, key, branch):
        """Returns "rollback", "promote", … when a person requested the tag."""
        for verb, _, _ in self.moves(key) if self.own(branch) else ():
            if verb not in BY_ITSELF:
                return verb
        return None


@dataclasses.dataclass
class Tree:
    """The declarations of a commit that change in this simulation."""
    pins: dict
    images: dict
    denied: dict
    holds: dict  # until when
    released: dict  # the digest that a person set and that weir may replace
    frozen: bool
    freeze: tuple  # namespaces, until

    def freezes(self, key, now):
        spaces, until = self.freeze
        return self.frozen or (key[0] in spaces and now < until)


class Objects:
    """One `git cat-file --batch`."""

    def __init__(self, folder):
        self.process = subprocess.Popen(['git', '-C', folder, 'cat-file', '--batch'],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def read(self, name):
        self.process.stdin.write(name.encode() + b'\n')
        self.process.stdin.flush()
        head = self.process.stdout.readline().split()
        if head[-1] in (b'missing', b'ambiguous'):
            return None, None
        data = self.process.stdout.read(int(head[2]))
        self.process.stdout.read(1)
        return head[0].decode(), data

    def text(self, name):
        data = self.read(name)[1]
        return '' if data is None else data.decode()

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def tree_of(objects, commit):
    tree = Tree({}, {}, {}, {}, {}, objects.read(f'{commit}:weir.freeze')[0] is not None, ((), 0))
    for key in KEYS:
        text = objects.text(f'{commit}:{stream_file(key)}')
        pin, hold = PIN.search(text), HOLD.search(text)
        image = IMAGE.search(objects.text(f'{commit}:{workload_file(key)}'))
        tree.pins[key] = pin.group(1) if pin else None
        tree.images[key] = image.group(1) if image else None
        tree.denied[key] = {digest for line in re.findall(r'weir\.dev/deny: (.*)', text)
                            for digest in DIGEST.findall(line)}
        released = RELEASED.search(text)
        tree.released[key] = released.group(1) if released else None
        tree.holds[key] = 0 if not hold else moment_of(hold.group(1)) if hold.group(1) else NEVER
    freeze = FREEZE.search(objects.text(f'{commit}:weir.yaml'))
    if freeze:
        tree.freeze = (tuple(re.findall(r'[a-z]+', freeze.group(1))), moment_of(freeze.group(2)))
    return tree


def commit_of(objects, name):
    number, data = objects.read(name)
    head, _, message = data.decode().partition('\n\n')
    fields = [line.split(' ', 1) for line in head.splitlines()]
    parents = [value for name, value in fields if name == 'parent']
    author = dict(reversed(fields))['author']
    return Commit(number, parents, author.rsplit(' ', 2)[0], message, tree_of(objects, number))


class Journal:
    """The files of a branch's journal. Lines are only ever added, and each holds the hash of the one
    before it."""

    def __init__(self, objects, branch):
        self.objects = objects
        self.branch = branch
        self.bytes = {}
        self.records = {key: [] for key in KEYS}
        self.tip = None

    def path(self, key):
        return f'{key[0]}/{key[1]}/{TAG}.jsonl'

    def read(self):
        """The tags of which there are new records."""
        tip, new = self.objects.read(f'refs/heads/weir-journal/{self.branch}')[0], []
        for key in KEYS if tip not in (self.tip, None) else ():
            data = self.objects.read(f'{tip}:{self.path(key)}')[1] or b''
            if not data.startswith(self.bytes.get(key, b'')):
                raise Broken(f'the journal of {name_of(key)} did more than grow')
            if data == self.bytes.get(key):
                continue
            self.bytes[key] = data
            self.records[key] = self.decode(key, data)
            new.append(key)
        self.tip = tip
        return new

    def decode(self, key, data):
        prev, records = hashlib.sha256(self.path(key).encode()).hexdigest(), []
        for line in data.splitlines():
            record = json.loads(line)
            if record['prev'] != prev:
                raise Broken(f'the chain of {name_of(key)} is broken')
            prev = hashlib.sha256(line).hexdigest()
            records.append(record)
        return records

    def lengths(self):
        return {key: len(self.records[key]) for key in KEYS}

    def head(self, key):
        moves = [record for record in self.records[key] if record['kind'] in MOVES]
        return moves[-1] if moves else None

    def cites(self, key, commit):
        """The record of this commit's move, or None."""
        return next((record for record in reversed(self.records[key])
                     if record.get('commit') == commit and record['kind'] in MOVES), None)

    def stood(self, key, digest, now):
        """The longest time for which the records say that it was there; -1 if they do not."""
        moves = [record for record in self.records[key] if record['kind'] in MOVES]
        ends = [moment_of(record.get('left', record['time'])) for record in moves[1:]] + [now]
        return max((min(end, now) - moment_of(record['time']) for record, end in zip(moves, ends)
                    if record.get('digest') == digest), default=-1)

    def has_source(self, key, digest, source):
        """Whether a record tells of the same move: of this digest, planned for the same commit."""
        return any(source and record.get('source') == source and record.get('digest') == digest
                   for record in self.records[key])

    def begins_at(self, commit):
        """Whether a tag was there at this commit, when the journal was begun or found anew."""
        return any(record.get('rebuilt') and record.get('commit') == commit
                   for records in self.records.values() for record in records)

    def lost(self):
        self.__init__(self.objects, self.branch)
