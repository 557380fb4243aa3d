#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cut.py TOOL [WORLDS [SEED]]: what a branch reads of its base's journal, in random histories, as TAP.

A world is a bare repository with the branches main and topic and the journal of main. Random steps
commit, merge, reset and rebase, and add records that cite commits of main. After each step, TOOL
(journal_tool.c) must read for topic the newest journal commit whose records all cite commits of topic,
which is found here by comparing all of them. The cache stays, with a byte of the kept cut changed now and then."""
import glob
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zlib


class World:
    def __init__(self, folder, dice):
        self.git, self.cache, self.dice = folder + '/app.git', folder + '/cache', dice
        subprocess.run(['git', 'init', '-q', '--bare', '-b', 'main', self.git], check=True)
        self.before, self.parent, self.count, self.said = {}, {}, 0, []
        self.files, self.tags, self.journal = {}, {}, []
        self.main = self.topic = None
        self.main = self.commit(None)
        self.topic = self.main
        self.record()

    def store(self, kind, data):
        data = f'{kind} {len(data)}\0'.encode() + data
        name = hashlib.sha1(data).hexdigest()
        path = f'{self.git}/objects/{name[:2]}/{name[2:]}'
        if not os.path.exists(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as file:
                file.write(zlib.compress(data))
        return name

    def tree(self, files):
        entries, folders = [], {}
        for path, data in files.items():
            head, _, rest = path.partition('/')
            if rest:
                folders.setdefault(head, {})[rest] = data
            else:
                entries.append((head, b'100644', self.store('blob', data)))
        for name, inside in folders.items():
            entries.append((name + '/', b'40000', self.tree(inside)))
        return self.store('tree', b''.join(
            mode + b' ' + name.rstrip('/').encode() + b'\0' + bytes.fromhex(id)
            for name, mode, id in sorted(entries)))

    def store_commit(self, files, parents):
        self.count += 1
        text = f'tree {self.tree(files)}\n' + ''.join(f'parent {id}\n' for id in parents)
        who = f'Ada <ada@example.org> {1767312000 + self.count} +0000'
        return self.store('commit', f'{text}author {who}\ncommitter {who}\n\nx\n'.encode())

    def commit(self, *parents):
        parents = [id for id in parents if id]
        made = self.store_commit({'one.yaml': f'{self.count}\n'.encode()}, parents)
        self.before[made] = {made}.union(*(self.before[id] for id in parents))
        self.parent[made] = parents[0] if parents else None
        return made

    def back(self, id, steps):
        while steps and self.parent[id]:
            id, steps = self.parent[id], steps - 1
        return id

    def line(self, prev, cited):
        member = f'"commit":"{cited}",' if cited else ''
        if cited and self.dice.random() < 0.1:  # JSON that weir does not write
            member = self.dice.choice([f'"commit" : "{cited}",', f'"\\u0063ommit":"{cited}",'])
        why = self.dice.choice(['x', 'a commit', json.dumps(f'"commit":"{"0" * 40}"')[1:-1]])
        digest = f'{self.dice.randrange(16):x}' * 64
        return (f'{{"v":1,"kind":"pinned","time":"2026-01-02T00:00:00Z","digest":"sha256:{digest}",'
                f'{member}"why":"{why}","prev":"{prev}"}}'), digest[0]

    def record(self):
        """Adds a commit with a few records to the journal."""
        last = self.journal[-1] if self.journal else None
        files, tags = dict(last['files'] if last else {}), dict(last['tags'] if last else {})
        cites = set(last['cites'] if last else ())
        for _ in range(self.dice.randint(1, 2)):
            tag = self.dice.choice('abcdefghij')
            path = f'app/web/{tag}.jsonl'
            digits, prev, part = tags.get(tag, ('', hashlib.sha256(path.encode()).hexdigest(), 1))
            if digits and self.dice.random() < 0.2:
                part += 1
            cited = self.back(self.main, self.dice.choice([0, 0, 0, 1, 2, 5]))
            cited = None if self.dice.random() < 0.1 else cited
            line, digit = self.line(prev, cited)
            path = path if part == 1 else f'{path}.{part}'
            files[path] = files.get(path, b'') + line.encode() + b'\n'
            tags[tag] = (digits + digit, hashlib.sha256(line.encode()).hexdigest(), part)
            cites |= {cited} if cited else set()
        made = self.store_commit(files, [last['id']] if last else [])
        self.journal.append({'id': made, 'files': files, 'tags': tags, 'cites': cites})

    def step(self):
        kinds = {'main': 20, 'topic': 6, 'record': 28, 'update': 4, 'merge': 1, 'reset': 1, 'rebase': 1,
                 'new': 1, 'rewind': 1}
        kind = self.dice.choices(list(kinds), kinds.values())[0]
        self.said.append(kind)
        if kind == 'main':
            self.main = self.commit(self.main)
        elif kind == 'topic':
            self.topic = self.commit(self.topic)
        elif kind == 'update':
            self.topic = self.commit(self.topic, self.back(self.main, self.dice.choice([0, 1, 2, 3, 4])))
        elif kind == 'merge':
            self.main = self.commit(self.main, self.topic)
        elif kind == 'reset':
            self.main = self.back(self.main, self.dice.randint(1, 4))
        elif kind == 'rebase':
            self.topic = self.commit(self.back(self.main, self.dice.randint(0, 3)))
        elif kind == 'new':
            self.topic = self.dice.choice([self.commit(), self.back(self.main, self.dice.randint(0, 9))])
        elif kind == 'rewind':
            self.journal = self.journal[:max(1, len(self.journal) - self.dice.choice([0, 1, 3, 9]))]
            self.record()
        else:
            self.record()

    def wanted(self):
        for at in reversed(self.journal):
            if at['cites'] <= self.before[self.topic]:
                return ['read'] + [f'{tag} ' + ' '.join(at['tags'][tag][0]) for tag in sorted(at['tags'])]
        return ['new']

    def publish(self):
        for name, id in {'main': self.main, 'topic': self.topic,
                         'weir-journal/main': self.journal[-1]['id']}.items():
            path = f'{self.git}/refs/heads/{name}'
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', encoding='ascii') as file:
                file.write(id + '\n')

    def read(self, tool):
        done = subprocess.run([tool, 'show', self.git], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False,
                              env={**os.environ, 'TOOL_BRANCH': 'topic', 'XDG_CACHE_HOME': self.cache})
        return done.stdout.splitlines()


    def damage(self):
        """Changes a byte of the kept cut, which must then be ignored."""
        for path in glob.glob(f'{self.cache}/weir/*/cut.*'):
            with open(path, 'r+b') as file:
                data = bytearray(file.read())
                data[self.dice.randrange(len(data))] ^= 1
                file.seek(0)
                file.write(data)


def play(tool, seed, folder):
    """Returns how many readings were right, and the fault or None."""
    world = World(folder, random.Random(seed))
    for number in range(80):
        world.step()
        if number % 3 == world.dice.randrange(3):
            continue
        world.publish()
        wanted, got = world.wanted(), world.read(tool)
        if got != wanted:
            return number, f'seed {seed}, {" ".join(world.said)}: read {got}, not {wanted}'
        if world.dice.random() < 0.1:
            world.damage()
        if number % 15 == 14:
            shutil.rmtree(world.cache, ignore_errors=True)
    return number, None


def main():
    tool, worlds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 12
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    print(f'1..{worlds}', flush=True)
    failed = False
    for seed in range(first, first + worlds):
        with tempfile.TemporaryDirectory() as folder:
            os.environ['HOME'] = folder
            number, fault = play(tool, seed, folder)
        failed = failed or fault is not None
        print(f'{"not ok" if fault else "ok"} {seed - first + 1} - world {seed}: {number + 1} steps',
              flush=True)
        if fault:
            print('# ' + fault)
    return failed


if __name__ == '__main__':
    sys.exit(main())
