// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/delete.h"

#include "diff/planner/planner.h"
#include "diff/planner/restrictions.h"
#include "diff/rows/alias.h"

/* True if the same request deletes the alias. The alias is decided first, because a held alias is
 * not deleted. */
static bool goes_too(struct planner *planner, struct tag_node *alias)
{
    if (!alias->intended)
        return false;
    planner_decide(planner, alias);
    return row_state(&alias->draft.row) == ROW_WRITES;
}

/* Returns the names of the tag's aliases that stay, "web:latest, web:stable and 3 more", or NULL if
 * none stays. */
static const char *aliases_of(struct planner *planner, const struct tag_node *node)
{
    enum { NAMED_MAX = 8 };
    const char *text = NULL;
    size_t count = 0;
    list_each (alias, &planner->nodes) {
        if (!text_equal(alias->environment, node->environment) ||
            !text_equal(alias->name, node->name) ||
            !text_equal(alias_target(planner, alias), node->tag) || goes_too(planner, alias))
            continue;
        if (count++ < NAMED_MAX)
            text = arena_print(planner->arena, "%s%s%s:%s", text != NULL ? text : "",
                               text != NULL ? ", " : "", alias->name, alias->tag);
    }
    if (count > NAMED_MAX)
        text = arena_print(planner->arena, "%s and %zu more", text, count - NAMED_MAX);
    return text;
}

/* Returns true if the tag can be deleted; else ends the draft. */
static bool may_go(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    const struct stream *stream = node->stream;
    const char *aliases = NULL;
    if (stream == NULL) {
        draft_refuse(draft, "run `weir get streams` to list the streams",
                     "there is no image stream %s/%s", node->environment, node->name);
    } else if (stream->problem != NULL || (node->entry != NULL && node->entry->broken)) {
        draft_problem(draft, stream->problem != NULL ? stream->problem : node->entry->problem);
    } else if (stream->shared) {
        draft_end(draft, REASON_SHARED_BASE, NULL);
    } else if (node->producer != NULL) {
        draft_refuse(draft, "remove the BuildConfig's output first",
                     "BuildConfig %s pushes the tag", node->producer->build->name);
    } else if (node->entry == NULL) {
        draft_refuse(draft, "run `weir get tags` to list the tags",
                     "the image stream has no tag \"%s\"", node->tag);
    } else if (node->hop != NULL) {
        draft_refuse(
            draft,
            arena_print(planner->arena,
                        "remove the tag from the promotion first; to keep the promotion, delete "
                        "the tag's entry by hand and set `%s.weir.dev/hold` on the stream",
                        node->tag),
            "the tag belongs to promotion %s, which would insert it again",
            node->hop->promotion->name);
    } else if ((aliases = aliases_of(planner, node)) != NULL) {
        draft_refuse(draft, "delete these tags too, or make them follow another tag",
                     "other tags follow the tag: %s", aliases);
    } else {
        return true;
    }
    return false;
}

/* Adds to the trail which environments take images from the tag; they keep their images. */
static void tell_hops(struct planner *planner, struct tag_node *node)
{
    list_each (hop, &planner->declared->hops) {
        if (!text_equal(hop->stream, node->name) || !text_equal(hop->tag, node->tag))
            continue;
        for (size_t i = 0; i < hop->from_count; i++)
            if (text_equal(hop->from[i], node->environment))
                draft_say(&node->draft,
                          "promotion %s takes images from the tag; %s keeps its image",
                          hop->promotion->name, hop->to);
    }
}

void delete_decide(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    if (!may_go(planner, node))
        return;
    /* Waits for the answer, because the journal will record who set the image of the deleted tag.
     */
    if (node->pin == PIN_ASKING) {
        draft_end(draft, REASON_ASKING, draft->row.object);
        return;
    }
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    draft_remove_item(draft, node->entry->path);
    if (!restrictions_pass(planner, draft, REASON_ASKED_FOR, ACTION_SET, &policy, NULL))
        return;
    draft->row.deletes = true;
    tell_hops(planner, node);
    node->holding = (struct holding){0};
}
