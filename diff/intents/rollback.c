// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/rollback.h"

#include <string.h>

#include "diff/intents/resolve.h"
#include "diff/journal/arrival.h"
#include "diff/planner/annotation.h"
#include "diff/planner/memory.h"
#include "diff/planner/planner.h"
#include "diff/planner/restrictions.h"
#include "diff/planner/tag_entry.h"
#include "diff/rows/alias_tag.h"
#include "manifests/base/set.h"
#include "manifests/kinds/policy.h"
#include "manifests/values/digest.h"

/* The way back to an earlier image. */
struct way {
    stretches past;              /* the tag's stretches; the last one has the current image */
    const char *digest;          /* the digest to go back to */
    const struct record *record; /* the record of that digest, or NULL */
    ptrdiff_t at;                /* the index of its stretch; -1: the journal does not have it */
    struct digest_search search; /* for a request that names a digest */
};

static void recall(struct planner *planner, const struct tag_node *node, stretches *past)
{
    moment now = planner->observed->now;
    memory_stretches(planner, node->memory, past);
    if (node->arrival != NULL)
        arrival_present_earlier(planner->arena, node->arrival, now, now, past);
    stretch_present(planner->arena, past, node->holding.digest, now, now, node->pin == PIN_BY_HAND);
}

/* Adds the digest to a list without repetitions, whose set this is. Returns false if the list has
 * the digest, or if the digest is NULL. */
static bool add_once(struct arena *arena, text_list *list, struct set *set, const char *digest)
{
    if (digest == NULL || set_add(set, list->items, list->count, &digest) < list->count)
        return false;
    *list_add(arena, list) = digest;
    return true;
}

/* Returns the index of the stretch that is `steps` different images back, or -1. Images that are
 * denied or were rolled back do not count. Sets *found to the number of images back, at most
 * `steps`. */
static ptrdiff_t steps_back(const struct way *way, const struct tag_policy *policy,
                            const char *present, unsigned steps, unsigned *found)
{
    arena_scope struct arena scratch = {0};
    set_scope struct set set = {.kind = &set_texts};
    text_list newer = {0};
    *found = 0;
    add_once(&scratch, &newer, &set, present);
    add_once(&scratch, &newer, &set, way->past.items[way->past.count - 1].digest);
    for (size_t i = way->past.count - 1; i-- > 0;) {
        const struct stretch *stretch = &way->past.items[i];
        if (!add_once(&scratch, &newer, &set, stretch->digest) || stretch->backed_out ||
            policy_denies(policy, stretch->digest))
            continue;
        if (++*found == steps)
            return (ptrdiff_t)i;
    }
    return -1;
}

/* Returns the index of the stretch at this time, or -1. */
static ptrdiff_t stretch_at(const struct way *way, moment at)
{
    for (size_t i = way->past.count; i-- > 0;)
        if (way->past.items[i].since <= at && at < way->past.items[i].until)
            return (ptrdiff_t)i;
    return -1;
}

/* Returns the index of the newest stretch with the digest that begins so, or -1. */
static ptrdiff_t by_digest(struct way *way, const char *beginning)
{
    way->search = (struct digest_search){.wanted = beginning};
    list_each (stretch, &way->past)
        digest_search_add(&way->search, stretch->digest);
    const char *digest = digest_search_only(&way->search);
    for (size_t i = way->past.count; digest != NULL && i-- > 0;)
        if (text_equal(way->past.items[i].digest, digest))
            return (ptrdiff_t)i;
    return -1;
}

/* Returns the index of the stretch that the request names, or -1. If the request names a number of
 * images, sets *found to the number of images that the tag can go back. */
static ptrdiff_t find_stretch(const struct intent *intent, struct way *way,
                              const struct tag_policy *policy, const char *present, unsigned *found)
{
    if (intent->digest != NULL)
        return by_digest(way, intent->digest);
    if (intent->at != MOMENT_NEVER)
        return stretch_at(way, intent->at);
    return steps_back(way, policy, present, intent->steps > 0 ? intent->steps : 1, found);
}

