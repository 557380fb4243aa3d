// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/intents.h"

#include "diff/intents/delete.h"
#include "diff/intents/import.h"
#include "diff/intents/promote.h"
#include "diff/intents/release.h"
#include "diff/intents/repair.h"
#include "diff/intents/rollback.h"
#include "diff/intents/tag.h"
#include "diff/planner/memory.h"
#include "diff/planner/planner.h"
#include "diff/rows/alias.h"
#include "diff/rows/alias_memory.h"
#include "diff/rows/hop.h"
#include "manifests/base/words.h"

/* Marks all tags of the environment that have an image as their source, and the aliases. */
static void mean_all(struct planner *planner)
{
    list_each (node, &planner->nodes) {
        bool pinned = node->entry != NULL && (node->entry->from_kind == FROM_DOCKER_IMAGE ||
                                              node->entry->from_kind == FROM_STREAM_IMAGE ||
                                              alias_target(planner, node) != NULL);
        node->intended = pinned && text_equal(node->environment, planner->intent->environment);
    }
}

/* Marks all tags whose records need a repair. */
static void mean_unknown(struct planner *planner)
{
    list_each (node, &planner->nodes)
        node->intended = repair_needed(node);
}

/* Marks all tags that the promotion moves together with the tag in this environment. */
static void mean_set(struct planner *planner, struct tag_node *node)
{
    list_each (hop, &planner->declared->hops) {
        struct tag_node *member = planner_member(planner, node, hop);
        if (member != NULL)
            member->intended = true;
    }
}

/* True if a request that names an alias means the alias itself, not the tag at the end of the chain
 * of aliases. */
static bool means_aliases(const struct intent *intent)
{
    return intent->kind != INTENT_PROMOTE && intent->kind != INTENT_IMPORT_IMAGE;
}

void intents_begin(struct planner *planner)
{
    const struct intent *intent = planner->intent;
    planner->passes_rules = true;
    if (intent->kind == INTENT_REPAIR) {
        mean_unknown(planner);
        return;
    }
    if (intent->stream == NULL) {
        mean_all(planner);
        return;
    }
    struct tag_node *node = planner_node(planner, intent->environment, intent->stream, intent->tag);
    for (size_t i = 0; i < intent->more_count; i++) {
        const struct tag_name *more = &intent->more[i];
        planner_node(planner, more->environment, more->stream, more->tag)->intended = true;
    }
    if (!means_aliases(intent) && node->stream != NULL)
        node = alias_meant(planner, node);
    node->intended = true;
    if (intent->kind == INTENT_PROMOTE && node->hop != NULL && node->hop->promotion->together)
        mean_set(planner, node);
}

/* True if a promotion would replace the image that the request sets, unless the journal records a
 * move by hand. */
static bool moved_on(const struct intent *intent)
{
    return intent->kind == INTENT_TAG || intent->kind == INTENT_IMPORT_IMAGE;
}

/* Returns true if a person can move the tag; else ends the draft. */
static bool movable(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    if (node->stream == NULL) {
        draft_refuse(draft, "add a manifest of the ImageStream first",
                     "there is no image stream %s/%s", node->environment, node->name);
    } else if (node->stream->problem != NULL || (node->entry != NULL && node->entry->broken)) {
        draft_problem(draft,
                      node->stream->problem != NULL ? node->stream->problem : node->entry->problem);
    } else if (node->stream->shared) {
        draft_end(draft, REASON_SHARED_BASE, NULL);
    } else if (node->entry != NULL && node->entry->reference_only &&
               planner->intent->kind == INTENT_TAG && !planner->intent->reference_only) {
        draft_refuse(draft, "remove `reference: true` from the tag's entry first",
                     "the tag is a reference and is never resolved");
    } else if (node->hop != NULL && !memory_kept(planner) && moved_on(planner->intent)) {
        draft_refuse(
            draft, "change the tag of the first environment, or edit the manifest and hold the tag",
            "the tag belongs to promotion %s, which would move it again because no journal is kept "
            "here",
            node->hop->promotion->name);
    } else if (node->producer != NULL) {
        draft_refuse(draft, "start the build instead", "BuildConfig %s pushes the tag",
                     node->producer->build->name);
    } else {
        return true;
    }
    return false;
}

/* The rule for each kind. INTENT_NONE has none, because plan_make() treats it like no intent. */
static void (*const rules[])(struct planner *planner, struct tag_node *node) = {
    [INTENT_IMPORT_IMAGE] = import_decide, [INTENT_TAG] = tag_decide,
    [INTENT_PROMOTE] = promote_decide,     [INTENT_ROLLBACK] = rollback_decide,
    [INTENT_RELEASE] = release_decide,     [INTENT_DELETE_TAG] = delete_decide,
    [INTENT_REPAIR] = repair_decide,
};
TABLE_COMPLETE(rules, INTENT_KINDS);

void intents_decide(struct planner *planner, struct tag_node *node)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    bool deletes = intent->kind == INTENT_DELETE_TAG;
    enum reason otherwise = REASON_ALIAS;
    struct tag_node *end = alias_end(planner, node, &otherwise);
    if (end != NULL)
        alias_recall(planner, node);
    node->holding = node->before != NULL ? *node->before : holding_current(planner, node);
    draft->row.current_digest = node->holding.digest;
    draft_say(draft, "requested: %s%s", intent_word(intent->kind), deletes ? " --delete" : "");
    bool repairs = intent->kind == INTENT_REPAIR; /* moves no tag */
    if (!deletes && !repairs && !movable(planner, node))
        return;
    if (end == node && !repairs)
        memory_judge(planner, node, node->holding.digest);
    if (intent->kind != INTENT_PROMOTE && !hop_judge_arrival(planner, node))
        return; /* a promotion judges the arrival itself */
    rules[intent->kind](planner, node);
}
