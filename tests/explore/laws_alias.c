// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/laws_alias.h"

#include "manifests/base/text.h"
#include "tests/explore/answers.h"
#include "tests/explore/laws_found.h"

/* Judges the image that the alias gives after the run. */
static bool judge_given(const struct run *run, const struct row *row, int place)
{
    struct world *world = run->world;
    const struct pin *pin = commit_pin(world->scenario, run->base, place);
    int before = world_image(run->branch, place), image = image_of(row->gives);
    if (row->follows == NULL || image == 0)
        return true;
    if (pin->follows != NULL && pin->denied & 1U << image)
        return world_complain(world, "%s: the alias gives image %d, which it denies",
                              run_name(run, place), image);
    if (pin->follows != NULL && pin->held && pin->until > run->now && image != before &&
        before != 0)
        return world_complain(world, "%s: the held alias gives image %d after %d",
                              run_name(run, place), image, before);
    return true;
}

/* True if the image of an alias that was frozen before the run may be recorded as pinned: the tag
 * had none, the branch was set back, or the commit neither put a hold on the alias nor rolled it
 * back. */
static bool may_be_pinned(const struct run *run, int place, const struct record *record)
{
    struct arena *arena = &((struct run *)(uintptr_t)run)->arena;
    const struct pin_origin *origin =
        answer_image(arena, run->world->scenario, run->base, run->branch->name, place);
    const struct entry *entry = run->branch->journal[place];
    while (entry != NULL && !text_equal(entry->record.commit, record->commit))
        entry = entry->before;
    return entry != NULL || laws_gone(run, place) || (origin->claim == NULL && !origin->holds);
}

/* Judges who changed the alias by the commit that the record of a change names. */
static bool judge_who(const struct run *run, int place, const struct record *record)
{
    arena_scope struct arena scratch = {0};
    struct world *world = run->world;
    const struct scenario *scenario = world->scenario;
    const struct commit *by =
        record->commit != NULL ? history_find(run->base, record->commit) : NULL;
    if (by == NULL || by->parents[0] == NULL || record->rebuilt || record->who == NULL)
        return true;
    const struct pin *is = commit_pin(scenario, by, place);
    const struct pin *was = commit_pin(scenario, by->parents[0], place);
    if (text_equal(is->follows, was->follows) && is->image == was->image)
        return true; /* the tag that it follows changed */
    const struct pin_origin *origin =
        answer_commit(&scratch, scenario, by, run->branch->name, place);
    return text_equal(record->who, origin->who) ||
           world_complain(world, "%s: %s changed the alias, and it is recorded for %s",
                          run_name(run, place), origin->who, record->who);
}

/* Judges the record of an image that the alias had before the run. */
static bool judge_found(const struct run *run, int place, const struct record *record)
{
    const struct pin *pin = commit_pin(run->world->scenario, run->base, place);
    const struct entry *last = run->branch->journal[place];
    const struct truth *truth = &run->branch->truths[place];
    const struct stay *stay = truth->stays;
    while (last != NULL && !record_moves(last->record.kind))
        last = last->before;
    if (last == NULL || record->rebuilt || text_equal(last->record.alias, pin->follows))
        return true;
    if (pin->follows == NULL && pin->image != 0 && record->kind != RECORD_PINNED &&
        truth_waits(truth))
        return laws_found(run, place, &(stay_list){.items = &stay, .count = 1}, &record);
    return true;
}

static bool judge_record(const struct run *run, int place, const struct record *record)
{
    const char *word = record_word(record->kind);
    bool given = record->alias != NULL;
    if (given && record->kind != RECORD_PINNED)
        return world_complain(run->world, "%s: an alias is recorded as %s", run_name(run, place),
                              word);
    if (!given && record->digest != NULL && record->kind != RECORD_ROLLED_BACK &&
        record->kind != RECORD_HELD &&
        !(record->kind == RECORD_PINNED && may_be_pinned(run, place, record)))
        return world_complain(run->world, "%s: a frozen alias is recorded as %s",
                              run_name(run, place), word);
    return true;
}

bool laws_alias(const struct run *run, int place)
{
    const struct record *found = NULL;
    const struct place *at = &run->world->scenario->places[place];
    list_each (row, &run->plan.rows)
        if (row->kind != ROW_CONSUMER && run_place(run, row) == place &&
            !judge_given(run, row, place))
            return false;
    list_each (due, &run->dues) {
        const struct record *record = &due->record;
        if (!text_equal(due->environment, at->environment) || !text_equal(due->tag, at->tag) ||
            !record_moves(record->kind))
            continue;
        if (!judge_record(run, place, record) || !judge_who(run, place, record))
            return false;
        if (run->commit == NULL || !text_equal(record->commit, run->commit->id))
            found = record;
    }
    return found == NULL || image_of(found->digest) != world_image(run->branch, place) ||
           judge_found(run, place, found);
}
