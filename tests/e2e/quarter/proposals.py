# SPDX-License-Identifier: Apache-2.0
"""Branches that are merged: people who use weir in a clone, and branches that a runner syncs. Each is
merged by one of the usual ways, or declined."""
import dataclasses

from repository import Broken
from world import ALIAS_FILE, HOP_OF, KEYS, TAG, Runner, name_of

OPEN_MAX = 4
WAYS = ('merge commit', 'squash', 'squash without text', 'rebase', 'fast-forward', 'cherry-pick', 'declined')
PEOPLE = ('Bo', 'Cy', 'Di')


@dataclasses.dataclass
class Proposal:
    branch: str
    synced: bool  # by a runner


class Proposals:
    """A part of Life: events."""

    def people(self, *words, check=True, who='Ada'):
        author = ('-c', f'user.name={who}', '-c', f'user.email={who.lower()}@example.org')
        return self.world.git(*author, *words, folder=self.world.people, check=check)

    def people_fetch(self):
        self.people('fetch', '-q', '--prune', 'origin')

    def propose(self):
        """Opens a branch, by a person's word in a clone or by a runner's sync."""
        if len(self.proposals) >= OPEN_MAX or not self.truth.journal.tip or self.world.branch != 'main':
            return
        self.proposed += 1
        proposal = Proposal(f'pr-{self.proposed}', self.random.random() < 0.35)
        self.people_fetch()
        self.people('checkout', '-q', '-B', proposal.branch, '--no-track', 'origin/main')
        made = self.runner_syncs(proposal) if proposal.synced else self.person_works(proposal)
        if made:
            self.proposals.append(proposal)
            self.counts['proposals by ' + ('runners' if proposal.synced else 'persons')] += 1
        else:
            self.counts['proposals that came to nothing'] += 1

    def runner_syncs(self, proposal):
        before = self.truth.tip.id
        self.people('push', '-q', 'origin', f'{before}:refs/heads/{proposal.branch}')
        runner = dataclasses.replace(self.runner(), branch=proposal.branch)
        ended = self.world.weir(runner, 'sync', '-q')
        self.say('sync of', proposal.branch, '→', ended.status)
        if ended.status and not (self.truth.denied_stands() or self.unlocked(ended.out + ended.err)):
            raise Broken(f'sync of {proposal.branch} ended with {ended.status}: {ended.out}{ended.err}')
        self.people_fetch()
        self.people('reset', '-q', '--hard', f'origin/{proposal.branch}')
        if self.people('rev-parse', 'HEAD').strip() != before:
            return True
        self.drop(proposal)
        return False

    def person_works(self, proposal):
        made = int(self.random.random() < 0.2 and self.point_in_clone(proposal))
        keys = self.random.sample(KEYS, len(KEYS))
        for key in sorted(keys, key=self.behind, reverse=True)[:self.random.choice((1, 2, 3))]:
            words = self.person_words(key)
            if words and self.person_says(proposal, words):
                made += 1
        return made > 0

    def behind(self, key):
        """Whether a promotion has something to bring to the tag."""
        pins = self.truth.tip.tree.pins
        return key in HOP_OF and any(pins[source, key[1]] not in (None, pins[key]) for source in HOP_OF[key].sources)

    def person_words(self, key):
        """What a person may want of the tag, or None."""
        tree = self.truth.tip.tree
        held = key in self.truth.by_hand or tree.holds[key] > self.world.now
        object_of = (f'{key[1]}:{TAG}', '-n', key[0])
        if held and key not in self.truth.unrecorded:
            return ('release', *object_of)
        past = [stretch.digest for stretch in self.truth.past[key]
                if stretch.digest != tree.pins[key] and stretch.digest in self.truth.properly[key]]
        if past and self.random.random() < 0.3:
            until = self.random.choice(((), ('--until', '12h'), ('--resume-on-newer',)))
            return ('rollback', *object_of, '--to', past[-1], *until, '--reason', f'it fails {self.proposed}')
        if key in HOP_OF:
            over = ('--override-gates',) if self.random.random() < 0.6 else ()
            return ('promote', object_of[0], '--to', key[0], '--reason', f'by merge {self.proposed}', *over)
        return None

    def person_says(self, proposal, words):
        """Whether the words made a commit on the branch that is checked out."""
        who = self.random.choice(PEOPLE)
        clone = Runner('clone', self.world.people, (), 'd')
        commits = self.random.random() < 0.6
        ended = self.world.weir(clone, *words, *(('--commit',) if commits else ()), GIT_AUTHOR_NAME=who,
                                GIT_AUTHOR_EMAIL=f'{who.lower()}@example.org')
        self.say('in a clone on', proposal.branch, 'weir', *words, '→', ended.status)
        if ended.status not in (0, 1):
            raise Broken(f'weir {" ".join(words)} in a clone ended with {ended.status}: {ended.err}')
        changed = self.people('status', '--porcelain', '-uno')
        if not commits and changed:
            self.people('commit', '-qam', f'{name_of((words[3], words[1][:-7]))}: {words[0]}', '--author',
                        f'{who} <{who.lower()}@example.org>')
            self.counts['commits of persons in their own words'] += 1
            return True
        if changed:
            raise Broken(f'weir {" ".join(words)} --commit left {changed}')
        self.counts['words in clones'] += ended.status == 0
        return ended.status == 0 and 'commit ' in ended.out

    # --- the end of a proposal

    def drop(self, proposal):
        refs = (f'refs/heads/{proposal.branch}', f'refs/heads/weir-journal/{proposal.branch}')
        for ref in refs if proposal.synced else ():
            self.world.git('update-ref', '-d', ref, folder=self.world.bare)

    def changed_keys(self, proposal):
        base = self.people('merge-base', 'origin/main', proposal.branch).strip()
        pins = [self.people_pins(name) for name in (base, proposal.branch)]
        return [key for key in KEYS if pins[0][key] != pins[1][key]]

    def alias_changed(self, proposal):
        return bool(self.people('diff', '--name-only', f'origin/main...{proposal.branch}', '--', ALIAS_FILE))

    def people_pins(self, name):
        pins = {}
        for key in KEYS:
            shown = self.people('show', f'{name}:{key[0]}/{key[1]}.yaml')
            pins[key] = [line for line in shown.splitlines() if '@sha256:' in line]
        return pins

    def close(self):
        """Merges or declines one of the open branches, not necessarily the oldest."""
        if not self.proposals or self.world.branch != 'main':
            return
        proposal = self.random.choice(self.proposals)
        self.people_fetch()
        if self.people('rev-parse', 'origin/main').strip() != self.truth.tip.id:
            raise Broken('the simulation itself: the branch moved unseen')
        alias = self.alias_changed(proposal)
        if any(map(self.hidden, self.changed_keys(proposal))) or alias and not self.alias_settled():
            return
        self.proposals.remove(proposal)
        way = self.random.choice(WAYS)
        self.people('checkout', '-q', proposal.branch)
        # An updated branch that is fast-forwarded would become the first parent.
        if way not in ('declined', 'fast-forward') and self.random.random() < 0.25:
            updated = self.people('merge', '-q', '--no-edit', 'origin/main', check=False)
            self.counts['branches updated'] += updated.returncode == 0
            if updated.returncode:
                self.people('merge', '--abort', check=False)
        merged = way != 'declined' and self.merge(proposal, way)
        self.say(way, proposal.branch, '' if merged else '(not merged)')
        if merged:
            refused = self.people('push', '-q', 'origin', 'HEAD:main', check=False)
            if refused.returncode and self.unlocked(refused.stderr):
                refused = self.people('push', '-q', 'origin', 'HEAD:main', check=False)
            if refused.returncode:
                raise Broken(f'a merge is refused: {refused.stderr}')
            self.truth.advance(self.world.now)
            self.truth.recorded()
            self.counts[f'proposals by {way}'] += 1
            if alias:
                self.tick()
        else:
            self.counts['proposals ' + ('declined' if way == 'declined' else 'in conflict')] += 1
        self.drop(proposal)
        self.people('checkout', '-q', '--detach', 'origin/main')

    def merge(self, proposal, way):
        """Leaves the merge as HEAD. Returns False if it conflicts or has nothing to bring."""
        branch, before = proposal.branch, self.truth.tip.id
        if way == 'rebase':
            done = self.people('rebase', '-q', 'origin/main', check=False)
            if done.returncode:
                self.people('rebase', '--abort', check=False)
                return False
            return self.people('rev-parse', 'HEAD').strip() != before
        commits = self.people('rev-list', '--reverse', '--no-merges', f'origin/main..{branch}').split()
        self.people('checkout', '-q', '-B', 'merging', '--no-track', 'origin/main')
        command = {
            'merge commit': ('merge', '-q', '--no-ff', '-m', f'Merge {branch}', branch),
            'squash': ('merge', '-q', '--squash', branch),
            'squash without text': ('merge', '-q', '--squash', branch),
            'fast-forward': ('merge', '-q', '--ff-only', branch),
            'cherry-pick': ('cherry-pick', *commits),
        }[way]
        done = self.people(*command, check=False)
        if done.returncode:
            self.people('reset', '-q', '--hard', 'origin/main')
            return False
        if way.startswith('squash') and self.people('diff', '--cached', '--name-only'):
            self.people('commit', '-q', *(('--no-edit',) if way == 'squash' else ('-m', f'release ({branch})')))
        return self.people('rev-parse', 'HEAD').strip() != before
