// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/show.h"

#include <stdio.h>

#include "tests/explore/pool.h"
#include "tests/explore/trail.h"

static void show_place(const struct world *world, const struct branch *branch, int place)
{
    static const char *const hows[] = {"run", "edit", "reset", "merge", "unclear"};
    const struct truth *truth = &branch->truths[place];
    const struct pin *pin = commit_pin(world->scenario, branch->tip, place);
    const struct place *at = &world->scenario->places[place];
    printf("  %s %s/%s:%s %d (%s%s%s):", branch->name, at->environment, at->stream, at->tag,
           world_image(branch, place), truth_waits(truth) ? hows[truth->stays->how] : "recorded",
           truth->hand ? ", by hand" : "", pin->held ? ", held" : "");
    for (const struct entry *entry = branch->journal[place]; entry != NULL; entry = entry->before)
        printf(" %s %d@%s/%s %s%s", record_word(entry->record.kind), image_of(entry->record.digest),
               entry->record.commit != NULL ? entry->record.commit : "-",
               entry->record.source != NULL ? entry->record.source : "-",
               entry->record.who != NULL ? entry->record.who : "-",
               entry->before != NULL ? "," : "");
    printf("\n");
}

static void show_branch(const struct world *world, const struct branch *branch)
{
    if (branch->tip == NULL)
        return;
    printf("  %s at %s of %s\n", branch->name, branch->tip->id, branch->tip->author);
    for (int i = 0; i < world->scenario->place_count; i++)
        show_place(world, branch, i);
}

int show(const struct scenario *scenario, char **words, int count)
{
    static const char *const outcomes[] = {"impossible", "done", "broken"};
    struct stage stage;
    if (!stage_set(&stage, scenario))
        return 1;
    struct world world = stage.start;
    enum outcome outcome = OUTCOME_DONE;
    for (int i = 0; i < count && outcome != OUTCOME_BROKEN; i++) {
        int index = stage_event(&stage, words[i]);
        if (index < 0) {
            fprintf(stderr, "there is no event %s\n", words[i]);
            return 2;
        }
        outcome = stage.events[index].happen(&world, &stage.events[index]);
        printf("%s: %s\n", words[i], outcomes[outcome]);
        show_branch(&world, &world.main);
        show_branch(&world, &world.side);
    }
    if (outcome == OUTCOME_BROKEN)
        printf("not ok - %s\n", world.complaint);
    pool_clear();
    return outcome == OUTCOME_BROKEN;
}
