#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what weir and skopeo understand of a registry's answers.

    skopeo.py ASK

Starts a registry whose answers are generated: each status, type and body of the table below in an
answer to HEAD and GET of a manifest, and each Link header in a list of tags. Prints TAP. The rules:
weir finds an image or a list only if skopeo finds the same one, and says that there is none only if
skopeo does not find one. Where weir says "unknown", skopeo may say what it likes: those answers are
counted by what skopeo says, because being stricter is on purpose.
"""
import collections
import concurrent.futures
import hashlib
import http.server
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading

OCI = 'application/vnd.oci.image.'
CONFIG = {'mediaType': OCI + 'config.v1+json', 'size': 2,
          'digest': 'sha256:' + hashlib.sha256(b'{}').hexdigest()}
IMAGE = {'schemaVersion': 2, 'mediaType': OCI + 'manifest.v1+json', 'config': CONFIG, 'layers': []}


def errors(*codes):
    return json.dumps({'errors': [{'code': code, 'message': message} for code, message in codes]})


BODIES = {
    'empty': '',
    'manifest-unknown': errors(('MANIFEST_UNKNOWN', 'manifest unknown')),
    'name-unknown': errors(('NAME_UNKNOWN', 'repository name not known')),
    'digits': errors(('404', 'Not Found')),
    'harbor': errors(('NOT_FOUND', 'artifact x/y:1 not found')),
    'denied': errors(('DENIED', 'no')),
    'two': errors(('MANIFEST_UNKNOWN', 'no'), ('DENIED', 'no')),
    'toomany': errors(('TOOMANYREQUESTS', 'slow down')),
    'no-errors': '{"errors":[]}',
    'json': '{"error":"no such route"}',
    'text': 'Not found\r\n',
    'go': '404 page not found\n',
    'html': '<html><title>Not found</title></html>',
}
TYPES = {'json': 'application/json', 'text': 'text/plain; charset=utf-8', 'html': 'text/html',
         'none': None}
MANIFESTS = {
    'image': IMAGE,
    'history': {**IMAGE, 'history': []},
    'manifests': {**IMAGE, 'manifests': []},
    'fslayers': {**IMAGE, 'fsLayers': []},
    'other-case': {**IMAGE, 'Manifests': []},
    'index': {'schemaVersion': 2, 'mediaType': OCI + 'index.v1+json', 'manifests': []},
    'index-layers': {'schemaVersion': 2, 'mediaType': OCI + 'index.v1+json', 'manifests': [],
                     'layers': []},
}
LINKS = {
    'none': None,
    'next': '</v2/{name}/tags/list?last=b&n=2>; rel="next"',
    'bare': '</v2/{name}/tags/list?last=b>; rel=next',
    'no-close': '</v2/{name}/tags/list?last=b&n=2; rel="next"',
    'no-open': '/v2/{name}/tags/list?last=b>; rel="next"',
    'elsewhere': '<https://other.example/v2/{name}/tags/list?last=b>; rel="next"',
    'other-list': '</v2/other/tags/list?last=b>; rel="next"',
}
ACCEPTED = (OCI + 'manifest.v1+json', OCI + 'index.v1+json')
CASES = {}  # repository: (status, headers, body, link)


def make_cases():
    for status in (400, 401, 403, 404, 410, 451, 500):
        for kind in TYPES if status == 404 else ('json', 'none'):
            for name, body in BODIES.items():
                if status == 404 or name in ('empty', 'manifest-unknown', 'denied', 'text'):
                    CASES['s%d/%s-%s' % (status, kind, name)] = (status, TYPES[kind], body, None)
    for name, manifest in MANIFESTS.items():
        for kind in (manifest['mediaType'], 'text/plain', None):
            CASES['m200/%s-%s' % (name, (kind or 'none').replace('+', '').replace('/', '.'))] = (
                200, kind, json.dumps(manifest), None)
    for name, link in LINKS.items():
        CASES['tags/' + name] = (200, 'application/json', None, link or '')


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def answer(self):
        match = re.match(r'/v2/([^/]+/[^/]+)/', self.path)
        status, kind, body, link = CASES.get(match[1] if match else '', (200, None, '', None))
        if '/blobs/' in self.path:
            status, kind, body, link = 200, 'application/octet-stream', '{}', None
        if link is not None:
            first = 'last=' not in self.path
            body = json.dumps({'name': 'x', 'tags': ['a', 'b'] if first else ['c']})
            link = link.format(name=match[1]) if first else ''
        self.send_response(status)
        if kind is not None:
            self.send_header('Content-Type', kind)
        if link:
            self.send_header('Link', link)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body.encode())

    do_GET = do_HEAD = answer

    def log_message(self, *arguments):
        pass


def ask_weir(keys):
    out = subprocess.run([sys.argv[1], '--fast', '--plain-http', 'localhost', *keys],
                         stdout=subprocess.PIPE, check=False, text=True).stdout
    answers = {}
    for line in out.splitlines():
        words = line.split()
        if words and words[0] in keys:
            answers[words[0]] = words[1:]
    return answers


def ask_skopeo(key):
    """Returns "found DIGEST", "found TAGS", "none" or "unknown"."""
    tags = '/tags/' in key
    with tempfile.TemporaryDirectory() as folder:
        # A copy reads the manifest, which "inspect --raw" does not.
        command = ['list-tags', '--tls-verify=false', '--retry-times=0', 'docker://' + key] if tags else [
            'copy', '-q', '--all', '--src-tls-verify=false', '--retry-times=0', 'docker://' + key, 'dir:' + folder]
        done = subprocess.run(['skopeo', '--insecure-policy', *command], capture_output=True, check=False)
        if done.returncode == 0 and tags:
            return 'found ' + ' '.join(sorted(json.loads(done.stdout)['Tags']))
        if done.returncode == 0:
            with open(folder + '/manifest.json', 'rb') as file:
                return 'found sha256:' + hashlib.sha256(file.read()).hexdigest()
    said = done.stderr.decode().lower()
    return 'none' if re.search(r'manifest unknown|name unknown|not found|404', said) else 'unknown'


def main():
    if shutil.which('skopeo') is None:
        print('1..0 # SKIP there is no skopeo')
        return
    make_cases()
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Registry)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = 'localhost:%d' % server.server_port
    keys = {name: '%s/%s' % (host, name) + ('' if name.startswith('tags/') else ':1') for name in CASES}
    # A host whose requests fail with 500 is left alone for a while, so these come last.
    failing = [key for name, key in keys.items() if name.startswith('s500/')]
    weir = {**ask_weir([key for key in keys.values() if key not in failing]), **ask_weir(failing)}
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        skopeo = dict(zip(keys, pool.map(ask_skopeo, keys.values())))
    wrong, laxer = [], collections.Counter()
    for name, key in keys.items():
        words = weir.get(key, ['missing'])
        other = skopeo[name]
        if words[0] == 'unknown':
            laxer[other.split()[0]] += 1
        elif words[0] == 'found' and name.startswith('m200/') and not CASES[name][1] in ACCEPTED:
            # skopeo takes a manifest without a known type for schema 1; weir decides by its fields.
            if words[1] != 'sha256:' + hashlib.sha256(CASES[name][2].encode()).hexdigest():
                wrong.append('%s: weir %s' % (name, words))
        elif words[0] == 'found' and not other.startswith('found'):
            wrong.append('%s: weir %s, skopeo %s' % (name, words, other))
        elif words[0] == 'found' and not name.startswith('tags/') and other.split()[1] != words[1]:
            wrong.append('%s: weir %s, skopeo %s' % (name, words, other))
        elif words[0] == 'found' and name.startswith('tags/') and words[2:] != other.split()[1:]:
            wrong.append('%s: weir %s, skopeo %s' % (name, words, other))
        elif words[0] == 'none' and other.startswith('found'):
            wrong.append('%s: weir %s, skopeo %s' % (name, words, other))
        elif words[0] not in ('found', 'none'):
            wrong.append('%s: weir %s' % (name, words))
    print('1..1')
    print('%s 1 - weir and skopeo understand %d answers alike' % ('not ok' if wrong else 'ok', len(keys)))
    for line in wrong:
        print('#  ', line)
    print('# where weir says "unknown", skopeo says:', dict(laxer))
    if '-v' in sys.argv:
        for name, key in keys.items():
            print('#  ', name, weir.get(key), skopeo[name])
    sys.exit(1 if wrong else 0)


if __name__ == '__main__':
    main()
