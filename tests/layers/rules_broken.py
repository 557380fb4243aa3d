# SPDX-License-Identifier: Apache-2.0
"""A small tree that keeps all rules, and for each rule a file that breaks it."""
import os
import tempfile

import rules_dialect as dialect
import rules_folders as folders
import rules_names as names
import rules_words as words
from tree import Tree

SPDX = '// SPDX-License-Identifier: Apache-2.0\n'
# Also what a rule must not take for broken.
GOOD = {
    'manifests/base/err.h': SPDX + """#pragma once

typedef int err_print(void *context, const char *message);
typedef LIST_OF(const char *) err_list;

struct err {
    const char *message;
    bool (*shown)(const struct err *err);
};

extern const int err_limits[2], err_kinds;
#define err_scope CLEANUP(err_done)
MUST_USE int err_check(const char *text, struct err *err);
struct err *err_find(void);
void err_done(struct err *err);
/* Reports an empty text. Returns -1. */
int err_none(struct err *err);
static inline int err_twice(int value)
{
    return 2 * value;
}
""",
    'manifests/base/err.c': SPDX + """#include "manifests/base/err.h"

#include <stdio.h>

enum fault { FAULT_NONE, FAULT_ALL };
static const char *const words[] = {
    [FAULT_NONE] = "none /* no comment */",
    [FAULT_ALL] = "all",
};
_Static_assert(sizeof words / sizeof *words == FAULT_ALL + 1, "a word for each fault");
const int err_limits[2] = {1, 2};
const int err_kinds = 3;

/* Returns -1 when the server is behind a proxy, which stands for the server. */
int err_check(const char *text, struct err *err)
{
    err_scope struct err other = {0};
    bool empty = !*text, known = !err->shown(err);
    if (text == NULL || err_check(text, &other) < 0 || !err_find()->message[0])
        return err_set(err, "\"%s\" isn't known: %d'", text, empty + known);
    return err_check(text, err) == 0 ? 0 : -1;
}

struct err *err_find(void)
{
    return NULL;
}

void err_done(struct err *err)
{
    (void)err;
}

int err_none(struct err *err)
{
    return err_set(err, "the text is empty");
}
""",
    'manifests/base/meson.build': "x = static_library('base', 'err.c')\nlayers += {}\n",
    'manifests/yaml/node.h': SPDX + '#pragma once\n',
    'diff/plan/plan.c': SPDX + """/* Makes the plan: a row for each tag. */
#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/yaml/node.h"
""",
    'diff/plan/plan_print.h': SPDX + '#pragma once\n',
    'diff/meson.build': "x = static_library('diff', s)\nlayers += {}\n",
    'diff/plan/meson.build': "s += files('plan.c')\n",
    'reconciler/git/objects/tree.h': SPDX + '#pragma once\n',
    'reconciler/git/repository.h': SPDX + '#pragma once\n',
    'docs/tour.md': 'a tour of src/wor' + 'k/, and of .github/workflows\n',
}
OPENING = '/* A file of the self-test. */\n'
ERR = 'MUST_USE int err_check(const char *text, struct err *err);\n'
BAD = [
    (folders.downward, 'manifests/base/err.c',
     '#include "manifests/base/err.h"\n#include "diff/plan/plan.h"\n'),
    (folders.downward, 'reconciler/registry/ask.c', '#include "reconciler/git/objects/tree.h"\n'),
    (folders.downward, 'diff/plan/plan.c', '#include "err.h"\n'),
    (folders.rooms, 'manifests/yaml/node.c', '#include "manifests/kinds/fields.h"\n'),
    (folders.rooms, 'diff/journal/due.c', '#include "diff/plan/plan_print.h"\n'),
    (folders.rooms, 'reconciler/git/wire/pkt.c', '#include "reconciler/git/repository.h"\n'),
    (folders.libraries, 'diff/plan/plan.c', '#include <time.h>\n'),
    (folders.libraries, 'diff/plan/plan.c', '#include <jansson.h>\n'),
    (folders.libraries, 'reconciler/net/http.c', '#include <git2.h>\n'),
    (folders.libraries, 'manifests/kinds/window_read.c', '#include <libical/ical.h>\n'),
    (folders.libraries, 'reconciler/registry/ask.h', '#pragma once\n#  include <curl/curl.h>\n'),
    (folders.own_header_first, 'manifests/base/err.c', '#include <stdio.h>\n'),
    (folders.own_header_first, 'diff/plan/plan.c',
     '#include <stdio.h>\n#include "manifests/base/err.h"\n#include <stdlib.h>\n'),
    (folders.declared_at_home, 'manifests/base/err.h', '#pragma once\nvoid err_make(void);\n'),
    (folders.declared_at_home, 'manifests/base/err.h', '#pragma once\nextern int err_count;\n'),
    (folders.declared_at_home, 'manifests/yaml/node.h',
     '#pragma once\nstruct node *const *node_all(int (*of)(int));\n'),
    (folders.opening_comments, 'diff/plan/plan.c', '#include <stdint.h>\n/* Too late for it. */\n'),
    (folders.opening_comments, 'diff/plan/plan.c', '/* Short. */\n#include <stdint.h>\n'),
    (folders.built, 'diff/more.c', ''),
    (names.types_once, 'diff/plan/plan.c', OPENING + 'struct err {\n    int code;\n};\n'),
    (names.types_once, 'diff/plan/plan.c', OPENING + 'typedef void err_print(struct err *);\n'),
    (names.types_once, 'diff/plan/plan.c', OPENING + 'typedef int (*err_print)(int a, int b);\n'),
    (names.prefixes, 'diff/plan/plan.c', OPENING + 'int plan(void)\n{\n}\n'),
    (names.prefixes, 'diff/plan/plan.c', OPENING + 'struct err *hop_make(void)\n{\n}\n'),
    (dialect.pragma_once, 'tests/x.h', '\n'),
    (dialect.columns, 'tests/x.c', '//' + 99 * 'é' + '\n'),
    (dialect.lengths, 'diff/plan/plan.c', 701 * '\n'),
    (dialect.lengths, 'diff/plan/plan.c', 'int f(void)\n{\n' + 81 * '\n' + '}\n'),
    (dialect.null_tests, 'diff/plan/plan.c',
     OPENING + 'static bool empty(const char *text)\n{\n    return !text;\n}\n'),
    (dialect.null_tests, 'diff/plan/plan.c',
     OPENING + 'static bool empty(struct err *err)\n{\n    return !err->message;\n}\n'),
    (dialect.null_tests, 'diff/plan/plan.c',
     OPENING + 'static bool empty(void)\n{\n    return !err_find();\n}\n'),
    (dialect.error_tests, 'diff/plan/plan.c',
     OPENING + ERR + 'static bool bad(void)\n{\n    return err_check("x", NULL) != 0;\n}\n'),
    (dialect.error_tests, 'diff/plan/plan.c',
     OPENING + ERR + 'static bool bad(void)\n{\n    int result = err_check("x", NULL);\n'
     '    return result != 0;\n}\n'),
    (dialect.cleanup_first, 'diff/plan/plan.c',
     OPENING + 'static void run(void)\n{\n    struct err err_scope err = {0};\n}\n'),
    (dialect.cleanup_first, 'tests/x.c', 'int x CLEANUP(done);\n'),
    (dialect.must_use, 'manifests/yaml/node.h',
     '#pragma once\nint node_find(const char *name,\n              struct err *err);\n'),
    (dialect.quotes, 'diff/plan/plan.c', OPENING + """static const char *a = "'%.*s' is";\n"""),
    (dialect.tables, 'diff/plan/plan.c',
     OPENING + 'static const struct row rows[] = {\n    [ROW_ONE] = {1},\n};\n'),
    (words.foreign, 'docs/tour.md', 'see /wor' + 'k/main\n'),
    (words.foreign, 'docs/tour.md', 'x\n' + 7 * '<' + ' HEAD\n'),
    (words.spelling, 'docs/tour.md', 'the color and the behaviour\n'),
    (words.spelling, 'diff/plan/plan.c', OPENING + 'static int normalised;\n'),
    (words.english, 'diff/plan/plan.c', OPENING + '/* The tag stands there. */\n'),
    (words.english, 'diff/plan/plan.c', OPENING + '/* One line.\n * Whose the pin is. */\n'),
    (words.messages, 'diff/plan/plan.c', OPENING + 'static char a[] = "it is no tag";\n'),
    (words.messages, 'docs/tour.md', 'The run begins anew.\n'),
]


