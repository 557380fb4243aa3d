# SPDX-License-Identifier: Apache-2.0
"""Incidents: a runner with a clock that is far ahead, and its repair; a journal that is lost; commits and
journals of somebody without an allowed key, which no run uses."""
from repository import Broken
from world import DAY, HOP_OF, HOUR, KEYS, STREAMS, name_of

MINUTE = 60


class Incidents:
    """A part of Life: events."""

    def must_end(self, ended, statuses, words):
        if ended.status not in statuses:
            raise Broken(f'{words} ended with {ended.status}: {ended.out}{ended.err}')

    # --- the clock

    def clock_ahead(self):
        """A run whose clock is hours or days ahead, then one with the right clock, then the repair."""
        self.tick()
        for stream in STREAMS:
            self.push(stream)
        now, ahead = self.world.now, self.random.choice((3 * HOUR, 30 * HOUR, 5 * DAY))
        before, known = self.tips(), self.truth.journal.lengths()
        self.world.now += ahead
        self.say('sync by a clock that is ahead')
        self.sync_ended(self.run('sync', '-q'))
        self.truth.made_ahead(now, self.world.now)
        self.world.now = now + 10 * MINUTE
        if before[1] == self.tips()[1]:
            return
        self.tick()
        self.repair()
        self.truth.repaired(known, self.world.now)
        self.counts['clocks ahead'] += 1

    def repair(self):
        self.say('weir journal repair')
        known, branch = self.truth.journal.lengths(), self.tips()[0]
        self.must_end(self.run('journal', 'repair'), (0,), 'weir journal repair')
        self.truth.recorded()
        added = sum(self.truth.journal.lengths()[key] - known[key] for key in KEYS)
        self.truth.must('a repair adds records and leaves the branch', self.tips()[0] == branch and added)
        self.counts['records repaired'] += added
        before = self.tips()
        self.must_end(self.run('journal', 'repair'), (0,), 'weir journal repair')
        self.truth.must('a second repair has nothing to do', before == self.tips())
        self.tick()

    # --- the journal

    def lose_journal(self):
        self.say('the journal is deleted')
        self.world.git('update-ref', '-d', f'refs/heads/weir-journal/{self.world.branch}', folder=self.world.bare)
        self.world.forget()  # they know that there was another one
        self.truth.lose_journal(self.world.now)
        self.counts['lost journals'] += 1
        if self.world.signed:
            self.accept_journal()

    def accept_journal(self):
        """Where signatures are required, a person must accept once that a journal begins again."""
        named = self.truth.named_journal()
        if named == 'new':
            return  # nothing shows that there was a journal
        self.say('sync, refused')
        self.unused(self.run('sync', '-q'))
        self.truth.must('a signed journal does not begin again by itself', self.tips()[1] is None)
        self.thaw()
        self.say('sync --accept-rewind')
        self.sync_ended(self.run('sync', '-q', '--accept-rewind'))
        accepted = self.world.git('log', '-1', '--format=%(trailers:key=Weir-Accepted,valueonly)',
                                  self.truth.journal.tip, folder=self.world.bare).strip()
        self.truth.must('the acceptance is recorded', accepted == named, accepted, named)
        self.tick()

    def unused(self, ended):
        """After a run that could not use the journal. The branch is written as usual."""
        self.must_end(ended, (0, 1), 'sync without a journal')
        self.truth.judge_hands()
        self.truth.advance(self.world.now)

    # --- somebody without an allowed key

    def stranger(self):
        """Options of git for a commit without a signature, or with one that is not allowed."""
        return self.random.choice((
            ('unsigned', ('-c', 'commit.gpgSign=false')),
            ('signer-not-allowed', ('-c', f'user.signingKey={self.world.stranger}'))))

    def forge_commit(self):
        """No run uses the branch, until somebody takes the commit away, or signs one after it."""
        if self.anything_hidden():
            return
        key = self.random.choice([key for key in KEYS if key in HOP_OF and self.truth.tip.tree.pins[key]])
        digest = self.new_image(key)
        code, options = self.stranger()
        self.world.pull()
        self.say('a stranger sets', name_of(key), digest[:15], code)
        self.edit_digest(key, digest)
        self.world.git(*options, 'commit', '-qam', 'urgent')
        self.push_alone()
        before = self.tips()
        self.must_end(self.run('sync', '-q'), (2,), 'sync of a branch that is not signed')
        self.truth.must('a branch that is not signed is not used', before == self.tips())
        if self.random.random() < 0.5:
            self.world.git('reset', '-q', '--hard', self.truth.tip.id)
            self.push_alone('--force')
            self.counts['forged commits taken away'] += 1
        else:
            self.truth.exceptions[key, digest, code] += 1
            self.readme()
            self.counts['forged commits signed for'] += 1
        self.tick()

    def forge_journal(self):
        """No run uses a journal that is not signed, nor an older one, until the right one is back."""
        if self.anything_hidden() or self.truth.denied_stands():
            return
        ref = f'refs/heads/weir-journal/{self.world.branch}'
        code, options = self.stranger()
        older, named = self.random.random() < 0.3, self.truth.named_journal()
        if older and self.world.git('rev-parse', '-q', '--verify', f'{named}~1', folder=self.world.bare,
                                    check=False).returncode == 0:
            code = 'older'
            self.world.unlock()
            self.world.git('update-ref', ref, f'{named}~1', folder=self.world.bare)
        else:
            self.forger().append(*self.forger().copy(self.random.choice(
                [key for key in KEYS if self.truth.journal.records[key]])), *options)
        self.say('the journal is forged:', code)
        forged = self.tips()[1]
        self.say('sync')
        self.unused(self.run('sync', '-q'))
        self.truth.must('a journal without a proof is not used', self.tips()[1] == forged)
        self.world.git('update-ref', ref, self.truth.journal.tip, folder=self.world.bare)
        self.say('the journal is back')
        self.tick()
        self.counts[f'journals forged, {code}'] += 1
