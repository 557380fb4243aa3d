# SPDX-License-Identifier: Apache-2.0
"""The tracked files of the project and their text, as the rules read them."""
import os
import re
import subprocess

import csource

PRODUCT = ('manifests/', 'diff/', 'reconciler/')
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]+)[">]', re.M)


class Tree:
    def __init__(self, root):
        self.root = root
        self.files = sorted(self.tracked() or self.walked())
        self.text = {}
        for path in self.files:
            try:
                with open(os.path.join(root, path), encoding='utf-8', newline='') as file:
                    self.text[path] = file.read()
            except (UnicodeDecodeError, OSError):
                pass  # not text, or removed and not yet committed
        self.memory = {}

    def tracked(self):
        """Empty when this is not a repository, or not the whole of one."""
        run = subprocess.run(['git', '-C', self.root, 'ls-files', '-z'], capture_output=True)
        return [p for p in run.stdout.decode().split('\0') if p] if run.returncode == 0 else []

    def walked(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if f != '.git' and not f.startswith('build')]
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.root)

    def sources(self, *suffixes):
        """Text files of the product with these suffixes."""
        return [(p, t) for p, t in self.text.items()
                if p.startswith(PRODUCT) and p.endswith(suffixes)]

    def code(self, *suffixes):
        return [(p, t) for p, t in self.text.items() if p.endswith(suffixes)]

    def once(self, maker):
        """What maker(tree) returns, made once."""
        if maker not in self.memory:
            self.memory[maker] = maker(self)
        return self.memory[maker]


def includes(text):
    """Yields (line, whether it is a system header, name)."""
    return [(csource.line_of(text, m.start()), m[1] == '<', m[2]) for m in INCLUDE.finditer(text)]
