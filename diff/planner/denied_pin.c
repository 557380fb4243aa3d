// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/denied_pin.h"

#include "manifests/kinds/policy.h"

/* Returns the current digest, or NULL. Weir knows the digest of a tag that a build pushes only if
 * it asked the integrated registry in this run. */
static const char *current(const struct tag_node *node)
{
    const struct holding *holding = &node->holding;
    bool pushed = node->draft.row.reason == REASON_PRODUCED && holding->kind == HOLDS_STOPPED &&
                  holding->stopped == REASON_DENIED;
    return pushed ? holding->why : node->draft.row.current_digest;
}

/* Returns the deny annotation of the tag's entry or of its stream that names the digest, or NULL.
 */
static const struct scalar *place_of(const struct tag_node *node, const char *digest)
{
    const struct image_stream *spec = node->stream->spec;
    if (node->entry != NULL && policy_denies(&node->entry->policy, digest))
        return &node->entry->policy.deny_scalar;
    for (size_t i = 0; i < spec->policy_count; i++)
        if (text_equal(spec->policies[i].tag, node->tag) &&
            policy_denies(&spec->policies[i].policy, digest))
            return &spec->policies[i].policy.deny_scalar;
    return NULL;
}

/* True if the row already says why the tag or its declaration can't be judged. An alias is
 * excepted, because it never gives an image that its own settings deny. */
static bool excepted(const struct planner *planner, const struct tag_node *node)
{
    const struct row *row = &node->draft.row;
    return planner->intent != NULL || row_state(row) == ROW_WRITES || reason_trouble(row->reason) ||
           row->reason == REASON_SHARED_BASE || node->alias_end.next != NULL;
}

void denied_pin_report(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    struct row *row = &draft->row;
    const char *digest = current(node);
    if (node->stream == NULL || digest == NULL || excepted(planner, node))
        return;
    const struct scalar *place = place_of(node, digest);
    if (place == NULL)
        return;
    bool pushed = row->reason == REASON_PRODUCED;
    if (row_state(row) != ROW_STEADY)
        draft_say(draft, "%s%s%s", reason_sentence(row->reason), row->detail != NULL ? ": " : "",
                  row->detail != NULL ? row->detail : "");
    draft_end(draft, REASON_DENIED_CURRENT,
              arena_print(planner->arena, "%s is denied at %s:%u:%u", digest, node->stream->file,
                          place->line, place->column));
    row->hint = pushed
                    ? "push another image, or delete the image's entry from weir.dev/deny"
                    : "move the tag to another image, for example with `weir rollback`, or delete "
                      "the image's entry from weir.dev/deny";
}
