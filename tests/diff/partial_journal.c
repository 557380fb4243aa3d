// SPDX-License-Identifier: Apache-2.0
#include "tests/diff/partial_journal.h"

#include "diff/journal/recent.h"
#include "manifests/base/text.h"

enum { LATE = 2 }; /* records that are read first; few, so that plans often need more */

struct journal partial_journal(struct arena *arena, const struct journal *whole)
{
    struct journal partial = *whole;
    partial.tags.items = arena_array(arena, struct tag_journal, whole->tags.count);
    partial.tags.capacity = whole->tags.count;
    for (size_t i = 0; i < whole->tags.count; i++) {
        const struct tag_journal *tag = &whole->tags.items[i];
        record_list recent;
        partial.tags.items[i] = *tag;
        if (tag->trouble != NULL)
            continue;
        recent_records(arena, tag->records, tag->count, &recent);
        partial.tags.items[i].records = recent.items;
        partial.tags.items[i].count = recent.count;
        partial.tags.items[i].recent = recent.count < tag->count;
    }
    return partial;
}

static size_t late_begin(const struct tag_journal *whole)
{
    return whole->count > LATE ? whole->count - LATE : 0;
}

/* True if a record before the last ones has the digest. */
static bool had(const struct tag_journal *whole, const char *digest)
{
    for (size_t i = 0; i < late_begin(whole); i++)
        if (text_equal(whole->records[i].digest, digest))
            return true;
    return false;
}

static bool read_tag(struct arena *arena, const struct tag_journal *whole, struct tag_journal *tag,
                     const struct journal_need *need)
{
    bool all = !need->late || (need->digest != NULL && had(whole, need->digest));
    if (!tag->recent)
        return false;
    if (all) {
        *tag = *whole;
        return true;
    }
    bool more = tag->late == NULL;
    tag->late = whole->records + late_begin(whole);
    tag->late_count = whole->count - late_begin(whole);
    if (need->digest == NULL || journal_lacks(tag, need->digest))
        return more;
    *list_add(arena, &tag->absent) = arena_text(arena, need->digest);
    return true;
}

bool partial_journal_read(struct arena *arena, const struct journal *whole, struct journal *partial,
                          const journal_needs *needs)
{
    bool more = false;
    list_each (need, needs) {
        size_t at = (size_t)(need->tag - partial->tags.items);
        more |= read_tag(arena, &whole->tags.items[at], &partial->tags.items[at], need);
    }
    return more;
}
