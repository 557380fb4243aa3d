#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a Git repository of manifests for benchmarks: N streams in M files.

    generate.py --streams 1000 --files 20000 FOLDER

Each app has an ImageStream and a workload (Deployment, StatefulSet, DaemonSet and CronJob in turn)
in TEAM-dev, TEAM-staging and TEAM-prod; the dev stream follows an image of a registry, the others
get theirs by the team's Promotion. Services, ConfigMaps and Routes fill up to M files; when M is
too small for that, several objects share a file. Equal options give equal bytes and commit ids.

--references FILE gets a line "REPOSITORY TAG" for each image that is followed: what the registry
must hold. --digests FILE has lines "REPOSITORY TAG sha256:…": these are pinned in all environments,
so that a first run finds nothing to do.
"""
import argparse
import contextlib
import json
import os
import random
import re
import subprocess
import sys

ENVIRONMENTS = ['dev', 'staging', 'prod']
APPS_PER_TEAM = 10
KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob']
INTEGRATED = 'image-registry.openshift-image-registry.svc:5000'
PLAIN = re.compile(r'[A-Za-z/_][A-Za-z0-9/_.-]*(:[A-Za-z0-9/_.@-]+)*$')
WORDS = {'true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n'}
COMMENTS = ['keep in step with the chart', 'see the runbook', 'asked for by the data team',
            'größer als nötig', 'was 3 before the move']


def scalar(value):
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if PLAIN.match(value) and value.lower() not in WORDS:
        return value
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)


class Style:
    """How one file is written."""

    def __init__(self, options, rng):
        self.json = rng.random() * 100 < options.json
        self.crlf = rng.random() * 100 < options.crlf
        self.comments = rng.random() * 100 < options.comments
        self.indented = rng.random() < 0.5  # list items, below their key
        self.rng = rng

    def comment(self, indent, lines):
        if self.comments and self.rng.random() < 0.08:
            lines.append(f'{indent}# {self.rng.choice(COMMENTS)}')

    def behind(self):
        if self.comments and self.rng.random() < 0.08:
            return f' # {self.rng.choice(COMMENTS)}'
        return ''

    def node(self, value, indent, lines):
        pad = ' ' * indent
        pairs = [(f'{k}:', v) for k, v in value.items()] if isinstance(value, dict) else \
                [('-', v) for v in value]
        for head, item in pairs:
            self.comment(pad, lines)
            if isinstance(item, str) and '\n' in item:
                lines.append(f'{pad}{head} |')
                lines.extend(f'{pad}  {line}' for line in item.rstrip('\n').split('\n'))
            elif not isinstance(item, (dict, list)):
                lines.append(f'{pad}{head} {scalar(item)}{self.behind()}')
            elif not item:
                lines.append(f'{pad}{head} {"{}" if isinstance(item, dict) else "[]"}')
            elif head == '-':
                inner = []
                self.node(item, indent + 2, inner)
                while inner[0].lstrip().startswith('#'):
                    lines.append(pad + inner.pop(0).lstrip())
                lines.append(f'{pad}- {inner[0].lstrip()}')
                lines.extend(inner[1:])
            else:
                lines.append(f'{pad}{head}')
                same = isinstance(item, list) and not self.indented
                self.node(item, indent if same else indent + 2, lines)

    def write(self, documents):
        if self.json and len(documents) == 1:
            text = json.dumps(documents[0], indent=2, ensure_ascii=False) + '\n'
        else:
            lines = []
            for number, document in enumerate(documents):
                if number:
                    lines.append('---')
                self.node(document, 0, lines)
            text = '\n'.join(lines) + '\n'
        return (text.replace('\n', '\r\n') if self.crlf else text).encode()


def metadata(name, namespace, app, **annotations):
    result = {'name': name, 'namespace': namespace,
              'labels': {'app.kubernetes.io/name': app, 'app.kubernetes.io/part-of': 'shop'}}
    if annotations:
        result['annotations'] = annotations
    return result


def stream(app, namespace, repository, host, digest, first):
    spec = {'lookupPolicy': {'local': False}}
    if first or digest:
        tag = {'name': 'latest', 'from': {
            'kind': 'DockerImage',
            'name': f'{host}/{repository}:latest' + (f'@{digest}' if digest else '')}}
        if first:
            tag['importPolicy'] = {'scheduled': True}
        tag['referencePolicy'] = {'type': 'Source'}
        spec['tags'] = [tag]
    return {'apiVersion': 'image.openshift.io/v1', 'kind': 'ImageStream',
            'metadata': metadata(app, namespace, app), 'spec': spec}


def workload(number, app, namespace, repository, host, digest, rng):
    kind = KINDS[number % len(KINDS)]
    at = f'@{digest}' if digest else ''
    image, annotations = f'{INTEGRATED}/{namespace}/{app}:latest{at}', {}
    container_path = 'spec.template.spec.containers'
    if number % 3 == 0:  # bound by annotation instead of by the registry's form
        image = f'{host}/{repository}@{digest}' if digest else ' '
        if kind == 'CronJob':
            container_path = 'spec.jobTemplate.' + container_path
        annotations = {'image.openshift.io/triggers': json.dumps([{
            'from': {'kind': 'ImageStreamTag', 'name': f'{app}:latest'},
            'fieldPath': f'{container_path}[?(@.name=="{app}")].image'}])}
    container = {
        'name': app, 'image': image,
        'env': [{'name': f'SETTING_{n}', 'value': str(rng.randrange(10000))}
                for n in range(rng.randrange(2, 9))],
        'resources': {'requests': {'cpu': '100m', 'memory': '128Mi'},
                      'limits': {'memory': '512Mi'}}}
    labels = {'app': app}
    pod = {'metadata': {'labels': labels}, 'spec': {'containers': [container]}}
    if kind == 'CronJob':
        pod['spec']['restartPolicy'] = 'OnFailure'
        spec = {'schedule': f'{rng.randrange(60)} * * * *',
                'jobTemplate': {'spec': {'template': pod}}}
    else:
        container['ports'] = [{'name': 'http', 'containerPort': 8080}]
        container['readinessProbe'] = {'httpGet': {'path': '/healthz', 'port': 'http'}}
        spec = {'selector': {'matchLabels': labels}, 'template': pod}
        if kind != 'DaemonSet':
            spec = {'replicas': rng.randrange(1, 6), **spec}
        if kind == 'StatefulSet':
            spec['serviceName'] = app
    return {'apiVersion': 'batch/v1' if kind == 'CronJob' else 'apps/v1', 'kind': kind,
            'metadata': metadata(app, namespace, app, **annotations), 'spec': spec}


def filler(number, app, namespace, rng):
    name = f'{app}-{number}'
    match number % 3:
        case 0:
            return {'apiVersion': 'v1', 'kind': 'Service',
                    'metadata': metadata(name, namespace, app),
                    'spec': {'selector': {'app': app},
                             'ports': [{'name': 'http', 'port': 80, 'targetPort': 8080}]}}
        case 1:
            lines = ''.join(f'key.{n} = {rng.getrandbits(64):x}\n'
                            for n in range(rng.randrange(3, 40)))
            return {'apiVersion': 'v1', 'kind': 'ConfigMap',
                    'metadata': metadata(name, namespace, app),
                    'data': {'application.properties': lines, 'level': 'info'}}
        case _:
            return {'apiVersion': 'route.openshift.io/v1', 'kind': 'Route',
                    'metadata': metadata(name, namespace, app),
                    'spec': {'host': f'{name}.{namespace}.example.com',
                             'to': {'kind': 'Service', 'name': name},
                             'tls': {'termination': 'edge'}}}


def promotion(team, apps, environments):
    return {'apiVersion': 'weir.dev/v1alpha1', 'kind': 'Promotion',
            'metadata': {'name': team,
                         'annotations': {'config.kubernetes.io/local-config': 'true'}},
            'spec': {'streams': apps, 'tag': 'latest',
                     'path': [{'namespace': f'{team}-{e}'} for e in environments]}}


def make(options):
    """The files, by path, and the references that the registry must know."""
    rng = random.Random(options.seed)
    digests = {}
    if options.digests:
        with open(options.digests, encoding='utf-8') as file:
            for line in file:
                repository, tag, digest = line.split()
                if tag == 'latest':
                    digests[repository] = digest
    # Units that may share a file, each a list of documents: (folder, file name, documents).
    promotions, units, owners, references, teams = [], [], [], [], {}
    for number in range(options.streams):
        app_number, step = divmod(number, options.environments)
        team = f'team{app_number // APPS_PER_TEAM:04}'
        app, namespace = f'app{app_number:05}', f'{team}-{ENVIRONMENTS[step]}'
        repository = f'{options.prefix}/{app}'
        digest = digests.get(repository)
        if options.digests and not digest:
            sys.exit(f'{options.digests} has no digest of {repository} latest')
        if step == 0:
            references.append(f'{repository} latest')
        # An app that does not reach the end is promoted nowhere.
        if 0 < step == options.environments - 1:
            teams.setdefault(team, []).append(app)
        folder = f'{team}/{ENVIRONMENTS[step]}/{app}'
        units.append((folder, 'imagestream', stream(app, namespace, repository, options.host,
                                                    digest, step == 0)))
        units.append((folder, 'workload', workload(app_number, app, namespace, repository,
                                                   options.host, digest, rng)))
        owners.append((folder, app, namespace))
    for team, apps in teams.items():
        promotions.append((team, 'promotion', promotion(team, apps,
                                                       ENVIRONMENTS[:options.environments])))

    room = options.files - 1 - len(promotions)
    if room < 1:
        sys.exit(f'--files must be at least {2 + len(promotions)}')
    extra, number = room - len(units), 0
    while extra > 0:
        folder, app, namespace = owners[number % len(owners)]
        units.append((folder, f'extra-{number // len(owners)}',
                      filler(number // len(owners) + number, app, namespace, rng)))
        number, extra = number + 1, extra - 1

    files = {'weir.yaml': b'apiVersion: weir.dev/v1alpha1\nkind: Reconciler\n'
                          b'spec:\n  triggers: weir\n'}
    for i in range(room):
        share = units[i * len(units) // room:(i + 1) * len(units) // room]
        style = Style(options, rng)
        folder, name, _ = share[0]
        end = 'json' if style.json and len(share) == 1 else 'yaml'
        files[f'{folder}/{name}.{end}'] = style.write([document for _, _, document in share])
    for folder, name, document in promotions:
        style = Style(options, rng)
        files[f'{folder}/{name}.{"json" if style.json else "yaml"}'] = style.write([document])
    return files, references


def commit(files, options, git):
    """One commit with everything, then others that change a little, by `git fast-import`."""
    rng = random.Random(options.seed + 1)
    run = subprocess.Popen([*git, 'fast-import', '--quiet', '--date-format=raw'],
                           stdin=subprocess.PIPE)
    out = run.stdin

    def data(content):
        out.write(b'data %d\n%s\n' % (len(content), content))

    def begin(number, subject):
        out.write(b'commit refs/heads/main\n'
                  b'committer Ada <ada@example.org> %d +0000\n' % (1700000000 + 60 * number))
        data(subject.encode())

    begin(0, 'all manifests')
    for path, content in files.items():
        out.write(b'M 100644 inline %s\n' % path.encode())
        data(content)
    changing = sorted(files)[1:]
    changed = None
    for number in range(1, options.commits):
        # The last state does not depend on the number of commits.
        if changed is None and number + 1 == options.commits:
            begin(number, 'nothing')
            continue
        path = changed or rng.choice(changing)
        begin(number, f'undo {path}' if changed else f'change {path}')
        out.write(b'M 100644 inline %s\n' % path.encode())
        data(files[path] if changed else files[path] + b'\n')
        changed = None if changed else path
    out.close()
    if run.wait():
        sys.exit('git fast-import failed')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('folder', help='where the repository goes; must not exist')
    parser.add_argument('--streams', type=int, required=True)
    parser.add_argument('--files', type=int, required=True)
    parser.add_argument('--environments', type=int, choices=[1, 2, 3], default=3,
                        help='streams for each image; 1: no promotions')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--host', default='registry.example.com', help='the registry')
    parser.add_argument('--prefix', default='bench', help='of the names of image repositories')
    parser.add_argument('--digests', help='pin what this file says')
    parser.add_argument('--references', help='write the list of images there')
    parser.add_argument('--commits', type=int, default=1, help='length of the history')
    parser.add_argument('--comments', type=float, default=30, help='percent of files with comments')
    parser.add_argument('--crlf', type=float, default=2, help='percent of files with CR LF')
    parser.add_argument('--json', type=float, default=3, help='percent of files in JSON')
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument('--bare', action='store_true', help='a bare repository')
    kinds.add_argument('--no-git', action='store_true', help='files only')
    options = parser.parse_args()
    if options.streams < 1 or options.commits < 1:
        parser.error('--streams and --commits start at 1')
    if os.path.exists(options.folder):
        sys.exit(f'{options.folder} exists')

    files, references = make(options)
    assert len(files) == options.files, len(files)
    if options.references:
        with open(options.references, 'w', encoding='utf-8') as file:
            file.writelines(f'{line}\n' for line in references)
    if options.no_git:
        for path, content in files.items():
            path = os.path.join(options.folder, path)
            with contextlib.suppress(FileExistsError):
                os.makedirs(os.path.dirname(path))
            with open(path, 'wb') as file:
                file.write(content)
    else:
        subprocess.run(['git', '-c', 'init.defaultBranch=main', 'init', '-q',
                        *(['--bare'] if options.bare else []), options.folder], check=True)
        git = ['git', '-C', options.folder, '-c', 'core.autocrlf=false']
        commit(files, options, git)
        if not options.bare:
            subprocess.run([*git, 'reset', '-q', '--hard'], check=True)
    print(f'{options.streams} streams of {len(references)} images in {len(files)} files, '
          f'{sum(map(len, files.values()))} bytes')


if __name__ == '__main__':
    main()
