// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/history.h"

#include <stdio.h>
#include <string.h>

#include "manifests/base/text.h"
#include "tests/explore/pool.h"

static int numbers;

/* Finds the entry of a tag. */
static void find_entry(const char *bytes, const char *tag, struct pin *pin)
{
    const char *start = strstr(bytes, arena_print(pool_arena(), "- name: %s\n", tag));
    if (start == NULL)
        return;
    const char *end = strstr(start + 1, "- name: ");
    pin->entry = start;
    pin->length = end != NULL ? (size_t)(end - start) : strlen(start);
}

static void read_hold(const char *entry, struct pin *pin)
{
    const char *hold = strstr(entry, "weir.dev/hold:");
    pin->until = MOMENT_NEVER;
    if (hold == NULL)
        return;
    pin->held = true;
    const char *until = strstr(hold, "until="), *why = strstr(hold, "reason=");
    char time[MOMENT_TEXT_MAX];
    if (until != NULL) {
        snprintf(time, sizeof time, "%.20s", until + strlen("until="));
        moment_parse(time, &pin->until);
    }
    if (why != NULL) {
        why += strlen("reason=");
        pin->why = pool_text(arena_copy(pool_arena(), why, strcspn(why, "'\",}\n")));
    }
}

static void read_pin(const char *bytes, const char *tag, struct pin *pin)
{
    find_entry(bytes, tag, pin);
    if (pin->entry == NULL)
        return;
    const char *entry = arena_copy(pool_arena(), pin->entry, pin->length);
    const char *image = strstr(entry, "@sha256:"), *released = strstr(entry, "weir.dev/released:");
    pin->image = image_of(image != NULL ? image + 1 : NULL);
    const char *name_of = image;
    while (name_of != NULL && name_of[-1] != ' ')
        name_of--;
    if (name_of != NULL)
        pin->reference = pool_text(arena_copy(pool_arena(), name_of, (size_t)(image - name_of)));
    pin->released = image_of(released != NULL ? strstr(released, "sha256:") : NULL);
    read_hold(entry, pin);
    const char *alias = strstr(entry, "kind: ImageStreamTag"), *from = strstr(entry, "from:");
    const char *name = alias != NULL && from != NULL ? strstr(from, "name: ") : NULL;
    if (name == NULL)
        return;
    name += strlen("name: ");
    const char *colon = strchr(name, ':'), *end = name + strcspn(name, "},\n");
    if (colon != NULL && colon < end)
        name = colon + 1;
    pin->follows = pool_text(arena_copy(pool_arena(), name, (size_t)(end - name)));
}

struct version *version_make(const struct scenario *scenario, int file, const char *bytes,
                             const struct version *old)
{
    struct version *version = arena_new(pool_arena(), struct version);
    version->bytes = pool_text(bytes);
    for (int i = 0; i < scenario->place_count; i++) {
        const struct place *place = &scenario->places[i];
        if (place->file != file)
            continue;
        read_pin(version->bytes, place->tag, &version->pins[place->slot]);
        if (old != NULL && version->pins[place->slot].entry != NULL)
            version->pins[place->slot].denied = old->pins[place->slot].denied;
    }
    return version;
}

const struct pin *commit_pin(const struct scenario *scenario, const struct commit *commit,
                             int place)
{
    const struct place *at = &scenario->places[place];
    return &commit->files[at->file]->pins[at->slot];
}

int commit_image(const struct scenario *scenario, const struct commit *commit, int place)
{
    const struct place *at = &scenario->places[place];
    const struct pin *pin = commit_pin(scenario, commit, place);
    if (pin->follows == NULL)
        return pin->image;
    int end = scenario_place(scenario, at->environment, at->stream, pin->follows);
    return end >= 0 ? commit_pin(scenario, commit, end)->image : 0;
}

struct commit *commit_make(const struct commit *parent, const struct commit *other,
                           const char *author, const char *subject, moment time)
{
    struct commit *commit = arena_new(pool_arena(), struct commit);
    *commit = (struct commit){
        .number = ++numbers,
        .parents = {parent, other},
        .author = author,
        .subject = subject,
        .time = time,
    };
    commit->id = arena_print(pool_arena(), "c%d", commit->number);
    if (parent != NULL)
        memcpy(commit->files, parent->files, sizeof commit->files);
    return commit;
}

static bool listed(const commit_list *list, const struct commit *commit)
{
    for (size_t i = list->count; i-- > 0;)
        if (list->items[i] == commit)
            return true;
    return false;
}

static void collect(struct arena *arena, const struct commit *tip, const commit_list *without,
                    commit_list *out)
{
    for (; tip != NULL && !listed(out, tip) && !listed(without, tip); tip = tip->parents[0]) {
        *list_add(arena, out) = tip;
        collect(arena, tip->parents[1], without, out);
    }
}

static int newest_first(const void *a, const void *b)
{
    const struct commit *left = *(const struct commit *const *)a;
    const struct commit *right = *(const struct commit *const *)b;
    return (left->number < right->number) - (left->number > right->number);
}

commit_list history_between(struct arena *arena, const struct commit *tip,
                            const struct commit *other)
{
    commit_list without = {0}, out = {0};
    if (other != NULL)
        collect(arena, other, &(commit_list){0}, &without);
    collect(arena, tip, &without, &out);
    list_sort(&out, newest_first);
    return out;
}

const struct commit *history_find(const struct commit *tip, const char *id)
{
    for (; tip != NULL; tip = tip->parents[0]) {
        if (text_equal(tip->id, id))
            return tip;
        const struct commit *found =
            tip->parents[1] != NULL ? history_find(tip->parents[1], id) : NULL;
        if (found != NULL)
            return found;
    }
    return NULL;
}

bool history_has(const struct commit *tip, const struct commit *commit)
{
    for (; tip != NULL && tip->number >= commit->number; tip = tip->parents[0])
        if (tip == commit || (tip->parents[1] != NULL && history_has(tip->parents[1], commit)))
            return true;
    return false;
}

/* Returns the newest commit that both histories have. */
static const struct commit *common(const struct commit *ours, const struct commit *theirs)
{
    arena_scope struct arena scratch = {0};
    commit_list all = history_between(&scratch, theirs, NULL);
    list_each (commit, &all)
        if (history_has(ours, *commit))
            return *commit;
    return NULL;
}

bool history_merge(const struct scenario *scenario, const struct commit *ours,
                   const struct commit *theirs, struct commit *out)
{
    const struct commit *base = common(ours, theirs);
    if (base == NULL)
        return false;
    for (int i = 0; i < scenario->file_count; i++) {
        const char *was = base->files[i]->bytes, *here = ours->files[i]->bytes;
        const char *there = theirs->files[i]->bytes;
        if (here != was && there != was && here != there)
            return false;
        out->files[i] = here == was ? theirs->files[i] : ours->files[i];
    }
    return true;
}

bool history_pick(const struct scenario *scenario, const struct commit *picked, struct commit *out)
{
    bool changed = false;
    const struct commit *parent = picked->parents[0];
    for (int i = 0; parent != NULL && i < scenario->file_count; i++) {
        const char *from = parent->files[i]->bytes, *to = picked->files[i]->bytes;
        const char *here = out->files[i]->bytes;
        if (from == to || here == to)
            continue;
        if (here != from)
            return false;
        out->files[i] = picked->files[i];
        changed = true;
    }
    return changed;
}
