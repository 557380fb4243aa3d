// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/tag.h"

#include "diff/intents/resolve.h"
#include "diff/intents/tag_image.h"
#include "diff/planner/restrictions.h"
#include "diff/planner/tag_entry.h"
#include "diff/rows/alias.h"

/* A tag or image of a stream: frozen to what the stream has now, in the repository. */
static bool resolve_stream(struct planner *planner, struct tag_node *node, struct holding *out)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    const char *namespace = intent->source.namespace, *stream = intent->source.stream;
    if (declared_stream(planner->declared, namespace, stream) == NULL) {
        draft_refuse(draft, NULL, "there is no image stream %s/%s", namespace, stream);
        return false;
    }
    if (intent->source.kind == SOURCE_STREAM_IMAGE) {
        struct stream_tag copy = {.from_kind = FROM_STREAM_IMAGE,
                                  .from_namespace = namespace,
                                  .from_stream = stream,
                                  .from_digest = intent->source.name};
        struct tag_node image = {.namespace = namespace, .name = stream, .entry = &copy};
        *out = holding_current(planner, &image);
    } else {
        struct tag_node *source = planner_node(planner, namespace, stream, intent->source.name);
        enum reason otherwise = REASON_ALIAS;
        source = source != NULL ? alias_end(planner, source, &otherwise) : NULL;
        if (source != NULL && source->producer != NULL && source->hop == NULL)
            *out = *planner_holding(planner, source);
        else
            *out = source != NULL ? holding_current(planner, source) : (struct holding){0};
    }
    if (out->kind == HOLDS_STOPPED) {
        draft_stopped(draft, out, intent->source.name);
        return false;
    }
    if (out->kind == HOLDS_UNKNOWN || out->kind == HOLDS_ASKING) {
        draft_end(draft, out->kind == HOLDS_ASKING ? REASON_ASKING : REASON_SOURCE_UNKNOWN,
                  out->why);
        return false;
    }
    if (out->kind == HOLDS_NOTHING) {
        draft_refuse(draft, "run `weir import-image` or `weir sync` first",
                     "%s/%s:%s does not point to an image yet, so it can't be a source", namespace,
                     stream, intent->source.name);
        return false;
    }
    out->home = namespace;
    out->stream = stream;
    /* An image that a person names by its digest must exist, in the integrated registry too. */
    bool named = intent->source.kind == SOURCE_STREAM_IMAGE;
    if (out->kind == HOLDS_REFERENCE || (out->integrated && !named))
        return true;
    struct reference image = out->image;
    if (out->integrated) {
        image.host = planner->declared->settings.integrated_registry;
        image.path = arena_print(planner->arena, "%s/%s", namespace, stream);
    }
    image.digest = out->digest;
    struct holding found;
    if (!resolve_image(planner, draft, &image, &found)) /* the digest must exist */
        return false;
    out->form = found.form;
    return true;
}

/* Whether the tag's drafted source, which names no image, is written. */
static bool writes(struct planner *planner, struct tag_node *node)
{
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    return !draft_unchanged(&node->draft) &&
           restrictions_pass(planner, &node->draft, REASON_ASKED_FOR, ACTION_SET, &policy, NULL);
}

static void set_alias(struct planner *planner, struct tag_node *node)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    bool same = text_equal(intent->source.namespace, node->namespace) &&
                text_equal(intent->source.stream, node->name);
    if (!same || intent->source.kind != SOURCE_STREAM_TAG) {
        draft_refuse(draft, NULL, "an alias can't follow a tag of another stream");
        return;
    }
    struct tag_node *source =
        planner_node(planner, node->namespace, node->name, intent->source.name);
    enum reason otherwise = REASON_ALIAS;
    struct tag_node *end = source != NULL ? alias_end(planner, source, &otherwise) : NULL;
    if (end == NULL || end == node) {
        draft_refuse(draft, NULL, "%s:%s can't be followed: it is %s", node->name,
                     intent->source.name, end == node ? "the same tag" : "none");
        return;
    }
    struct new_source from = {
        .kind = "ImageStreamTag",
        .name = arena_print(planner->arena, "%s:%s", node->name, intent->source.name),
    };
    struct entry_options options = {.unscheduled = true};
    tag_entry_write(node, from, &options);
    draft->row.wanted = from.name;
    if (writes(planner, node))
        node->holding = holding_current(planner, end);
}

static void set_reference(struct planner *planner, struct tag_node *node)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    if (node->entry != NULL && !node->entry->reference_only) {
        draft_refuse(draft, "edit the tag's entry by hand",
                     "an existing tag can't become a reference");
        return;
    }
    struct new_source from = {.kind = "DockerImage", .name = intent->source.image.text};
    struct entry_options options = {.reference_only = true,
                                    .reference_policy_said = intent->reference_policy_said,
                                    .reference_policy = intent->reference_policy};
    tag_entry_write(node, from, &options);
    draft->row.wanted = from.name;
    if (writes(planner, node))
        node->holding = (struct holding){.kind = HOLDS_REFERENCE, .image = intent->source.image};
}

void tag_decide(struct planner *planner, struct tag_node *node)
{
    const struct intent *intent = planner->intent;
    struct holding taken = {0};
    if (intent->alias)
        set_alias(planner, node);
    else if (intent->reference_only)
        set_reference(planner, node);
    else if (intent->source.kind == SOURCE_DOCKER_IMAGE
                 ? resolve_image(planner, &node->draft, &intent->source.image, &taken)
                 : resolve_stream(planner, node, &taken))
        tag_image_set(planner, node, taken);
}
