// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/events.h"

#include <string.h>

#include "tests/explore/merges.h"
#include "tests/explore/pool.h"
#include "tests/explore/run.h"

static enum outcome outcome_of(bool good)
{
    return good ? OUTCOME_DONE : OUTCOME_BROKEN;
}

static enum outcome run_main(struct world *world, const struct event *event)
{
    return outcome_of(run_sync(world, &world->main, (enum mood)event->argument, NULL));
}

static enum outcome run_side(struct world *world, const struct event *event)
{
    if (world->side.tip == NULL)
        return OUTCOME_IMPOSSIBLE;
    return outcome_of(run_sync(world, &world->side, (enum mood)event->argument, NULL));
}

static enum outcome hour(struct world *world, const struct event *event)
{
    (void)event;
    world->now += HOUR;
    return OUTCOME_DONE;
}

static enum outcome push_image(struct world *world, int upstream, int image)
{
    if (image == 0 || image > PUSHED_MAX)
        return OUTCOME_IMPOSSIBLE;
    world->upstream[upstream] = image;
    if (image > world->pushed[upstream]) {
        world->pushed[upstream] = image;
        world->first_pushed[upstream][image] = world->now;
    }
    return OUTCOME_DONE;
}

static enum outcome push(struct world *world, const struct event *event)
{
    return push_image(world, event->argument, world->pushed[event->argument] + 1);
}

static enum outcome push_old(struct world *world, const struct event *event)
{
    return push_image(world, event->argument, world->upstream[event->argument] - 1);
}

static struct intent intent_of(const struct world *world, const struct event *event)
{
    const struct place *place = &world->scenario->places[event->argument];
    return (struct intent){
        .kind = (enum intent_kind)event->kind,
        .environment = place->environment,
        .stream = place->stream,
        .tag = place->tag,
        .at = MOMENT_NEVER,
        .until = world->now + HOLD,
    };
}

static enum outcome request(struct world *world, const struct event *event)
{
    struct intent intent = intent_of(world, event);
    return outcome_of(run_sync(world, &world->main, MOOD_WELL, &intent));
}

/* Promotes although gates are closed. */
static enum outcome override(struct world *world, const struct event *event)
{
    struct intent intent = intent_of(world, event);
    intent.override_gates = true;
    return outcome_of(run_sync(world, &world->main, MOOD_WELL, &intent));
}

/* Returns the name of the tag that the alias does not follow now. */
static const char *other_end(const struct world *world, const struct commit *tip, int alias)
{
    const char *follows = commit_pin(world->scenario, tip, alias)->follows;
    const char *first = world->scenario->places[0].tag;
    return follows != NULL && strcmp(follows, first) == 0 ? world->scenario->places[1].tag : first;
}

/* Requests that the alias follows the other tag. */
static struct intent alias_intent(const struct world *world, const struct commit *tip,
                                  const struct event *event)
{
    struct intent intent = intent_of(world, event);
    intent.alias = true;
    intent.source.kind = SOURCE_STREAM_TAG;
    intent.source.environment = intent.environment;
    intent.source.stream = intent.stream;
    intent.source.name = other_end(world, tip, event->argument);
    return intent;
}

static enum outcome alias(struct world *world, const struct event *event)
{
    struct intent intent = alias_intent(world, world->main.tip, event);
    return outcome_of(run_sync(world, &world->main, MOOD_WELL, &intent));
}

static enum outcome request_in_clone(struct world *world, const struct event *event, bool trailers)
{
    bool good = true;
    if (world->side.tip == NULL)
        return OUTCOME_IMPOSSIBLE;
    struct intent intent = event->kind == INTENT_TAG ? alias_intent(world, world->side.tip, event)
                                                     : intent_of(world, event);
    if (!run_clone(world, &intent, trailers, &good))
        return good ? OUTCOME_IMPOSSIBLE : OUTCOME_BROKEN;
    return outcome_of(good);
}

static enum outcome clone_request(struct world *world, const struct event *event)
{
    return request_in_clone(world, event, true);
}

static enum outcome own_request(struct world *world, const struct event *event)
{
    return request_in_clone(world, event, false);
}

/* Reverts the newest commit that changed the tag's file. */
static enum outcome revert(struct world *world, const struct event *event)
{
    int file = world->scenario->places[event->argument].file;
    const struct commit *tip = world->main.tip, *at = tip;
    while (at->parents[0] != NULL && at->parents[0]->files[file] == at->files[file])
        at = at->parents[0];
    if (at->parents[0] == NULL)
        return OUTCOME_IMPOSSIBLE;
    struct commit *commit = commit_make(tip, NULL, "ann", "a revert", world->now);
    commit->files[file] = at->parents[0]->files[file];
    world_arrive(world, &world->main, commit, HOW_EDIT);
    return OUTCOME_DONE;
}

static enum outcome edit(struct world *world, int place, int image)
{
    const struct place *at = &world->scenario->places[place];
    const struct version *old = world->main.tip->files[at->file];
    const struct pin *pin = &old->pins[at->slot];
    if (pin->image == 0 || pin->image == image)
        return OUTCOME_IMPOSSIBLE;
    char *bytes = arena_copy(pool_arena(), old->bytes, strlen(old->bytes));
    char *digest = strstr(bytes + (pin->entry - old->bytes), "@sha256:");
    memcpy(digest + 1, image_digest(image), strlen(image_digest(image)));
    struct commit *commit = commit_make(world->main.tip, NULL, "hal", "an edit", world->now);
    commit->files[at->file] = version_make(world->scenario, at->file, bytes, old);
    world_arrive(world, &world->main, commit, HOW_EDIT);
    return OUTCOME_DONE;
}

