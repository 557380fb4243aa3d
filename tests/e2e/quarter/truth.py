# SPDX-License-Identifier: Apache-2.0
"""The truth about what happened, read from git's own objects and the clock of each run; the laws that hold
whatever weir writes down about it; and the exceptions that an audit has to find."""
import collections
import dataclasses
import hashlib
import json
import re
import subprocess

from world import (FOLLOWS, HOP_OF, KEYS, SETTLE, STREAMS, TAG, moment_of, name_of, office_hours,
                   stream_file, text_of, workload_file)

PIN = re.compile(r'^\s*name: \S+@(sha256:[0-9a-f]{64})', re.M)
IMAGE = re.compile(r'^\s*(?:- )?image: \S+@(sha256:[0-9a-f]{64})', re.M)
DIGEST = re.compile(r'sha256:[0-9a-f]{64}')
HOLD = re.compile(r'weir\.dev/hold: .*?(?:until=(\S+))?( reason=.*)?$', re.M)
FREEZE = re.compile(r'^  freeze: \[\{namespaces: \[(.*?)\], until: (\S+?), reason: .*\}\]$', re.M)
NEVER = 1 << 62
MOVES = ('pinned', 'promoted', 'rolledBack', 'held', 'missing')


class Broken(Exception):
    """A law does not hold."""


@dataclasses.dataclass
class Image:
    stream: str
    tested: bool


@dataclasses.dataclass
class Stretch:
    digest: str
    since: int
    until: int = NEVER


@dataclasses.dataclass
class Commit:
    id: str
    parent: str
    who: str
    message: str
    tree: 'Tree'

    def trailers(self, key):
        return re.findall(rf'^{key}: (.*)$', self.message, re.M)

    def own(self):
        return self.trailers('Weir-Source-Commit') == [self.parent]

    def word(self, key):
        """Returns "rollback", "promote", … when a person requested the tag."""
        for value in self.trailers('Weir-Move') if self.own() else ():
            verb, name, _, _ = value.split(' ')
            if name == name_of(key) and verb not in ('pinned', 'promoted', 'copied'):
                return verb
        return None


@dataclasses.dataclass
class Tree:
    """The declarations of a commit that change in this simulation."""
    pins: dict
    images: dict
    denied: dict
    holds: dict  # until when
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
    tree = Tree({}, {}, {}, {}, objects.read(f'{commit}:weir.freeze')[0] is not None, ((), 0))
    for key in KEYS:
        text = objects.text(f'{commit}:{stream_file(key)}')
        pin, hold = PIN.search(text), HOLD.search(text)
        image = IMAGE.search(objects.text(f'{commit}:{workload_file(key)}'))
        tree.pins[key] = pin.group(1) if pin else None
        tree.images[key] = image.group(1) if image else None
        tree.denied[key] = {digest for line in re.findall(r'weir\.dev/deny: (.*)', text)
                            for digest in DIGEST.findall(line)}
        tree.holds[key] = 0 if not hold else moment_of(hold.group(1)) if hold.group(1) else NEVER
    freeze = FREEZE.search(objects.text(f'{commit}:weir.yaml'))
    if freeze:
        tree.freeze = (tuple(re.findall(r'[a-z]+', freeze.group(1))), moment_of(freeze.group(2)))
    return tree


def commit_of(objects, name):
    number, data = objects.read(name)
    head, _, message = data.decode().partition('\n\n')
    fields = dict(line.split(' ', 1) for line in reversed(head.splitlines()))
    return Commit(number, fields.get('parent', ''), fields['author'], message, tree_of(objects, number))


class Journal:
    """The files of weir-journal/main. Lines are only ever added, and each holds the hash of the one
    before it."""

    def __init__(self, objects):
        self.objects = objects
        self.bytes = {}
        self.records = {key: [] for key in KEYS}
        self.tip = None

    def path(self, key):
        return f'{key[0]}/{key[1]}/{TAG}.jsonl'

    def read(self):
        """The tags of which there are new records."""
        tip, new = self.objects.read('refs/heads/weir-journal/main')[0], []
        for key in KEYS if tip != self.tip else ():
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
        prev, time, records = hashlib.sha256(self.path(key).encode()).hexdigest(), '', []
        for line in data.splitlines():
            record = json.loads(line)
            if record['prev'] != prev or record['time'] < time:
                raise Broken(f'the chain of {name_of(key)} is broken')
            prev, time = hashlib.sha256(line).hexdigest(), record['time']
            records.append(record)
        return records

    def head(self, key):
        moves = [record for record in self.records[key] if record['kind'] in MOVES]
        return moves[-1] if moves else None

    def cites(self, key, commit):
        return any(record.get('commit') == commit and record['kind'] in MOVES for record in self.records[key])

    def begins_at(self, commit):
        """Whether a tag was there at this commit, when the journal was begun or found anew."""
        return any(record.get('rebuilt') and record.get('commit') == commit
                   for records in self.records.values() for record in records)

    def lost(self):
        self.__init__(self.objects)


