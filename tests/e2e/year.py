#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""year.py --weir PROGRAM --layouts FOLDER --repository FOLDER --hours N

Runs `weir sync` once for each hour, on a bare repository. Before each run the tag acme/myapp:latest of
the layouts gets another image. Prints "NAME VALUE" lines: files and bytes of the repository at the end
and at most, and the milliseconds of a run at the beginning, in the middle and at the end (the least
of 25 runs)."""
import argparse
import datetime
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import time

BEGIN = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
OCI = 'application/vnd.oci.image.'
WINDOW = 25  # runs


class Layout:
    """An OCI image layout whose tag `latest` gets a new image each hour."""

    def __init__(self, folder):
        self.folder = folder
        (folder / 'blobs/sha256').mkdir(parents=True)
        (folder / 'oci-layout').write_text('{"imageLayoutVersion":"1.0.0"}')
        self.config = self.blob('config.v1+json', b'{"architecture":"amd64","os":"linux","config":{},'
                                b'"rootfs":{"type":"layers","diff_ids":[]}}')

    def blob(self, kind, data):
        name = hashlib.sha256(data).hexdigest()
        (self.folder / 'blobs/sha256' / name).write_bytes(data)
        return {'mediaType': OCI + kind, 'digest': 'sha256:' + name, 'size': len(data)}

    def push(self, hour):
        manifest = {'schemaVersion': 2, 'mediaType': OCI + 'manifest.v1+json', 'config': self.config,
                    'layers': [], 'annotations': {'hour': str(hour)}}
        image = self.blob('manifest.v1+json', json.dumps(manifest).encode())
        image['annotations'] = {'org.opencontainers.image.ref.name': 'latest'}
        index = self.folder / 'index.json'
        index.with_suffix('.new').write_text(json.dumps({'schemaVersion': 2, 'manifests': [image]}))
        index.with_suffix('.new').rename(index)
        return image['digest']


def measure(repository):
    """Returns how many files the repository has, and their bytes."""
    files = [path for path in repository.rglob('*') if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--weir', required=True)
    parser.add_argument('--layouts', type=pathlib.Path, required=True)
    parser.add_argument('--repository', type=pathlib.Path, required=True)
    parser.add_argument('--hours', type=int, default=365 * 24)
    given = parser.parse_args()
    layout = Layout(given.layouts / 'acme/myapp')
    times, most = [], (0, 0)
    for hour in range(given.hours):
        layout.push(hour)
        now = (BEGIN + datetime.timedelta(hours=hour)).strftime('%Y-%m-%dT%H:%M:%SZ')
        before = time.monotonic()
        done = subprocess.run(
            [given.weir, 'sync', '--oci-layout', f'registry.example.com={given.layouts}', '--now', now,
             str(given.repository)], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        times.append(time.monotonic() - before)
        if done.returncode != 0:
            sys.exit(f'hour {hour}: status {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}')
        if hour % 24 == 0 or hour + 1 == given.hours:
            last = measure(given.repository)
            most = tuple(max(pair) for pair in zip(most, last))
            if os.environ.get('YEAR_PROGRESS') and hour % 240 == 0:
                print(hour, *last, f'{min(times[-WINDOW:]) * 1000:.1f} ms', file=sys.stderr, flush=True)
    middle = len(times) // 2
    for name, value in (('files', last[0]), ('bytes', last[1]), ('most-files', most[0]),
                        ('most-bytes', most[1]), ('first-ms', 1000 * min(times[1:1 + WINDOW])),
                        ('middle-ms', 1000 * min(times[middle:middle + WINDOW])),
                        ('last-ms', 1000 * min(times[-WINDOW:])), ('slowest-ms', 1000 * max(times))):
        print(name, round(value))


if __name__ == '__main__':
    main()
