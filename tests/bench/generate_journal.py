#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""generate_journal.py [--tags N] [--records M] [--of-last M] [--no-journal] FOLDER

Makes a bare repository with N tags, ten in each ImageStream, that are pinned and imported once, so
that no registry is asked, and a journal of M records for each tag (--of-last: for the last tag, app/s0:t0).
The files of a tag are as weir writes them: a part takes lines until it has 128 KiB."""
import argparse
import hashlib
import subprocess
import time

FULL = 128 << 10
BEGIN = 1700000000


def digest(tag, number):
    return 'sha256:' + hashlib.sha256(f'{tag} {number}'.encode()).hexdigest()


def instant(seconds):
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(seconds))


def parts(path, tag, count):
    """The files of a tag: path and bytes."""
    prev, number, lines, size = hashlib.sha256(path.encode()).hexdigest(), 1, [], 0
    for i in range(count):
        line = (f'{{"v":1,"kind":"pinned","time":"{instant(BEGIN + 3600 * i)}",'
                f'"digest":"{digest(tag, i)}","reference":"quay.io/team/{tag}:latest",'
                f'"commit":"{i:040x}","who":"weir <weir@example.org>",'
                f'"why":"the tag points to another image now","prev":"{prev}"}}').encode()
        if size >= FULL:
            yield (path if number == 1 else f'{path}.{number}'), b'\n'.join(lines) + b'\n'
            number, lines, size = number + 1, [], 0
        lines.append(line)
        size += len(line) + 1
        prev = hashlib.sha256(line).hexdigest()
    yield (path if number == 1 else f'{path}.{number}'), b'\n'.join(lines) + b'\n'


def manifest(stream, tags, last):
    lines = ['apiVersion: image.openshift.io/v1', 'kind: ImageStream',
             f'metadata: {{name: s{stream}, namespace: app}}', 'spec:', '  tags:']
    for tag in tags:
        name = f's{stream}t{tag}'
        lines += [f'  - name: t{tag}', '    from: {kind: DockerImage, name: '
                  f'"quay.io/team/{name}:latest@{digest(name, last(stream, tag) - 1)}"}}']
    return '\n'.join(lines).encode() + b'\n'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--tags', type=int, default=1000)
    parser.add_argument('--records', type=int, default=1000)
    parser.add_argument('--of-last', type=int)
    parser.add_argument('--no-journal', action='store_true')
    parser.add_argument('folder')
    given = parser.parse_args()

    def records(stream, tag):
        one = given.of_last if given.of_last is not None else given.records
        return one if (stream, tag) == (0, 0) else given.records

    subprocess.run(['git', 'init', '-q', '--bare', '-b', 'main', given.folder], check=True)
    git = subprocess.Popen(['git', '-C', given.folder, 'fast-import', '--quiet', '--depth=0'],
                           stdin=subprocess.PIPE)
    out = git.stdin

    def commit(ref, files):
        out.write(f'commit refs/heads/{ref}\ncommitter weir <weir@example.org> {BEGIN} +0000\n'
                  'data 2\nx\n'.encode())
        for path, data in files:
            out.write(f'M 644 inline {path}\ndata {len(data)}\n'.encode() + data + b'\n')
        out.write(b'\n')

    streams = [(n, range(min(10, given.tags - 10 * n))) for n in range((given.tags + 9) // 10)]
    commit('main', ((f'apps/s{n}.yaml', manifest(n, tags, records)) for n, tags in streams))
    if not given.no_journal:
        commit('weir-journal/main',
               (part for n, tags in streams for tag in tags
                for part in parts(f'app/s{n}/t{tag}.jsonl', f's{n}t{tag}', records(n, tag))))
    out.close()
    if git.wait() != 0:
        raise SystemExit('git fast-import failed')


if __name__ == '__main__':
    main()