class Truth:
    """laws: how often each was looked at."""

    def __init__(self, bare, now):
        self.objects = Objects(bare)
        self.journal = Journal(self.objects)
        self.images = {}
        self.live = {stream: [] for stream in STREAMS}  # images of the tag upstream, over time
        self.tags = {stream: {} for stream in FOLLOWS}  # version → digest
        self.tip = commit_of(self.objects, 'refs/heads/main')
        self.past = {key: [] for key in KEYS}  # as far back as the journal knows
        self.ever = {key: set() for key in KEYS}
        self.by_hand = {}   # key → digest that a person set there
        self.unjudged = set()  # hand moves that no run has seen yet
        self.wanted = set()    # those of them that set the wanted image
        self.unrecorded = {}   # key → commit, digest, kind of a move without a record
        self.promoted = []     # by a person, with the gates that were closed then
        self.adopted = []      # moves of weir's that are somebody else's commits now
        self.superseded = []   # those of them that another move followed
        self.exceptions = collections.Counter()
        self.notes = collections.Counter()
        self.laws = collections.Counter()
        self.counts = collections.Counter()
        self.clean = []  # times and pins after runs that were not disturbed
        self.since = now  # the journal knows nothing from before
        self.properly = {key: set() for key in KEYS}  # came by something else than a hand, since then

    # --- upstream

    def pushed(self, stream, tag, digest, tested, now):
        self.images[digest] = Image(stream, tested)
        if stream in FOLLOWS:
            self.tags[stream][tag] = digest
            fit = [version for version in self.tags[stream] if re.fullmatch(r'1\.\d+\.\d+', version)]
            digest = self.tags[stream][max(fit, key=lambda text: [int(part) for part in text.split('.')])]
        live = self.live[stream]
        if live and live[-1].digest == digest:
            return
        if live:
            live[-1].until = now
        live.append(Stretch(digest, now))

    # --- laws

    def must(self, law, holds, *words):
        self.laws[law] += 1
        if not holds:
            raise Broken(f'{law}: {" ".join(map(str, words))}')

    def stood(self, key, digest, now):
        """The longest time for which it stood there uninterrupted."""
        return max((min(stretch.until, now) - stretch.since for stretch in self.past[key]
                    if stretch.digest == digest), default=-1)

    def closed_gates(self, key, digest, now):
        hop = HOP_OF[key]
        closed = []
        if hop.soak and any(self.stood((source, key[1]), digest, now) < hop.soak for source in hop.sources):
            closed.append('soak')
        if hop.label and not self.images[digest].tested:
            closed.append('label')
        if hop.window and not office_hours(now):
            closed.append('window')
        return closed

    def way(self, key, digest):
        """None, or the finding about an image that the environments before never had."""
        lacks = [source for source in HOP_OF[key].sources if digest not in self.ever[source, key[1]]]
        if not lacks:
            return None
        further = [before for source in HOP_OF[key].sources if (source, key[1]) in HOP_OF
                   for before in HOP_OF[source, key[1]].sources]
        if any(digest in self.ever[before, key[1]] for before in further):
            return 'skipped-environment'
        return 'not-in-predecessor'

    def judge_bot(self, key, digest, before, now):
        what = f'{name_of(key)} got {digest[:15]} at {text_of(now)}'
        present = before.pins[key]
        self.must('nothing denied comes back', digest not in before.denied[key], what)
        self.must('what is held stays', before.holds[key] <= now, what)
        self.must('nothing moves in a freeze', not before.freezes(key, now), what)
        self.must("nobody's hand move is undone without a release", key not in self.by_hand, what)
        if key in HOP_OF:
            closed = self.closed_gates(key, digest, now)
            self.must('every gate held when an image moved on', not closed, what, closed)
            self.must('no environment is left out', self.way(key, digest) is None, what)
            older = any(stretch.digest == digest for stretch in self.past[key])
            self.must('nothing moves backward by itself', not older or present in before.denied[key], what)
            return
        live = self.live[key[1]][-1]
        denied = before.denied[key] & {live.digest}
        self.must('development follows what is pushed', digest == live.digest or key[1] in FOLLOWS and denied,
                  what)
        settle = SETTLE.get(key[1], 0) if present else 0
        self.must('what is pushed settles first', settle == 0 or live.since + settle <= now, what)

    def judge_word(self, key, word, digest, before, now, overridden):
        what = f'{name_of(key)} got {digest[:15]} at {text_of(now)} by {word}'
        self.must('a person is not let to what is denied', digest not in before.denied[key], what)
        if word != 'promote':
            return
        closed = set(self.closed_gates(key, digest, now))
        self.must('a person passes gates only when told to', overridden or closed <= {'window'}, what)
        self.promoted.append((key, digest, closed | ({'freeze'} if before.freezes(key, now) else set())))
        self.must('no environment is left out', self.way(key, digest) is None, what)

    def plant_hand(self, key, digest, before):
        if key in HOP_OF:
            self.exceptions[key, digest, 'moved-by-hand'] += 1
            self.plant_way(key, digest)
        self.exceptions[key, digest, 'denied-pinned'] += digest in before.denied[key]

    def plant_way(self, key, digest):
        way = self.way(key, digest)
        if way:
            self.exceptions[key, digest, way] += 1

    def plant_rollback(self, key, digest):
        """To what only a hand ever brought there, it is no way back but a move like any other."""
        if key not in HOP_OF:
            return
        if digest in self.properly[key]:
            self.notes[key, digest, 'rolled-back'] += 1
            return
        hop = HOP_OF[key]
        self.exceptions[key, digest, 'gate-without-evidence'] += bool(hop.soak) + hop.label + hop.window
        self.plant_way(key, digest)

    def plant_promotions(self):
        """The record must say which rules a person passed over. Of a soak weir may know less than is
        true: what was before the journal was begun, or the branch rewritten, does not count."""
        for key, digest, closed in self.promoted:
            passed = [item['kind'] for item in self.journal.head(key).get('evidence', ())
                      if item['outcome'] == 'overridden']
            self.must('what a person passed over is recorded',
                      closed <= set(passed) <= closed | {'soak'}, name_of(key), passed, closed)
            self.exceptions[key, digest, 'gate-passed-over'] += len(passed)
        self.promoted.clear()

    # --- steps

    def moved(self, key, commit, before, now, overridden):
        digest = commit.tree.pins[key]
        if digest is None:
            raise Broken(f'{name_of(key)} lost its pin in {commit.id}')
        word = commit.word(key)
        kind = word or ('bot' if commit.own() else 'hand')
        self.counts[kind] += 1
        if key in self.unrecorded:
            self.superseded.append((key, *self.unrecorded.pop(key)))
        if self.past[key]:
            self.past[key][-1].until = now
        if kind == 'hand':
            self.by_hand[key] = digest
            self.unjudged.add(key)
            self.plant_hand(key, digest, before)
        elif kind == 'bot':
            self.judge_bot(key, digest, before, now)
        else:
            self.judge_word(key, kind, digest, before, now, overridden)
            if kind == 'rollback':
                self.plant_rollback(key, digest)
            self.by_hand.pop(key, None)
        if kind != 'hand':
            self.properly[key].add(digest)
        self.unrecorded[key] = (commit.id, digest, kind)
        self.past[key].append(Stretch(digest, now))
        self.ever[key].add(digest)

    def advance(self, now, overridden=False, meant=()):
        """Judges all commits since the last time; the clock said `now` to whoever made them. meant:
        the tags of a person's word that passes a freeze with their workloads."""
        new = []
        at = self.objects.read('refs/heads/main')[0]
        while at != self.tip.id:
            commit = commit_of(self.objects, at)
            new.append(commit)
            at = commit.parent
            if not at:
                raise Broken('the branch lost its history')
        for commit in reversed(new):
            before = self.tip.tree
            # In the order of the paths: an image may go through several in one commit.
            for key in KEYS:
                if commit.tree.pins[key] != before.pins[key]:
                    self.moved(key, commit, before, now, overridden)
            for key in KEYS:
                rolled = commit.own() and commit.tree.images[key] != before.images[key]
                if rolled and key not in meant:
                    self.must('no workload rolls in a freeze', not before.freezes(key, now), name_of(key))
            self.tip = commit
        return len(new)

    def judge_hands(self):
        """A run follows: what a person set to what is wanted anyway is in step and no hand move."""
        for key in self.unjudged & set(self.by_hand):
            hop = HOP_OF.get(key)
            wanted = ({self.tip.tree.pins[source, key[1]] for source in hop.sources} if hop
                      else {self.live[key[1]][-1].digest})
            if wanted == {self.by_hand[key]}:
                self.wanted.add(key)
        self.unjudged.clear()

    def recorded(self):
        """After each run: forgets moves that the journal tells of."""
        for key in self.journal.read():
            self.forgotten(key)
        self.plant_promotions()
        for key, (commit, _, _) in list(self.unrecorded.items()):
            if self.journal.cites(key, commit):
                del self.unrecorded[key]
        for key, commit, digest, kind in self.superseded:
            if self.journal.cites(key, commit):  # the run that moved it on found it
                continue
            # Only git knows the image that the tag had in between.
            self.exceptions[key, digest, 'move-without-record'] += 1
            if kind == 'hand' and key in HOP_OF:
                self.exceptions[key, digest, 'moved-by-hand'] -= 1
        self.superseded.clear()
        for key in self.wanted & set(self.by_hand):
            # The same image by another tag is not the same; only the record says which it was.
            if key[1] not in FOLLOWS or self.journal.head(key)['kind'] != 'held':
                del self.by_hand[key]
        self.wanted.clear()

    def forgotten(self, key):
        """Once the branch was rewritten, weir does not believe how long things stood before."""
        moves = [record for record in self.journal.records[key] if record['kind'] in MOVES]
        for last, record in zip(moves, moves[1:]):
            if record.get('rebuilt') and record.get('digest') == last.get('digest'):
                since = moment_of(last['time'])
                for time, pins in self.clean:
                    if since <= time < moment_of(record['time']):
                        pins[key] = None

    def complete(self, now):
        """After a run that nothing disturbed."""
        for key in KEYS:
            pin, head = self.tip.tree.pins[key], self.journal.head(key)
            if pin is None:
                continue
            self.must('history agrees with the branch', head and head.get('digest') == pin, name_of(key),
                      pin, head)
            if not self.tip.tree.freezes(key, now):
                self.must('workloads have what their tags have', self.tip.tree.images[key] == pin,
                          name_of(key), text_of(now))
        self.must('every move is recorded', not self.unrecorded, self.unrecorded)
        # Records of a run with a slow clock are earlier than this.
        self.clean = [(time, pins) for time, pins in self.clean if time < now]
        self.clean.append((now, dict(self.tip.tree.pins)))

    def lose_journal(self, now):
        self.journal.lost()
        self.exceptions.clear()
        self.adopted.clear()
        self.notes.clear()
        self.exceptions[None, None, 'journal-replaced'] += 1
        self.by_hand.clear()
        self.unrecorded.clear()
        self.clean.clear()
        self.since = now
        for key in KEYS:
            self.properly[key] = {self.tip.tree.pins[key]}
            # Earlier images are no longer known, nor how long they were there.
            self.past[key] = self.past[key][-1:]

    def planted(self):
        """All exceptions, when everything is over."""
        planted = self.exceptions.copy()
        for key, commit, digest in self.adopted:
            planted[key, digest, 'move-without-record'] += not self.journal.cites(key, commit)
        return +planted

    def rewritten(self):
        """A person replaced the tip by a commit of the same pins."""
        old = self.tip
        new = commit_of(self.objects, 'refs/heads/main')
        for key in KEYS:
            for record in self.journal.records[key]:
                if record.get('commit') == old.id and record['kind'] in MOVES + ('released',):
                    self.exceptions[key, record.get('digest'), 'record-without-commit'] += 1
            before = commit_of(self.objects, old.parent).tree
            if new.tree.pins[key] != before.pins[key]:
                self.adopted.append((key, new.id, new.tree.pins[key]))
        if new.tree.pins != old.tree.pins:
            raise Broken('the simulation itself: rewriting moved a pin')
        self.tip = new
