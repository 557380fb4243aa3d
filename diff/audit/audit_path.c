// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit_path.h"

#include "diff/audit/audit_record.h"
#include "manifests/base/duration.h"

enum { WAY_BACK_MAX = 100 };

/* True if a record from `when` or before says that the tag had the image upstream. This is for tags
 * that a build pushes, and for their aliases, because they have no pin. */
static bool was_seen(struct arena *arena, const struct audit_file *file, const char *digest,
                     moment when, moment now)
{
    stretches seen = {0};
    journal_seen(arena, file != NULL ? &file->tag : NULL, now, &seen);
    list_each (stretch, &seen)
        if ((stretch->since_unknown || stretch->since <= when) &&
            text_equal(stretch->digest, digest))
            return true;
    return false;
}

static bool environment_had(const struct audit_at *at, const char *namespace, const struct hop *hop,
                            const char *digest, moment when)
{
    const struct track *track = track_find(&at->auditor->tracks, namespace, hop->stream, hop->tag);
    if (track_had(track, digest, at->index))
        return true;
    auditor_ask_past(at->auditor);
    if (track != NULL && track->changes.count > 0 && !track->elsewhere)
        return false;
    return was_seen(at->auditor->arena,
                    audit_record_file(at->auditor->journal, namespace, hop->stream, hop->tag),
                    digest, when, at->auditor->scope->now);
}

/* Returns an environment further back on the promotion's path that had the image, or NULL. *steps
 * counts the visited environments, so that the search ends even if hops form a cycle. */
static const char *further_back(const struct audit_at *at, const struct hop *hop,
                                const char *digest, moment when, unsigned *steps)
{
    for (size_t i = 0; i < hop->from_count && ++*steps < WAY_BACK_MAX; i++) {
        const struct hop *before = declared_hop(at->before, hop->from[i], hop->stream, hop->tag);
        if (before == NULL)
            continue;
        for (size_t k = 0; k < before->from_count; k++)
            if (environment_had(at, before->from[k], before, digest, when))
                return before->from[k];
        const char *found = further_back(at, before, digest, when, steps);
        if (found != NULL)
            return found;
    }
    return NULL;
}

struct audit_path audit_path_judge(const struct audit_at *at, const struct hop *hop,
                                   const char *digest, moment when)
{
    struct arena *arena = at->auditor->arena;
    bool any = hop->entry->join == HOP_JOIN_ANY;
    const char *lacks = NULL;
    size_t have = 0;
    for (size_t i = 0; i < hop->from_count; i++) {
        if (environment_had(at, hop->from[i], hop, digest, when))
            have++;
        else
            lacks = lacks != NULL && any ? arena_print(arena, "%s, %s", lacks, hop->from[i])
                                         : hop->from[i];
    }
    if (have == hop->from_count || (any && have > 0))
        return (struct audit_path){.had = true};
    unsigned steps = 0;
    const char *source = further_back(at, hop, digest, when, &steps);
    if (source == NULL)
        return (struct audit_path){.detail = arena_print(arena, "%s never had the image", lacks)};
    return (struct audit_path){
        .skipped = true,
        .detail = arena_print(arena, "%s never had the image, but %s had it", lacks, source),
    };
}

/* Returns the tag's records without those that the journal got after the move and whose time is not
 * believed, also because of a later repair: they did not end a time that had passed before the
 * move. */
static struct tag_journal known_before(const struct audit_at *at, const struct audit_file *file,
                                       const struct audit_move *move)
{
    struct tag_journal tag = file->tag;
    size_t after = 0;
    if (file->commits == NULL || move->written == NULL)
        return tag;
    /* Both are in the journal's list of commits. */
    while (after < tag.count && auditor_written(at->auditor, file, after) <= move->written)
        after++;
    tag.count = journal_uncertain(&file->tag, after, at->auditor->scope->now);
    return tag;
}

/* Returns the longest uninterrupted time, in seconds, during which the environment had the image
 * before `when`, or -1 if no record says so. */
static int64_t longest(const struct audit_at *at, const char *namespace, const struct hop *hop,
                       const struct audit_move *move, moment when)
{
    struct arena *arena = at->auditor->arena;
    moment now = at->auditor->scope->now;
    const struct audit_file *file =
        audit_record_file(at->auditor->journal, namespace, hop->stream, hop->tag);
    stretches stood = {0};
    int64_t most = -1;
    if (file == NULL)
        return -1;
    struct tag_journal known = known_before(at, file, move);
    journal_stretches(arena, &known, now, &stood);
    if (stood.count == 0)
        journal_seen(arena, &known, now, &stood);
    list_each (stretch, &stood) {
        moment end = stretch->until < when ? stretch->until : when;
        if (text_equal(stretch->digest, move->digest) && end >= stretch->since)
            most = end - stretch->since > most ? end - stretch->since : most;
    }
    return most;
}

const char *audit_path_soak(const struct audit_at *at, const struct hop *hop,
                            const struct gate *gate, const struct audit_move *move, moment when)
{
    struct arena *arena = at->auditor->arena;
    char time[MOMENT_TEXT_MAX];
    const char *shortest = NULL;
    for (size_t i = 0; i < hop->from_count; i++) {
        int64_t stood = longest(at, hop->from[i], hop, move, when);
        if (stood >= gate->seconds && hop->entry->join == HOP_JOIN_ANY)
            return NULL;
        if (stood >= gate->seconds)
            continue;
        shortest =
            stood < 0
                ? arena_print(arena, "soak %s: the journal does not say when %s got the image",
                              gate->text, hop->from[i])
                : arena_print(arena, "soak %s: the image was in %s for only %s", gate->text,
                              hop->from[i], duration_print(stood, time));
    }
    return shortest;
}
