// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view_verification.h"

#include "reconciler/report/shown.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_history.h"

const char *view_verified_state(const struct verify_image *image)
{
    static const char *const words[] = {
        [ANSWER_FOUND] = "there", [ANSWER_NONE] = "gone", [ANSWER_UNKNOWN] = "unknown"};
    TABLE_COMPLETE(words, ANSWER_UNKNOWN + 1);
    if (image == NULL)
        return "integrated";
    return words[image->answer != NULL ? image->answer->state : ANSWER_UNKNOWN];
}

const char *view_verified_counts(struct arena *arena, const struct verification *made)
{
    if (made->images.count == 0)
        return "nothing to verify";
    const char *gone = made->gone > 0 ? arena_print(arena, ", %zu gone", made->gone) : "";
    const char *unknown =
        made->unknown > 0 ? arena_print(arena, ", %zu unknown", made->unknown) : "";
    return arena_print(arena, "%s: %zu there%s%s", shown_count(arena, made->images.count, "image"),
                       made->there, gone, unknown);
}

static const char *pins_of(struct arena *arena, const struct verify_image *image)
{
    enum { COLUMNS = 60 };
    LIST_OF(const char *) pins = {0};
    list_each (pin, &image->pins)
        *list_add(arena, &pins) = pin->kind == VERIFY_PREVIOUS
                                      ? arena_print(arena, "%s (%u %s back)", pin->object,
                                                    pin->back, pin->back == 1 ? "image" : "images")
                                      : pin->object;
    return view_cut_list(arena, pins.items, pins.count, COLUMNS);
}

struct table view_verified_table(struct arena *arena, const struct report *report)
{
    static const char *const heads[] = {"STATE", "IMAGE", "PINNED BY"};
    struct table table = table_make(arena, heads, 3);
    list_each (image, &report->verification->images) {
        table_add(&table, view_verified_state(image));
        table_add(&table, shown_reference(arena, image->key));
        table_add(&table, pins_of(arena, image));
    }
    return table;
}

/* Returns the oldest previous image that exists; NULL if none does. */
static const struct verify_previous *reach(const struct verify_tag *tag)
{
    const struct verify_previous *found = NULL;
    list_each (previous, &tag->previous)
        if (previous->image != NULL && previous->image->answer != NULL &&
            previous->image->answer->state == ANSWER_FOUND)
            found = previous;
    return found;
}

struct table view_rollback_table(struct arena *arena, const struct report *report)
{
    static const char *const heads[] = {"TAG", "EARLIER IMAGES", "OLDEST IMAGE", "IMAGE SINCE"};
    struct table table = table_make(arena, heads, 4);
    list_each (tag, &report->verification->tags) {
        char time[MOMENT_TEXT_MAX];
        const struct verify_previous *far = reach(tag);
        table_add(&table, tag->object);
        table_add(&table,
                  arena_print(arena, "%zu of %zu", verification_reach(tag), tag->previous.count));
        table_add(&table, far != NULL ? shown_digest(arena, far->digest) : NULL);
        table_add(&table, far != NULL ? view_time(far->since, time) : NULL);
    }
    return table;
}

const char *view_verified_note(struct arena *arena, const struct verification *made, size_t index)
{
    size_t at = 0;
    if (made->no_history != NULL && at++ == index)
        return made->no_history;
    if (made->integrated > 0 && at++ == index)
        return arena_print(
            arena,
            "not counted: %s in the integrated registry (names.integratedRegistry "
            "in weir.yaml), which is not asked",
            made->integrated == 1 ? "1 pin" : arena_print(arena, "%zu pins", made->integrated));
    list_each (image, &made->images)
        if (image->answer != NULL && image->answer->state == ANSWER_UNKNOWN && at++ == index)
            return arena_print(arena, "%s: unknown: %s", shown_reference(arena, image->key),
                               image->answer->why);
    return NULL;
}
