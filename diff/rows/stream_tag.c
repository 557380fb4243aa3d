// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/stream_tag.h"

#include "diff/planner/annotation.h"
#include "diff/planner/exported.h"
#include "diff/planner/first_record.h"
#include "diff/planner/memory.h"
#include "diff/planner/restrictions.h"
#include "diff/rows/alias.h"
#include "diff/rows/alias_tag.h"
#include "diff/rows/follow.h"
#include "diff/rows/frozen_alias.h"
#include "diff/rows/platforms.h"
#include "diff/rows/tag_copy.h"
#include "diff/rows/tag_pin.h"

/* Returns true if the pinned digest is a child of the index that the tag points to. Else sets
 * *otherwise to REASON_MOVED, or ends the draft and sets *otherwise to its reason. */
static bool pin_is_child(struct planner *planner, struct draft *draft,
                         const struct reference *reference, const struct answer *live,
                         enum reason *otherwise)
{
    *otherwise = REASON_MOVED;
    if (live->form == IMAGE_FORM_SINGLE)
        return false;
    const char *key = reference_digest_key(planner->arena, reference, live->digest);
    const struct answer *index = planner_ask(planner, QUESTION_INDEX, key);
    if (index == NULL || index->state != ANSWER_FOUND) {
        *otherwise = index == NULL ? REASON_ASKING : REASON_COULD_NOT_TELL;
        draft_end(draft, *otherwise, index != NULL ? index->why : key);
        return false;
    }
    for (size_t i = 0; i < index->child_count; i++)
        if (text_equal(index->children[i].digest, reference->digest)) {
            draft_say(draft, "the pin is the index's image for %s",
                      *index->children[i].platform != '\0' ? index->children[i].platform
                                                           : "an unnamed platform");
            return true;
        }
    return false;
}

/* Compares the pinned index and the new one by the declared platforms. */
static enum platforms_change compare_platforms(struct planner *planner, struct tag_node *node,
                                               const struct tag_policy *policy,
                                               const struct answer *live)
{
    const struct reference *reference = &node->entry->reference;
    if (policy->platforms == NULL || live->form == IMAGE_FORM_SINGLE)
        return PLATFORMS_DIFFER;
    return platforms_compare(planner, &node->draft, policy->platforms,
                             reference_digest_key(planner->arena, reference, reference->digest),
                             reference_digest_key(planner->arena, reference, live->digest));
}

/* Pins the image that the tag points to now, unless its difference from the pin does not matter. */
static void decide_moved(struct planner *planner, struct tag_node *node,
                         const struct tag_policy *policy, const struct answer *live)
{
    struct draft *draft = &node->draft;
    const struct reference *reference = &node->entry->reference;
    enum reason otherwise = REASON_MOVED;
    if (pin_is_child(planner, draft, reference, live, &otherwise)) {
        node->holding.form = IMAGE_FORM_SINGLE;
        draft_end(draft, REASON_CHILD_OF_INDEX, NULL);
        return;
    }
    enum platforms_change change = PLATFORMS_OPEN;
    if (otherwise == REASON_MOVED)
        change = compare_platforms(planner, node, policy, live);
    switch (change) {
    case PLATFORMS_SAME:
        node->holding.form = IMAGE_FORM_INDEX;
        draft_end(draft, REASON_EQUAL_PLATFORMS, policy->platforms);
        break;
    case PLATFORMS_DIFFER:
        tag_pin_write(planner, node, policy, reference, live, REASON_MOVED);
        break;
    case PLATFORMS_OPEN:
        if (draft->row.reason == REASON_ASKING)
            node->holding.kind = HOLDS_ASKING;
        break;
    }
}

/* Asks the registry for the tag's digest. Pins the digest unless it is pinned already or a rule
 * stops the row. */
