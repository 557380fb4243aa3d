// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/world.h"

#include <string.h>

#include "manifests/base/text.h"
#include "tests/explore/answers.h"
#include "tests/explore/pool.h"

bool world_complain(struct world *world, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(world->complaint, sizeof world->complaint, format, arguments);
    va_end(arguments);
    return false;
}

static const struct stay *stay_make(int image, moment since, const struct stay *before)
{
    struct stay *stay = arena_new(pool_arena(), struct stay);
    *stay = (struct stay){image, since, MOMENT_NEVER, 0, before};
    return stay;
}

struct world world_make(const struct scenario *scenario)
{
    struct world world = {.scenario = scenario, .main.name = "main", .side.name = "side"};
    moment_parse("2026-01-01T00:00:00Z", &world.now);
    struct commit *first = commit_make(NULL, NULL, "ann", "begin", world.now);
    for (int i = 0; i < scenario->file_count; i++)
        first->files[i] = version_make(scenario, i, scenario->texts[i], NULL);
    for (int i = 0; i < scenario->upstream_count; i++) {
        world.upstream[i] = world.pushed[i] = 1;
        world.first_pushed[i][1] = world.now;
    }
    world_arrive(&world, &world.main, first, HOW_UNCLEAR);
    return world;
}

/* True if another commit than before the event brought the tag's image, although it is the same. */
static bool came_again(const struct world *world, const struct branch *branch,
                       const struct commit *old, int place)
{
    arena_scope struct arena scratch = {0};
    const struct scenario *scenario = world->scenario;
    const char *name = branch->name;
    const struct pin_origin *before = answer_image(&scratch, scenario, old, name, place);
    const struct pin_origin *after = answer_image(&scratch, scenario, branch->tip, name, place);
    return !text_equal(before->commit, after->commit);
}

/* Returns the newest record of an image that is not denied; move: of any image, or that there is
 * none. */
static const struct entry *newest(const struct entry *entry, unsigned denied, bool move)
{
    while (entry != NULL && !(record_moves(entry->record.kind) &&
                              (move || (entry->record.digest != NULL &&
                                        !(denied & 1U << image_of(entry->record.digest))))))
        entry = entry->before;
    return entry;
}

/* Returns the image that an alias keeps while its rules stop that of the tag that it follows. */
static int kept_image(const struct world *world, const struct branch *branch, const struct pin *pin,
                      int place, int image)
{
    const struct place *at = &world->scenario->places[place];
    const struct entry *last = newest(branch->journal[place], 0, true);
    if (last != NULL && last->record.digest != NULL) {
        last = newest(branch->journal[place], pin->denied, false);
        if (last != NULL)
            return image_of(last->record.digest);
        return pin->denied & 1U << image ? 0 : image;
    }
    /* its first image, also after it was missing: that of the last record of its tag */
    int end = scenario_place(world->scenario, at->environment, at->stream, pin->follows);
    last = newest(branch->journal[end], 0, true);
    if (last != NULL && last->record.digest != NULL)
        image = image_of(last->record.digest);
    return pin->denied & 1U << image ? 0 : image;
}

/* Returns the image that the tag has in this commit on this branch. now: the clock of a run; 0: no
 * run has seen yet that the hold of an alias ended. */
static int image_in(const struct world *world, const struct branch *branch,
                    const struct commit *tip, int place, moment now)
{
    const struct pin *pin = commit_pin(world->scenario, tip, place);
    int image = commit_image(world->scenario, tip, place);
    bool stopped = pin->denied & 1U << image || (pin->held && pin->until > now);
    return pin->follows != NULL && stopped ? kept_image(world, branch, pin, place, image) : image;
}

int world_image(const struct branch *branch, int place)
{
    return branch->truths[place].stays->image;
}

void world_arrive(struct world *world, struct branch *branch, const struct commit *tip,
                  enum how how)
{
    world_arrive_at(world, branch, tip, how, 0);
}

