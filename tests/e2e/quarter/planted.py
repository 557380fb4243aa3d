# SPDX-License-Identifier: Apache-2.0
"""The exceptions that an audit has to find: what persons passed over or moved by hand, and what a wrong clock did."""
from world import HOP_OF, name_of


class Planted:
    """A part of Truth."""

    def plant_hand(self, key, digest, before):
        if key in HOP_OF:
            self.exceptions[key, digest, 'moved-by-hand'] += 1
            self.plant_way(key, digest)
        self.plant_denied(key, digest, before)

    def plant_denied(self, key, digest, before):
        denied = digest in before.denied[key]
        self.exceptions[key, digest, 'denied-pinned'] += denied
        (self.brought_denied.add if denied else self.brought_denied.discard)(key)

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

    def planted(self):
        """All exceptions, when everything is over."""
        planted = self.exceptions.copy()
        for key, commit, digest in self.adopted:
            planted[key, digest, 'move-without-record'] += not self.journal.cites(key, commit)
        for commit, key, digest, ahead in self.early:
            # An audit sees that a soak was too short once the source moved on.
            short = any(self.stood((source, key[1]), digest, ahead) < HOP_OF[key].soak for source in HOP_OF[key].sources)
            planted[key, digest, 'soak-short'] += short and commit in self.known
        return +planted
