// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/trail.h"

#include <stdio.h>
#include <string.h>

/* Lets two images reach all environments, so that much is possible at once. */
static bool begin(struct stage *stage)
{
    static const char *const words[] = {"tick", "push", "push-2", "tick", "hour", "tick",
                                        "hour", "hour", "tick",   "hour", "hour", "tick"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        int index = stage_event(stage, words[i]);
        if (index < 0)
            continue;
        const struct event *event = &stage->events[index];
        if (event->happen(&stage->start, event) == OUTCOME_BROKEN) {
            printf("not ok - %s\n#  at the beginning, event %zu\n", stage->start.complaint, i + 1);
            return false;
        }
    }
    return true;
}

bool stage_set(struct stage *stage, const struct scenario *scenario)
{
    stage->scenario = scenario;
    stage->event_count = events_list(scenario, stage->events);
    stage->start = world_make(scenario);
    return begin(stage);
}

int stage_event(const struct stage *stage, const char *word)
{
    for (int i = 0; i < stage->event_count; i++)
        if (strcmp(stage->events[i].word, word) == 0)
            return i;
    return -1;
}

bool trail_follow(const struct stage *stage, const struct trail *trail, struct world *out)
{
    *out = stage->start;
    for (int i = 0; i < trail->count; i++) {
        struct world before = *out;
        const struct event *event = &stage->events[trail->events[i]];
        switch (event->happen(out, event)) {
        case OUTCOME_BROKEN:
            return false;
        case OUTCOME_IMPOSSIBLE:
            *out = before;
            break;
        case OUTCOME_DONE:
            break;
        }
    }
    return true;
}

void trail_shorten(const struct stage *stage, struct trail *trail)
{
    struct world world;
    for (int i = trail->count; i-- > 0;) {
        struct trail shorter = *trail;
        memmove(shorter.events + i, shorter.events + i + 1,
                (size_t)(trail->count - i - 1) * sizeof *shorter.events);
        shorter.count--;
        if (!trail_follow(stage, &shorter, &world))
            *trail = shorter;
    }
}

void trail_print(const struct stage *stage, const struct trail *trail)
{
    printf("#  after:");
    for (int i = 0; i < trail->count; i++)
        printf(" %s", stage->events[trail->events[i]].word);
    printf("\n");
}
