// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/edits.h"

#include <string.h>

#include "manifests/base/text.h"
#include "tests/explore/pool.h"

enum outcome edits_revert(struct world *world, const struct event *event)
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

/* Commits new bytes of the tag's file. denied: the images that the tag then denies, as bits. */
static enum outcome commit_bytes(struct world *world, int place, const char *bytes, unsigned denied)
{
    const struct place *at = &world->scenario->places[place];
    const struct version *old = world->main.tip->files[at->file];
    struct commit *commit = commit_make(world->main.tip, NULL, "hal", "an edit", world->now);
    struct version *version = version_make(world->scenario, at->file, bytes, old);
    version->pins[at->slot].denied = denied;
    commit->files[at->file] = version;
    world_arrive(world, &world->main, commit, HOW_EDIT);
    return OUTCOME_DONE;
}

static enum outcome type(struct world *world, int place, int image)
{
    const struct place *at = &world->scenario->places[place];
    const struct version *old = world->main.tip->files[at->file];
    const struct pin *pin = &old->pins[at->slot];
    if (image == 0 || pin->image == 0 || pin->image == image)
        return OUTCOME_IMPOSSIBLE;
    char *bytes = arena_copy(pool_arena(), old->bytes, strlen(old->bytes));
    char *digest = strstr(bytes + (pin->entry - old->bytes), "@sha256:");
    memcpy(digest + 1, image_digest(image), strlen(image_digest(image)));
    return commit_bytes(world, place, bytes, pin->denied);
}

enum outcome edits_hotfix(struct world *world, const struct event *event)
{
    return type(world, event->argument, IMAGE_HOTFIX);
}

enum outcome edits_hand(struct world *world, const struct event *event)
{
    const struct place *place = &world->scenario->places[event->argument];
    int image = place->source >= 0 ? world_image(&world->main, place->source)
                                   : world->upstream[place->upstream];
    return type(world, event->argument, image);
}

const char *edits_other_end(const struct world *world, const struct commit *tip, int alias)
{
    const char *follows = commit_pin(world->scenario, tip, alias)->follows;
    const char *first = world->scenario->places[0].tag;
    return text_equal(follows, first) ? world->scenario->places[1].tag : first;
}

/* Returns the tag's state if it is an alias, or NULL. */
static const struct pin *alias_of(const struct world *world, const struct event *event)
{
    const struct pin *pin = commit_pin(world->scenario, world->main.tip, event->argument);
    return pin->follows != NULL ? pin : NULL;
}

/* Returns the bytes of the tag's file with another text in the place of [from, to). */
static const char *spliced(const struct world *world, int place, const char *from, const char *to,
                           const char *text)
{
    int file = world->scenario->places[place].file;
    const char *bytes = world->main.tip->files[file]->bytes;
    return arena_print(pool_arena(), "%.*s%s%s", (int)(from - bytes), bytes, text, to);
}

enum outcome edits_point(struct world *world, const struct event *event)
{
    const struct pin *pin = alias_of(world, event);
    if (pin == NULL)
        return OUTCOME_IMPOSSIBLE;
    const char *from = strstr(strstr(pin->entry, "from:"), pin->follows);
    const char *other = edits_other_end(world, world->main.tip, event->argument);
    const char *bytes = spliced(world, event->argument, from, from + strlen(pin->follows), other);
    return commit_bytes(world, event->argument, bytes, pin->denied);
}

/* Adds an annotation to the alias, unless it has one with this name. */
static enum outcome annotate(struct world *world, int place, const struct pin *pin,
                             const char *name, const char *value, unsigned denied)
{
    const char *entry = arena_copy(pool_arena(), pin->entry, pin->length);
    const char *list = strstr(entry, "annotations:\n"), *line = strchr(entry, '\n') + 1;
    if (strstr(entry, name) != NULL)
        return OUTCOME_IMPOSSIBLE;
    if (list != NULL)
        line = strchr(list, '\n') + 1;
    const char *at = pin->entry + (line - entry);
    const char *text = arena_print(pool_arena(), "%s      %s: \"%s\"\n",
                                   list != NULL ? "" : "    annotations:\n", name, value);
    return commit_bytes(world, place, spliced(world, place, at, at, text), denied);
}

enum outcome edits_hold(struct world *world, const struct event *event)
{
    char until[MOMENT_TEXT_MAX];
    const struct pin *pin = alias_of(world, event);
    if (pin == NULL)
        return OUTCOME_IMPOSSIBLE;
    const char *value =
        arena_print(pool_arena(), "until=%s reason=wait", moment_print(world->now + HOLD, until));
    return annotate(world, event->argument, pin, "weir.dev/hold", value, pin->denied);
}

enum outcome edits_deny(struct world *world, const struct event *event)
{
    const struct scenario *scenario = world->scenario;
    const struct place *at = &scenario->places[event->argument];
    const struct pin *pin = alias_of(world, event);
    if (pin == NULL)
        return OUTCOME_IMPOSSIBLE;
    int end = scenario_place(scenario, at->environment, at->stream, pin->follows);
    int image = world->upstream[scenario->places[end].upstream];
    return annotate(world, event->argument, pin, "weir.dev/deny", image_digest(image),
                    pin->denied | 1U << image);
}

/* Returns the entry without its hold, its denied images, and an empty list of annotations. */
static const char *lifted(const struct pin *pin)
{
    char *text = arena_alloc(pool_arena(), pin->length + 1), *out = text;
    const char *end = pin->entry + pin->length;
    for (const char *line = pin->entry; line < end;) {
        const char *next = strchr(line, '\n') + 1;
        bool drops = memmem(line, (size_t)(next - line), "weir.dev/hold", 13) != NULL ||
                     memmem(line, (size_t)(next - line), "weir.dev/deny", 13) != NULL;
        if (!drops)
            out = mempcpy(out, line, (size_t)(next - line));
        line = next;
    }
    *out = '\0';
    char *list = strstr(text, "    annotations:\n");
    char *after = list != NULL ? list + strlen("    annotations:\n") : NULL;
    if (list != NULL && !text_starts(after, "      "))
        memmove(list, after, strlen(after) + 1);
    return text;
}

enum outcome edits_lift(struct world *world, const struct event *event)
{
    const struct pin *pin = alias_of(world, event);
    const char *entry = pin != NULL ? lifted(pin) : NULL;
    if (entry == NULL || strlen(entry) == pin->length)
        return OUTCOME_IMPOSSIBLE;
    const char *bytes =
        spliced(world, event->argument, pin->entry, pin->entry + pin->length, entry);
    return commit_bytes(world, event->argument, bytes, 0);
}
