# SPDX-License-Identifier: Apache-2.0
"""The world of the simulation: a repository, a registry, a Git server, and what people and runners
do to them. Nothing here judges."""
import dataclasses
import datetime
import os
import shutil
import subprocess
import zoneinfo

from registry import LABEL, Registry

HOUR = 3600
DAY = 24 * HOUR
TAG = 'latest'
BERLIN = zoneinfo.ZoneInfo('Europe/Berlin')


@dataclasses.dataclass(frozen=True)
class Hop:
    promotion: str
    streams: tuple
    to: str
    sources: tuple
    soak: int = 0
    window: bool = False
    label: bool = False

    def gates(self):
        gates = []
        if self.soak:
            gates.append(f'{{soak: {self.soak // HOUR}h}}')
        if self.label:
            gates.append(f'{{label: {LABEL}=yes}}')
        if self.window:
            gates.append('{window: office-hours}')
        return f'[{", ".join(gates)}]'


HOPS = (
    Hop('shop', ('web', 'api'), 'staging', ('dev',), soak=4 * HOUR),
    Hop('shop', ('web', 'api'), 'prod', ('staging',), soak=24 * HOUR, window=True),
    Hop('edge', ('worker',), 'east', ('dev',), soak=2 * HOUR),
    Hop('edge', ('worker',), 'west', ('dev',), soak=3 * HOUR),
    Hop('edge', ('worker',), 'live', ('east', 'west'), soak=12 * HOUR),
    Hop('tools', ('cli',), 'prod', ('dev',), soak=6 * HOUR, label=True),
)
STREAMS = ('web', 'api', 'worker', 'cli')
SETTLE = {'api': HOUR}
FOLLOWS = {'cli': 'semver ^1'}
# A stream with an alias "latest", which follows one of two tags.
ALIAS = 'tool'
ALIAS_ENDS = ('fast', 'slow')
ALIAS_FILE, ALIAS_WORKLOAD = f'lab/{ALIAS}.yaml', f'lab/{ALIAS}-deployment.yaml'
# Environment and stream; what a tag is here. Other tags than "latest" are named third.
KEYS = tuple(('dev', stream) for stream in STREAMS) + tuple(
    (hop.to, stream) for hop in HOPS for stream in hop.streams)
HOP_OF = {(hop.to, stream): hop for hop in HOPS for stream in hop.streams}
CLOSED_DAYS = (datetime.date(2026, 4, 3), datetime.date(2026, 4, 6))


def name_of(key):
    return f'{key[0]}/{key[1]}:{key[2] if len(key) > 2 else TAG}'


def text_of(moment):
    return datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')


def moment_of(text):
    return int(datetime.datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp())


def office_hours(moment):
    """The window of weir.yaml below, told by another library."""
    local = datetime.datetime.fromtimestamp(moment, BERLIN)
    return local.weekday() < 4 and 9 <= local.hour < 17 and local.date() not in CLOSED_DAYS


SETTINGS = '''\
apiVersion: weir.dev/v1alpha1
kind: Reconciler
spec:
  triggers: weir
  windows:
    - name: office-hours
      timeZone: Europe/Berlin
      include:
        - {rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", from: "09:00", to: "17:00"}
      exclude:
'''


def stream_manifest(key, host):
    space, stream = key
    head = f'''\
# {stream} in {space}
apiVersion: image.openshift.io/v1
kind: ImageStream
metadata:
  name: {stream}
  namespace: {space}
spec:
  lookupPolicy:
    local: false
'''
    if space != 'dev':
        return head
    notes = [f'weir.dev/settle: {SETTLE[stream] // HOUR}h'] if stream in SETTLE else []
    notes += [f'weir.dev/follow: {FOLLOWS[stream]}'] if stream in FOLLOWS else []
    tag = '1.0.0' if stream in FOLLOWS else TAG
    return head + f'  tags:\n    - name: {TAG}\n' + (
        ('      annotations:\n' + ''.join(f'        {note}\n' for note in notes)) if notes else '') + f'''\
      from:
        kind: DockerImage
        name: {host}/team/{stream}:{tag}
''' + ('' if stream in FOLLOWS else '      importPolicy: {scheduled: true}\n')


