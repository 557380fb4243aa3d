#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tiny valid images and puts them into a registry or an OCI layout folder.

push_images.py TARGET REPOSITORY:TAG [--content TEXT] [--platforms os/arch,…] [--docker]
    One image whose content is TEXT (default: the tag), or an index over several platforms. The
    same arguments give the same digest everywhere. Prints the digest, behind it those of the
    children of an index.

push_images.py TARGET --many REPOSITORIES TAGS [--prefix TEXT] [--out FILE] [--static FOLDER]
    TAGS tags in each of PREFIX/r0000, PREFIX/r0001, …: v1.0.0, v1.1.0, … and `latest`, which is
    an index. FILE gets lines "repository tag digest"; FOLDER gets the manifests as files and a
    map, for static_start of servers.sh. TARGET may be "none" then.

push_images.py TARGET --list FILE [--content TEXT] [--out FILE] [--static FOLDER]
    An image for each line "REPOSITORY TAG" of FILE, as generate.py of tests/bench writes them.

TARGET is a registry's URL (http://localhost:5000, https://…) or a folder. In a folder
REPOSITORY is a layout of its own; with --whole the folder itself is the layout and the name of an
image is REPOSITORY:TAG.

--user NAME --password TEXT   Basic, or for the token server when the registry names one
--ca FILE                     PEM with the authority of an https registry
"""
import argparse
import base64
import gzip
import hashlib
import http.client
import io
import json
import os
import re
import ssl
import tarfile
import urllib.parse

OCI = 'application/vnd.oci.image.'
DOCKER = 'application/vnd.docker.'
TYPES = {
    False: {'manifest': OCI + 'manifest.v1+json', 'index': OCI + 'index.v1+json',
            'config': OCI + 'config.v1+json', 'layer': OCI + 'layer.v1.tar+gzip'},
    True: {'manifest': DOCKER + 'distribution.manifest.v2+json',
           'index': DOCKER + 'distribution.manifest.list.v2+json',
           'config': DOCKER + 'container.image.v1+json',
           'layer': DOCKER + 'image.rootfs.diff.tar.gzip'},
}
REF_NAME = 'org.opencontainers.image.ref.name'


def digest_of(data):
    return 'sha256:' + hashlib.sha256(data).hexdigest()


def dumps(value):
    return json.dumps(value, separators=(',', ':'), sort_keys=True).encode()


class Image:
    """An image or an index with everything that it is made of."""

    def __init__(self, media_type, manifest, blobs=(), children=()):
        self.media_type = media_type
        self.manifest = manifest
        self.blobs = blobs
        self.children = children
        self.digest = digest_of(manifest)

    def descriptor(self, **more):
        return {'mediaType': self.media_type, 'digest': self.digest, 'size': len(self.manifest),
                **more}


def layer_of(content):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w') as tar:
        info = tarfile.TarInfo('content.txt')
        data = content.encode()
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def platform_of(text):
    parts = text.split('/')
    return dict(zip(('os', 'architecture', 'variant'), parts))


def make_single(content, platform='linux/amd64', docker=False, note=None, labels=None):
    """note: makes the manifest unique without new blobs; labels: further ones of its config."""
    types = TYPES[docker]
    tar = layer_of(content)
    layer = gzip.compress(tar, mtime=0)
    config = dumps({**platform_of(platform), 'created': '2024-01-01T00:00:00Z',
                    'config': {'Labels': {'content': content, **(labels or {})}},
                    'rootfs': {'type': 'layers', 'diff_ids': [digest_of(tar)]}})
    manifest = {'schemaVersion': 2, 'mediaType': types['manifest'],
                'config': {'mediaType': types['config'], 'digest': digest_of(config),
                           'size': len(config)},
                'layers': [{'mediaType': types['layer'], 'digest': digest_of(layer),
                            'size': len(layer)}]}
    if note:
        manifest['annotations'] = {'note': note}
    return Image(types['manifest'], dumps(manifest), (config, layer))


def make_index(children, docker=False, note=None):
    """children: pairs of platform and image."""
    index = {'schemaVersion': 2, 'mediaType': TYPES[docker]['index'],
             'manifests': [image.descriptor(platform=platform_of(platform))
                           for platform, image in children]}
    if note:
        index['annotations'] = {'note': note}
    return Image(TYPES[docker]['index'], dumps(index), (), [image for _, image in children])


def make(content, platforms=(), docker=False):
    if not platforms:
        return make_single(content, docker=docker)
    return make_index([(platform, make_single(content, platform, docker))
                       for platform in platforms], docker)


class Registry:
    def __init__(self, url, user=None, password=None, ca=None):
        self.url = urllib.parse.urlsplit(url)
        self.user = user
        self.password = password
        self.tls = ssl.create_default_context(cafile=ca) if self.url.scheme == 'https' else None
        self.connections = {}
        self.authorization = {}
        self.known = set()

    def exchange(self, url, method, path, body, headers):
        key = url.scheme, url.netloc
        if key not in self.connections:
            self.connections[key] = (
                http.client.HTTPSConnection(url.hostname, url.port, timeout=30, context=self.tls)
                if url.scheme == 'https'
                else http.client.HTTPConnection(url.hostname, url.port, timeout=30))
        connection = self.connections[key]
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response, response.read()

    def basic(self):
        pair = f'{self.user}:{self.password}'.encode()
        return 'Basic ' + base64.b64encode(pair).decode()

    def authorize(self, repository, challenge):
        fields = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
        if challenge.lower().startswith('basic'):
            return self.basic()
        realm = urllib.parse.urlsplit(fields['realm'])
        query = urllib.parse.urlencode({'service': fields.get('service', ''),
                                        'scope': f'repository:{repository}:pull,push'})
        headers = {'Authorization': self.basic()} if self.user else {}
        _, body = self.exchange(realm, 'GET', f'{realm.path}?{query}', None, headers)
        answer = json.loads(body)
        return 'Bearer ' + (answer.get('token') or answer['access_token'])

    def request(self, repository, method, path, body=None, headers=None):
        for last in (False, True):
            given = dict(headers or {})
            if repository in self.authorization:
                given['Authorization'] = self.authorization[repository]
            response, answer = self.exchange(self.url, method, path, body, given)
            if response.status != 401 or last:
                break
            self.authorization[repository] = self.authorize(
                repository, response.getheader('WWW-Authenticate'))
        if response.status >= 400:
            raise SystemExit(f'{method} {path}: {response.status} {answer[:200]}')
        return response

    def blob(self, repository, data):
        digest = digest_of(data)
        if (repository, digest) in self.known:
            return
        self.known.add((repository, digest))
        response = self.request(repository, 'POST', f'/v2/{repository}/blobs/uploads/', b'',
                                {'Content-Length': '0'})
        place = urllib.parse.urlsplit(response.getheader('Location'))
        query = place.query + ('&' if place.query else '') + 'digest=' + digest
        self.request(repository, 'PUT', f'{place.path}?{query}', data,
                     {'Content-Type': 'application/octet-stream'})

    def put(self, repository, tag, image):
        for child in image.children:
            self.put(repository, child.digest, child)
        for data in image.blobs:
            self.blob(repository, data)
        response = self.request(repository, 'PUT', f'/v2/{repository}/manifests/{tag}',
                                image.manifest, {'Content-Type': image.media_type})
        told = response.getheader('Docker-Content-Digest')
        if told != image.digest:
            raise SystemExit(f'{repository}:{tag}: the registry says {told}')


class Layout:
    def __init__(self, folder, whole=False):
        self.folder = folder
        self.whole = whole

    def put(self, repository, tag, image):
        root = self.folder if self.whole else os.path.join(self.folder, repository)
        name = f'{repository}:{tag}' if self.whole else tag
        os.makedirs(os.path.join(root, 'blobs', 'sha256'), exist_ok=True)
        self.blobs(root, image)
        self.write(os.path.join(root, 'oci-layout'), dumps({'imageLayoutVersion': '1.0.0'}))
        path = os.path.join(root, 'index.json')
        index = {'schemaVersion': 2, 'mediaType': OCI + 'index.v1+json', 'manifests': []}
        if os.path.exists(path):
            with open(path, 'rb') as file:
                index = json.load(file)
        index['manifests'] = [entry for entry in index['manifests']
                              if entry.get('annotations', {}).get(REF_NAME) != name]
        index['manifests'].append(image.descriptor(annotations={REF_NAME: name}))
        self.write(path, dumps(index))

    def blobs(self, root, image):
        for child in image.children:
            self.blobs(root, child)
        for data in (*image.blobs, image.manifest):
            self.write(os.path.join(root, 'blobs', *digest_of(data).split(':')), data)

    @staticmethod
    def write(path, data):
        with open(path + '.new', 'wb') as file:
            file.write(data)
        os.replace(path + '.new', path)


class Nowhere:
    def put(self, repository, tag, image):
        pass


def target_of(options):
    if options.target == 'none':
        return Nowhere()
    if '://' in options.target:
        return Registry(options.target, options.user, options.password, options.ca)
    return Layout(options.target, options.whole)


def save_static(folder, rows):
    with open(os.path.join(folder, 'all.map'), 'a', encoding='ascii') as lines:
        for repository, tag, image in rows:
            path = f'/v2/{repository}/manifests/{tag}'
            os.makedirs(os.path.dirname(folder + path), exist_ok=True)
            with open(folder + path, 'wb') as file:
                file.write(image.manifest)
            lines.write(f'{path} {image.digest};\n')


def push_many(target, options):
    repositories, tags = options.many
    rows = []
    for number in range(repositories):
        repository = f'{options.prefix}/r{number:04d}'
        images = [make_single('many', note=f'{repository} {i}') for i in range(max(tags - 1, 1))]
        for i, image in enumerate(images[:tags]):
            rows.append((repository, f'v1.{i}.0', image))
        if tags > 1:
            rows.append((repository, 'latest',
                         make_index([('linux/amd64', images[0]), ('linux/arm64', images[-1])],
                                    note=repository)))
    put_rows(target, options, rows)


def push_list(target, options):
    rows = []
    with open(options.list, encoding='ascii') as lines:
        for line in lines:
            repository, tag = line.split()
            note = f'{repository}:{tag} {options.content or ""}'
            rows.append((repository, tag, make_single('list', note=note)))
    put_rows(target, options, rows)


def put_rows(target, options, rows):
    for repository, tag, image in rows:
        target.put(repository, tag, image)
    if options.out:
        with open(options.out, 'w', encoding='ascii') as file:
            for repository, tag, image in rows:
                file.write(f'{repository} {tag} {image.digest}\n')
    if options.static:
        os.makedirs(options.static, exist_ok=True)
        save_static(options.static, rows)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('target')
    parser.add_argument('name', nargs='?')
    parser.add_argument('--content')
    parser.add_argument('--platforms', default='')
    parser.add_argument('--docker', action='store_true')
    parser.add_argument('--whole', action='store_true')
    parser.add_argument('--many', nargs=2, type=int)
    parser.add_argument('--list')
    parser.add_argument('--prefix', default='many')
    for name in ('out', 'static', 'user', 'password', 'ca'):
        parser.add_argument('--' + name)
    options = parser.parse_intermixed_args()
    target = target_of(options)
    if options.many or options.list:
        (push_many if options.many else push_list)(target, options)
        return
    repository, _, tag = (options.name or '').rpartition(':')
    if not repository or not tag:
        parser.error('REPOSITORY:TAG is needed')
    image = make(options.content if options.content is not None else tag,
                 [one for one in options.platforms.split(',') if one], options.docker)
    target.put(repository, tag, image)
    print(image.digest, *[child.digest for child in image.children])


if __name__ == '__main__':
    main()