void world_arrive_at(struct world *world, struct branch *branch, const struct commit *tip,
                     enum how how, moment now)
{
    const struct commit *old = branch->tip;
    branch->tip = tip;
    for (int i = 0; i < world->scenario->place_count; i++) {
        struct truth *truth = &branch->truths[i];
        int image = image_in(world, branch, tip, i, now);
        if (truth->stays != NULL && truth->stays->image == image) {
            if (truth->how != HOW_NONE && came_again(world, branch, old, i)) {
                truth->how = how;
                truth->by = tip;
            }
            continue;
        }
        if (truth->recorded != NULL && truth->recorded->image == image) {
            /* No run saw that the image was gone. */
            truth->stays = truth->recorded;
            truth->how = HOW_NONE;
            continue;
        }
        truth->stays = stay_make(image, world->now, truth->stays);
        truth->how = how;
        truth->by = tip;
    }
}

/* Returns the first commit of the journal with a record that cites a commit that the tip's history
 * does not have. */
static int first_foreign(const struct branch *branch, const struct commit *tip)
{
    int first = branch->batches;
    for (int i = 0; i < PLACES_MAX; i++)
        for (const struct entry *entry = branch->journal[i]; entry != NULL; entry = entry->before)
            if (entry->record.commit != NULL && entry->batch < first &&
                history_find(tip, entry->record.commit) == NULL)
                first = entry->batch;
    return first;
}

/* Returns the stay of the record, or of an earlier record of the same image; or NULL. */
static const struct stay *stay_of_record(const struct stay *stays, const struct record *record)
{
    const struct stay *earlier = NULL;
    for (const struct stay *stay = stays; stay != NULL; stay = stay->before) {
        if (stay->noted == 0 || stay->image != image_of(record->digest))
            continue;
        if (stay->noted == record->time)
            return stay;
        if (earlier == NULL && stay->noted < record->time)
            earlier = stay;
    }
    return earlier;
}

/* Sets the truth of a tag from the records that side kept. */
static void truth_of_records(const struct world *world, const struct entry *entry, int place,
                             struct truth *truth)
{
    bool released = false;
    const struct branch *side = &world->side;
    int image = image_in(world, side, side->tip, place, 0);
    for (; entry != NULL && !record_moves(entry->record.kind); entry = entry->before)
        released |= entry->record.kind == RECORD_RELEASED;
    truth->how = HOW_UNCLEAR;
    truth->by = world->main.tip;
    truth->hand = entry != NULL && entry->record.kind == RECORD_HELD && !released;
    truth->recorded = entry != NULL ? stay_of_record(truth->stays, &entry->record) : NULL;
    if (truth->recorded == NULL || truth->recorded->image != image) {
        truth->stays = stay_make(image, truth->stays->since, truth->recorded);
        return;
    }
    truth->stays = truth->recorded;
    truth->how = HOW_NONE;
}

void world_branch(struct world *world)
{
    struct branch *side = &world->side;
    int end = first_foreign(&world->main, world->main.tip);
    *side = world->main;
    side->name = "side";
    side->batches = end;
    for (int i = 0; i < world->scenario->place_count; i++)
        while (side->journal[i] != NULL && side->journal[i]->batch >= end)
            side->journal[i] = side->journal[i]->before;
    for (int i = 0; i < world->scenario->place_count; i++) {
        if (side->truths[i].how == HOW_RUN) /* of another branch */
            side->truths[i].how = HOW_MERGE;
        if (side->journal[i] != world->main.journal[i])
            truth_of_records(world, side->journal[i], i, &side->truths[i]);
    }
}

moment world_longest(const struct world *world, const struct branch *branch, int place, int image)
{
    moment longest = -1, until = world->now;
    for (const struct stay *stay = branch->truths[place].stays; stay != NULL; stay = stay->before) {
        if (stay->image == image && until - stay->since > longest)
            longest = until - stay->since;
        until = stay->before != NULL && stay->before->image == stay->image ? until : stay->since;
    }
    return longest;
}
