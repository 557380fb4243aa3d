// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view_review.h"

#include "reconciler/report/shown.h"
#include "reconciler/report/view.h"

const char *view_revision(struct arena *arena, const char *name, const struct source *source)
{
    const char *commit = source != NULL ? source->commit : NULL;
    if (commit == NULL)
        return name != NULL ? shown_safe(arena, name) : "the current files";
    if (name == NULL || text_starts(commit, name))
        return arena_print(arena, "commit %s", shown_commit(arena, commit));
    return arena_print(arena, "%s at %s", shown_safe(arena, name), shown_commit(arena, commit));
}

const char *view_review_counts(struct arena *arena, const struct review *review)
{
    size_t policies = review->policy.count, rows = review->rows.count;
    const char *first = policies > 0 ? shown_count(arena, policies, "policy difference") : "";
    if (rows == 0)
        return policies > 0 ? first : "nothing differs";
    return arena_print(arena, "%s%s%s", first, policies > 0 ? ", " : "",
                       rows == 1 ? "1 row differs" : arena_print(arena, "%zu rows differ", rows));
}

const char *view_review_side(struct arena *arena, const struct row *row)
{
    if (row == NULL)
        return "none";
    const char *image = row_state(row) == ROW_STEADY ? NULL : shown_move(arena, row);
    if (image == NULL && row->current_digest != NULL)
        image = shown_digest(arena, row->current_digest);
    else if (image == NULL && !text_blank(row->current))
        image = shown_reference(arena, row->current);
    bool doubt = row_state(row) == ROW_UNKNOWN && row->detail != NULL;
    return arena_print(arena, "%s: %s%s%s%s%s%s", view_state_word(row_state(row)),
                       reason_sentence(row->reason), doubt ? " (" : "",
                       doubt ? shown_safe(arena, row->detail) : "", doubt ? ")" : "",
                       image != NULL ? "; " : "", image != NULL ? shown_safe(arena, image) : "");
}

const char *view_review_note(struct arena *arena, const struct report_review *review, size_t index)
{
    const char *notes[2] = {0};
    size_t count = 0;
    if (review->doubt != NULL)
        notes[count++] =
            arena_print(arena, "a sync would refuse head: %s", shown_safe(arena, review->doubt));
    if (review->untrusted)
        notes[count++] = "no credentials were used; head's changes to weir.yaml and weir.freeze "
                         "are listed but were not applied";
    if (index < count)
        return notes[index];
    index -= count;
    if (index >= review->refused_count)
        return NULL;
    const char *host = shown_safe(arena, review->refused[index]);
    return arena_print(
        arena, "%s was not contacted because base does not name it; --allow-host %s permits it",
        host, host);
}

const char *view_policy_place(struct arena *arena, const struct policy_row *row)
{
    const char *place = shown_place(arena, row->file, row->line, row->column);
    return place != NULL && row->of_base ? arena_print(arena, "%s of base", place) : place;
}
