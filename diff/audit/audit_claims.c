// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit_claims.h"

#include <string.h>

enum { TAG_CLAIMS_MAX = 1000 }; /* claims of one commit about one tag that are compared */

/* The claims of the move's commit about the move's tag. */
struct tag_claims {
    const struct claimed_move *items;
    size_t count;
};

static int compare_object(const void *key, const void *item)
{
    return strcmp(key, ((const struct claimed_move *)item)->object);
}

static struct tag_claims find_claims(const struct judging *judging)
{
    const struct audit_move *move = judging->move;
    const struct audit_commit *commit = move->commit;
    const char *object = arena_print(judging->at->auditor->arena, "%s/%s:%s", move->namespace,
                                     move->stream, move->tag);
    size_t first = list_place(commit->claims, commit->claim_count, sizeof *commit->claims, object,
                              compare_object);
    size_t end = first;
    while (end < commit->claim_count && end - first < TAG_CLAIMS_MAX &&
           text_equal(commit->claims[end].object, object))
        end++;
    return (struct tag_claims){end > first ? &commit->claims[first] : NULL, end - first};
}

/* True if the claim is about a move to the digest of the judged move. */
static bool ends(const struct judging *judging, const struct claimed_move *claim)
{
    return text_equal(claim->to, judging->move->digest) && !text_equal(claim->from, claim->to);
}

static const struct stream *stream_of(const struct judging *judging,
                                      const struct declared *declared)
{
    return declared_stream(declared, judging->move->namespace, judging->move->stream);
}

/* True if the tag had the image `from` of a claim just before the commit. A tag without an image
 * may have followed another tag, which the claim names then. */
static bool had_before(const struct judging *judging, const char *from)
{
    const struct stream *stream = stream_of(judging, judging->at->before);
    const struct stream_tag *entry =
        stream != NULL ? stream_tag_find(stream, judging->move->tag) : NULL;
    const char *pin = entry != NULL ? stream_tag_pin(entry) : NULL;
    return pin != NULL ? text_equal(from, pin) : from == NULL || !text_starts(from, "sha256:");
}

/* True if a chain of claims leads from the image before the commit to the move's image. */
static bool leads(const struct judging *judging, struct tag_claims claims)
{
    arena_scope struct arena scratch = {0};
    const char **reached = arena_array(&scratch, const char *, claims.count + 1);
    bool *used = arena_array(&scratch, bool, claims.count);
    size_t count = 1;
    reached[0] = judging->move->digest;
    for (size_t at = 0; at < count; at++) {
        if (at > 0 && had_before(judging, reached[at]))
            return true;
        for (size_t i = 0; i < claims.count; i++) {
            if (used[i] || reached[at] == NULL || !text_equal(claims.items[i].to, reached[at]))
                continue;
            used[i] = true;
            reached[count++] = claims.items[i].from;
        }
    }
    return false;
}

bool audit_claims_name(const struct judging *judging)
{
    const struct record *record = judging->move->record;
    const struct tag_claims claims = find_claims(judging);
    bool named = judging->move->commit->claims_cut;
    if (record->source == NULL || named)
        return record->source != NULL;
    for (size_t i = 0; i < claims.count; i++)
        named |=
            ends(judging, &claims.items[i]) && text_equal(claims.items[i].source, record->source);
    return named && leads(judging, claims);
}

bool audit_claims_roll_back(const struct judging *judging)
{
    const struct tag_claims claims = find_claims(judging);
    const struct hold was = judging_hold(judging, judging->at->before),
                      is = judging_hold(judging, judging->at->after);
    for (size_t i = 0; i < claims.count; i++)
        if (ends(judging, &claims.items[i]) && text_equal(claims.items[i].kind, "rollback"))
            return true;
    return judging->move->commit->claims_cut ||
           (is.set && (!was.set || !text_equal(was.reason, is.reason)));
}
