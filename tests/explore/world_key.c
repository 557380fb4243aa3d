// SPDX-License-Identifier: Apache-2.0
/* Computes the key of a world. Commits count by their place in the history, not by their IDs. */
#include <string.h>

#include "manifests/base/text.h"
#include "tests/explore/world.h"

enum { AGE_MAX = 4 * HOUR };

struct mixer {
    const struct world *world;
    uint64_t key;
    commit_list commits; /* all commits of both branches, newest first */
};

static void mix(struct mixer *mixer, uint64_t value)
{
    mixer->key = (mixer->key ^ value) * 1099511628211U;
    mixer->key ^= mixer->key >> 29;
}

static void mix_age(struct mixer *mixer, moment time)
{
    moment age = mixer->world->now - time;
    mix(mixer, (uint64_t)(time == MOMENT_NEVER ? -2
                          : age < -AGE_MAX     ? -1
                          : age > AGE_MAX      ? AGE_MAX
                                               : age));
}

/* Mixes the commit's index among all commits. */
static void mix_commit(struct mixer *mixer, const char *id)
{
    size_t at = 0;
    while (id != NULL && at < mixer->commits.count && !text_equal(mixer->commits.items[at]->id, id))
        at++;
    mix(mixer, id != NULL ? at : SIZE_MAX);
}

/* Mixes a file, with the end of a hold as the time that is left. */
static void mix_version(struct mixer *mixer, const struct version *version)
{
    const char *until = strstr(version->bytes, "until=");
    for (const char *at = version->bytes; *at != '\0'; at++)
        if (until == NULL || at < until || at >= until + strlen("until=2026-01-01T00:00:00Z"))
            mix(mixer, (unsigned char)*at);
    for (int i = 0; i < SLOTS_MAX; i++) {
        mix(mixer, version->pins[i].denied);
        if (version->pins[i].held)
            mix_age(mixer, version->pins[i].until);
    }
}

static void mix_history(struct mixer *mixer)
{
    list_each (at, &mixer->commits) {
        const struct commit *commit = *at;
        for (int i = 0; i < 2; i++)
            mix_commit(mixer, commit->parents[i] != NULL ? commit->parents[i]->id : NULL);
        for (int i = 0; i < mixer->world->scenario->file_count; i++)
            if (commit->parents[0] == NULL || commit->parents[0]->files[i] != commit->files[i])
                mix_version(mixer, commit->files[i]);
        mix_age(mixer, commit->time);
        mix(mixer, (unsigned char)*commit->author);
        list_each (claim, &commit->claims) {
            mix(mixer, (uint64_t)claim->place);
            mix(mixer, (unsigned char)claim->move.kind[0]);
            mix(mixer,
                (uint64_t)image_of(claim->move.from) * 16U + (uint64_t)image_of(claim->move.to));
            mix_commit(mixer, claim->move.source);
        }
    }
}

static void mix_place(struct mixer *mixer, const struct branch *branch, int place)
{
    const struct truth *truth = &branch->truths[place];
    for (const struct entry *entry = branch->journal[place]; entry != NULL; entry = entry->before) {
        mix(mixer, (uint64_t)entry->record.kind * 16U + (uint64_t)image_of(entry->record.digest));
        mix_age(mixer, entry->record.time);
        if (entry->record.left != 0)
            mix_age(mixer, entry->record.left);
        mix_commit(mixer, entry->record.commit);
        mix_commit(mixer, entry->record.source);
    }
    mix(mixer, truth->hand);
    for (const struct stay *stay = truth->stays; stay != NULL; stay = stay->before) {
        mix(mixer, (uint64_t)stay->image);
        mix_age(mixer, stay->since);
        mix_age(mixer, stay->seen);
        mix(mixer, (uint64_t)stay->how * 2U + (stay == truth->recorded));
        mix_commit(mixer, stay->at != NULL ? stay->at->id : NULL);
    }
}

static void mix_branch(struct mixer *mixer, const struct branch *branch)
{
    const struct commit *reached = branch->batch != NULL ? branch->batch->reached : NULL;
    mix_commit(mixer, branch->tip != NULL ? branch->tip->id : NULL);
    mix_commit(mixer, reached != NULL ? reached->id : NULL);
    for (int i = 0; branch->tip != NULL && i < mixer->world->scenario->place_count; i++)
        mix_place(mixer, branch, i);
}

uint64_t world_key(const struct world *world)
{
    arena_scope struct arena scratch = {0};
    struct mixer mixer = {.world = world, .key = 14695981039346656037U};
    mixer.commits = history_between(&scratch, world->main.tip, NULL);
    if (world->side.tip != NULL) {
        commit_list side = history_between(&scratch, world->side.tip, world->main.tip);
        list_each (commit, &side)
            *list_add(&scratch, &mixer.commits) = *commit;
    }
    for (int i = 0; i < world->scenario->upstream_count; i++) {
        mix(&mixer, (uint64_t)world->upstream[i] * 16U + (uint64_t)world->pushed[i]);
        mix_age(&mixer, world->first_pushed[i][world->upstream[i]]);
    }
    mix_history(&mixer);
    mix_branch(&mixer, &world->main);
    mix_branch(&mixer, &world->side);
    return mixer.key;
}
