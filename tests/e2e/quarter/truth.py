# SPDX-License-Identifier: Apache-2.0
"""The truth about what happened, read from git's own objects and the clock of each run; the laws that hold
whatever weir writes down about it; and the exceptions that an audit has to find."""
import collections
import copy
import dataclasses
import re

from aliases import AliasTruth
from arrivals import Arrivals
from planted import Planted
from repository import MOVES, NEVER, Broken, Journal, Objects, Stretch, commit_of
from world import (FOLLOWS, HOP_OF, KEYS, SETTLE, STREAMS, moment_of, name_of, office_hours, text_of)


@dataclasses.dataclass
class Image:
    stream: str
    tested: bool


class Truth(Arrivals, Planted):
    """What happened on one branch. laws: how often each was looked at."""

    def __init__(self, bare, now):
        self.objects = Objects(bare)
        self.branch = 'main'
        self.journal = Journal(self.objects, self.branch)
        self.images = {}
        self.live = {stream: [] for stream in STREAMS}  # images of the tag upstream, over time
        self.tags = {stream: {} for stream in FOLLOWS}  # version → digest
        self.tip = commit_of(self.objects, 'refs/heads/main')
        self.known = {self.tip.id}
        self.alias = AliasTruth(self.objects, self.tip.id)
        self.past = {key: [] for key in KEYS}  # as far back as the journal knows
        self.ever = {key: set() for key in KEYS}
        self.by_hand = {}   # key → digest that a person set there
        self.unjudged = set()  # hand moves that no run has seen yet
        self.wanted = set()    # those of them that set the wanted image
        self.unrecorded = {}   # key → commit, digest, kind of a move without a record
        self.promoted = []     # by a person, with the gates that were closed then
        self.adopted = []      # moves of weir's that are somebody else's commits now
        self.reset_from = {}   # key → how many records it had before the reset
        self.arriving = {}     # key → a move of a person that no run has recorded yet
        self.log = []          # all moves: commit, key, digest, kind, time
        self.brought_denied = set()  # tags that a person last moved to an image that was denied then
        self.early = []        # moves on by a run with a clock ahead: commit, key, digest, its time
        self.superseded = []   # those of them that another move followed
        self.exceptions = collections.Counter()
        self.notes = collections.Counter()
        self.laws = collections.Counter()
        self.counts = collections.Counter()
        self.clean = []  # times and pins after runs that were not disturbed
        self.doubts = set()  # times and tags of which weir may not know it
        self.since = now  # the journal knows nothing from before
        self.properly = {key: set() for key in KEYS}  # came by something else than a hand, since then

    def fork(self, branch):
        """What is true of a branch that begins at the tip of this one. Upstream is the same for both."""
        shared = (self.objects, self.images, self.live, self.tags, self.laws, self.counts)
        other = copy.deepcopy(self, {id(one): one for one in shared})
        other.branch = other.journal.branch = branch
        # Only commits that weir made for a branch name a journal that the branch may have lost.
        del other.exceptions[None, None, 'journal-replaced']
        return other

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

    def denied_stands(self):
        """Whether a tag has an image that it denies, which is an error until somebody moves it."""
        return any(pin in self.tip.tree.denied[key] for key, pin in self.tip.tree.pins.items())

    # --- steps

    def moved(self, key, commit, before, now, overridden):
        digest = commit.tree.pins[key]
        if digest is None:
            raise Broken(f'{name_of(key)} lost its pin in {commit.id}')
        word, own = commit.word(key, self.branch), commit.own(self.branch)
        claim = None if own else self.claim(key, commit, before.pins[key])
        kind = word or ('bot' if own else 'arrival' if claim else 'hand')
        self.counts[kind] += 1
        if key in self.unrecorded:
            self.superseded.append((key, *self.unrecorded.pop(key), self.arriving.pop(key, None), kind))
            if kind == 'bot' and key in self.unjudged:
                self.by_hand.pop(key, None)  # the record will say whether it was one
        if self.past[key]:
            self.past[key][-1].until = now
        self.clean = [(time, pins) for time, pins in self.clean if time < now]  # the instant of a move is either's
        if kind == 'hand':
            self.by_hand[key] = digest
            self.unjudged.add(key)
            self.plant_hand(key, digest, before)
            self.arrive(key, commit, before, None)
        elif kind == 'arrival':
            self.by_hand.pop(key, None)
            self.plant_denied(key, digest, before)
            self.arrive(key, commit, before, claim)
        elif kind == 'bot':
            self.judge_bot(key, digest, before, now)
        else:
            self.judge_word(key, kind, digest, before, now, overridden)
            if kind == 'rollback':
                self.plant_rollback(key, digest)
            self.by_hand.pop(key, None)
        if kind not in ('hand', 'arrival'):
            self.properly[key].add(digest)
            self.brought_denied.discard(key)
        self.unrecorded[key] = (commit.id, digest, kind)
        self.log.append((commit.id, key, digest, kind, now))
        self.past[key].append(Stretch(digest, now))
        self.ever[key].add(digest)

    def advance(self, now, overridden=False, meant=()):
        """Judges all commits since the last time; the clock said `now` to whoever made them. meant:
        the tags of a person's word that passes a freeze with their workloads."""
        new = []
        at = self.objects.read(f'refs/heads/{self.branch}')[0]
        while at != self.tip.id:
            commit = commit_of(self.objects, at)
            new.append(commit)
            at = commit.parents[0] if commit.parents else None
            if not at:
                raise Broken('the branch lost its history')
        for commit in reversed(new):
            before = self.tip.tree
            # In the order of the paths: an image may go through several in one commit.
            for key in KEYS:
                if commit.tree.pins[key] != before.pins[key]:
                    self.moved(key, commit, before, now, overridden)
            for key in KEYS:
                rolled = commit.own(self.branch) and commit.tree.images[key] != before.images[key]
                if rolled and key not in meant:
                    self.must('no workload rolls in a freeze', not before.freezes(key, now), name_of(key))
            self.released(commit.tree, before)
            self.alias.advance(self, commit.id, now)
            self.known.add(commit.id)
            self.known |= {merged.id for merged in self.merged(commit)}
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
            record = self.journal.cites(key, commit)
            if record and self.told_of_reset(key, record):
                del self.unrecorded[key]
                self.recognized(self.arriving.pop(key, None), record)
        for key, commit, digest, kind, arrival, next_kind in self.superseded:
            if kind == 'reset':  # no commit of the branch made that move
                continue
            record = self.journal.cites(key, commit)
            if record:  # the run that moved it on found it
                self.recognized(arrival, record, next_kind)
                continue
            # Only git knows the image that the tag had in between.
            self.exceptions[key, digest, 'move-without-record'] += 1
            if kind == 'hand' and key in HOP_OF:
                self.exceptions[key, digest, 'moved-by-hand'] -= 1
            if kind == 'arrival' and key in HOP_OF and arrival.way:
                self.exceptions[key, digest, arrival.way] += 1
        self.superseded.clear()
        for key in self.wanted & set(self.by_hand):
            # Gates may have been closed, or it is the same image by another tag, or one that was there before.
            again = sum(stretch.digest == self.by_hand[key] for stretch in self.past[key]) > 1
            may_be_held = key in HOP_OF or key[1] in FOLLOWS or again
            head = self.journal.head(key)
            if not may_be_held or head is None or head['kind'] != 'held':
                del self.by_hand[key]
        self.wanted.clear()

    def unknown_between(self, key, since, until):
        """Weir may say of this time that it does not know the image."""
        for time, pins in self.clean:
            if since <= time < until and pins[key]:
                self.doubts.add((time, key))

    def made_ahead(self, now, ahead):
        """What a run with a clock that is ahead did was done now."""
        for key in KEYS:
            for stretch in self.past[key]:
                stretch.since = now if stretch.since == ahead else stretch.since
                stretch.until = now if stretch.until == ahead else stretch.until
        self.early += [(commit, key, digest, ahead) for commit, key, digest, kind, time in self.log
                       if time == ahead and kind == 'bot' and key in HOP_OF]
        self.log = [(*move[:4], now if move[4] == ahead else move[4]) for move in self.log]

    def repaired(self, known, until):
        """For how long a tag had the image before, nobody knows. known: how many records there were before the
        run with the clock ahead."""
        for key in KEYS:
            if any(moment_of(record['time']) > until for record in self.journal.records[key][known[key]:]):
                self.unknown_between(key, self.past[key][-2].since if len(self.past[key]) > 1 else 0, until)
        self.alias.clean.clear()

    def named_journal(self):
        """The commit of the journal that weir's newest commit of the branch names."""
        at = self.tip
        while not at.own(self.branch):
            at = commit_of(self.objects, at.parents[0])
        return at.trailers('Weir-Journal')[0].split(' ')[1]

    def left_early(self, known):
        """A run with a slow clock does not believe a commit that is later than its own now: the image before
        may have left as early as the commit before that. known: how many records there were before the run."""
        for key in KEYS:
            for record in self.journal.records[key][known[key]:]:
                if 'left' in record:
                    self.unknown_between(key, moment_of(record['left']), moment_of(record['time']))

    def forgotten(self, key):
        """Once the branch was rewritten, weir does not believe how long things stood before."""
        moves = [record for record in self.journal.records[key] if record['kind'] in MOVES]
        for last, record in zip(moves, moves[1:]):
            if record.get('rebuilt') and record.get('digest') == last.get('digest'):
                self.unknown_between(key, moment_of(last['time']), moment_of(record['time']))

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
        self.alias.complete(self, now)

    def lose_journal(self, now):
        self.journal.lost()
        self.exceptions.clear()
        self.adopted.clear()
        self.early.clear()
        self.notes.clear()
        self.exceptions[None, None, 'journal-replaced'] += 1
        for key in self.brought_denied:  # the branch alone shows it
            self.exceptions[key, self.tip.tree.pins[key], 'denied-pinned'] += 1
        self.by_hand.clear()
        self.unrecorded.clear()
        self.arriving.clear()
        self.clean.clear()
        self.alias.lost()
        self.since = now
        for key in KEYS:
            self.properly[key] = {self.tip.tree.pins[key]}
            # Earlier images are no longer known, nor how long they were there.
            self.past[key] = self.past[key][-1:]

    def rewritten(self):
        """A person replaced the tip by a commit of the same pins."""
        old = self.tip
        new = commit_of(self.objects, f'refs/heads/{self.branch}')
        for key in KEYS:
            for record in self.journal.records[key]:
                if record.get('commit') == old.id and record['kind'] in MOVES + ('released',):
                    self.exceptions[key, record.get('digest'), 'record-without-commit'] += 1
            before = commit_of(self.objects, old.parents[0]).tree
            if new.tree.pins[key] != before.pins[key]:
                self.adopted.append((key, new.id, new.tree.pins[key]))
        if new.tree.pins != old.tree.pins:
            raise Broken('the simulation itself: rewriting moved a pin')
        self.tip = new
        self.alias.advance(self, new.id, NEVER)