static void decide_import(struct planner *planner, struct tag_node *node,
                          const struct tag_policy *policy, const struct follow_choice *chosen)
{
    struct draft *draft = &node->draft;
    const struct reference *reference = &chosen->reference;
    const char *key = reference_tag_key(planner->arena, reference);
    const struct answer *live = planner_ask(planner, QUESTION_TAG_DIGEST, key);
    if (!tag_pin_answered(node, live, key))
        return;
    draft_say(draft, "%s is %s", key, live->digest);
    draft->row.wanted_digest = live->digest;
    if (tag_pin_followed(node, policy))
        draft->row.live_digest = live->digest;
    if (policy->follow != NULL)
        draft->row.live_reference =
            arena_print(planner->arena, "%s:%s", reference->name, reference->tag);
    if (reference->digest == NULL) {
        tag_pin_write(planner, node, policy, reference, live, REASON_FIRST_PIN);
    } else if (!reference_same_tag(reference, &node->entry->reference)) {
        if (tag_pin_write(planner, node, policy, reference, live, REASON_NEW_TAG))
            draft->row.detail = chosen->back;
    } else if (text_equal(reference->digest, live->digest)) {
        node->holding.form = live->form;
        draft_end(draft, REASON_UP_TO_DATE, NULL);
    } else {
        decide_moved(planner, node, policy, live);
    }
}

static void decide_docker_image(struct planner *planner, struct tag_node *node,
                                const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    const struct stream_tag *entry = node->entry;
    struct follow_choice chosen = {.reference = entry->reference};
    if (entry->reference_only) {
        draft_end(draft, REASON_REFERENCE, NULL);
        return;
    }
    if (entry->reference.digest != NULL && entry->reference.tag == NULL) {
        draft_end(draft, REASON_FIXED, NULL);
        return;
    }
    const struct stream_status *status = exported_find(node);
    if (status != NULL) {
        tag_pin_exported(planner, node, policy, status);
        return;
    }
    if (policy->follow != NULL) {
        if (follow_choose(planner, node, policy, &chosen))
            decide_import(planner, node, policy, &chosen);
        return;
    }
    draft_say(draft, entry->scheduled ? "followed: scheduled" : "imported once");
    bool changed = !entry->scheduled && memory_source_changed(planner, node);
    if (!entry->scheduled && entry->reference.digest != NULL && !changed) {
        draft_end(draft, REASON_IMPORTED_ONCE, NULL);
        return;
    }
    decide_import(planner, node, policy, &chosen);
}

static void decide_entry(struct planner *planner, struct tag_node *node,
                         const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    enum reason otherwise = REASON_ALIAS;
    struct tag_node *end = NULL;
    switch (node->entry->from_kind) {
    case FROM_NONE:
        draft_end(draft, REASON_NO_SOURCE, NULL);
        break;
    case FROM_DOCKER_IMAGE:
        decide_docker_image(planner, node, policy);
        break;
    case FROM_STREAM_IMAGE:
        draft_end(draft, REASON_FIXED, NULL);
        break;
    case FROM_STREAM_TAG:
        end = alias_end(planner, node, &otherwise);
        if (end == NULL) {
            draft_end(draft, otherwise, node->entry->from_name.text);
            draft->row.empty = true;
            draft->row.followed = draft->row.follows = alias_target(planner, node);
        } else if (end == node)
            tag_copy_decide(planner, node, policy);
        else
            alias_tag_decide(planner, node, policy);
        break;
    }
}

/* Returns true if a tag that a build pushes is held. No other tag or consumer then takes its image,
 * and the registry is not asked. */
static bool held_produced(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    if (node->stream == NULL)
        return false;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    if (!restriction_held(planner, draft, &policy))
        return false;
    node->holding.kind = HOLDS_STOPPED;
    node->holding.stopped = REASON_HELD;
    node->holding.why = draft->row.detail;
    node->holding.next = draft->row.next;
    return true;
}

void stream_tag_decide(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    node->holding = holding_current(planner, node);
    draft->row.current_digest = node->holding.digest;
    if (node->stream != NULL && node->stream->problem != NULL) {
        draft_problem(draft, node->stream->problem);
    } else if (node->entry != NULL && node->entry->broken) {
        draft_problem(draft, node->entry->problem);
    } else if (node->stream != NULL && node->stream->shared) {
        draft_end(draft, REASON_SHARED_BASE, NULL);
    } else if (node->producer != NULL) {
        node->holding = (struct holding){.home = node->environment, .stream = node->name};
        if (held_produced(planner, node))
            return;
        draft_end(draft, REASON_PRODUCED,
                  arena_print(planner->arena, "BuildConfig %s in %s", node->producer->build->name,
                              node->producer->file));
    } else if (node->entry == NULL) {
        draft_end(draft, REASON_NO_SOURCE, NULL);
    } else {
        struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
        memory_judge(planner, node, node->holding.digest);
        if (frozen_alias_is(node, &policy))
            frozen_alias_decide(planner, node, &policy);
        else
            decide_entry(planner, node, &policy);
    }
}
