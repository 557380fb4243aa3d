// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/merges.h"

#include <string.h>

#include "manifests/base/text.h"
#include "tests/explore/pool.h"

enum outcome merges_branch(struct world *world, const struct event *event)
{
    (void)event;
    if (world->side.tip != NULL)
        return OUTCOME_IMPOSSIBLE;
    world_branch(world);
    return OUTCOME_DONE;
}

enum outcome merges_update(struct world *world, const struct event *event)
{
    struct branch *side = &world->side;
    (void)event;
    if (side->tip == NULL || history_has(side->tip, world->main.tip))
        return OUTCOME_IMPOSSIBLE;
    struct commit *commit = commit_make(side->tip, world->main.tip, "bob", "update", world->now);
    if (!history_merge(world->scenario, side->tip, world->main.tip, commit))
        return OUTCOME_IMPOSSIBLE;
    world_arrive(world, side, commit, HOW_MERGE);
    return OUTCOME_DONE;
}

/* True if side exists and has commits that main lacks. */
static bool mergeable(const struct world *world)
{
    return world->side.tip != NULL && !history_has(world->main.tip, world->side.tip);
}

static enum outcome merged(struct world *world, const struct commit *tip)
{
    world_arrive(world, &world->main, tip, HOW_MERGE);
    world->side = (struct branch){.name = "side"};
    return OUTCOME_DONE;
}

enum outcome merges_merge(struct world *world, const struct event *event)
{
    (void)event;
    if (!mergeable(world))
        return OUTCOME_IMPOSSIBLE;
    struct commit *commit =
        commit_make(world->main.tip, world->side.tip, "eve", "a merge", world->now);
    if (!history_merge(world->scenario, world->main.tip, world->side.tip, commit))
        return OUTCOME_IMPOSSIBLE;
    return merged(world, commit);
}

enum outcome merges_undone(struct world *world, const struct event *event)
{
    const struct commit *before = world->main.tip;
    enum outcome outcome = merges_merge(world, event);
    if (outcome != OUTCOME_DONE)
        return outcome;
    struct commit *commit = commit_make(world->main.tip, NULL, "ann", "a revert", world->now);
    memcpy(commit->files, before->files, sizeof commit->files);
    world_arrive(world, &world->main, commit, HOW_EDIT);
    return OUTCOME_DONE;
}

enum outcome merges_squash(struct world *world, const struct event *event)
{
    arena_scope struct arena scratch = {0};
    if (!mergeable(world))
        return OUTCOME_IMPOSSIBLE;
    struct commit *commit = commit_make(world->main.tip, NULL, "eve", "a squash", world->now);
    if (!history_merge(world->scenario, world->main.tip, world->side.tip, commit))
        return OUTCOME_IMPOSSIBLE;
    commit_list side = history_between(&scratch, world->side.tip, world->main.tip);
    for (size_t i = side.count; event->argument && i-- > 0;) /* oldest first, like Git */
        list_each (claim, &side.items[i]->claims)
            *list_add(pool_arena(), &commit->claims) = *claim;
    return merged(world, commit);
}

/* Returns a commit with the changes, author and message of another one, or NULL on a conflict. */
static const struct commit *pick(const struct world *world, const struct commit *tip,
                                 const struct commit *picked)
{
    struct commit *commit = commit_make(tip, NULL, picked->author, picked->subject, world->now);
    if (!history_pick(world->scenario, picked, commit))
        return NULL;
    commit->claims = picked->claims;
    return commit;
}

enum outcome merges_rebase(struct world *world, const struct event *event)
{
    arena_scope struct arena scratch = {0};
    const struct commit *tip = world->main.tip;
    (void)event;
    if (!mergeable(world))
        return OUTCOME_IMPOSSIBLE;
    commit_list side = history_between(&scratch, world->side.tip, world->main.tip);
    for (size_t i = side.count; i-- > 0 && tip != NULL;)
        if (side.items[i]->parents[1] == NULL)
            tip = pick(world, tip, side.items[i]);
    return tip != NULL && tip != world->main.tip ? merged(world, tip) : OUTCOME_IMPOSSIBLE;
}

enum outcome merges_forward(struct world *world, const struct event *event)
{
    (void)event;
    if (!mergeable(world) || !history_has(world->side.tip, world->main.tip))
        return OUTCOME_IMPOSSIBLE;
    return merged(world, world->side.tip);
}

enum outcome merges_reset(struct world *world, const struct event *event)
{
    const struct commit *tip = world->main.tip;
    for (int i = 0; i < event->argument && tip != NULL; i++)
        tip = tip->parents[0];
    if (tip == NULL)
        return OUTCOME_IMPOSSIBLE;
    world_arrive(world, &world->main, tip, HOW_RESET);
    return OUTCOME_DONE;
}

enum outcome merges_pick(struct world *world, const struct event *event)
{
    const struct commit *tip = world->main.tip, *at = tip;
    (void)event;
    for (; at != NULL; at = at->parents[0]) {
        const struct commit *commit =
            at->claims.count > 0 && at->parents[1] == NULL ? pick(world, tip, at) : NULL;
        if (commit == NULL)
            continue;
        world_arrive(world, &world->main, commit, HOW_MERGE);
        return OUTCOME_DONE;
    }
    return OUTCOME_IMPOSSIBLE;
}
