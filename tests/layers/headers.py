#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""headers.py ROOT CC…: each header of the product compiles alone, as TAP."""
import concurrent.futures
import os
import subprocess
import sys

root, compiler = sys.argv[1], sys.argv[2:]
headers = sorted(os.path.relpath(os.path.join(folder, name), root)
                 for top in ('manifests', 'diff', 'reconciler')
                 for folder, _, names in os.walk(os.path.join(root, top))
                 for name in names if name.endswith('.h'))


def compile_alone(header):
    return subprocess.run(
        [*compiler, '-std=gnu17', '-D_GNU_SOURCE', '-I', root, '-Wall', '-Wextra', '-Werror',
         '-fsyntax-only', '-include', header, '-x', 'c', os.devnull],
        capture_output=True, text=True)


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    results = list(pool.map(compile_alone, headers))
print(f'1..{len(headers)}')
for number, (header, run) in enumerate(zip(headers, results), 1):
    print(f'{"not ok" if run.returncode else "ok"} {number} - {header} compiles alone')
    for line in run.stderr.splitlines():
        print(f'#   {line}')
sys.exit(not headers or any(run.returncode for run in results))