def alias_manifest(host):
    head = stream_manifest(('lab', ALIAS), host) + '  tags:\n'
    for tag in ALIAS_ENDS:
        head += f'''\
    - name: {tag}
      from:
        kind: DockerImage
        name: {host}/team/{ALIAS}:{tag}
      importPolicy: {{scheduled: true}}
'''
    return head + f'''\
    - name: {TAG}
      from:
        kind: ImageStreamTag
        name: {ALIAS}:{ALIAS_ENDS[0]}
'''


def workload_manifest(key):
    space, stream = key
    return f'''\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {stream}
  namespace: {space}
spec:
  template:
    spec:
      containers:
        - name: {stream}
          image: image-registry.openshift-image-registry.svc:5000/{space}/{stream}:{TAG} # by form
'''


def promotion_manifest(name):
    hops = [hop for hop in HOPS if hop.promotion == name]
    path = '    - namespace: dev\n'
    for hop in hops:
        path += f'    - namespace: {hop.to}\n      from: [{", ".join(hop.sources)}]\n'
        path += f'      gates: {hop.gates()}\n'
    return f'''\
apiVersion: weir.dev/v1alpha1
kind: Promotion
metadata:
  name: {name}
  annotations:
    config.kubernetes.io/local-config: "true"
spec:
  streams: [{", ".join(hops[0].streams)}]
  path:
{path}'''


def stream_file(key):
    return f'{key[0]}/{key[1]}.yaml'


def workload_file(key):
    return f'{key[0]}/{key[1]}-deployment.yaml'


def manifests(host):
    files = {'README.md': 'What runs where.\n', 'weir.yaml': SETTINGS + ''.join(
        f'        - {{start: {day}, end: {day + datetime.timedelta(1)}}}\n' for day in CLOSED_DAYS)}
    for name in sorted({hop.promotion for hop in HOPS}):
        files[f'promotions/{name}.yaml'] = promotion_manifest(name)
    for key in KEYS:
        files[stream_file(key)] = stream_manifest(key, host)
        files[workload_file(key)] = workload_manifest(key)
    files[ALIAS_FILE] = alias_manifest(host)
    files[ALIAS_WORKLOAD] = workload_manifest(('lab', ALIAS))
    return files


@dataclasses.dataclass
class Runner:
    """Where a weir runs and by which way it reaches the repository."""
    name: str
    repository: str
    options: tuple
    cache: str
    branch: str = None  # the world's


@dataclasses.dataclass
class Ended:
    status: int
    out: str
    err: str


