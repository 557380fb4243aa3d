// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>

#include "manifests/base/text.h"
#include "manifests/declared/reach.h"

Test(reach, paths_are_joined_only_inside_the_repository)
{
    static const struct {
        const char *folder, *relative, *joined;
    } rows[] = {
        {"a/b", "../c", "a/c"},
        {"a", "./x.yaml", "a/x.yaml"},
        {"", "x//y/", "x/y"},
        {"a", "..", ""},
        {"a", "../..", NULL},
        {"a", "/etc", NULL},
        {"a", "https://x/y", NULL},
        {"a/b", "../../c/d", "c/d"},
        {"", ".", ""},
    };
    arena_scope struct arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect(text_equal(reach_join(&arena, rows[i].folder, rows[i].relative), rows[i].joined),
                  "%s %s", rows[i].folder, rows[i].relative);
}
