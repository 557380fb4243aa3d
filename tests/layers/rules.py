#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""rules.py ROOT [RULE…]: the rules of the sources that neither compiler nor linker sees, as TAP.

Without a RULE (the name of its function) all rules are checked.
`rules.py --self-test` breaks each rule in a temporary tree and expects it to be reported.
"""
import sys

sys.dont_write_bytecode = True

import rules_dialect as dialect  # noqa: E402
import rules_folders as folders  # noqa: E402
import rules_names as names  # noqa: E402
import rules_words as words  # noqa: E402
from tree import Tree  # noqa: E402

RULES = [folders.downward, folders.rooms, folders.libraries, folders.own_header_first,
         folders.declared_at_home, folders.opening_comments, folders.built,
         names.types_once, names.prefixes,
         dialect.pragma_once, dialect.licenses, dialect.columns, dialect.lengths,
         dialect.null_tests, dialect.error_tests, dialect.cleanup_first, dialect.must_use,
         dialect.quotes, dialect.tables,
         words.foreign, words.spelling, words.english, words.messages]


def check(root, wanted):
    tree = Tree(root)
    if not tree.sources('.c'):
        sys.exit(f'no sources in {root}')
    rules = [rule for rule in RULES if not wanted or rule.__name__ in wanted]
    print(f'1..{len(rules)}')
    failed = False
    for number, rule in enumerate(rules, 1):
        broken = list(rule(tree))
        print(f'{"not ok" if broken else "ok"} {number} - {rule.__doc__}')
        for path, line, what in broken:
            print(f'#   {path}:{line}: {what}')
        failed = failed or bool(broken)
    return failed


if __name__ == '__main__':
    if sys.argv[1] == '--self-test':
        import rules_broken
        sys.exit(rules_broken.self_test(RULES))
    sys.exit(check(sys.argv[1], sys.argv[2:]))
