# SPDX-License-Identifier: Apache-2.0
"""Moves that persons bring to a branch: by hand, or by a merge of weir's commits from elsewhere. What
the next run has to record, and what an audit finds in it."""
import dataclasses

from repository import MOVES, Stretch, Tree, commit_of
from world import HOP_OF, KEYS, moment_of, name_of

CLAIMS = 8


@dataclasses.dataclass
class Claim:
    """What trailers say about a move."""
    verb: str
    who: str
    reason: str
    source: str


@dataclasses.dataclass
class Arrival:
    key: tuple
    commit: str
    digest: str
    claim: Claim
    before: Tree
    way: str  # the finding about an image that the environments before never had
    again: bool  # the tag had the image before
    twice: bool  # by the same commit of weir
    holds: bool  # the tag is held since the same commit
    held: bool  # the tag had a hold before it, and has one after it


class Arrivals:
    """A part of Truth."""

    def merged(self, commit):
        """The commits that a merge brought."""
        found, rest = [], list(commit.parents[1:])
        seen = set(self.known)
        while rest:
            at = rest.pop(0)
            if at not in seen:
                seen.add(at)
                found.append(commit_of(self.objects, at))
                rest += found[-1].parents
        return found

    def claim(self, key, commit, start):
        """The claim that leads, by itself or with those before it, from the old digest to the new one."""
        moves = {}
        for one in (commit, *self.merged(commit)):
            reasons, sources = one.trailers(' *Weir-Reason'), one.trailers(' *Weir-Source-Commit')
            for verb, start_of, to in one.moves(key):
                moves.setdefault(to, (Claim(verb, one.who, reasons[0] if len(reasons) == 1 else None,
                                            sources[0] if len(sources) == 1 else None), start_of))
        to = commit.tree.pins[key]
        for _ in range(CLAIMS):
            if to not in moves:
                return None
            if moves[to][1] == (start or 'none'):
                return moves[commit.tree.pins[key]][0]
            to = moves[to][1]
        return None

    def arrive(self, key, commit, before, claim):
        digest = commit.tree.pins[key]
        held = commit.tree.holds[key]
        self.arriving[key] = Arrival(key, commit.id, digest, claim, before,
                                     self.way(key, digest) if key in HOP_OF else None,
                                     digest in self.ever[key],
                                     bool(claim) and self.journal.has_source(key, digest, claim.source),
                                     held and held != before.holds[key], bool(held and before.holds[key]))

    def released(self, tree, before):
        """A release arrived."""
        for key in KEYS:
            digest = tree.released[key]
            if digest and digest != before.released[key] and self.by_hand.get(key) == digest:
                del self.by_hand[key]
                self.unjudged.discard(key)

    def may_set_back(self, removed):
        """Whether weir alone made the commits, so that no exception goes with them."""
        moves = [move for move in self.log if move[0] in removed]
        # Of a commit that the journal knows only as found, weir does not see that it came back.
        back = {key for _, key, _, _, _ in moves}
        cited = all(self.journal.cites(move[1], move[0]) for move in self.makers(back, removed))
        return cited and bool(moves) and all(kind == 'bot' for _, _, _, kind, _ in moves) and not self.unrecorded and not any(
            map(self.journal.begins_at, removed))

    def makers(self, keys, removed):
        """The moves that are the newest of these tags without the removed commits."""
        newest = {move[1]: move for move in self.log if move[0] not in removed}
        return [newest[key] for key in keys if key in newest]

    def set_back(self, removed, now):
        """A person, nobody knows who, moved the branch back. removed: the commits that it lost."""
        old, self.tip = self.tip.tree, commit_of(self.objects, f'refs/heads/{self.branch}')
        first = min(move[4] for move in self.log if move[0] in removed)
        self.log = [move for move in self.log if move[0] not in removed]
        self.known -= removed
        self.alias.advance(self, self.tip.id, now)
        self.alias.unknown_from(first)
        self.clean = [(time, pins) for time, pins in self.clean if time < first]
        for key in KEYS:
            for record in self.journal.records[key]:
                if record.get('commit') in removed and record['kind'] in MOVES + ('released',):
                    self.exceptions[key, record.get('digest'), 'record-without-commit'] += 1
            self.ever[key] = {digest for _, moved, digest, _, _ in self.log if moved == key}
            self.properly[key] &= self.ever[key]
            pin = self.tip.tree.pins[key]
            if pin != old.pins[key] and pin is not None:
                self.past[key][-1].until = now
                self.past[key].append(Stretch(pin, now))
                self.by_hand[key] = pin
                maker = next(move[0] for move in reversed(self.log) if move[1] == key)
                self.unrecorded[key] = (maker, pin, 'reset')
                self.reset_from[key] = len(self.journal.records[key])
                self.counts['reset'] += 1

    def told_of_reset(self, key, record):
        """False for the earlier record of a commit that a reset made the newest again."""
        if self.unrecorded[key][2] != 'reset':
            return True
        if record not in self.journal.records[key][self.reset_from[key]:]:
            return False
        self.must('a reset is recorded as held, and by nobody known', record['kind'] == 'held' and
                  'who' not in record, name_of(key), record)
        return True

    def recognized(self, arrival, record, followed=None):
        """A run recorded the move. followed: who moved the tag on in the same run."""
        if arrival is None or record.get('rebuilt'):
            if arrival and record['kind'] != 'held':
                self.by_hand.pop(arrival.key, None)  # it was there before the journal's first record
            return
        key, kind, claim = arrival.key, record['kind'], arrival.claim
        what = f'{name_of(key)} got {arrival.digest[:15]}, recorded as {kind} at {record["time"]}'
        self.counts[f'arrivals recorded as {kind}'] += 1
        self.must('what arrives is recorded as what it is', kind in self.kinds(arrival), what, claim)
        if claim:
            self.must('who moved what is right', record.get('who') == claim.who, what, record.get('who'), claim)
            self.must('the reason arrives', claim.reason in (None, record.get('why')), what, claim)
        if kind == 'promoted' and arrival.before.pins[key] is None and not record.get('evidence'):
            self.first_without_evidence(arrival, record)
        elif kind == 'promoted':
            self.judge_promoted(arrival, record, what)
        elif kind == 'held' and key in HOP_OF and claim:
            self.judge_held(arrival, record, what)
            self.exceptions[key, arrival.digest, 'moved-by-hand'] += 1
            if arrival.way:
                self.exceptions[key, arrival.digest, arrival.way] += 1
        elif kind == 'rolledBack':
            self.arrived_back(arrival)
        if kind != 'held':
            self.properly[key].add(arrival.digest)
        self.keep_held(arrival, kind, followed, what)

    def keep_held(self, arrival, kind, followed, what):
        key = arrival.key
        if followed is None and kind == 'held' and self.past[key][-1].digest == arrival.digest:
            self.by_hand[key] = arrival.digest
        elif followed is None:
            self.by_hand.pop(key, None)
        self.must('what is recorded as held is not undone by the same run', kind != 'held' or followed != 'bot',
                  what)

    @staticmethod
    def kinds(arrival):
        """The kinds of record that are right."""
        hop, claim = arrival.key in HOP_OF, arrival.claim
        if arrival.twice and claim.verb != 'rollback':
            return ('held',)
        if claim and claim.verb == 'rollback':
            return ('rolledBack',)
        if claim:
            return ('promoted', 'held') if hop else ('pinned',)
        if arrival.holds and arrival.again:
            return ('rolledBack',)
        return ('promoted', 'held') if hop else ('held', 'pinned')

    def judge_promoted(self, arrival, record, what):
        when = moment_of(record['time'])
        closed = self.closed_gates(arrival.key, arrival.digest, when)
        passed = [item['kind'] for item in record.get('evidence', ())
                  if item['outcome'] == 'overridden' and item['kind'] != 'stop']
        self.must('every gate held when a promotion arrived, or a person passed over it', set(closed) <= set(passed) and
                  (arrival.claim or not passed), what, closed, passed)
        self.must('no environment is left out', arrival.way is None, what)
        self.exceptions[arrival.key, arrival.digest, 'gate-passed-over'] += len(passed)
        if arrival.claim:
            self.plant_stop(arrival, record, passed)
        self.must('nothing denied comes back', arrival.digest not in arrival.before.denied[arrival.key], what)

    def plant_stop(self, arrival, record, passed=()):
        """A promotion that was merged during a freeze, or against a hold."""
        when = moment_of(record['time'])
        frozen = arrival.before.freezes(arrival.key, when) and 'freeze' not in passed
        code = 'merged-against-stop' if 'left' in record else 'frozen'
        self.exceptions[arrival.key, arrival.digest, code] += frozen
        held = arrival.held and arrival.before.holds[arrival.key] > when and 'left' in record
        self.exceptions[arrival.key, arrival.digest, 'merged-against-stop'] += held

    def first_without_evidence(self, arrival, record):
        """The first image of a tag is taken as it is, because there is none that could stay."""
        if arrival.claim is None:
            return
        key, digest, hop = arrival.key, arrival.digest, HOP_OF[arrival.key]
        self.exceptions[key, digest, 'gate-without-evidence'] += bool(hop.soak) + hop.label + hop.window
        if arrival.way:
            self.exceptions[key, digest, arrival.way] += 1
        self.plant_stop(arrival, record)

    def judge_held(self, arrival, record, what):
        """A promotion that arrived is one if its rules held, as far as the journal can tell."""
        key, digest, when = arrival.key, arrival.digest, moment_of(record['time'])
        hop = HOP_OF[key]
        sources = [(source, key[1]) for source in hop.sources]
        closed = self.closed_gates(key, digest, when) or any(
            self.journal.stood(source, digest, when) < hop.soak for source in sources)
        doubtful = arrival.again or arrival.way or digest in arrival.before.denied[key] or any(
            self.past[source][-1].digest != digest or source in self.by_hand or
            sum(stretch.digest == digest for stretch in self.past[source]) > 1 for source in sources)
        self.must('what arrives with open gates is a promotion', closed or doubtful, what)

    def arrived_back(self, arrival):
        key, digest = arrival.key, arrival.digest
        if arrival.claim is None and key in HOP_OF:
            self.exceptions[key, digest, 'moved-by-hand'] -= 1
            if arrival.way:
                self.exceptions[key, digest, arrival.way] -= 1
        self.plant_rollback(key, digest)