class World:
    """options: those of quarter.py."""

    def __init__(self, options):
        self.options = options
        self.bare = os.path.join(options.git_folder, 'deploy.git')
        self.clone = os.path.join(options.scratch, 'clone')
        self.people = os.path.join(options.scratch, 'people')  # a clone with branches of their own
        self.trace = os.path.join(options.scratch, 'effects')
        self.registry = Registry(options.registry, options.registry_port,
                                 os.path.join(options.scratch, 'registry.log'))
        self.registry.start()
        host = options.git_url.split('/')[2]
        self.by_path = Runner('path', self.bare, (), 'a')
        self.by_url = Runner('url', options.git_url + '/deploy.git', ('--plain-http', host), 'b')
        self.by_other_url = Runner('other-url', self.by_url.repository, self.by_url.options, 'c')
        self.now = 0
        self.branch = 'main'  # that everything happens on
        self.signed = {}
        self.stranger = None  # a key that is not allowed

    # --- the person who has a clone

    def environment(self, cache='a'):
        """cache: of the runner; git's clock is the simulation's."""
        return {**os.environ, **self.signed, 'GIT_AUTHOR_DATE': text_of(self.now), 'GIT_COMMITTER_DATE': text_of(self.now),
                'XDG_CACHE_HOME': os.path.join(self.options.scratch, 'cache-' + cache)}

    def git(self, *words, folder=None, check=True):
        done = subprocess.run(['git', '-C', folder or self.clone, *words], env=self.environment(),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, check=False)
        if check and done.returncode:
            raise SystemExit(f'git {" ".join(words)}: {done.stderr}')
        return done.stdout if check else done

    def sign(self):
        """From now on persons and runners sign everything, and runners require it."""
        folder = self.options.scratch
        key, self.stranger = os.path.join(folder, 'key'), os.path.join(folder, 'stranger')
        for file in (key, self.stranger):
            subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'all', '-f', file], check=True)
        with open(key + '.pub', encoding='utf-8') as public:
            signer = f'* namespaces="git" {public.read()}'
        for name, text in (('signers', signer), ('signed.yaml', (
                f'requireSignedCommits: {{allowedSigners: {folder}/signers}}\n'
                f'commits: {{signingKey: {key}}}\n'))):
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
                file.write(text)
        settings = {'gpg.format': 'ssh', 'commit.gpgSign': 'true', 'user.signingKey': key}
        self.signed = {'WEIR_CONFIG': os.path.join(folder, 'signed.yaml'), 'GIT_CONFIG_COUNT': str(len(settings))}
        for i, (name, value) in enumerate(settings.items()):
            self.signed |= {f'GIT_CONFIG_KEY_{i}': name, f'GIT_CONFIG_VALUE_{i}': value}

    def begin(self):
        os.makedirs(self.clone)
        self.git('init', '-q')
        for path, text in manifests(self.registry.host).items():
            self.write(path, text)
        self.git('add', '-A')
        self.git('commit', '-qm', 'what runs where')
        self.git('clone', '-q', '--bare', self.clone, self.bare)
        self.git('config', 'http.receivepack', 'true', folder=self.bare)
        self.git('remote', 'add', 'origin', self.bare)
        self.git('clone', '-q', self.bare, self.people)

    def read(self, path):
        with open(os.path.join(self.clone, path), encoding='utf-8') as file:
            return file.read()

    def write(self, path, text):
        path = os.path.join(self.clone, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)

    def pull(self):
        self.git('fetch', '-q', 'origin', self.branch)
        self.git('reset', '-q', '--hard', 'FETCH_HEAD')

    def push(self, *options):
        """Why it was refused, or None."""
        done = self.git('push', '-q', *options, 'origin', f'HEAD:{self.branch}', check=False)
        return done.stderr if done.returncode else None

    # --- runners

    def command(self, runner, words):
        asks = () if words[0] == 'audit' else ('--plain-http', self.registry.host, *runner.options)
        branch = runner.branch or self.branch
        names = () if runner.name == 'clone' or branch == 'main' else ('--branch', branch)
        return [self.options.weir, words[0], *asks, '--now', text_of(self.now), '-C', runner.repository, *names,
                *words[1:]]

    def forget(self):
        """The caches of runners that have a URL."""
        for runner in (self.by_url, self.by_other_url):
            shutil.rmtree(os.path.join(self.options.scratch, 'cache-' + runner.cache), ignore_errors=True)

    def start(self, runner, *words, **variables):
        return subprocess.Popen(self.command(runner, words), stdin=subprocess.DEVNULL,
                                env={**self.environment(runner.cache), **variables},
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @staticmethod
    def end(process):
        out, err = process.communicate()
        return Ended(process.returncode, out, err)

    def weir(self, runner, *words, **variables):
        return self.end(self.start(runner, *words, **variables))

    def killed(self, runner, effect, mode, *words):
        """Dies right before the effect of that number, counted from 1 (kill.c)."""
        return self.weir(runner, *words, LD_PRELOAD=self.options.kill, WEIR_KILL_PROGRAM='weir',
                         WEIR_KILL_AT=str(effect), WEIR_KILL_MODE=mode,
                         ASAN_OPTIONS='verify_asan_link_order=0:' + os.environ.get('ASAN_OPTIONS', ''))

    def effects(self, *words):
        """What such a run would do, tried on a copy."""
        copy = self.bare + '.copy'
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.bare, copy)
        if os.path.exists(self.trace):
            os.remove(self.trace)
        self.weir(dataclasses.replace(self.by_path, repository=copy), *words,
                  LD_PRELOAD=self.options.kill, WEIR_KILL_PROGRAM='weir', WEIR_KILL_TRACE=self.trace,
                  ASAN_OPTIONS='verify_asan_link_order=0:' + os.environ.get('ASAN_OPTIONS', ''))
        shutil.rmtree(copy)
        if not os.path.exists(self.trace):
            return []
        with open(self.trace, encoding='utf-8') as lines:
            return lines.read().splitlines()

    def unlock(self):
        """What somebody does who is told that a ref is locked and nothing runs: a runner that was
        killed left its lock, as git itself would have. The next run by path would clear it too."""
        for folder, _, names in os.walk(os.path.join(self.bare, 'refs', 'heads')):
            for name in names:
                if name.endswith('.lock'):
                    os.remove(os.path.join(folder, name))

    def stop(self):
        self.registry.stop()
