#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Simulates three months of a repository: pushes, rollbacks, freezes, reverts, killed runners, with a
simulated clock and everything else real. Laws are checked after every step (truth.py); at the end
the audit must find the planted forgeries (events.py) and nothing else.

Prints lines "ok NAME", "not ok NAME" and "# TEXT", which quarter.test.sh counts. The same seed gives
the same events, except for the winner of a race."""
import argparse
import collections
import json
import random
import sys
import time

from events import Life
from forgeries import Forgeries
from repository import Broken
from truth import Truth
from world import ALIAS, ALIAS_ENDS, DAY, HOP_OF, KEYS, STREAMS, TAG, World, moment_of, name_of, text_of

BEGIN = {False: '2026-03-19T05:00:00Z', True: '2026-02-02T05:00:00Z'}
DAYS = {False: 14, True: 90}
STEPS_TOLD = 40
FSCK_EVERY = 40


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ('scratch', 'git-folder', 'git-url', 'weir', 'kill'):
        parser.add_argument('--' + name, required=True)
    parser.add_argument('--registry-port', type=int, required=True)
    parser.add_argument('--seed', type=int, required=True)
    parser.add_argument('--long', action='store_true')
    parser.add_argument('--signed', action='store_true', help='all commits are signed and must be')
    parser.add_argument('registry', nargs='+', help='the command that starts docker-registry')
    return parser.parse_args()


def say(result, text):
    print(result, text, flush=True)


def fsck(world, truth):
    done = world.git('fsck', '--strict', '--no-dangling', folder=world.bare, check=False)
    bad = [line for line in (done.stdout + done.stderr).splitlines()
           if line.startswith(('error', 'missing', 'broken', 'fatal'))]
    truth.must('the repository is sound', not bad, *bad)


def plan(life, begin, length):
    """What happens once in each life: when, and what."""
    planned = [(1 / 4, life.lose_journal), (1 / 3, lambda: life.fork('release')), (3 / 5, life.clock_ahead)]
    if life.world.signed:
        planned += [(time, event) for time in (1 / 5, 2 / 5, 4 / 5) for event in (life.forge_commit, life.forge_journal)]
    return [(begin + int(time * length), event) for time, event in sorted(planned, key=lambda pair: pair[0])]


def live(life, begin, days):
    world, truth = life.world, life.truth
    end = begin + days * DAY
    life.url_from = begin + days * DAY // 2
    planned = plan(life, begin, days * DAY)
    for stream in STREAMS:
        life.push(stream)
    for tag in ALIAS_ENDS:
        world.registry.push(ALIAS, tag, f'the first {tag}')
    for _ in range(3):
        life.tick()
    steps = 0
    while world.now < end:
        life.step()
        steps += 1
        while planned and world.now >= planned[0][0]:
            life.tick()
            planned.pop(0)[1]()
            life.tick()
        if steps % FSCK_EVERY == 0:
            fsck(world, truth)
    for truth in life.truths:
        life.on(truth)
        life.tick()
    life.calm()
    fsck(world, truth)


def arrived(truth):
    """The image of the last push is everywhere."""
    for key in KEYS:
        truth.must('all arrives when all is calm',
                   truth.tip.tree.pins[key] == truth.live[key[1]][-1].digest, name_of(key))


def look_back(life):
    """Compares weir's reports about the past with the truth."""
    world, truth = life.world, life.truth
    for moment, pins in life.random.sample(truth.clean, min(12, len(truth.clean))):
        ended = world.weir(world.by_path, 'get', 'tags', '--at', text_of(moment), '-o', 'json')
        told = {(item['namespace'], item['stream']): item.get('digest')
                for item in json.loads(ended.out)['items'] if item['tag'] == TAG}
        for key in KEYS:
            doubt = (moment, key) in truth.doubts and told.get(key) is None
            if pins[key]:
                truth.must('get tags --at says what stood there', told.get(key) == pins[key] or doubt, name_of(key),
                           text_of(moment), 'on', truth.branch, told.get(key), 'instead of', pins[key])