/* Makes the alias follow the other tag by an edit. */
static enum outcome point(struct world *world, const struct event *event)
{
    const struct place *at = &world->scenario->places[event->argument];
    const struct version *old = world->main.tip->files[at->file];
    const struct pin *pin = &old->pins[at->slot];
    const char *name = strstr(pin->entry + strlen("- name: latest"), pin->follows);
    const char *bytes = arena_print(pool_arena(), "%.*s%s%s", (int)(name - old->bytes), old->bytes,
                                    other_end(world, world->main.tip, event->argument),
                                    name + strlen(pin->follows));
    struct commit *commit = commit_make(world->main.tip, NULL, "hal", "an edit", world->now);
    commit->files[at->file] = version_make(world->scenario, at->file, bytes, old);
    world_arrive(world, &world->main, commit, HOW_EDIT);
    return OUTCOME_DONE;
}

static enum outcome hotfix(struct world *world, const struct event *event)
{
    return edit(world, event->argument, IMAGE_HOTFIX);
}

/* Types the image that is upstream, or in the previous environment. */
static enum outcome hand(struct world *world, const struct event *event)
{
    const struct place *place = &world->scenario->places[event->argument];
    int image = place->source >= 0
                    ? commit_pin(world->scenario, world->main.tip, place->source)->image
                    : world->upstream[place->upstream];
    return edit(world, event->argument, image);
}

struct list {
    struct event *events;
    int count;
};

static struct event *add(struct list *list, const char *word,
                         enum outcome (*happen)(struct world *, const struct event *),
                         unsigned weight)
{
    struct event *event = &list->events[list->count++];
    *event = (struct event){.word = word, .happen = happen, .weight = weight};
    return event;
}

/* Adds an event for each tag that fits: promotions only for their targets. */
static void add_places(struct list *list, const struct scenario *scenario, const char *word,
                       enum outcome (*happen)(struct world *, const struct event *), int kind,
                       unsigned weight)
{
    bool several = scenario->upstream_count > 1;
    for (int i = 0; i < scenario->place_count; i++) {
        const struct place *place = &scenario->places[i];
        if (place->source == SOURCE_ALIAS || (kind == INTENT_PROMOTE && place->source < 0))
            continue;
        struct event *event = add(list, NULL, happen, weight);
        const char *name = strcmp(place->tag, "latest") == 0 ? place->stream : place->tag;
        event->word = pool_text(arena_print(pool_arena(), "%s-%s%s%s", word, place->environment,
                                            several ? "-" : "", several ? name : ""));
        event->argument = i;
        event->kind = kind;
    }
}

static void add_requests(struct list *list, const struct scenario *scenario, const char *before,
                         enum outcome (*happen)(struct world *, const struct event *),
                         unsigned weight)
{
    static const enum intent_kind kinds[] = {INTENT_ROLLBACK, INTENT_RELEASE, INTENT_PROMOTE};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        add_places(list, scenario, arena_print(pool_arena(), "%s%s", before, intent_word(kinds[i])),
                   happen, kinds[i], kinds[i] == INTENT_PROMOTE ? 5 * weight : weight);
}

/* Adds the ways to point an alias elsewhere. */
static void add_alias(struct list *list, int place)
{
    struct event *events[] = {add(list, "point", point, 8), add(list, "alias", alias, 8),
                              add(list, "clone-alias", clone_request, 10),
                              add(list, "own-alias", own_request, 10)};
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        events[i]->argument = place;
        events[i]->kind = INTENT_TAG;
    }
}

int events_list(const struct scenario *scenario, struct event *out)
{
    struct list list = {out, 0};
    add(&list, "tick", run_main, 14);
    add(&list, "silent", run_main, 2)->argument = MOOD_SILENT;
    add(&list, "killed", run_main, 5)->argument = MOOD_KILLED;
    add(&list, "forgets", run_main, 2)->argument = MOOD_FORGETS;
    add(&list, "ahead", run_main, 2)->argument = MOOD_AHEAD;
    add(&list, "hour", hour, 26);
    for (int i = 0; i < scenario->upstream_count; i++) {
        add(&list, i == 0 ? "push" : "push-2", push, 8)->argument = i;
        add(&list, i == 0 ? "push-old" : "push-old-2", push_old, 3)->argument = i;
    }
    add_places(&list, scenario, "revert", revert, 0, 2);
    add_places(&list, scenario, "hotfix", hotfix, 0, 1);
    add_places(&list, scenario, "hand", hand, 0, 2);
    add_requests(&list, scenario, "", request, 2);
    add_places(&list, scenario, "override", override, INTENT_PROMOTE, 2);
    for (int i = 0; i < scenario->place_count; i++)
        if (scenario->places[i].source == SOURCE_ALIAS)
            add_alias(&list, i);
    add(&list, "branch", merges_branch, 16);
    add(&list, "tick-side", run_side, 10);
    add(&list, "killed-side", run_side, 3)->argument = MOOD_KILLED;
    add(&list, "update", merges_update, 8);
    add(&list, "merge", merges_merge, 4);
    add(&list, "squash", merges_squash, 4)->argument = true;
    add(&list, "squash-edited", merges_squash, 4)->argument = false;
    add(&list, "rebase", merges_rebase, 4);
    add(&list, "fast-forward", merges_forward, 8);
    add_requests(&list, scenario, "clone-", clone_request, 5);
    add_requests(&list, scenario, "own-", own_request, 5);
    add(&list, "reset", merges_reset, 3)->argument = 1;
    add(&list, "reset-far", merges_reset, 2)->argument = 4;
    add(&list, "cherry-pick", merges_pick, 12);
    return list.count;
}
