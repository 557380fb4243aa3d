# SPDX-License-Identifier: Apache-2.0
"""What people do with git to commits that are there: reverts, second copies, resets, and other messages."""
import re

from world import ALIAS_FILE, KEYS, stream_file


class Rewrites:
    """A part of Life: events."""

    def revert(self):
        """git revert of the newest commit, when that is weir's."""
        if not self.truth.tip.own(self.world.branch) or self.anything_hidden():
            return
        self.world.pull()
        self.say('git revert', self.truth.tip.id[:12])
        self.world.git('revert', '--no-edit', 'HEAD')
        unpinned = self.world.read(ALIAS_FILE).count('@sha256:') < sum(map(bool, self.alias.now.pins.values()))
        if unpinned or any(self.revert_takes_pin_away(key) for key in KEYS):
            self.world.pull()
            return
        self.counts['reverts'] += 1
        self.push_alone()
        self.truth.advance(self.world.now)
        self.truth.recorded()

    def again(self):
        """Brings back what was just reverted: by a second revert, or by a second copy of weir's commit."""
        tip = self.truth.tip
        reverted = re.search(r'^This reverts commit ([0-9a-f]{40})', tip.message, re.M)
        if not reverted or self.anything_hidden():
            return
        self.world.pull()
        words = self.random.choice((('revert', '--no-edit', 'HEAD'), ('cherry-pick', reverted.group(1))))
        self.say('git', *words)
        self.world.git(*words)
        self.counts[f'brought back by {words[0]}'] += 1
        self.push_alone()
        self.truth.advance(self.world.now)
        self.truth.recorded()

    def revert_takes_pin_away(self, key):
        pin = self.truth.tip.tree.pins[key]
        return pin and '@sha256:' not in self.world.read(stream_file(key))

    def before_fork(self):
        """A branch begins its journal where all records cite commits that it has. If its base lost commits
        before, that is earlier than here."""
        return len(self.truths) == 1

    def set_back(self):
        """A person resets the branch to an earlier commit and pushes that with force."""
        back = self.random.choice((1, 1, 2, 3))
        if self.world.signed or self.proposals or len(self.truth.known) < 20 or self.before_fork():
            return
        self.world.pull()
        removed = set(self.world.git('rev-list', f'HEAD~{back}..HEAD').split())
        if not self.truth.may_set_back(removed) or self.alias_moves((f'HEAD~{back}', 'HEAD')) or any(
                self.revert_would_unpin(key, f'HEAD~{back}') for key in KEYS):
            return
        self.say('reset by', back)
        self.world.git('reset', '-q', '--hard', f'HEAD~{back}')
        self.push_alone('--force')
        self.truth.set_back(removed, self.world.now)
        self.truth.recorded()
        self.counts['resets'] += 1

    def revert_would_unpin(self, key, name):
        return self.truth.tip.tree.pins[key] and '@sha256:' not in self.world.git(
            'show', f'{name}:{stream_file(key)}')

    def rewrite(self):
        """A person squashes weir's newest commit with a change of their own, or rewrites its message."""
        tip = self.truth.tip
        word = any(tip.word(key, self.world.branch) for key in KEYS)
        if self.world.signed or self.before_fork():  # what was signed and used is not given up
            return
        if not tip.own(self.world.branch) or word or self.truth.unrecorded or self.truth.journal.begins_at(tip.id):
            return
        self.world.pull()
        if self.alias_moves(('HEAD~1', 'HEAD')):
            return
        self.say('rewrite', tip.id[:12])
        if self.random.random() < 0.5:
            self.number += 1
            self.world.write('README.md', f'What runs where, squashed {self.number}.\n')
            self.world.git('add', '-A')
        self.world.git('commit', '-q', '--amend', '-m', 'release notes')
        self.push_alone('--force')
        self.truth.rewritten()
        self.counts['rewrites'] += 1
