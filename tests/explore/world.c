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

static struct stay *stay_make(int image, enum how how, const struct commit *by, moment since,
                              const struct stay *before)
{
    struct stay *stay = arena_new(pool_arena(), struct stay);
    *stay = (struct stay){.image = image,
                          .how = how,
                          .by = by,
                          .since = since,
                          .seen = MOMENT_NEVER,
                          .before = before};
    return stay;
}

bool truth_waits(const struct truth *truth)
{
    return truth->stays != truth->recorded;
}

stay_list truth_waiting(struct arena *arena, const struct truth *truth)
{
    stay_list newest = {0}, out = {0};
    for (const struct stay *stay = truth->stays; stay != truth->recorded; stay = stay->before)
        *list_add(arena, &newest) = stay;
    for (size_t i = newest.count; i-- > 0;)
        *list_add(arena, &out) = newest.items[i];
    return out;
}

int branch_batches(const struct branch *branch)
{
    return branch->batch != NULL ? branch->batch->number : 0;
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

/* True if the commit is the tip or one of its first parents. */
static bool on_line(const struct commit *tip, const struct commit *commit)
{
    while (tip != NULL && tip != commit)
        tip = tip->parents[0];
    return tip != NULL;
}

/* True if the journal has requests after the last run that looked at all tags, and a record of this
 * move from before: the branch was set back and forward again. */
static bool came_back(const struct branch *branch, int place, const struct commit *by, int image)
{
    if (branch->batch == NULL || branch->batch->by == branch->batch->number)
        return false;
    const struct entry *entry = branch->journal[place];
    while (entry != NULL &&
           !(record_moves(entry->record.kind) && text_equal(entry->record.commit, by->id) &&
             image_of(entry->record.digest) == image))
        entry = entry->before;
    return entry != NULL;
}

/* Lists the commits that gave the tag another image since its moves were recorded, newest first.
 * Returns false if the branch's first parents no longer lead to the tip of that run and to the
 * commit that the journal names, or if the tag was missing meanwhile: then only the last move can
 * be known. */
static bool find_moves(const struct world *world, struct arena *arena, const struct branch *branch,
                       int place, commit_list *out)
{
    const struct truth *truth = &branch->truths[place];
    const struct commit *reached = branch->batch != NULL ? branch->batch->reached : NULL;
    const struct commit *end = truth->recorded != NULL ? truth->recorded->at : NULL;
    if (end == NULL || (reached != NULL && !on_line(branch->tip, reached)))
        return false;
    if (reached != NULL && branch->batch->by >= truth->recorded->noted)
        end = reached;
    if (!on_line(branch->tip, end) ||
        commit_image(world->scenario, end, place) != truth->recorded->image)
        return false;
    for (const struct commit *at = branch->tip; at != end; at = at->parents[0]) {
        int image = commit_image(world->scenario, at, place);
        if (image == 0 || commit_image(world->scenario, at->parents[0], place) == 0)
            return false;
        if (image == commit_image(world->scenario, at->parents[0], place))
            continue;
        if (came_back(branch, place, at, image))
            return false;
        *list_add(arena, out) = at;
    }
    return true;
}

/* An image that came to a tag. */
struct coming {
    int image;
    enum how how;
    const struct commit *by;
    moment since; /* if it was not there before */
};

/* Adds the image. It stays what it was if it waited before: `old` was the newest one. */
static void come(struct truth *truth, const struct stay *old, const struct coming *coming)
{
    moment since = coming->since;
    enum how how = coming->how;
    for (const struct stay *stay = old; stay != truth->recorded && stay != NULL;
         stay = stay->before)
        if (stay->by == coming->by && stay->image == coming->image) {
            since = stay->since;
            how = coming->how != HOW_UNCLEAR ? stay->how : how;
        }
    truth->stays = stay_make(coming->image, how, coming->by, since, truth->stays);
}

/* Finds the images of the tag that no run recorded yet. */
static void arrive_tag(const struct world *world, struct branch *branch, int place, enum how how)
{
    arena_scope struct arena scratch = {0};
    const struct scenario *scenario = world->scenario;
    struct truth *truth = &branch->truths[place];
    int image = commit_image(scenario, branch->tip, place);
    commit_list moves = {0};
    const struct stay *recorded = truth->recorded, *old = truth->stays;
    bool known = find_moves(world, &scratch, branch, place, &moves);
    truth->unsure = !known && recorded != NULL;
    truth->stays = recorded;
    for (size_t i = moves.count; known && i-- > 0;) {
        struct coming coming = {commit_image(scenario, moves.items[i], place), how, moves.items[i],
                                world->now};
        come(truth, old, &coming);
    }
    if (known || (recorded != NULL && recorded->image == image))
        return;
    const struct pin_origin *origin =
        answer_image(&scratch, scenario, branch->tip, branch->name, place);
    struct coming coming = {image, how, history_find(branch->tip, origin->commit), world->now};
    if (old != recorded && old->image == image)
        coming.since = old->since;
    come(truth, old, &coming);
}

/* True if another commit than before the event brought the alias its image, although it is the
 * same. */
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

/* The event moved the branch from the commit `old`. */
static void arrive_alias(const struct world *world, struct branch *branch, int place, enum how how,
                         const struct commit *old, moment now)
{
    struct truth *truth = &branch->truths[place];
    int image = image_in(world, branch, branch->tip, place, now);
    if (truth->recorded != NULL && truth->recorded->image == image) {
        truth->stays = truth->recorded; /* no run saw that the image was gone */
        return;
    }
    if (truth->stays == NULL || truth->stays->image != image)
        truth->stays = stay_make(image, how, branch->tip, world->now, truth->stays);
    else if (old != NULL && came_again(world, branch, old, place))
        truth->stays =
            stay_make(image, how, branch->tip, truth->stays->since, truth->stays->before);
}

void world_arrive_at(struct world *world, struct branch *branch, const struct commit *tip,
                     enum how how, moment now)
{
    const struct commit *old = branch->tip;
    branch->tip = tip;
    for (int i = 0; i < world->scenario->place_count; i++)
        if (world->scenario->places[i].source == SOURCE_ALIAS)
            arrive_alias(world, branch, i, how, old, now);
        else
            arrive_tag(world, branch, i, how);
}

/* Returns the number of the first commit of the journal with a record that cites a commit that the
 * tip's history does not have, or one more than there are commits. */
static int first_foreign(const struct branch *branch, const struct commit *tip)
{
    int first = branch_batches(branch) + 1;
    for (int i = 0; i < PLACES_MAX; i++)
        for (const struct entry *entry = branch->journal[i]; entry != NULL; entry = entry->before)
            if (entry->record.commit != NULL && entry->batch < first &&
                history_find(tip, entry->record.commit) == NULL)
                first = entry->batch;
    return first;
}

/* Returns the newest stay with the image of the entry that was recorded with it or before; or
 * NULL. */
static const struct stay *stay_of(const struct stay *stays, const struct entry *entry)
{
    const struct stay *stay = stays;
    while (stay != NULL && (stay->noted == 0 || stay->noted > entry->batch ||
                            stay->image != image_of(entry->record.digest)))
        stay = stay->before;
    return stay;
}

/* On another branch, the moves of killed runs are merged ones. */
static void become_merged(struct truth *truth)
{
    arena_scope struct arena scratch = {0};
    stay_list waiting = truth_waiting(&scratch, truth);
    truth->stays = truth->recorded;
    list_each (stay, &waiting) {
        struct stay *copy = arena_new(pool_arena(), struct stay);
        *copy = **stay;
        copy->how = copy->how == HOW_RUN ? HOW_MERGE : copy->how;
        copy->before = truth->stays;
        truth->stays = copy;
    }
}

/* Sets the truth of a tag from the records that side kept. */
static void truth_of_records(struct world *world, int place)
{
    bool released = false;
    struct branch *side = &world->side;
    struct truth *truth = &side->truths[place];
    const struct entry *entry = side->journal[place];
    moment since = truth->stays->since;
    if (entry == world->main.journal[place] && side->batch == world->main.batch) {
        become_merged(truth);
        return;
    }
    for (; entry != NULL && !record_moves(entry->record.kind); entry = entry->before)
        released |= entry->record.kind == RECORD_RELEASED;
    truth->hand = entry != NULL && entry->record.kind == RECORD_HELD && !released;
    truth->recorded = entry != NULL ? stay_of(truth->stays, entry) : NULL;
    if (world->scenario->places[place].source == SOURCE_ALIAS)
        arrive_alias(world, side, place, HOW_UNCLEAR, NULL, 0);
    else
        arrive_tag(world, side, place, HOW_UNCLEAR);
    if (!truth_waits(truth))
        return;
    struct stay *stay = arena_new(pool_arena(), struct stay);
    *stay = *truth->stays;
    stay->since = since;
    truth->stays = stay;
}

void world_branch(struct world *world)
{
    struct branch *side = &world->side;
    int end = first_foreign(&world->main, world->main.tip);
    *side = world->main;
    side->name = "side";
    while (branch_batches(side) >= end)
        side->batch = side->batch->before;
    for (int i = 0; i < world->scenario->place_count; i++) {
        while (side->journal[i] != NULL && side->journal[i]->batch >= end)
            side->journal[i] = side->journal[i]->before;
        truth_of_records(world, i);
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
