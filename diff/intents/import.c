// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/import.h"

#include "diff/intents/resolve.h"
#include "diff/intents/tag_image.h"
#include "diff/rows/follow.h"

/* Returns the image source to resolve: the entry's source, or the image of --from if the tag has no
 * source. Returns NULL and ends the draft if the source can't be imported or --from names another.
 */
static const struct reference *import_source(struct planner *planner, struct tag_node *node)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    const struct stream_tag *entry = node->entry;
    bool said = intent->source.kind == SOURCE_DOCKER_IMAGE;
    if (entry == NULL || entry->from_kind == FROM_NONE) {
        if (said)
            return &intent->source.image;
        draft_refuse(draft, "name the source with --from",
                     entry == NULL ? "the tag does not exist on the image stream"
                                   : "the tag has no source to import from");
        return NULL;
    }
    if (entry->from_kind != FROM_DOCKER_IMAGE || entry->reference_only) {
        draft_refuse(draft, "use `weir tag` to change the tag's source",
                     "the tag's source is not an image that can be imported");
        return NULL;
    }
    const struct reference *from = &intent->source.image;
    if (said && (from->digest != NULL || !reference_same_tag(from, &entry->reference))) {
        draft_refuse(draft, "use `weir tag` to change the source", "the tag is imported from %s",
                     entry->reference.text);
        return NULL;
    }
    if (entry->reference.digest != NULL && entry->reference.tag == NULL) {
        draft_refuse(draft, "use `weir tag` to point the tag to another image",
                     "the tag names a digest, which never changes");
        return NULL;
    }
    return &entry->reference;
}

static bool resolve_import(struct planner *planner, struct tag_node *node, struct holding *out)
{
    const struct reference *image = import_source(planner, node);
    if (image == NULL)
        return false;
    struct follow_choice wanted = {.reference = *image};
    bool own = image != &planner->intent->source.image;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    if (own && policy.follow != NULL && !follow_choose(planner, node, &policy, &wanted))
        return false;
    if (own)
        wanted.reference.digest = NULL; /* resolves the tag, not the pinned digest */
    return resolve_image(planner, &node->draft, &wanted.reference, out);
}

void import_decide(struct planner *planner, struct tag_node *node)
{
    struct holding taken = {0};
    if (resolve_import(planner, node, &taken))
        tag_image_set(planner, node, taken);
}
