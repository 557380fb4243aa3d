// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/ranking.h"

#include <string.h>

static uint64_t hash_ranking(const void *key)
{
    const struct ranking *ranking = *(const struct ranking *const *)key;
    return set_hash_text((uint64_t)(uintptr_t)ranking->list, ranking->rule);
}

static bool same_ranking(const void *item, const void *key)
{
    const struct ranking *a = *(const struct ranking *const *)item;
    const struct ranking *b = *(const struct ranking *const *)key;
    return a->list == b->list && strcmp(a->rule, b->rule) == 0;
}

static const struct set_kind ranking_kind = {sizeof(struct ranking *), sizeof(struct ranking *),
                                             hash_ranking, same_ranking};

/* A tag and its rule, because the comparison of list_order() gets nothing else. */
struct ruled_tag {
    const struct follow *follow;
    const struct follow_tag *tag;
};

static int best_first(const void *a, const void *b)
{
    const struct ruled_tag *left = a, *right = b;
    return follow_compare(left->follow, right->tag, left->tag);
}

static void rank(struct arena *arena, const struct follow *follow, struct ranking *out)
{
    arena_scope struct arena scratch = {0};
    follow_select(&scratch, follow, out->list->tags, out->list->tag_count, &out->selection);
    size_t count = out->selection.fit.count, kept = 0;
    struct ruled_tag *order = arena_array(&scratch, struct ruled_tag, count);
    for (size_t i = 0; i < count; i++)
        order[i] = (struct ruled_tag){follow, &out->selection.fit.items[i]};
    list_order(order, count, sizeof *order, best_first); /* stable */
    for (; kept < count; kept++) {
        if (kept > 0 && best_first(&order[kept - 1], &order[kept]) == 0)
            continue;
        if (out->rank_count == RANKS_MAX)
            break;
        out->starts[out->rank_count++] = kept;
    }
    out->starts[out->rank_count] = kept;
    struct follow_tag *tags = arena_array(arena, struct follow_tag, kept);
    for (size_t i = 0; i < kept; i++)
        tags[i] = *order[i].tag;
    out->tags = tags;
    out->fit_count = count;
    memset(&out->selection.fit, 0, sizeof out->selection.fit);
}

const struct ranking *ranking_of(struct planner *planner, const struct follow *follow,
                                 const struct answer *list)
{
    const struct ranking wanted = {.rule = follow->text, .list = list}, *key = &wanted;
    planner->ranking_set.kind = &ranking_kind;
    size_t count = planner->rankings.count;
    size_t at = set_add(&planner->ranking_set, planner->rankings.items, count, &key);
    if (at < count)
        return planner->rankings.items[at];
    struct ranking *made = arena_new(planner->arena, struct ranking);
    *made = wanted;
    rank(planner->arena, follow, made);
    *list_add(planner->arena, &planner->rankings) = made;
    return made;
}
