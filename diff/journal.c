// SPDX-License-Identifier: Apache-2.0
#include "diff/journal.h"

#include <string.h>

#include "manifests/base/text.h"

static const struct {
    const char *word, *meaning;
    bool moves;
} kinds[] = {
#define X(name, word, move, meaning) [RECORD_##name] = {word, meaning, move},
    RECORDS(X)
#undef X
};

const char *record_word(enum record_kind kind)
{
    return kinds[kind].word;
}

const char *record_meaning(enum record_kind kind)
{
    return kinds[kind].meaning;
}

bool record_moves(enum record_kind kind)
{
    return kinds[kind].moves;
}

bool record_parse(const char *word, enum record_kind *out)
{
    for (size_t i = 0; i < RECORD_KINDS; i++) {
        if (strcmp(kinds[i].word, word) != 0)
            continue;
        *out = (enum record_kind)i;
        return true;
    }
    return false;
}

static int compare_names(const struct tag_journal *tag, const char *namespace, const char *stream,
                         const char *name)
{
    int order = strcmp(tag->namespace, namespace);
    order = order != 0 ? order : strcmp(tag->stream, stream);
    return order != 0 ? order : strcmp(tag->tag, name);
}

int tag_journal_compare(const void *a, const void *b)
{
    const struct tag_journal *right = b;
    return compare_names(a, right->namespace, right->stream, right->tag);
}

const struct tag_journal *journal_find(const struct journal *journal, const char *namespace,
                                       const char *stream, const char *tag)
{
    size_t low = 0, high = journal != NULL ? journal->tags.count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct tag_journal *at = &journal->tags.items[middle];
        int order = compare_names(at, namespace, stream, tag);
        if (order == 0)
            return at;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* A digest that stood before comes back: all that followed it there was backed out of. */
static void back_out(stretches *list)
{
    const struct stretch *last = &list->items[list->count - 1];
    for (size_t i = list->count - 1; i-- > 0;)
        if (text_equal(list->items[i].digest, last->digest)) {
            for (size_t k = i + 1; k + 1 < list->count; k++)
                list->items[k].backed_out = true;
            return;
        }
}

void journal_stretches(struct arena *arena, const struct tag_journal *tag, stretches *out)
{
    *out = (stretches){0};
    if (tag == NULL || tag->trouble != NULL)
        return;
    for (size_t i = 0; i < tag->count; i++) {
        const struct record *record = &tag->records[i];
        if (!record_moves(record->kind))
            continue;
        struct stretch *last = out->count > 0 ? &out->items[out->count - 1] : NULL;
        bool lasts = last != NULL && last->until == MOMENT_NEVER;
        if (lasts && text_equal(last->digest, record->digest))
            continue;
        if (lasts)
            last->until = record->time;
        if (record->digest == NULL)
            continue;
        *list_add(arena, out) = (struct stretch){
            .digest = record->digest,
            .since = record->time,
            .until = MOMENT_NEVER,
            .rebuilt = record->rebuilt,
            .record = record,
        };
        back_out(out);
    }
}

/* What a record says of the tag's meaning upstream: a followed tag's pin is what was seen. */
static bool says_live(const struct record *record)
{
    return record->kind == RECORD_SEEN || record->kind == RECORD_PINNED;
}

struct standing journal_standing(const struct tag_journal *tag)
{
    struct standing standing = {0};
    if (tag == NULL || tag->trouble != NULL)
        return standing;
    for (size_t i = 0; i < tag->count; i++) {
        const struct record *record = &tag->records[i];
        if (says_live(record)) {
            bool same = standing.live != NULL && text_equal(standing.live->digest, record->digest);
            standing.live_since = same ? standing.live_since : record->time;
            standing.live = record;
        }
        if (record->kind == RECORD_RELEASED)
            standing.held = NULL;
        if (!record_moves(record->kind))
            continue;
        bool same = standing.head != NULL && text_equal(standing.head->digest, record->digest);
        standing.since = same ? standing.since : record->time;
        standing.head = record->digest != NULL ? record : NULL;
        standing.held = record->kind == RECORD_HELD ? record : NULL;
    }
    return standing;
}
