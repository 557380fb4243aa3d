#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""sample.py ROOT [SEED [COUNT]]: draws comments and messages of the product for a reading test.

Prints the seed, then COUNT (200) numbered comments and string literals of the sources, drawn at
random. Readers who did not write them mark each one that needs a second reading. The same seed
draws the same entries from the same tree.
"""
import os
import random
import re
import sys

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*'
                   r'|"(?:[^"\\\n]|\\.)*"(?:\s*(?:PRI\w+\s*)?"(?:[^"\\\n]|\\.)*")*'
                   r"|'(?:[^'\\]|\\.)'", re.S)


def plain(token):
    """The words of a comment or a literal, or None when it is neither prose nor a sentence."""
    if token.startswith('/'):
        if 'SPDX' in token:
            return None
        text = re.sub(r'^/[*/]+|\*/$', '', token)
        text = re.sub(r'^[ \t]*\*', '', text, flags=re.M)
    elif token.startswith('"'):
        text = ''.join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', token)).replace('\\"', '"')
        if text.endswith('.h'):
            return None
    else:
        return None
    text = ' '.join(text.replace('\\n', ' ').split())
    return text if len(re.findall(r"[A-Za-z']{2,}", text)) >= 3 else None


def entries(root):
    for top in ('manifests', 'diff', 'reconciler'):
        for folder, folders, names in sorted(os.walk(os.path.join(root, top))):
            folders.sort()
            for name in sorted(n for n in names if n.endswith(('.c', '.h'))):
                path = os.path.join(folder, name)
                with open(path, encoding='utf-8') as file:
                    text = file.read()
                for match in TOKEN.finditer(text):
                    words = plain(match[0])
                    if words:
                        line = text.count('\n', 0, match.start()) + 1
                        yield f'{os.path.relpath(path, root)}:{line}', words


def main():
    root = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    found = list(entries(root))
    drawn = random.Random(seed).sample(found, min(count, len(found)))
    print(f'seed {seed}: {len(drawn)} of {len(found)} comments and messages')
    for number, (place, words) in enumerate(drawn, 1):
        print(f'{number:3}. {place}: {words}')


if __name__ == '__main__':
    main()