/* Ends the draft because the journal does not have the image that the request names, or has several
 * such images. `found` is the number of images that the tag can go back. */
static void refuse_way(const struct planner *planner, struct draft *draft, const struct way *way,
                       unsigned found)
{
    const struct intent *intent = planner->intent;
    char time[MOMENT_TEXT_MAX];
    const char *hint = memory_kept(planner)
                           ? "run `weir history` to list the images, and name one with --to DIGEST"
                           : "no journal is kept here, so name a full digest with --to";
    if (intent->digest != NULL && way->search.count > 1)
        draft_refuse(draft, "write more digits of the digest",
                     "several recorded images of the tag begin with %s: %s", intent->digest,
                     digest_search_text(planner->arena, &way->search));
    else if (intent->digest != NULL)
        draft_refuse(draft, hint, "no recorded image of the tag matches %s", intent->digest);
    else if (intent->at != MOMENT_NEVER)
        draft_refuse(draft, hint, "no image of the tag is recorded for %s",
                     moment_print(intent->at, time));
    else if (found > 0)
        draft_refuse(draft, hint, "the tag can go back by only %u image%s", found,
                     found > 1 ? "s" : "");
    else
        draft_refuse(
            draft, hint,
            "no earlier image of the tag is recorded (denied and rolled back images do not count)");
}

/* Finds the image to go back to. Returns false and ends the draft if there is none. */
static bool find_way(struct planner *planner, struct tag_node *node,
                     const struct tag_policy *policy, struct way *way)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    unsigned found = 0;
    recall(planner, node, &way->past);
    way->at = find_stretch(intent, way, policy, node->holding.digest, &found);
    if (way->at >= 0) {
        way->digest = way->past.items[way->at].digest;
        way->record = way->past.items[way->at].record;
        return true;
    }
    if (digest_valid(intent->digest)) {
        way->digest = intent->digest;
        draft_say(draft, "the tag has no usable record of %s", intent->digest);
        return true;
    }
    /* In a request for all tags, a tag without a matching record keeps its image. */
    if (intent->stream == NULL)
        draft_end(draft, REASON_AS_ASKED, "no recorded image of the tag matches the request");
    else
        refuse_way(planner, draft, way, found);
    return false;
}

/* Returns the image to go back to. If its record names no source, the image is assumed to be where
 * the current image is. */
static struct holding goal(struct planner *planner, const struct tag_node *node,
                           const struct way *way)
{
    struct holding holding = node->holding;
    const struct stream_tag *entry = node->entry;
    holding.digest = way->digest;
    if (entry != NULL && entry->from_kind == FROM_STREAM_IMAGE) {
        struct tag_name source =
            declared_source(planner->declared, node->environment, node->name, entry);
        holding.home = source.environment;
        holding.stream = source.stream;
    }
    memory_image(planner->arena, way->record, &holding);
    return holding;
}

/* Returns true if the registry has the image; else ends the draft. */
static bool still_there(struct planner *planner, struct tag_node *node, struct holding *holding)
{
    if (resolve_holding(planner, &node->draft, holding))
        return true;
    if (node->draft.row.reason == REASON_TAG_NOT_FOUND)
        node->draft.row.detail =
            arena_print(planner->arena, "the registry does not have %s", holding->digest);
    return false;
}

/* Returns the new deny list: the old list without the image to go back to, plus every image that is
 * rolled back. Returns NULL if the new list is empty. */
static const char *denied(struct planner *planner, const struct tag_policy *policy,
                          const struct way *way)
{
    arena_scope struct arena scratch = {0};
    set_scope struct set set = {.kind = &set_texts};
    text_list known = {0}, list = {0};
    for (size_t i = 0; i < policy->denied_count; i++) {
        if (text_equal(policy->denied[i], way->digest))
            continue;
        *list_add(&scratch, &list) = policy->denied[i];
        add_once(&scratch, &known, &set, policy->denied[i]);
    }
    size_t first = way->at >= 0 ? (size_t)way->at + 1 : way->past.count - 1;
    for (size_t i = first; i < way->past.count; i++) {
        const char *digest = way->past.items[i].digest;
        if (!text_equal(digest, way->digest) && add_once(&scratch, &known, &set, digest))
            *list_add(&scratch, &list) = digest;
    }
    return list.count > 0 ? arena_join(planner->arena, list.items, list.count, ",") : NULL;
}