def self_test(rules):
    def broken(files):
        with tempfile.TemporaryDirectory() as root:
            for path, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), 'w', encoding='utf-8') as file:
                    file.write(text)
            tree = Tree(root)
            return {rule for rule in rules if list(rule(tree))}

    cases = [('the good tree', set(), {})]
    cases += [(f'{rule.__name__} sees {path}: {text[-40:]!r}', {rule}, {path: SPDX + text})
              for rule, path, text in BAD]
    cases.append(('licenses', {dialect.licenses}, {'tests/x.c': '\n\n\n' + SPDX}))
    yaml = {f'manifests/{n}.c': SPDX + '#include <yaml.h>\n' for n in 'ab'}
    cases.append(('libraries sees a second file with yaml.h', {folders.libraries}, yaml))
    print(f'1..{len(cases) + 1}')
    failed = False
    for number, (name, wanted, files) in enumerate(cases, 1):
        got = broken({**GOOD, **files})
        right = wanted <= got if wanted else not got
        print(f'{"ok" if right else "not ok"} {number} - {name.replace("#", "")}')
        failed = failed or not right
    covered = {rule for _, broken_rules, _ in cases for rule in broken_rules} == set(rules)
    print(f'{"ok" if covered else "not ok"} {len(cases) + 1} - each rule is broken by a case')
    return failed or not covered
