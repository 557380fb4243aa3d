// SPDX-License-Identifier: Apache-2.0
/*
 * explore DEPTH [STATES] [SCENARIO] [WORLDS] [SEED]: visits the worlds after every order of DEPTH
 * events, up to STATES worlds, each world once. Then walks at random, WALK_MIN to WALK_MAX events
 * deep, until each kind of event happened in more than WORLDS worlds. laws.h lists the laws, which
 * hold in all of them. A broken law is shown with a short trail of events.
 *
 * explore SCENARIO EVENT…: follows these events and shows the tags and records after each.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/explore/pool.h"
#include "tests/explore/show.h"
#include "tests/explore/trail.h"

enum {
    WALK_MIN = 15,
    WALK_MAX = 25,
    WALKS_OF_A_POOL = 50, /* walks until the pool is cleared */
    TRIES = 40,           /* to find a possible event */
};

struct seen {
    uint64_t *keys;
    size_t count, size; /* size is a power of two */
};

static bool add_key(struct seen *seen, uint64_t key)
{
    size_t at = key & (seen->size - 1);
    for (; seen->keys[at] != 0; at = (at + 1) & (seen->size - 1))
        if (seen->keys[at] == key)
            return false;
    seen->keys[at] = key;
    seen->count++;
    return true;
}

static bool is_new(struct seen *seen, uint64_t key)
{
    if (seen->count * 2 >= seen->size) {
        struct seen larger = {.size = seen->size > 0 ? seen->size * 2 : 1024};
        larger.keys = memory_must(calloc(larger.size, sizeof *larger.keys));
        for (size_t i = 0; i < seen->size; i++)
            if (seen->keys[i] != 0)
                add_key(&larger, seen->keys[i]);
        free(seen->keys);
        *seen = larger;
    }
    return add_key(seen, key != 0 ? key : 1);
}

struct search {
    struct stage stage;
    struct seen seen;
    struct seen before;        /* worlds in which an event happened, for each event */
    size_t counts[EVENTS_MAX]; /* in how many worlds each event happened */
    size_t happened;
    int deepest;
};

/* A world and the events that led to it. */
struct node {
    struct world world;
    uint64_t key;
    struct trail trail;
};
typedef LIST_OF(struct node *) node_list;

/* Shows the broken law after the trail. */
static bool broken(const struct search *search, const struct trail *trail)
{
    struct world world;
    struct trail shorter = *trail;
    trail_shorten(&search->stage, &shorter);
    trail_follow(&search->stage, &shorter, &world);
    printf("not ok - %s\n", world.complaint);
    trail_print(&search->stage, &shorter);
    return false;
}

/* Lets the event happen. Sets *fresh if it leads to a new world. Returns its outcome. */
static enum outcome step(struct search *search, struct node *node, int index, bool *fresh)
{
    const struct event *event = &search->stage.events[index];
    struct node before = *node;
    uint64_t key = node->key;
    *fresh = false;
    node->trail.events[node->trail.count++] = index;
    enum outcome outcome = event->happen(&node->world, event);
    if (outcome == OUTCOME_IMPOSSIBLE)
        *node = before;
    if (outcome != OUTCOME_DONE)
        return outcome;
    search->happened++;
    node->key = world_key(&node->world);
    *fresh = is_new(&search->seen, node->key);
    search->counts[index] += is_new(&search->before, key + (uint64_t)index * 2654435761U);
    if (node->trail.count > search->deepest)
        search->deepest = node->trail.count;
    return outcome;
}

/* Visits all worlds that are one event after this one. */
static bool expand(struct search *search, const struct node *node, node_list *next)
{
    for (int i = 0; i < search->stage.event_count; i++) {
        bool fresh = false;
        struct node *then = memory_must(malloc(sizeof *then));
        *then = *node;
        enum outcome outcome = step(search, then, i, &fresh);
        if (outcome == OUTCOME_BROKEN)
            broken(search, &then->trail);
        if (fresh)
            *list_add(pool_arena(), next) = then;
        else
            free(then);
        if (outcome == OUTCOME_BROKEN)
            return false;
    }
    return true;
}