static const char *hold_text(struct planner *planner, const char *from)
{
    const struct intent *intent = planner->intent;
    char until[MOMENT_TEXT_MAX], digest[DIGEST_SHORT_MAX];
    const char *reason = intent->reason;
    if (text_blank(reason))
        reason = arena_print(planner->arena, "rolled back from %s",
                             from != NULL ? digest_short(from, digest) : "nothing");
    if (intent->until == MOMENT_NEVER)
        return arena_print(planner->arena, "reason=%s", reason);
    return arena_print(planner->arena, "until=%s reason=%s", moment_print(intent->until, until),
                       reason);
}

static void write_back(struct planner *planner, struct tag_node *node, const struct way *way,
                       const struct tag_policy *policy, struct holding taken)
{
    struct draft *draft = &node->draft;
    struct new_source source = tag_entry_source(planner, &taken);
    struct entry_options options = {0};
    enum import_mode kept = node->holding.import_mode;
    draft->row.wanted = source.name;
    tag_entry_write(node, source, &options);
    if (node->before != NULL) /* freezes the alias, so that the tag that it follows is not moved */
        annotation_write(node, "alias", node->entry->from_name.text);
    annotation_write(node, "deny", denied(planner, policy, way));
    if (!planner->intent->resume_on_newer)
        annotation_write(node, "hold", hold_text(planner, node->holding.digest));
    if (!restrictions_pass(planner, draft, REASON_ASKED_FOR, ACTION_SET, NULL, taken.digest))
        return;
    draft->row.follows = NULL;
    tag_entry_taken(node, taken, kept);
}

/* In a request for all tags, an alias is not frozen if the tag that it follows goes back to the
 * same image, or if the alias has no record that matches (found: it has one). Returns true if that
 * is so; it then ends the draft. */
static bool goes_along(struct planner *planner, struct tag_node *node, const struct way *way,
                       bool found)
{
    struct draft *draft = &node->draft;
    if (node->before == NULL || planner->intent->stream != NULL)
        return false;
    struct holding image = alias_tag_source(planner, node);
    if (image.kind != HOLDS_DIGEST || (found && !text_equal(image.digest, way->digest)))
        return false;
    node->holding = image;
    draft->row.wanted_digest = draft->row.gives = image.digest;
    draft_end(draft, REASON_ALIAS, node->alias_end.node->draft.row.object);
    return true;
}

void rollback_decide(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    struct way way = {.at = -1};
    if (node->holding.kind != HOLDS_DIGEST) {
        draft_refuse(draft, NULL, "the tag is not pinned to a digest, so it can't be rolled back");
        return;
    }
    if (memory_trouble(planner, node) != NULL && !digest_valid(planner->intent->digest)) {
        draft_end(draft, REASON_JOURNAL_UNKNOWN, memory_trouble(planner, node));
        draft->row.hint = "name a full digest with --to, which needs no journal";
        return;
    }
    if (node->pin == PIN_ASKING) { /* the tag may have had more images than its records say */
        draft_end(draft, REASON_ASKING, draft->row.object);
        return;
    }
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    bool found = find_way(planner, node, &policy, &way);
    if (goes_along(planner, node, &way, found) || !found)
        return;
    draft->row.wanted_digest = way.digest;
    if (text_equal(way.digest, node->holding.digest)) {
        draft_end(draft, REASON_AS_ASKED, NULL);
        return;
    }
    if (restriction_denied(planner, draft, &policy, way.digest))
        return;
    struct holding taken = goal(planner, node, &way);
    if (still_there(planner, node, &taken))
        write_back(planner, node, &way, &policy, taken);
}
