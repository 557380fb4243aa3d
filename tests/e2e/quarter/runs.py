# SPDX-License-Identifier: Apache-2.0
"""Runs of weir: undisturbed, killed, racing, without a registry, with a slow clock."""
from repository import Broken
from world import text_of

MINUTE = 60


class Runs:
    """A part of Life: each is followed by a look at the laws."""

    def sync_ended(self, ended, statuses=(0,)):
        locked = ended.status == 1 and self.unlocked(ended.out + ended.err)
        self.truth.judge_hands()
        self.truth.advance(self.world.now)
        self.truth.recorded()
        troubled = ended.status == 1 and self.truth.denied_stands()
        if ended.status not in statuses and not locked and not troubled:
            raise Broken(f'sync ended with {ended.status}: {ended.out}{ended.err}')

    def tips(self):
        return [self.truth.objects.read(f'refs/heads/{name}{self.world.branch}')[0]
                for name in ('', 'weir-journal/')]

    def tick(self):
        """An undisturbed run, and a second one, which has nothing to do."""
        self.say('sync')
        self.sync_ended(self.run('sync', '-q'))
        self.truth.complete(self.world.now)
        before = self.tips()
        self.sync_ended(self.run('sync', '-q'))
        self.truth.must('a second run writes nothing', before == self.tips(), text_of(self.world.now))

    def tick_killed(self):
        mode = self.random.choice(('before', 'before', 'torn'))
        effect = self.random.randrange(1, 60)
        if self.world.now < self.url_from and self.random.random() < 0.4:
            renames = [int(line.split()[0]) for line in self.world.effects('sync', '-q')
                       if ' rename ' in line and 'refs/heads/' in line]
            effect = self.random.choice(renames) if renames else effect
        self.say('sync, killed at', effect, mode)
        ended = self.world.killed(self.runner(), effect, mode, 'sync', '-q')
        self.counts['kills'] += ended.status == -9
        self.sync_ended(ended, (0, -9))
        self.counts['killed between branch and journal'] += bool(self.truth.unrecorded) and ended.status == -9

    def tick_raced(self):
        self.say('two syncs at once')
        runners = (self.world.by_path, self.random.choice((self.world.by_url, self.world.by_other_url)))
        running = [self.world.start(runner, 'sync', '-q') for runner in runners]
        ended = [self.world.end(process) for process in running]
        self.truth.judge_hands()
        for one in ended:
            self.sync_ended(one)
        if all(one.status for one in ended) and not self.truth.denied_stands():
            raise Broken('both runs of a race lost it')
        self.truth.complete(self.world.now)
        self.counts['races'] += 1

    def tick_raced_by_person(self):
        self.say('sync while a person pushes')
        running = self.world.start(self.runner(), 'sync', '-q')
        self.alone = False
        self.readme()
        ended = self.world.end(running)
        self.alone = True
        self.sync_ended(ended)
        self.counts['races with people'] += 1

    def tick_without_registry(self):
        self.say('sync without the registry')
        self.world.registry.stop()
        ended = self.run('sync', '-q')
        self.world.registry.start()
        self.sync_ended(ended, (1,))
        self.counts['ticks without registry'] += 1

    def tick_back(self):
        """A run on a machine with a slow clock."""
        behind = self.random.randrange(1, 10) * MINUTE  # by more, and no time counts
        self.world.now -= behind
        self.say('sync by a clock that is behind')
        known = self.truth.journal.lengths()
        self.sync_ended(self.run('sync', '-q'))
        self.truth.left_early(known)
        self.world.now += behind
        self.truth.alias.unknown_from(self.world.now - behind)
        self.truth.clean = [(time, pins) for time, pins in self.truth.clean if time < self.world.now - behind]
        self.counts['clocks behind'] += 1
