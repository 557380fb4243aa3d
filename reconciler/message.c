// SPDX-License-Identifier: Apache-2.0
#include "reconciler/message.h"

#include <stdio.h>
#include <string.h>

#include "diff/journal/subject.h"
#include "reconciler/git/objects/own_commit.h"

static bool writes(const struct row *row)
{
    return row_state(row) == ROW_WRITES;
}

/* True for a tag's row that a trailer names: the tag moves, or a request releases it. */
static bool moves_tag(const struct row *row)
{
    return row->kind != ROW_CONSUMER && (writes(row) || row->reason == REASON_RELEASED);
}

/* True for a row that message_objects names: a row that writes and, with tags_only, is not the row
 * of a workload. */
static bool named(const struct row *row, bool tags_only)
{
    return writes(row) && (!tags_only || row->kind != ROW_CONSUMER);
}

const char *message_objects(struct arena *run, const struct plan *plan, size_t maximum)
{
    enum { MORE = sizeof " and 1000000 more" };
    size_t tags = 0, all = 0;
    list_each (row, &plan->rows) {
        all += writes(row);
        tags += named(row, true);
    }
    size_t left = tags > 0 ? tags : all, used = 0;
    char *text = arena_alloc(run, maximum + 1);
    list_each (row, &plan->rows) {
        if (!named(row, tags > 0))
            continue;
        size_t gap = used > 0 ? 2 : 0, length = strlen(row->object);
        if (used + gap + length + MORE > maximum) {
            if (used > 0)
                break;
            length = maximum - MORE; /* the first object is always named, and cut if necessary */
        }
        memcpy(text + used, ", ", gap);
        memcpy(text + used + gap, row->object, length);
        used += gap + length;
        left--;
    }
    if (left > 0 && used > 0)
        snprintf(text + used, maximum + 1 - used, " and %zu more", left);
    return text;
}

static void row_print(FILE *out, const struct row *row)
{
    fputs("* ", out);
    text_print_safe(out, row->object);
    fprintf(out, ": %s (%s)", reason_sentence(row->reason), reason_word(row->reason));
    if (row->detail != NULL) {
        fputs(": ", out);
        text_print_safe(out, row->detail);
    }
    fputs("\n", out);
    const char *from = row->current_digest != NULL ? row->current_digest : row->current;
    const char *to = row->wanted_digest != NULL ? row->wanted_digest : row->wanted;
    if (from != NULL && !text_equal(from, to)) {
        fputs("  from ", out);
        text_print_safe(out, from);
        fputs("\n", out);
    }
    if (row->deletes)
        fputs("  deleted\n", out);
    if (to != NULL) {
        fputs("  to   ", out);
        text_print_safe(out, to);
        fputs("\n", out);
    }
}

/* Prints the evidence that let the tags move. If this run is killed before it writes the journal,
 * the next run reads the evidence from the commit's message and writes it into the journal. Returns
 * how many items are omitted. */
static size_t evidence_print(FILE *out, const struct plan *plan)
{
    long start = ftell(out);
    size_t omitted = 0;
    list_each (row, &plan->rows) {
        bool moves = writes(row) && row->kind != ROW_CONSUMER;
        for (size_t i = 0; moves && i < row->evidence_count; i++)
            if (ftell(out) - start > MESSAGE_EVIDENCE_MAX - OWN_COMMIT_EVIDENCE_MAX)
                omitted++;
            else
                own_commit_print_evidence(out, row->object, &row->evidence[i]);
    }
    return omitted;
}

/* Returns the KIND of the row's move: what weir does by itself, or the request's command. */
static const char *move_word(const struct row *row, const struct intent *intent)
{
    if (intent != NULL && (row->reason == REASON_ASKED_FOR || row->reason == REASON_RELEASED))
        return row->deletes ? "delete" : intent_word(intent->kind);
    if (row->action == ACTION_COPY)
        return "copied";
    return row->kind == ROW_HOP && !row->found ? "promoted" : "pinned";
}

/* Prints the row's move. An alias has the tag that it follows in place of a digest. */
static void move_print(FILE *out, const struct row *row, const struct intent *intent)
{
    const char *from = row->followed != NULL ? row->followed : row->current_digest;
    const char *to = row->follows != NULL ? row->follows : row->wanted_digest;
    own_commit_print_move(out, move_word(row, intent), row->object, from, row->deletes ? NULL : to);
}

/* Prints a trailer for each tag that moves. If the commit arrives elsewhere or its run is killed
 * before it writes the journal, a later run reads from them who moved the tag and why. */
static void trailers_print(FILE *out, const struct source *source, const struct plan *plan,
                           const struct intent *intent)
{
    long start = ftell(out);
    size_t omitted = 0;
    list_each (row, &plan->rows) {
        bool fits = ftell(out) - start < MESSAGE_MOVES_MAX;
        omitted += moves_tag(row) && !fits;
        if (moves_tag(row) && fits)
            move_print(out, row, intent);
    }
    size_t items = evidence_print(out, plan);
    if (omitted > 0 || items > 0)
        own_commit_print_omitted(out, omitted, items);
    if (intent != NULL && intent->reason != NULL)
        own_commit_print_reason(out, intent->reason);
    own_commit_print_source(out, source->commit);
}

/* Returns the version that the subject names: for a request without an image, the source's tag. */
static const char *version_of(struct arena *run, const struct row *row, const struct intent *intent)
{
    const char *digest = row->deletes ? NULL : row->wanted_digest;
    const char *version = subject_version(run, row->reference, digest);
    if (intent == NULL || intent->kind != INTENT_TAG)
        return version;
    if (intent->alias)
        return intent->source.name;
    return version == NULL ? intent->source.image.tag : version;
}

/* Returns the subject. It names workloads only if no tag moves. */
static const char *subject_of(struct arena *run, const struct plan *plan,
                              const struct intent *intent)
{
    LIST_OF(struct subject_move) moves = {0};
    bool tags = false;
    list_each (row, &plan->rows)
        tags |= moves_tag(row);
    list_each (row, &plan->rows)
        if (tags ? moves_tag(row) : writes(row))
            *list_add(run, &moves) = (struct subject_move){
                .word = tags ? move_word(row, intent) : "rolled",
                .environment = row->environment,
                .stream = row->stream,
                .tag = row->tag,
                .version = version_of(run, row, intent),
            };
    const char *reason = intent != NULL ? intent->reason : NULL;
    return subject_make(run, "", moves.items, moves.count, reason);
}

const char *message_make(struct arena *run, const struct source *source, const struct plan *plan,
                         const struct intent *intent)
{
    char *bytes = NULL;
    size_t length = 0, rows = 0;
    FILE *out = memory_must(open_memstream(&bytes, &length));
    fprintf(out, "%s\n\n", subject_of(run, plan, intent));
    list_each (row, &plan->rows)
        if ((writes(row) || moves_tag(row)) && rows++ < MESSAGE_ROWS_MAX)
            row_print(out, row);
    if (rows > MESSAGE_ROWS_MAX)
        fprintf(out, "* and %zu more\n", rows - MESSAGE_ROWS_MAX);
    fputs("\n", out);
    trailers_print(out, source, plan, intent);
    fclose(out);
    const char *message = arena_copy(run, bytes, length);
    free(bytes);
    return message;
}
