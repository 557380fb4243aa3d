#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""generate_journal.py [--tags N] [--records M] [--of-last M] [--no-journal | --cited] FOLDER

Makes a bare repository with N tags, ten in each ImageStream, that are pinned and imported once, so
that no registry is asked, and a journal of M records for each tag (--of-last: for the last tag, app/s0:t0).
With --cited main has M commits more, which the records cite, and the last record of each tag, of the
same image as the one before, is added by a commit of its own.
The files of a tag are as weir writes them: a part takes lines until it has 128 KiB."""
import argparse
import hashlib
import subprocess
import tempfile
import time

FULL = 128 << 10
BEGIN = 1700000000


def digest(tag, number):
    return 'sha256:' + hashlib.sha256(f'{tag} {number}'.encode()).hexdigest()


def instant(seconds):
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(seconds))


def parts(path, tag, count, last, cited=None):
    """The files of a tag: path and bytes. last: the number of the last image; cited: the commits that
    the records cite."""
    prev, number, lines, size = hashlib.sha256(path.encode()).hexdigest(), 1, [], 0
    for i in range(count):
        line = (f'{{"v":1,"kind":"pinned","time":"{instant(BEGIN + 3600 * i)}",'
                f'"digest":"{digest(tag, min(i, last))}","reference":"quay.io/team/{tag}:latest",'
                f'"commit":"{cited[i] if cited else f"{i:040x}"}","who":"weir <weir@example.org>",'
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
                  f'"quay.io/team/{name}:latest@{digest(name, last(stream, tag))}"}}']
    return '\n'.join(lines).encode() + b'\n'


def import_commits(folder, count):
    """Makes commits on main; returns their IDs."""
    with tempfile.NamedTemporaryFile('r') as marks:
        text = ''.join(f'commit refs/heads/main\nmark :{i + 1}\n'
                       f'committer weir <weir@example.org> {BEGIN + i} +0000\ndata 2\nx\n\n'
                       for i in range(count))
        subprocess.run(['git', '-C', folder, 'fast-import', '--quiet', f'--export-marks={marks.name}'],
                       input=text.encode(), check=True)
        return [id for _, id in sorted((int(mark[1:]), id) for mark, id in
                                       (line.split() for line in open(marks.name, encoding='ascii')))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--tags', type=int, default=1000)
    parser.add_argument('--records', type=int, default=1000)
    parser.add_argument('--of-last', type=int)
    parser.add_argument('--no-journal', action='store_true')
    parser.add_argument('--cited', action='store_true')
    parser.add_argument('folder')
    given = parser.parse_args()

    def records(stream, tag):
        one = given.of_last if given.of_last is not None else given.records
        return one if (stream, tag) == (0, 0) else given.records

    def last(stream, tag):
        return records(stream, tag) - (2 if given.cited else 1)

    subprocess.run(['git', 'init', '-q', '--bare', '-b', 'main', given.folder], check=True)
    cited = import_commits(given.folder, given.records) if given.cited else None
    git = subprocess.Popen(['git', '-C', given.folder, 'fast-import', '--quiet', '--depth=0'],
                           stdin=subprocess.PIPE)
    out = git.stdin

    def commit(ref, files):
        begin = 'from refs/heads/main^0\n' if cited and ref == 'main' else ''
        out.write(f'commit refs/heads/{ref}\ncommitter weir <weir@example.org> {BEGIN} +0000\n'
                  f'data 2\nx\n{begin}'.encode())
        for path, data in files:
            out.write(f'M 644 inline {path}\ndata {len(data)}\n'.encode() + data + b'\n')
        out.write(b'\n')

    streams = [(n, range(min(10, given.tags - 10 * n))) for n in range((given.tags + 9) // 10)]
    commit('main', ((f'apps/s{n}.yaml', manifest(n, tags, last)) for n, tags in streams))
    if not given.no_journal:
        for left in [1, 0] if given.cited else [0]:
            commit('weir-journal/main',
                   (part for n, tags in streams for tag in tags
                    for part in parts(f'app/s{n}/t{tag}.jsonl', f's{n}t{tag}', records(n, tag) - left,
                                      last(n, tag), cited)))
    out.close()
    if git.wait() != 0:
        raise SystemExit('git fast-import failed')


if __name__ == '__main__':
    main()
