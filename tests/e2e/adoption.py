#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes clusters as `oc get -o json` exports them, and tells which images run in them.

adoption.py make SEED IMAGES FOLDER    writes a random cluster: streams, workloads, a Promotion
adoption.py running IMAGES FOLDER WAS  prints "OBJECT DIGEST" for each tag and container

IMAGES has a line "STREAM TAG DIGEST" for each tag of the registry. WAS is the folder with the
exported files, whose status says what a tag without a digest means in the cluster. A tag that the
status does not know is what the registry says.
"""
import json
import pathlib
import random
import sys

REGISTRY = 'quay.io/team'
INTEGRATED = 'image-registry.openshift-image-registry.svc:5000'
ENVIRONMENTS = ['app-dev', 'app-staging', 'app-prod']


def images_of(path):
    found = {}
    for line in open(path, encoding='utf-8'):
        stream, tag, digest = line.split()
        found[stream, tag] = digest
    return found


def item(stream, digest):
    return {'created': '2026-11-01T00:00:00Z', 'generation': 2, 'image': digest,
            'dockerImageReference': f'{REGISTRY}/{stream}@{digest}'}


def spec_tag(dice, environment, stream, digests):
    """A tag's source as people leave it: by name, copied, fixed, or pinned."""
    tag = dice.choice(['latest', '1.0', '1.1'])
    source = {'kind': 'DockerImage', 'name': f'{REGISTRY}/{stream}:{tag}'}
    kind = dice.random()
    before = dict(zip(ENVIRONMENTS[1:], ENVIRONMENTS)).get(environment)
    if before and kind < 0.3:
        source = {'kind': 'ImageStreamTag', 'namespace': before, 'name': f'{stream}:latest'}
    elif before and kind < 0.5:
        source = {'kind': 'ImageStreamImage', 'namespace': before,
                  'name': f'{stream}@{dice.choice(digests)}'}
    elif kind < 0.6:
        source['name'] += '@' + dice.choice(digests)
    made = {'name': 'latest', 'generation': 2, 'from': source, 'importPolicy': {'importMode': 'Legacy'},
            'referencePolicy': {'type': 'Source'}}
    if environment == 'app-dev' and source['kind'] == 'DockerImage' and dice.random() < 0.5:
        made['importPolicy']['scheduled'] = True
    return made


def make_stream(dice, environment, stream, digests):
    tag = spec_tag(dice, environment, stream, digests)
    status = []
    _, at, pinned = tag['from']['name'].partition('@')
    if at or tag['from']['kind'] == 'ImageStreamTag' or dice.random() < 0.7:
        head = pinned or dice.choice(digests)
        status = [{'tag': 'latest', 'items': [item(stream, head)] +
                   [item(stream, each) for each in dice.sample(digests, 2)]}]
        if dice.random() < 0.2:
            status[0]['conditions'] = [{'type': 'ImportSuccess', 'status': 'False', 'generation': 2}]
    return {'apiVersion': 'image.openshift.io/v1', 'kind': 'ImageStream',
            'metadata': {'name': stream, 'namespace': environment},
            'spec': {'tags': [tag]}, 'status': {'tags': status}}


def make_workload(dice, environment, stream, digests, number):
    image = dice.choice([f'{REGISTRY}/{stream}@{dice.choice(digests)}', f'{REGISTRY}/{stream}:latest',
                         f'{REGISTRY}/{stream}:1.0', ' ', f'{INTEGRATED}/{environment}/{stream}:latest',
                         f'{REGISTRY}/{stream}:latest@{dice.choice(digests)}', f'{REGISTRY}/other:9'])
    trigger = [{'from': {'kind': 'ImageStreamTag', 'name': f'{stream}:latest'},
                'fieldPath': 'spec.template.spec.containers[?(@.name=="web")].image'}]
    made = {'apiVersion': 'apps/v1', 'kind': dice.choice(['Deployment', 'StatefulSet']),
            'metadata': {'name': f'{stream}-{number}', 'namespace': environment},
            'spec': {'template': {'spec': {'containers': [{'name': 'web', 'image': image}]}}}}
    if INTEGRATED not in image or dice.random() < 0.5:
        made['metadata']['annotations'] = {'image.openshift.io/triggers': json.dumps(trigger)}
    return made


