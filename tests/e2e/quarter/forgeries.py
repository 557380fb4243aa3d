# SPDX-License-Identifier: Apache-2.0
"""Forged journals and commits, and the exceptions that an audit has to find in them."""
import collections
import hashlib
import json
import os
import shutil

from world import HOP_OF, name_of, office_hours, text_of

UNSIGNED_RECORDS = (None, None, 'unsigned')


class Forger:
    """Who may push to a branch and to its journal, and has no key."""

    def __init__(self, world, truth):
        self.world = world
        self.truth = truth
        self.folder = os.path.join(world.options.scratch, 'forger')

    def git(self, *words):
        return self.world.git('-c', 'commit.gpgSign=false', '-c', 'user.name=Eve', '-c', 'user.email=eve@example.org',
                              *words, folder=self.folder)

    def clone(self, branch):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.world.unlock()
        self.world.git('clone', '-q', '-b', branch, self.world.bare, self.folder)

    def copy(self, key, **changes):
        """A line that continues the tag's records: the last one again, with changes. Returns path and line."""
        path = self.truth.journal.path(key)
        last = self.truth.journal.bytes[key].splitlines()[-1]
        record = {**json.loads(last), 'time': text_of(self.world.now), **changes}
        record['prev'] = hashlib.sha256(last).hexdigest()
        record = {name: value for name, value in record.items() if value is not None}
        return path, json.dumps(record, separators=(',', ':'), ensure_ascii=False) + '\n'

    def append(self, path, text, *options):
        """One more commit of the journal, in which the text is added to the file."""
        self.clone(f'weir-journal/{self.truth.branch}')
        os.makedirs(os.path.dirname(os.path.join(self.folder, path)) or '.', exist_ok=True)
        with open(os.path.join(self.folder, path), 'a', encoding='utf-8') as file:
            file.write(text)
        self.git('add', '-A')
        # The trailers of the commit before, so that only the signature tells it apart.
        trailers = self.git('log', '-1', '--format=%(trailers:only)')
        self.git(*options, 'commit', '-qm', f'records\n\n{trailers}')
        self.git('push', '-q', 'origin', 'HEAD')

    def edit(self, key, digest, message):
        """A commit of the branch that sets the tag."""
        self.clone(self.truth.branch)
        path, old = os.path.join(self.folder, f'{key[0]}/{key[1]}.yaml'), self.truth.tip.tree.pins[key]
        with open(path, encoding='utf-8') as file:
            text = file.read()
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text.replace(f'@{old}\n', f'@{digest}\n', 1))
        self.git('commit', '-qam', message)
        self.git('push', '-q', 'origin', 'HEAD')
        return self.git('rev-parse', 'HEAD').strip()


class Forgeries:
    """The end of a life: each forgery, and what the audit finds more than before."""

    def __init__(self, world, truth):
        self.forger = Forger(world, truth)
        self.world, self.truth = world, truth
        self.forged = 0

    def image(self):
        """The digest of an image that no environment ever had."""
        self.forged += 1
        return f'sha256:{self.forged:064x}'

    def record(self, key, _):
        """A record of a move that no commit made."""
        digest = self.image()
        self.forger.append(*self.forger.copy(key, kind='pinned', digest=digest, rebuilt=None, left=None, holds=None))
        self.truth.journal.read()
        return {(key, digest, 'record-without-commit'): 1, UNSIGNED_RECORDS: 1}

    def foreign_file(self, *_):
        self.forger.append('dev/notes.txt', 'not a record\n')
        return {(None, None, 'foreign-file'): 1, UNSIGNED_RECORDS: 1}

    def commit(self, key, _):
        """A move that no run has seen."""
        digest = self.image()
        self.forger.edit(key, digest, f'{name_of(key)}: urgent')
        return {(key, digest, 'move-without-record'): 1, (key, digest, 'unsigned'): 1,
                (key, digest, 'not-in-predecessor'): int(key in HOP_OF)}

    def imitation(self, _, key):
        """A commit that looks like weir's, and its record, with evidence for every gate."""
        digest, old = self.image(), self.truth.tip.tree.pins[key]
        parent, journal = self.truth.objects.read(f'refs/heads/{self.truth.branch}')[0], self.truth.journal.tip
        commit = self.forger.edit(key, digest, f'promote {key[1]} to {key[0]}\n\n'
                                  f'Weir-Move: promoted {name_of(key)} {old} {digest}\n'
                                  f'Weir-Source-Commit: {parent}\n'
                                  f'Weir-Journal: {self.truth.branch} {journal}')
        hop, began = HOP_OF[key], text_of(self.world.now - 30 * 24 * 3600)
        gates = [('soak', f'{hop.soak // 3600}h')] * bool(hop.soak) + [('label', 'org.example.tested=yes')] * hop.label
        gates += [('window', 'office-hours')] * hop.window
        evidence = [{'kind': kind, 'argument': argument, 'outcome': 'held', 'since': began, 'text': 'it held'}
                    for kind, argument in gates]
        self.forger.append(*self.forger.copy(key, kind='promoted', digest=digest, commit=commit, source=parent, who=None,
                                             why=None, evidence=evidence, left=None, holds=None, rebuilt=None))
        self.truth.journal.read()
        return {UNSIGNED_RECORDS: 1, (key, digest, 'unsigned'): 1,
                (key, digest, 'not-in-predecessor'): 1, (key, digest, 'soak-short'): int(hop.soak > 0),
                (key, digest, 'outside-window'): int(hop.window and not office_hours(self.world.now)),
                (key, digest, 'frozen'): int(self.truth.tip.tree.freezes(key, self.world.now))}

    ALL = (record, foreign_file, commit, imitation)

    def plant(self, kind, key, moved):
        found = collections.Counter(kind(self, key, moved))
        return found if self.world.signed else collections.Counter(
            {what: count for what, count in found.items() if what[2] != 'unsigned'})
