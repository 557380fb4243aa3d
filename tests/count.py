#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""count.py LOG…: "PASSED FAILED SKIPPED" over meson's testlog.json files; failures on stderr.

A test that prints TAP counts once for each of its assertions, any other counts once.
"""
import json
import re
import sys

POINT = re.compile(r'^(not )?ok\b(.*)((?:\n#.*)*)', re.M)
GOOD = {'OK', 'EXPECTEDFAIL'}
passed = failed = skipped = 0
for path in sys.argv[1:]:
    with open(path, encoding='utf-8', errors='replace') as log:
        for line in log:
            test = json.loads(line)
            output = test.get('stdout') or ''
            points = POINT.findall(output) if re.search(r'^1\.\.\d+', output, re.M) else []
            skips = sum(not bad and '# skip' in text.lower() for bad, text, _ in points)
            bad = [text + why for bad, text, why in points if bad and '# todo' not in text.lower()]
            good = len(points) - len(bad) - skips
            if test['result'] == 'SKIP':
                skipped += max(1, skips)
            elif test['result'] in GOOD:
                passed += good if points else 1
                skipped += skips
            else:
                # Also when every assertion passed but the test ended badly: a leak, a crash.
                passed += good
                skipped += skips
                failed += max(1, len(bad))
                print(f'failed: {test["name"]} ({test["result"]})', *bad, sep='\n  ',
                      file=sys.stderr)
print(passed, failed, skipped)
