// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/tag.h"

#include "diff/intents/resolve.h"
#include "diff/intents/tag_image.h"
#include "diff/planner/annotation.h"
#include "diff/planner/restrictions.h"
#include "diff/planner/tag_entry.h"
#include "diff/rows/alias.h"
#include "diff/rows/alias_memory.h"
#include "manifests/kinds/policy.h"

/* Returns the image that the tag gives before this run. Only the image of a tag that a build pushes
 * is asked for. */
static struct holding image_of(struct planner *planner, struct tag_node *node)
{
    struct tag_node *end = alias_meant(planner, node);
    if (end->producer != NULL && end->hop == NULL)
        return *planner_holding(planner, node);
    if (end == node)
        return holding_current(planner, node);
    alias_recall(planner, node);
    return *node->before;
}

/* Returns the image of the source that the person named: of STREAM@DIGEST, or of STREAM:TAG after
 * following its aliases. */
static struct holding named_source(struct planner *planner)
{
    const struct intent *intent = planner->intent;
    const char *environment = intent->source.environment, *stream = intent->source.stream;
    if (intent->source.kind == SOURCE_STREAM_IMAGE)
        return holding_of_image(planner, environment, stream, intent->source.name);
    struct tag_node *source = planner_node(planner, environment, stream, intent->source.name);
    enum reason otherwise = REASON_ALIAS;
    if (source != NULL && alias_end(planner, source, &otherwise) == NULL)
        source = NULL;
    return source != NULL ? image_of(planner, source) : (struct holding){0};
}

/* Returns true if the source has an image or a reference to take; else ends the draft. */
static bool can_be_taken(struct planner *planner, struct draft *draft, const struct holding *source)
{
    const struct intent *intent = planner->intent;
    switch (source->kind) {
    case HOLDS_STOPPED:
        draft_stopped(draft, source, intent->source.name);
        return false;
    case HOLDS_UNKNOWN:
        draft_end(draft, REASON_SOURCE_UNKNOWN, source->why);
        return false;
    case HOLDS_ASKING:
        draft_end(draft, REASON_ASKING, source->why);
        return false;
    case HOLDS_NOTHING:
        draft_refuse(draft, "run `weir get tags` to list the tags and their images",
                     "%s/%s:%s has no image, so it can't be a source", intent->source.environment,
                     intent->source.stream, intent->source.name);
        return false;
    case HOLDS_DIGEST:
    case HOLDS_REFERENCE:
        return true;
    }
    return true;
}

/* Sets *out to the image that the request's source, STREAM:TAG or STREAM@DIGEST, has before this
 * run. Returns false and ends the draft if there is none. */
static bool resolve_stream(struct planner *planner, struct tag_node *node, struct holding *out)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    const char *environment = intent->source.environment, *stream = intent->source.stream;
    if (declared_stream(planner->declared, environment, stream) == NULL) {
        draft_refuse(draft, NULL, "there is no image stream %s/%s", environment, stream);
        return false;
    }
    *out = named_source(planner);
    if (!can_be_taken(planner, draft, out))
        return false;
    out->home = environment;
    out->stream = stream;
    /* An image that a person names by its digest must exist, even in the integrated registry. */
    bool named = intent->source.kind == SOURCE_STREAM_IMAGE;
    if (out->kind == HOLDS_REFERENCE || (out->integrated && !named))
        return true;
    return resolve_holding(planner, draft, out);
}

/* Completes the draft of an alias or a reference; returns true if its row writes. digest: the image
 * that the tag gets, or NULL. */
static bool writes(struct planner *planner, struct tag_node *node, const char *digest)
{
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    return !draft_unchanged(&node->draft) &&
           restrictions_pass(planner, &node->draft, REASON_ASKED_FOR, ACTION_SET, &policy, digest);
}

/* With --allow-denied, the alias no longer denies the image. It would not give the image
 * otherwise. */
static void allow(struct planner *planner, struct tag_node *node, const char *digest)
{
    LIST_OF(const char *) left = {0};
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    if (!planner->intent->allow_denied || !policy_denies(&policy, digest))
        return;
    for (size_t i = 0; i < policy.denied_count; i++)
        if (!text_equal(policy.denied[i], digest))
            *list_add(planner->arena, &left) = policy.denied[i];
    const char *text = arena_join(planner->arena, left.items, left.count, ",");
    annotation_write(node, "deny", left.count > 0 ? text : NULL);
}

static void set_alias(struct planner *planner, struct tag_node *node)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    bool same = text_equal(intent->source.environment, node->environment) &&
                text_equal(intent->source.stream, node->name);
    if (!same || intent->source.kind != SOURCE_STREAM_TAG) {
        draft_refuse(draft, NULL, "an alias can only follow a tag of its own stream");
        return;
    }
    struct tag_node *source =
        planner_node(planner, node->environment, node->name, intent->source.name);
    enum reason otherwise = REASON_ALIAS;
    struct tag_node *end = source != NULL ? alias_end(planner, source, &otherwise) : NULL;
    if (end == NULL || end == node) {
        const char *why = source == NULL                    ? "is not declared"
                          : source == node                  ? "can't follow itself"
                          : end == node                     ? "already follows the tag"
                          : otherwise == REASON_ALIAS_CYCLE ? "leads into a cycle of aliases"
                                                            : "follows an undeclared tag";
        draft_refuse(draft, NULL, "%s:%s %s", node->name, intent->source.name, why);
        return;
    }
    struct new_source from = {
        .kind = "ImageStreamTag",
        .name = arena_print(planner->arena, "%s:%s", node->name, intent->source.name),
    };
    struct entry_options options = {.unscheduled = true};
    tag_entry_write(node, from, &options);
    annotation_write(node, "alias", NULL);
    struct holding image = image_of(planner, source);
    const char *digest = image.kind == HOLDS_DIGEST ? image.digest : NULL;
    allow(planner, node, digest);
    draft->row.wanted = from.name;
    draft->row.wanted_digest = digest;
    if (!writes(planner, node, digest))
        return;
    draft->row.follows = source->tag;
    node->holding = image;
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
    if (writes(planner, node, NULL))
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
