# SPDX-License-Identifier: Apache-2.0
"""The events: a seeded random process over the world, which reports each event to the truth."""
import re
import time

from aliases import Aliases
from forgeries import Forger
from incidents import Incidents
from proposals import Proposals
from repository import Broken
from rewrites import Rewrites
from runs import Runs
from truth import Image
from world import ALIAS_FILE, FOLLOWS, HOP_OF, HOUR, KEYS, STREAMS, TAG, name_of, stream_file, text_of

MINUTE = 60


class Life(Proposals, Runs, Incidents, Aliases, Rewrites):
    def __init__(self, world, truth, random, counts):
        self.world = world
        self.truth = truth
        self.truths = [truth]  # of each branch that lives long
        self.random = random
        self.counts = counts
        self.trace = []
        self.number = 0
        self.version = [1, 0, 0]
        self.pushed = {stream: [] for stream in STREAMS}
        self.url_from = None  # from then on runners have a URL
        self.alone = True  # no run is on its way
        self.proposals, self.proposed = [], 0

    def say(self, *words):
        self.trace.append(f'{text_of(self.world.now)} ' + ' '.join(map(str, words)))

    def runner(self):
        world = self.world
        if world.now < self.url_from:
            return world.by_path
        return self.random.choice((world.by_url, world.by_url, world.by_other_url))

    # --- what is pushed

    def push(self, stream=None):
        stream = stream or self.random.choice(STREAMS)
        tag, self.number = TAG, self.number + 1
        content = f'{stream} {self.number}'
        again = self.pushed[stream] and self.random.random() < 0.08
        if again:  # the tag goes back to what it meant before
            content = self.random.choice(self.pushed[stream][-4:])
        if stream in FOLLOWS:
            tag = self.next_version()
        tested = stream not in FOLLOWS or tested_of(content)
        digest = self.world.registry.push(stream, tag, content, tested)
        if not again:
            self.pushed[stream].append(content)
        self.truth.pushed(stream, tag, digest, tested, self.world.now)
        self.counts['pushes'] += 1
        self.counts['bad pushes'] += not tested
        self.say('push', stream, tag, digest[:15], '' if tested else 'not tested')

    def next_version(self):
        major, minor, patch = self.version
        if not any(self.truth.tags.values()):
            return '1.0.0'  # what the manifest names
        chance = self.random.random()
        if chance < 0.1:
            return f'2.0.{self.number}'  # out of the range
        if chance < 0.2:
            return f'{major}.{minor + 1}.0-rc.{self.number}'
        if chance < 0.3:
            return '.'.join(map(str, self.version))  # pushed again
        self.version = [major, minor + 1, 0] if chance < 0.6 else [major, minor, patch + 1]
        return '.'.join(map(str, self.version))

    # --- people with a clone

    def commit(self, subject, *options):
        """Pushes, however often others are faster; the edit must not depend on theirs."""
        self.world.git('add', '-A')
        self.world.git('commit', '-qm', subject)
        for _ in range(20):
            refused = self.world.push(*options)
            if not refused:
                break
            self.unlocked(refused)
            self.world.git('fetch', '-q', 'origin', self.world.branch)
            self.world.git('rebase', '-q', 'FETCH_HEAD')
        else:
            raise Broken(f'a person never gets to push: {refused}')
        self.truth.advance(self.world.now)
        self.truth.recorded()

    def unlocked(self, words):
        """True if a lock stopped it: then removes the lock, or waits for its owner."""
        locked = 'cannot lock ref' in words
        if locked and self.alone:
            self.world.unlock()
        elif locked:
            time.sleep(0.05)  # another process has it and will finish
        self.counts['locks in the way'] += locked
        return locked

    def run(self, *words):
        runner = self.runner()
        ended = self.world.weir(runner, *words)
        if ended.status == 1 and self.unlocked(ended.out + ended.err):
            ended = self.world.weir(runner, *words)
        return ended

    def push_alone(self, *options):
        refused = self.world.push(*options)
        if refused and self.unlocked(refused):
            refused = self.world.push(*options)
        if refused:
            raise Broken(f'a person alone is refused: {refused}')

    def edit_digest(self, key, digest):
        path = stream_file(key)
        text = self.world.read(path)
        pin = self.truth.tip.tree.pins[key]
        new = re.sub(rf'^(\s*name: \S+@){pin}', rf'\g<1>{digest}', text, flags=re.M)
        self.world.write(path, new)
        return new != text

    def type_digest(self, key, digest, subject):
        if not self.edit_digest(key, digest):
            return False
        self.commit(subject)
        return True

    def new_image(self, key):
        """An image that no tag of the registry that is followed ever meant."""
        self.number += 1
        digest = self.world.registry.push(key[1], f'hotfix-{self.number}', f'hotfix {self.number}')
        self.truth.images[digest] = Image(key[1], True)
        return digest

    def readme(self):
        self.number += 1
        self.world.pull()
        self.world.write('README.md', f'What runs where, {self.number}.\n')
        self.commit('readme: something else')
        self.counts['other commits'] += 1

    def hidden(self, key):
        """A limit of weir: it never sees a move by a run that was killed between its two branches if
        somebody reverts the move before the next run. The simulation avoids that."""
        return key in self.truth.unrecorded

    def anything_hidden(self):
        return any(map(self.hidden, KEYS)) or not self.alias_settled()

    def back_by_hand(self):
        """A person types an earlier digest in again."""
        key = self.random.choice(KEYS)
        pin = self.truth.tip.tree.pins[key]
        past = [stretch.digest for stretch in self.truth.past[key] if stretch.digest != pin]
        if not past or self.hidden(key):
            return
        self.world.pull()
        self.say('by hand', name_of(key), 'back to', past[-1][:15])
        self.counts['hand moves'] += self.type_digest(key, past[-1], f'{name_of(key)}: back')

    def hotfix(self):
        key = self.random.choice([key for key in KEYS if key in HOP_OF])
        if not self.truth.tip.tree.pins[key]:
            return
        digest = self.new_image(key)
        self.world.pull()
        self.say('hotfix', name_of(key), digest[:15])
        self.counts['hotfixes'] += self.type_digest(key, digest, f'hotfix {self.number}')

    def freeze(self):
        self.world.pull()
        text = self.world.read('weir.yaml')
        self.counts['freezes'] += 1
        if self.random.random() < 0.5 and not self.truth.tip.tree.frozen:
            self.say('weir.freeze')
            self.world.write('weir.freeze', 'incident\n')
            self.commit('freeze everything')
            return
        spaces = self.random.sample(('dev', 'staging', 'prod', 'live', 'east'), 2)
        until = text_of(self.world.now + self.random.randrange(3, 30) * HOUR)
        text = re.sub(r'^  freeze: .*\n', '', text, flags=re.M)
        self.world.write('weir.yaml', text.replace('  windows:', (
            f'  freeze: [{{namespaces: [{", ".join(spaces)}], until: {until}, reason: release}}]\n  windows:')))
        self.say('freeze', *spaces, 'until', until)
        self.commit('freeze some')

    def thaw(self):
        if not self.truth.tip.tree.frozen:
            return
        self.world.pull()
        self.say('thaw')
        self.world.git('rm', '-q', 'weir.freeze')
        self.commit('thaw')

    # --- requests of a person

    def word(self, *words, overridden=False, meant=()):
        """The status."""
        ended = self.run(*words)
        self.say('weir', *words, '→', ended.status)
        if ended.status not in (0, 1):
            raise Broken(f'weir {" ".join(words)} ended with {ended.status}: {ended.err}')
        self.truth.advance(self.world.now, overridden, meant)
        self.truth.recorded()
        self.counts['words refused'] += ended.status
        return ended.status

    def release(self):
        tree = self.truth.tip.tree
        held = [key for key in KEYS if key in self.truth.by_hand or tree.holds[key] > self.world.now]
        for key in self.random.sample(held, min(2, len(held))):
            if self.word('release', f'{key[1]}:{TAG}', '-n', key[0]) != 0:
                raise Broken(f'{name_of(key)} was not released')
            self.truth.by_hand.pop(key, None)
            self.truth.unjudged.discard(key)
            self.counts['releases'] += 1

    def rollback(self):
        key = self.random.choice(KEYS)
        until = self.random.choice(((), ('--until', '12h'), ('--until', '2d'), ('--resume-on-newer',)))
        how = self.random.choice(('steps', 'digest', 'time', 'namespace'))
        known = [stretch for stretch in self.truth.past[key]
                 if stretch.digest != self.truth.tip.tree.pins[key]]
        if not known:
            return
        wanted, keys = {}, [key]
        words = ['rollback', f'{key[1]}:{TAG}', '-n', key[0], *until, '--reason', 'it fails']
        if how == 'steps':
            words += ['--to', str(self.random.choice((1, 1, 2)))]
        elif how == 'digest':
            wanted[key] = self.random.choice(known).digest
            words += ['--to', wanted[key][:self.random.choice((15, 20, 71))]]
        else:
            if not self.truth.clean:
                return
            time, pins = self.random.choice(self.truth.clean)
            words += ['--to', text_of(time)]
            if how == 'namespace':
                keys = [other for other in KEYS if other[0] == key[0]]
                words[1:2] = ['--all']
            wanted = {other: pins[other] for other in keys if pins[other] and (time, other) not in self.truth.doubts}
        denied = {other: set(self.truth.tip.tree.denied[other]) for other in wanted}
        if self.word(*words, meant=keys) != 0:
            return
        self.counts['rollbacks'] += 1
        for other, digest in wanted.items():
            self.truth.must('a rollback ends where it was told to', self.truth.tip.tree.pins[other] == digest
                            or digest in denied[other], name_of(other), digest, how)

    def promote(self):
        key = self.random.choice([key for key in KEYS if key in HOP_OF])
        words = ['promote', f'{key[1]}:{TAG}', '--to', key[0], '--reason', 'it is urgent']
        overridden = self.random.random() < 0.5
        if self.random.random() < 0.3:
            source = HOP_OF[key].sources[0], key[1]
            words += ['--image', self.random.choice(self.truth.past[source]).digest] if self.truth.past[
                source] else []
        if overridden:
            words.append('--override-gates')
        if self.word(*words, overridden=overridden, meant=[key]) == 0:
            self.counts['promotes'] += 1
            self.counts['promotes over gates'] += overridden

    def forger(self):
        return Forger(self.world, self.truth)

    EVENTS = ((push, 50), (readme, 4), (back_by_hand, 4), (Rewrites.revert, 4), (hotfix, 3), (freeze, 3), (thaw, 8),
              (Rewrites.rewrite, 2), (Rewrites.set_back, 4), (release, 14), (rollback, 8), (promote, 7), (Proposals.propose, 22),
              (Proposals.close, 26), *Aliases.ALIAS_EVENTS)
    TICKS = ((Runs.tick, 60), (Runs.tick_killed, 22), (Runs.tick_raced, 7), (Runs.tick_raced_by_person, 4),
             (Runs.tick_without_registry, 2), (Runs.tick_back, 5))

    def choose(self, table):
        choices, weights = zip(*table)
        return self.random.choices(choices, weights)[0](self)

    def fork(self, branch):
        """Begins a branch that is never merged."""
        self.say('branch', branch)
        self.world.git('branch', branch, self.truth.tip.id, folder=self.world.bare)
        self.truths.append(self.truth.fork(branch))

    def on(self, truth):
        """From here on everything happens on that branch."""
        if truth is not self.truth:
            self.say('on', truth.branch)
        self.truth, self.world.branch = truth, truth.branch

    def step(self):
        self.on(self.random.choice((self.truths[0], *self.truths)))
        self.counts[f'steps on {self.truth.branch}'] += 1
        if self.random.random() < 0.4:
            self.again()
        for _ in range(self.random.choice((0, 1, 1, 2))):
            self.choose(self.EVENTS)
        self.choose(self.TICKS)
        self.counts['ticks'] += 1
        self.world.now += self.random.choice((10, 25, 60, 60, 120, 120, 180, 300, 540)) * MINUTE

    def calm(self):
        """Releases everything, pushes once more for each, and waits: every image must arrive."""
        for truth in self.truths:
            self.on(truth)
            self.thaw()
            for _ in range(40):
                if not any(key in truth.by_hand or truth.tip.tree.holds[key] > self.world.now for key in KEYS):
                    break
                self.release()
            self.alias_released()
            self.ends_released()
        for stream in STREAMS:
            self.push_last(stream)
        for _ in range(4):
            self.push_end()
        for _ in range(7 * 5):
            self.world.now += 5 * HOUR
            for truth in self.truths:
                self.on(truth)
                self.tick()

    def push_last(self, stream):
        self.number += 1
        tag = TAG
        if stream in FOLLOWS:
            self.version[1] += 1
            tag = '.'.join(map(str, self.version))
        digest = self.world.registry.push(stream, tag, f'{stream} {self.number}, the last')
        self.truth.pushed(stream, tag, digest, True, self.world.now)
        self.counts['pushes'] += 1


def tested_of(text):
    """Whether content counts as tested depends on the content only."""
    return sum(text.encode()) % 5 != 0

