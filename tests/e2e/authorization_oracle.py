#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""authorization_oracle.py ASK FOLDER: compares the credential that `ask` sends with skopeo's.

Files of credentials with one or two keys, in all spellings, and challenges are tried on a scripted
registry. Prints the differences, and ends with 1 if there are any but those listed here. All pairs of
keys are tried only if $ALL is set.
"""
import base64
import json
import os
import re
import subprocess
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import scripted  # noqa: E402

ASK, FOLDER = sys.argv[1], sys.argv[2]
os.makedirs(FOLDER, exist_ok=True)
SERVER = scripted.Server(('127.0.0.1', 0), scripted.Handler)
PORT = SERVER.server_port
HOST = f'127.0.0.1:{PORT}'
RULES = FOLDER + '/rules'
sys.argv = ['scripted.py', str(PORT), RULES]
LINES = []
scripted.print = lambda line, flush: LINES.append(line)
threading.Thread(target=SERVER.serve_forever, daemon=True).start()

SPELLINGS = ['H', 'https://H', 'http://H/', 'https://H/v1/', 'https://H/v2/', 'https://H/v2',
             'https://H/org', 'H/v2', 'H/org', 'H/org/app', 'H/org/app2', 'H/or', 'H/org/v2', 'H/app']
# docker takes these spellings of a host, and skopeo does not.
WIDER = ['H/', 'H/v1/', 'H/v2/', 'H/org/']
SENT = re.compile(r' ((Basic|Bearer) \S*)$')
IMAGES = ['org/app', 'org/v2/app', 'app', 'v2/app', 'other/app']


def send(path, auth_file):
    """The Authorization lines that each program sends for the image."""
    environment = {**os.environ, 'REGISTRY_AUTH_FILE': auth_file, 'HOME': FOLDER}
    seen = []
    for command in ([ASK, '--fast', '--plain-http', HOST, '--docker-config', FOLDER, f'{HOST}/{path}:1'],
                    ['skopeo', 'inspect', '--raw', '--tls-verify=false', f'docker://{HOST}/{path}:1']):
        LINES.clear()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False)
        # skopeo sends an empty user and password if it has none.
        seen.append({match[1] for line in LINES if (match := SENT.search(line))} - {'Basic :'})
    return seen


def write(path, value):
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(value, file)


def keys_file(keys):
    auths = {}
    for number, key in enumerate(keys):
        pair = base64.b64encode(f'user{number}:pw'.encode()).decode()
        auths[key.replace('H', HOST)] = {'auth': pair}
    write(FOLDER + '/config.json', {'auths': auths})


def is_url(key):
    return '://' in key


def compare(keys, image):
    keys_file(keys)
    weir, skopeo = send(image, FOLDER + '/config.json')
    if weir == skopeo:
        return 0
    # Of two URLs for the host skopeo takes any.
    if len(keys) == 2 and is_url(keys[0]) and is_url(keys[1]):
        return 0
    if not skopeo and any(key in WIDER for key in keys):
        return 0
    print(f'# {keys} for {image}: weir {weir}, skopeo {skopeo}')
    return 1


ENTRIES = [{'auth': base64.b64encode(raw).decode()} for raw in
           (b'ada:pw', b'ada:p:w', b'ada:', b'ada:pw\0\0', b'ada')] + [
    {'auth': 'YWRh\nOnB3\r\n'}, {'auth': '!'}, {}, {'auth': None}, {'auth': ''}]
CHALLENGES = [
    ['Basic realm="r"'], ['basic'], ['BASIC realm="r", charset="UTF-8"'],
    ['Bearer realm="http://HOST/token",service="s"'],
    ['Bearer realm="http://HOST/token",service="s",scope="repository:org/app:pull"'],
    ['bearer Realm="http://HOST/token", Service="s"'],
    ['Negotiate', 'Bearer realm="http://HOST/token"'],
    ['Bearer realm="http://HOST/token"', 'Basic realm="r"'],
    ['Bearer realm="http://HOST/token?x=1",service="a b"'],
    ['Bearer service="s"'], ['Digest realm="r"'], [],
]


def compare_entry(entry):
    write(FOLDER + '/config.json', {'auths': {HOST: entry}})
    weir, skopeo = send('org/app', FOLDER + '/config.json')
    if weir != skopeo:
        print(f'# {entry}: weir {weir}, skopeo {skopeo}')
    return weir != skopeo


def compare_challenge(values):
    write(RULES, [{'when': 'GET /token* *', 'json': {'token': 't'}},
                  {'when': '* Bearer t', 'manifest': 'a'}, {'when': '* Basic *', 'manifest': 'a'},
                  {'ask': values}])
    keys_file(['H'])
    weir, skopeo = send('org/app', FOLDER + '/config.json')
    if weir != skopeo:
        print(f'# {values}: weir {weir}, skopeo {skopeo}')
    return weir != skopeo


def main():
    wrong = tried = 0
    write(RULES, [{'when': '* Basic *', 'manifest': 'a'}, {'ask': ['Basic realm="r"']}])
    rows = [([key], image) for key in SPELLINGS + WIDER for image in IMAGES]
    pairs = [([a, b], image) for a in SPELLINGS for b in SPELLINGS if a != b for image in IMAGES]
    every = 1 if os.environ.get('ALL') else 29
    for keys, image in rows[::1 if every == 1 else 5] + pairs[::every]:
        wrong += compare(keys, image)
        tried += 1
    for entry in ENTRIES:
        wrong += compare_entry(entry)
        tried += 1
    for values in CHALLENGES:
        wrong += compare_challenge(values)
        tried += 1
    print(f'# {tried} compared, {wrong} differ')
    return 1 if wrong else 0


sys.exit(main())
