// SPDX-License-Identifier: Apache-2.0
/*
 * explore DEPTH [STATES]: visits the worlds after every order of DEPTH events, up to STATES worlds,
 * each world once. Laws that hold in all of them:
 *
 *   - no image is in an environment that skipped its soak before
 *   - no image comes back into an environment that was rolled back from it
 *   - no hop goes backward, and none is ahead of the previous environment
 *   - a hand move is kept until it is released
 *   - a second run writes and records nothing; neither does one at `next` - 1 s
 *   - no pin moves while the journal cannot be read
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/explore/world.h"

enum { IMAGES_MAX = 3, COMPLAINT_MAX = 512 };

typedef LIST_OF(struct world *) world_list;

/* --- visited worlds: an open hash table of keys --- */

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

/* --- events --- */

enum event {
    EVENT_TICK,
    EVENT_SILENT,
    EVENT_KILLED,
    EVENT_FORGETS,
    EVENT_HOUR,
    EVENT_PUSH,
    EVENT_PUSH_OLD,
    EVENT_REVERT, /* and the following: one for each environment */
    EVENT_ROLLBACK = EVENT_REVERT + ENVIRONMENTS,
    EVENT_RELEASE = EVENT_ROLLBACK + ENVIRONMENTS,
    EVENT_PROMOTE = EVENT_RELEASE + ENVIRONMENTS,
    EVENTS = EVENT_PROMOTE + ENVIRONMENTS - 1,
};

static const char *event_word(int event)
{
    static const char *const words[] = {"tick", "silent", "killed",  "forgets",
                                        "hour", "push",   "push-old"};
    static const char *const verbs[] = {"revert", "rollback", "release", "promote"};
    static char text[40];
    if (event < EVENT_REVERT)
        return words[event];
    int verb = (event - EVENT_REVERT) / ENVIRONMENTS, to = (event - EVENT_REVERT) % ENVIRONMENTS;
    if (event >= EVENT_PROMOTE)
        to = event - EVENT_PROMOTE + 1;
    snprintf(text, sizeof text, "%s-%s", verbs[verb], environment_names[to]);
    return text;
}

static struct intent intent_of(const struct world *world, int event)
{
    struct intent intent = {.stream = "web", .tag = "latest", .at = MOMENT_NEVER};
    int to = (event - EVENT_REVERT) % ENVIRONMENTS;
    intent.kind = event >= EVENT_PROMOTE   ? INTENT_PROMOTE
                  : event >= EVENT_RELEASE ? INTENT_RELEASE
                                           : INTENT_ROLLBACK;
    if (intent.kind == INTENT_PROMOTE)
        to = event - EVENT_PROMOTE + 1;
    intent.environment = environment_names[to];
    intent.until = world->golden.now + HOLD;
    return intent;
}

/* False when the event can't happen here; *good is false when a law is broken. */
static bool happen(struct world *world, int event, bool *good, char *complaint)
{
    static const enum mood moods[] = {MOOD_WELL, MOOD_SILENT, MOOD_KILLED, MOOD_FORGETS};
    if (event <= EVENT_FORGETS) {
        *good = world_run(world, moods[event], NULL, complaint, COMPLAINT_MAX);
    } else if (event == EVENT_HOUR) {
        world->golden.now += HOUR;
    } else if (event == EVENT_PUSH) {
        if (world->images == IMAGES_MAX)
            return false;
        world_push(world, world->images + 1);
    } else if (event == EVENT_PUSH_OLD) {
        if (world->upstream == 1)
            return false;
        world_push(world, world->upstream - 1);
    } else if (event < EVENT_ROLLBACK) {
        return world_revert(world, event - EVENT_REVERT);
    } else {
        struct intent intent = intent_of(world, event);
        *good = world_run(world, MOOD_WELL, &intent, complaint, COMPLAINT_MAX);
    }
    return true;
}

static bool explore(struct world *world, struct seen *seen, struct arena *arena, world_list *next,
                    size_t *transitions)
{
    for (int event = 0; event < EVENTS; event++) {
        char complaint[COMPLAINT_MAX] = "";
        bool good = true;
        struct world *then = world_copy(world);
        size_t length = strlen(then->trail);
        snprintf(then->trail + length, sizeof then->trail - length, " %s", event_word(event));
        bool happened = happen(then, event, &good, complaint);
        *transitions += happened;
        if (!good) {
            printf("not ok - %s\n#  after:%s\n", complaint, then->trail);
            world_free(then);
            return false;
        }
        if (happened && is_new(seen, world_key(then)))
            *list_add(arena, next) = then;
        else
            world_free(then);
    }
    return true;
}

int main(int argc, char **argv)
{
    arena_scope struct arena arena = {0};
    int depth = argc > 1 ? atoi(argv[1]) : 5;
    size_t most = argc > 2 ? (size_t)atoll(argv[2]) : 1000000, transitions = 0;
    struct seen seen = {0};
    world_list level = {0};
    bool good = true;
    *list_add(&arena, &level) = world_make();
    is_new(&seen, world_key(level.items[0]));
    printf("1..1\n");
    int reached = 0;
    for (; good && reached < depth && level.count > 0 && seen.count < most; reached++) {
        world_list next = {0};
        for (size_t i = 0; i < level.count; i++) {
            good = good && (seen.count >= most ||
                            explore(level.items[i], &seen, &arena, &next, &transitions));
            world_free(level.items[i]);
        }
        level = next;
        printf("# depth %d: %zu worlds, %zu events\n", reached + 1, seen.count, transitions);
        fflush(stdout);
    }
    list_each (world, &level)
        world_free(*world);
    free(seen.keys);
    if (good)
        printf("ok 1 - the laws hold in %zu worlds, %d events deep\n", seen.count, reached);
    return !good;
}