def make(seed, images, folder):
    dice = random.Random(seed)
    environments = ENVIRONMENTS[:dice.randint(1, 3)]
    streams = sorted({stream for stream, _ in images})[:dice.randint(1, 3)]
    folder.mkdir(parents=True)
    for environment in environments:
        items = []
        for stream in streams:
            digests = sorted({each for (name, _), each in images.items() if name == stream})
            items.append(make_stream(dice, environment, stream, digests))
            for number in range(dice.randint(0, 3)):
                items.append(make_workload(dice, environment, stream, digests, number))
        cluster = {'apiVersion': 'v1', 'kind': 'List', 'items': items}
        (folder / f'{environment}.json').write_text(json.dumps(cluster, indent=4) + '\n')
    settings = {'apiVersion': 'weir.dev/v1alpha1', 'kind': 'Reconciler',
                'spec': {'triggers': 'weir', 'guard': {'max': 0}}}
    (folder / 'weir.yaml').write_text(json.dumps(settings) + '\n')
    if len(environments) > 1:
        path = [{'namespace': each} for each in environments]
        promotion = {'apiVersion': 'weir.dev/v1alpha1', 'kind': 'Promotion', 'metadata': {'name': 'app'},
                     'spec': {'streams': streams, 'path': path, 'together': dice.random() < 0.2}}
        (folder / 'promotion.yaml').write_text(json.dumps(promotion) + '\n')


def objects(folder, kind):
    for path in sorted(folder.glob('app-*.json')):
        for each in json.loads(path.read_text())['items']:
            if (each['kind'] == 'ImageStream') == (kind == 'ImageStream'):
                yield each['metadata']['namespace'], each['metadata']['name'], each


def by_text(images, text):
    """The image that a text pulls: by its digest, else by the registry."""
    name, _, digest = text.strip().partition('@')
    if digest:
        return digest
    name, _, tag = name.rpartition(':')
    return images.get((name.rpartition('/')[2], tag), f'unknown {text}')


def tags_of(images, folder, was):
    exported = {(space, name): each for space, name, each in objects(was, 'ImageStream')}
    found = {}

    def tag_of(space, name, streams):
        tag = streams[space, name]['spec']['tags'][0]
        source = tag['from']
        if '@' in source['name']:
            return source['name'].partition('@')[2]
        status = exported[space, name]['status']['tags']
        if status:
            return status[0]['items'][0]['image']
        if source['kind'] == 'ImageStreamTag':
            return tag_of(source['namespace'], name, streams)
        return by_text(images, source['name'])

    streams = {(space, name): each for space, name, each in objects(folder, 'ImageStream')}
    for space, name in streams:
        found[space, name] = tag_of(space, name, streams)
    return found


def running(images, folder, was):
    tags = tags_of(images, folder, was)
    for (space, name), digest in sorted(tags.items()):
        print(f'{space}/{name}:latest {digest}')
    for space, name, each in objects(folder, 'workload'):
        text = each['spec']['template']['spec']['containers'][0]['image']
        before = next(other for at, called, other in objects(was, 'workload')
                      if (at, called) == (space, name))
        blank = not before['spec']['template']['spec']['containers'][0]['image'].strip()
        digest = by_text(images, text) if text.strip() else 'nothing'
        if text.startswith(INTEGRATED) and '@' not in text:
            digest = tags[space, name.rpartition('-')[0]]
        print(f'{space} {name} {"nothing" if blank else digest}')


if __name__ == '__main__':
    if sys.argv[1] == 'make':
        make(int(sys.argv[2]), images_of(sys.argv[3]), pathlib.Path(sys.argv[4]))
    else:
        running(images_of(sys.argv[2]), pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4]))