def look_back_at_alias(life):
    world, alias = life.world, life.truth.alias
    for moment, given in life.random.sample(alias.clean, min(12, len(alias.clean))):
        ended = world.weir(world.by_path, 'get', 'tags', '--at', text_of(moment), '-n', 'lab', '-o', 'json')
        told = next(item.get('digest') for item in json.loads(ended.out)['items'] if item['tag'] == TAG)
        life.truth.must('get tags --at says what an alias gave', told == given, text_of(moment), 'on', life.truth.branch,
                        told, 'instead of', given)


def audit(world, truth, planted):
    """Exceptions by tag, digest and kind."""
    ended = world.weir(world.by_path, 'audit', '-o', 'json')
    if ended.status not in (0, 1):
        raise Broken(f'audit ended with {ended.status}: {ended.err}')
    found, notes = collections.Counter(), collections.Counter()
    for item in json.loads(ended.out)['findings']:
        key = (item['namespace'], item['stream']) if item['namespace'] else None
        key = (*key, item['tag']) if key and item['tag'] != TAG else key
        place = notes if item['class'] == 'note' else found
        place[key, item['digest'], item['code']] += 1
    compare('exception', planted, found)
    compare('note', truth.notes, collections.Counter(
        {what: count for what, count in notes.items() if what[2] == 'rolled-back'}))
    return found.total()


def forge(life, planted):
    """Forges journals and commits, when everything is over."""
    forgeries = Forgeries(life.world, life.truth)
    moved = life.random.choice(tuple(HOP_OF))
    key = life.random.choice([key for key in KEYS if key != moved])
    for kind in Forgeries.ALL:
        life.say('a forgery:', kind.__name__)
        planted += forgeries.plant(kind, key, moved)
        audit(life.world, life.truth, planted)
        life.counts['forgeries'] += 1
    say('ok', f'the audit of {life.truth.branch} finds all {len(Forgeries.ALL)} forgeries')


def compare(kind, planted, found):
    missed, surplus = planted - found, found - planted
    if missed or surplus:
        lines = [f'{word} {count} × {code} {name_of(key) if key else ""} {digest or ""}'
                 for word, counter in (('missed', missed), ('surplus', surplus))
                 for (key, digest, code), count in counter.items()]
        raise Broken(f'{kind}s of the audit:\n' + '\n'.join(lines))


def main():
    options = parse()
    begin = moment_of(BEGIN[options.long])
    started = time.monotonic()
    say('#', f'seed {options.seed}; QUARTER_SEED={options.seed} repeats it')
    world = World(options)
    world.now = begin
    if options.signed:
        world.sign()
    world.begin()
    truth, counts = Truth(world.bare, begin), collections.Counter()
    life = Life(world, truth, random.Random(options.seed), counts)
    try:
        live(life, begin, DAYS[options.long] // (2 if options.signed else 1))
        for one in life.truths:
            life.on(one)
            arrived(one)
            look_back(life)
            look_back_at_alias(life)
            planted = one.planted()
            exceptions = audit(world, one, planted)
            say('ok', f'the audit of {one.branch} finds all {exceptions} exceptions that were planted, '
                'and nothing else')
            forge(life, planted)
    except Broken as broken:
        say('not ok', 'the laws hold and the audit is exact')
        plan = world.weir(world.by_path, 'diff', '--all').out
        for line in (*str(broken).splitlines(), 'the last steps:', *life.trace[-STEPS_TOLD:],
                     'as it stands:', *plan.splitlines()):
            say('#', '  ' + line)
    finally:
        world.stop()
        truth.objects.stop()
    for law, times in truth.laws.items():
        say('ok', f'{law} ({times} times)')
    counts.update({f'moves by {kind}': count for kind, count in truth.counts.items()})
    counts['days'] = (world.now - begin) // DAY
    say('#', ', '.join(f'{name}: {counts[name]}' for name in sorted(counts)))
    say('#', f'{time.monotonic() - started:.0f} s')


if __name__ == '__main__':
    sys.exit(main())
