// SPDX-License-Identifier: Apache-2.0
/*
 * The first line is a rule for following tags, each other line a tag. The best tags come one by
 * one, each worse than the one before, until every tag that fits has had its turn.
 */
#include <stdlib.h>
#include <string.h>

#include "manifests/values/follow.h"
#include "tests/fuzz/fuzz.h"

static void select_all(struct arena *arena, const struct follow *follow, char *rest)
{
    LIST_OF(const char *) tags = {0};
    struct follow_selection selection;
    for (char *tag = strsep(&rest, "\n"); tag != NULL; tag = strsep(&rest, "\n"))
        *list_add(arena, &tags) = tag;
    follow_select(arena, follow, tags.items, tags.count, &selection);
    size_t seen = selection.fit.count, turns = 0;
    for (int drop = 0; drop < FOLLOW_DROP_COUNT; drop++)
        seen += selection.dropped[drop].count;
    if (seen != tags.count)
        abort();
    list_each (a, &selection.fit)
        list_each (b, &selection.fit) {
            int order = follow_compare(follow, a, b), back = follow_compare(follow, b, a);
            if ((order > 0) != (back < 0) || (order == 0) != (back == 0))
                abort();
        }
    const struct follow_tag *before = NULL, *best = NULL;
    while ((best = follow_best(&selection, before)) != NULL) {
        if (before != NULL && follow_compare(follow, best, before) >= 0)
            abort();
        list_each (tag, &selection.fit)
            turns += follow_compare(follow, tag, best) == 0;
        before = best;
    }
    if (turns != selection.fit.count)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    struct follow follow = {0};
    struct err err = {0};
    char *rest = arena_copy(&arena, (const char *)data, length < 4000 ? length : 4000);
    char *rule = strsep(&rest, "\n");
    if (follow_parse(&arena, rule, &follow, &err) < 0) {
        if (err.message[0] == '\0' || err.hint[0] == '\0')
            abort();
        return 0;
    }
    if (rest != NULL)
        select_all(&arena, &follow, rest);
    return 0;
}
