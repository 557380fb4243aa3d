# SPDX-License-Identifier: Apache-2.0
"""An alias that people point to one of two tags, roll back and release: what it must give to its workload, and
what its history must say."""
import json
import re

from repository import DIGEST, HOLD, IMAGE, MOVES, NEVER, Broken
from world import ALIAS, ALIAS_ENDS, ALIAS_FILE, ALIAS_WORKLOAD, Runner, moment_of, text_of

NAME = ALIAS + ':latest'
PLACE = ('-n', 'lab')


class Declared:
    """The alias and the tags that it may follow, in a commit."""

    def __init__(self, objects, commit):
        entries = dict(re.findall(r'^    - name: "?(\w+)"?\n((?:(?!    - name:).*\n?)*)',
                                  objects.text(f'{commit}:{ALIAS_FILE}'), re.M))
        self.pins = {tag: (re.findall(r'name: \S+@(sha256:\w+)', entries[tag]) or [None])[0] for tag in ALIAS_ENDS}
        entry = entries['latest']
        self.follows = (re.findall(rf'^        name: {ALIAS}:(\w+)', entry, re.M) or [None])[0]
        self.frozen = (re.findall(r'name: \S+@(sha256:\w+)', entry) or [None])[0]
        self.source = (re.findall(rf'weir\.dev/alias: "?{ALIAS}:(\w+)', entry) or [None])[0]
        self.denied = {digest for line in re.findall(r'weir\.dev/deny: (.*)', entry) for digest in DIGEST.findall(line)}
        hold = HOLD.search(entry)
        self.held = 0 if not hold else moment_of(hold.group(1)) if hold.group(1) else NEVER
        image = IMAGE.search(objects.text(f'{commit}:{ALIAS_WORKLOAD}'))
        self.image = image.group(1) if image else None


class AliasTruth:
    """What the alias of one branch gives. It changes with what runs and persons commit."""

    def __init__(self, objects, commit):
        self.objects = objects
        self.now = Declared(objects, commit)
        self.gives = None
        self.past = []    # digests, each different from the one before
        self.clean = []   # time, what the alias gave
        self.moves = []   # commit, tag, digest: of the followed tags, until a run was complete
        self.records = {}

    def read(self, branch):
        if self.objects.read(f'refs/heads/weir-journal/{branch}')[0] is None:
            return  # it reads that of its base
        for tag in (*ALIAS_ENDS, 'latest'):
            text = self.objects.text(f'refs/heads/weir-journal/{branch}:lab/{ALIAS}/{tag}.jsonl')
            self.records[tag] = [record for record in map(json.loads, text.splitlines()) if record['kind'] in MOVES]

    def head(self, tag):
        return self.records[tag][-1].get('digest') if self.records.get(tag) else None

    def settled(self, branch):
        """Whether the journal knows everything that is on the branch."""
        self.read(branch)
        return all(self.head(tag) == self.now.pins[tag] for tag in ALIAS_ENDS) and (
            self.head('latest') == self.meant() and not self.moves)

    def meant(self):
        if self.now.frozen:
            return self.now.frozen
        end = self.now.pins[self.now.follows]
        return self.gives if end in self.now.denied else end

    def advance(self, truth, commit, now):
        before, self.now = self.now, Declared(self.objects, commit)
        if self.now.frozen not in (None, before.frozen) and self.now.frozen in before.denied:
            truth.exceptions[('lab', ALIAS), self.now.frozen, 'denied-pinned'] += 1
        if self.now.pins != before.pins or (self.now.follows, self.now.frozen) != (before.follows, before.frozen):
            self.unknown_from(now)
        self.moves += [(commit, tag, self.now.pins[tag]) for tag in ALIAS_ENDS if self.now.pins[tag] != before.pins[tag]]

    def complete(self, truth, now):
        """After a run that nothing disturbed."""
        self.read(truth.branch)
        for commit, tag, digest in self.moves:
            # Of a move that another one followed before a run saw it, only git knows.
            if not any(record.get('commit') == commit for record in self.records[tag]):
                truth.exceptions[('lab', ALIAS, tag), digest, 'move-without-record'] += 1
        self.moves.clear()
        for tag in ALIAS_ENDS:
            truth.must('history agrees with the branch', self.head(tag) == self.now.pins[tag], tag, self.now.pins[tag],
                       self.head(tag))
        meant, head = self.meant(), self.head('latest')
        if self.gives is None or truth.tip.tree.frozen:
            truth.must('an alias in a freeze gives the old or the new image', head in (self.gives, meant) or
                       self.gives is None, text_of(now), head, self.gives, meant)
            meant = head
        truth.must('an alias is recorded with what it gives', head == meant, text_of(now), head, meant)
        if not truth.tip.tree.frozen:
            # Without a journal, an alias of a denied image gives none, and the workload stays as it is.
            truth.must('the workload of an alias has what it gives', meant in (None, self.now.image), text_of(now),
                       self.now.image, meant)
        self.give(meant, now)

    def give(self, digest, now):
        if digest != self.gives:
            self.past.append(digest)
        self.gives = digest
        self.clean = [(time, given) for time, given in self.clean if time < now]
        self.clean.append((now, digest))

    def unknown_from(self, since):
        self.clean = [(time, given) for time, given in self.clean if time < since]

    def lost(self):
        self.past = self.past[-1:]
        self.records.clear()
        self.clean.clear()
        self.moves.clear()
        if not self.now.frozen and self.now.pins[self.now.follows] in self.now.denied:
            self.gives = None