static bool explore(struct search *search, int depth, size_t most)
{
    bool good = true;
    node_list level = {0};
    *list_add(pool_arena(), &level) = memory_must(calloc(1, sizeof(struct node)));
    level.items[0]->world = search->stage.start;
    for (int i = 0; good && i < depth && level.count > 0 && search->seen.count < most; i++) {
        node_list next = {0};
        list_each (node, &level) {
            good = good && (search->seen.count >= most || expand(search, *node, &next));
            free(*node);
        }
        level = next;
        printf("# depth %d: %zu worlds, %zu events\n", i + 1, search->seen.count, search->happened);
        fflush(stdout);
    }
    list_each (node, &level)
        free(*node);
    return good;
}

static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Draws an event by weight. */
static int draw_event(const struct stage *stage, uint64_t *state)
{
    uint64_t all = 0;
    for (int i = 0; i < stage->event_count; i++)
        all += stage->events[i].weight;
    uint64_t at = draw(state) % all;
    int event = 0;
    while (at >= stage->events[event].weight)
        at -= stage->events[event++].weight;
    return event;
}

static bool walk(struct search *search, uint64_t *state)
{
    struct node node = {.world = search->stage.start};
    int length = WALK_MIN + (int)(draw(state) % (WALK_MAX - WALK_MIN + 1));
    for (int i = 0; i < length * TRIES && node.trail.count < length; i++) {
        bool fresh;
        if (step(search, &node, draw_event(&search->stage, state), &fresh) == OUTCOME_BROKEN)
            return broken(search, &node.trail);
    }
    return true;
}

/* Returns in how many worlds events of this one's kind happened. */
static size_t kind_count(const struct search *search, int index)
{
    size_t count = 0;
    const struct event *events = search->stage.events;
    for (int i = 0; i < search->stage.event_count; i++)
        if (events[i].group == events[index].group)
            count += search->counts[i];
    return count;
}

/* Returns the index of an event whose kind happened in the fewest worlds. */
static int rarest(const struct search *search)
{
    int least = 0;
    for (int i = 1; i < search->stage.event_count; i++)
        if (kind_count(search, i) < kind_count(search, least))
            least = i;
    return least;
}

/* Prints in how many worlds each kind of event happened. */
static void print_kinds(const struct search *search)
{
    const struct event *events = search->stage.events;
    for (int i = 0; i < search->stage.event_count; i++)
        if (i == 0 || events[i - 1].group != events[i].group)
            printf("#   %-20s in %zu worlds\n", events[i].group, kind_count(search, i));
}

static bool wander(struct search *search, size_t worlds, uint64_t seed)
{
    uint64_t state = seed * 2654435761U + 1;
    size_t walks = 0;
    for (; kind_count(search, rarest(search)) <= worlds && walks < worlds * 200; walks++) {
        if (walks % WALKS_OF_A_POOL == 0) {
            pool_clear();
            if (!stage_set(&search->stage, search->stage.scenario))
                return false;
        }
        if (!walk(search, &state))
            return false;
    }
    printf("# %zu walks (seed %" PRIu64 "): %zu worlds, %zu events, %d events deep\n", walks, seed,
           search->seen.count, search->happened, search->deepest);
    int least = rarest(search);
    print_kinds(search);
    if (kind_count(search, least) > worlds)
        return true;
    printf("not ok - %s happened in only %zu worlds\n", search->stage.events[least].group,
           kind_count(search, least));
    return false;
}

int main(int argc, char **argv)
{
    struct search search = {0};
    if (argc > 1 && scenario_find(argv[1]) != NULL)
        return show(scenario_find(argv[1]), argv + 2, argc - 2);
    int depth = argc > 1 ? atoi(argv[1]) : 4;
    size_t most = argc > 2 ? (size_t)atoll(argv[2]) : 1000000;
    const struct scenario *scenario = scenario_find(argc > 3 ? argv[3] : "A");
    size_t worlds = argc > 4 ? (size_t)atoll(argv[4]) : 0;
    if (scenario == NULL) {
        fprintf(stderr, "there is no scenario %s\n", argv[3]);
        return 2;
    }
    printf("1..1\n");
    bool good = stage_set(&search.stage, scenario) && explore(&search, depth, most) &&
                (worlds == 0 || wander(&search, worlds, argc > 5 ? (uint64_t)atoll(argv[5]) : 1));
    if (good)
        printf("ok 1 - scenario %s: the laws hold in %zu worlds, %d events deep\n", scenario->name,
               search.seen.count, search.deepest);
    free(search.seen.keys);
    free(search.before.keys);
    pool_clear();
    return !good;
}
