// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/events.h"

#include <string.h>

#include "tests/explore/edits.h"
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

/* Builds push images, which reach the first environment and soak there. */
static enum outcome build(struct world *world, const struct event *event)
{
    bool pushed = false;
    (void)event;
    for (int i = 0; i < world->scenario->upstream_count; i++)
        pushed |= push_image(world, i, world->pushed[i] + 1) == OUTCOME_DONE;
    if (!pushed)
        return OUTCOME_IMPOSSIBLE;
    for (int i = 0; i < 2; i++) {
        if (!run_sync(world, &world->main, MOOD_WELL, NULL))
            return OUTCOME_BROKEN;
        world->now += i == 0 ? SETTLE : SOAK;
    }
    return OUTCOME_DONE;
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

/* Requests that the alias follows the other tag. */
static struct intent alias_intent(const struct world *world, const struct commit *tip,
                                  const struct event *event)
{
    struct intent intent = intent_of(world, event);
    intent.alias = true;
    intent.source.kind = SOURCE_STREAM_TAG;
    intent.source.environment = intent.environment;
    intent.source.stream = intent.stream;
    intent.source.name = edits_other_end(world, tip, event->argument);
    return intent;
}

static enum outcome alias(struct world *world, const struct event *event)
{
    struct intent intent = alias_intent(world, world->main.tip, event);
    return outcome_of(run_sync(world, &world->main, MOOD_WELL, &intent));
}

/* A person carries out the request in a clone of side. */
static enum outcome request_in_clone(struct world *world, const struct event *event, bool trailers,
                                     bool override_gates)
{
    bool good = true;
    if (world->side.tip == NULL)
        return OUTCOME_IMPOSSIBLE;
    struct intent intent = event->kind == INTENT_TAG ? alias_intent(world, world->side.tip, event)
                                                     : intent_of(world, event);
    intent.override_gates = override_gates;
    if (!run_clone(world, &intent, trailers, &good))
        return good ? OUTCOME_IMPOSSIBLE : OUTCOME_BROKEN;
    return outcome_of(good);
}

static enum outcome clone_request(struct world *world, const struct event *event)
{
    return request_in_clone(world, event, true, false);
}

static enum outcome clone_override(struct world *world, const struct event *event)
{
    return request_in_clone(world, event, true, true);
}

/* Merges a commit of a clone of main by a merge commit. */
static enum outcome propose(struct world *world, const struct event *event)
{
    struct branch side = world->side;
    world_branch(world);
    enum outcome outcome = request_in_clone(world, event, true, false);
    if (outcome == OUTCOME_DONE)
        outcome = merges_merge(world, event);
    world->side = side;
    return outcome;
}

static enum outcome own_request(struct world *world, const struct event *event)
{
    return request_in_clone(world, event, false, false);
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
    *event = (struct event){word, word, happen, .weight = weight};
    return event;
}

/* True if the event can happen to the tag: a promotion moves only its targets, and no request
 * deletes them or a tag with an alias. Only requests change an alias. */
static bool fits(const struct place *place, int kind, bool alias)
{
    if (kind == INTENT_PROMOTE)
        return place->source >= 0;
    if (kind == INTENT_DELETE_TAG)
        return place->source == (alias ? SOURCE_ALIAS : SOURCE_UPSTREAM);
    return place->source != SOURCE_ALIAS || kind != INTENT_NONE;
}

/* Adds an event for each tag that fits. */
static void add_places(struct list *list, const struct scenario *scenario, const char *word,
                       enum outcome (*happen)(struct world *, const struct event *), int kind,
                       unsigned weight)
{
    bool several = scenario->upstream_count > 1;
    bool alias = scenario_alias(scenario) >= 0;
    for (int i = 0; i < scenario->place_count; i++) {
        const struct place *place = &scenario->places[i];
        if (!fits(place, kind, alias))
            continue;
        struct event *event = add(list, NULL, happen, weight);
        const char *name = strcmp(place->tag, "latest") == 0 ? place->stream : place->tag;
        event->word = pool_text(arena_print(pool_arena(), "%s-%s%s%s", word, place->environment,
                                            several ? "-" : "", several ? name : ""));
        event->group = pool_text(word);
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
    add_places(list, scenario, arena_print(pool_arena(), "%sdelete", before), happen,
               INTENT_DELETE_TAG, weight);
}

/* Adds the changes of an alias. */
static void add_alias(struct list *list, int place)
{
    struct event *events[] = {
        add(list, "point", edits_point, 8),          add(list, "alias", alias, 8),
        add(list, "clone-alias", clone_request, 10), add(list, "own-alias", own_request, 10),
        add(list, "hold-alias", edits_hold, 6),      add(list, "deny-alias", edits_deny, 4),
        add(list, "lift-alias", edits_lift, 8)};
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
    add(&list, "build", build, 10);
    add_places(&list, scenario, "revert", edits_revert, INTENT_NONE, 2);
    add_places(&list, scenario, "hotfix", edits_hotfix, INTENT_NONE, 1);
    add_places(&list, scenario, "hand", edits_hand, INTENT_NONE, 2);
    add_requests(&list, scenario, "", request, 2);
    add_places(&list, scenario, "override", override, INTENT_PROMOTE, 2);
    if (scenario_alias(scenario) >= 0)
        add_alias(&list, scenario_alias(scenario));
    add(&list, "branch", merges_branch, 16);
    add(&list, "tick-side", run_side, 10);
    add(&list, "killed-side", run_side, 3)->argument = MOOD_KILLED;
    add(&list, "update", merges_update, 8);
    add(&list, "merge", merges_merge, 4);
    add(&list, "merge-undone", merges_undone, 4);
    add(&list, "squash", merges_squash, 4)->argument = true;
    add(&list, "squash-edited", merges_squash, 4)->argument = false;
    add(&list, "rebase", merges_rebase, 4);
    add(&list, "fast-forward", merges_forward, 8);
    add_requests(&list, scenario, "clone-", clone_request, 5);
    add_places(&list, scenario, "clone-override", clone_override, INTENT_PROMOTE, 6);
    add_requests(&list, scenario, "own-", own_request, 5);
    add_requests(&list, scenario, "propose-", propose, 2);
    add(&list, "reset", merges_reset, 3)->argument = 1;
    add(&list, "reset-far", merges_reset, 2)->argument = 4;
    add(&list, "cherry-pick", merges_pick, 12);
    return list.count;
}