class Aliases:
    """A part of Life: events."""

    @property
    def alias(self):
        return self.truth.alias

    def alias_settled(self):
        return self.alias.settled(self.world.branch)

    def alias_moves(self, names):
        """Whether the commits between two names touch the alias or the tags that it may follow."""
        return bool(self.world.git('diff', '--name-only', *names, '--', 'lab'))

    def push_end(self):
        self.number += 1
        tag = self.random.choice(ALIAS_ENDS)
        digest = self.world.registry.push(ALIAS, tag, f'{ALIAS} {self.number}')
        self.say('push', ALIAS, tag, digest[:15])
        self.counts['pushes of followed tags'] += 1

    def other_end(self):
        follows = self.alias.now.follows or self.alias.now.source
        return next(tag for tag in ALIAS_ENDS if tag != follows)

    def point(self):
        """Points the alias to the other tag, by a request or by hand."""
        if not self.alias_settled():
            return
        to, held = self.other_end(), self.alias.now.held > self.world.now
        if self.alias.now.frozen or self.random.random() < 0.5:
            status = self.word('tag', '--alias', f'{ALIAS}:{to}', NAME, *PLACE)
            self.truth.must('an alias is pointed elsewhere unless it is held', (self.alias.now.follows == to) == (
                not status) and (status or not held), status, to, self.alias.now.follows, held)
            self.counts['aliases re-pointed by request'] += not status
        else:
            self.world.pull()
            text = self.world.read(ALIAS_FILE)
            self.world.write(ALIAS_FILE, text.replace(f'        name: {ALIAS}:{self.alias.now.follows}\n',
                                                      f'        name: {ALIAS}:{to}\n'))
            self.say('by hand', NAME, 'is', to)
            self.commit(f'{NAME} is {to}')
            self.counts['aliases re-pointed by hand'] += 1
        self.tick()

    def point_in_clone(self, proposal):
        """On a branch that is merged later. Returns whether that made a commit."""
        if self.alias.now.frozen:
            return False
        words = ('tag', '--alias', f'{ALIAS}:{self.other_end()}', NAME, *PLACE, '--reason', f'by merge {self.proposed}')
        ended = self.world.weir(Runner('clone', self.world.people, (), 'd'), *words, '--commit')
        self.say('in a clone on', proposal.branch, 'weir', *words, '→', ended.status)
        if ended.status not in (0, 1):
            raise Broken(f'weir {" ".join(words)} in a clone ended with {ended.status}: {ended.err}')
        self.counts['aliases re-pointed in clones'] += ended.status == 0
        return ended.status == 0 and 'commit ' in ended.out

    def alias_back(self):
        """A rollback freezes the alias and moves neither of the tags."""
        past = [digest for digest in self.alias.past if digest not in ({self.alias.gives} | self.alias.now.denied)]
        if not past or not self.alias_settled():
            return
        digest, pins = past[-1], self.alias.now.pins
        follows = self.alias.now.follows or self.alias.now.source
        until = self.random.choice(((), ('--until', '12h'), ('--resume-on-newer',)))
        if self.word('rollback', NAME, *PLACE, '--to', digest, *until, '--reason', 'it fails') != 0:
            return
        now = self.alias.now
        self.truth.must('a rollback of an alias freezes it, and moves no other tag', now.frozen == digest and
                        now.source == follows and now.pins == pins, now.frozen, digest, now.source, follows)
        self.counts['aliases rolled back'] += 1
        self.tick()

    def alias_released(self):
        """A released alias follows its tag again."""
        if not self.alias.now.frozen or not self.alias_settled():
            return
        source = self.alias.now.source
        if self.word('release', NAME, *PLACE) != 0:
            raise Broken(f'{NAME} was not released')
        self.truth.must('a released alias follows its tag again', self.alias.now.follows == source and
                        not self.alias.now.frozen, self.alias.now.follows, source)
        self.counts['aliases released'] += 1
        self.tick()

    def ends_released(self):
        for tag in ALIAS_ENDS:
            self.word('release', f'{ALIAS}:{tag}', *PLACE)

    ALIAS_EVENTS = ((push_end, 8), (point, 8), (alias_back, 4), (alias_released, 3))
