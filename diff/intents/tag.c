// SPDX-License-Identifier: Apache-2.0
/* `import-image` and `tag`, by the rules of the commands of oc by these names. */
#include "diff/gates/gates.h"
#include "diff/rows/follow.h"
#include "diff/rows/platforms.h"

/* Ends the draft when an answer is no digest; true when there is one. */
static bool answered(struct planner *planner, struct draft *draft, const struct answer *answer,
                     const char *key)
{
    if (answer == NULL)
        draft_end(draft, REASON_ASKING, key);
    else if (answer->state != ANSWER_FOUND)
        draft_unanswered(draft, answer);
    else
        draft_say(planner, draft, "%s is %s", key, answer->digest);
    return answer != NULL && answer->state == ANSWER_FOUND;
}

bool intent_resolve(struct planner *planner, struct draft *draft, const struct reference *image,
                    struct holding *out)
{
    const char *key = image->digest != NULL
                          ? reference_digest_key(planner->arena, image, image->digest)
                          : reference_tag_key(planner->arena, image);
    const struct answer *answer =
        planner_ask(planner, image->digest != NULL ? QUESTION_INDEX : QUESTION_TAG_DIGEST, key);
    if (!answered(planner, draft, answer, key))
        return false;
    *out = (struct holding){
        .kind = HOLDS_DIGEST,
        .digest = image->digest != NULL ? image->digest : answer->digest,
        .image = *image,
        .integrated = text_equal(image->host, planner->declared->settings.integrated_registry),
        .form = answer->form,
    };
    return true;
}

/* import-image resolves the entry's own source, or that of --from for a tag without one. */
static const struct reference *import_source(struct planner *planner, struct tag_node *node)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    const struct stream_tag *entry = node->entry;
    bool said = intent->source.kind == SOURCE_DOCKER_IMAGE;
    if (entry == NULL || entry->from_kind == FROM_NONE) {
        if (said)
            return &intent->source.image;
        intent_refuse(planner, draft, "name its source with --from",
                      "the tag does not exist on the image stream");
        return NULL;
    }
    if (entry->from_kind != FROM_DOCKER_IMAGE || entry->reference_only) {
        intent_refuse(planner, draft, "`weir tag` changes where a tag comes from",
                      "the tag's source is no image that can be imported");
        return NULL;
    }
    const struct reference *from = &intent->source.image;
    if (said && (from->digest != NULL || !reference_same_tag(from, &entry->reference))) {
        intent_refuse(planner, draft, "use the 'tag' command if you want to change the source",
                      "the tag is imported from %s", entry->reference.text);
        return NULL;
    }
    if (entry->reference.digest != NULL && entry->reference.tag == NULL) {
        intent_refuse(planner, draft, "`weir tag` makes it mean another image",
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
        wanted.reference.digest = NULL; /* what the tag means now, whatever is pinned */
    return intent_resolve(planner, &node->draft, &wanted.reference, out);
}

/* A tag or image of a stream: frozen to what the stream has now, in the repository. */
static bool resolve_stream(struct planner *planner, struct tag_node *node, struct holding *out)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    const char *namespace = intent->source.namespace, *stream = intent->source.stream;
    if (declared_stream(planner->declared, namespace, stream) == NULL) {
        intent_refuse(planner, draft, NULL, "there is no image stream %s/%s", namespace, stream);
        return false;
    }
    if (intent->source.kind == SOURCE_STREAM_IMAGE) {
        struct stream_tag copy = {.from_kind = FROM_STREAM_IMAGE,
                                  .from_namespace = namespace,
                                  .from_stream = stream,
                                  .from_digest = intent->source.name};
        struct tag_node image = {.namespace = namespace, .name = stream, .entry = &copy};
        *out = planner_current(planner, &image);
    } else {
        struct tag_node *source = planner_node(planner, namespace, stream, intent->source.name);
        enum reason otherwise = REASON_ALIAS;
        source = source != NULL ? stream_alias_end(planner, source, &otherwise) : NULL;
        if (source != NULL && source->producer != NULL && source->hop == NULL)
            *out = *planner_holding(planner, source);
        else
            *out = source != NULL ? planner_current(planner, source) : (struct holding){0};
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
        intent_refuse(
            planner, draft, "`weir import-image` or `weir sync` resolves it first",
            "%s/%s:%s is not currently pointing to an image, so it can't be the source of a tag",
            namespace, stream, intent->source.name);
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
    if (!intent_resolve(planner, draft, &image, &found)) /* the digest must exist */
        return false;
    out->form = found.form;
    return true;
}

static bool nothing_to_do(struct draft *draft)
{
    if (draft->edits.count > 0)
        return false;
    draft_end(draft, REASON_AS_ASKED, NULL);
    return true;
}

/* Whether the tag's drafted source, which names no image, is written. */
static bool writes(struct planner *planner, struct tag_node *node)
{
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    return !nothing_to_do(&node->draft) &&
           draft_write(planner, &node->draft, REASON_ASKED_FOR, ACTION_SET, &policy, NULL);
}

static void set_alias(struct planner *planner, struct tag_node *node)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    bool same = text_equal(intent->source.namespace, node->namespace) &&
                text_equal(intent->source.stream, node->name);
    if (!same || intent->source.kind != SOURCE_STREAM_TAG) {
        intent_refuse(planner, draft, NULL, "cannot set alias across different Image Streams");
        return;
    }
    struct tag_node *source =
        planner_node(planner, node->namespace, node->name, intent->source.name);
    enum reason otherwise = REASON_ALIAS;
    struct tag_node *end = source != NULL ? stream_alias_end(planner, source, &otherwise) : NULL;
    if (end == NULL || end == node) {
        intent_refuse(planner, draft, NULL, "%s:%s can't be followed: it is %s", node->name,
                      intent->source.name, end == node ? "the tag itself" : "not there");
        return;
    }
    struct new_source from = {
        .kind = "ImageStreamTag",
        .name = arena_print(planner->arena, "%s:%s", node->name, intent->source.name),
    };
    struct entry_options options = {.unscheduled = true};
    write_source(planner, node, from, &options);
    draft->row.wanted = from.name;
    if (writes(planner, node))
        node->holding = planner_current(planner, end);
}

static void set_reference(struct planner *planner, struct tag_node *node)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    if (node->entry != NULL && !node->entry->reference_only) {
        intent_refuse(planner, draft, "edit the tag's entry by hand",
                      "an existing tag can't be made a reference");
        return;
    }
    struct new_source from = {.kind = "DockerImage", .name = intent->source.image.text};
    struct entry_options options = {.reference_only = true,
                                    .reference_policy_said = intent->reference_policy_said,
                                    .reference_policy = intent->reference_policy};
    write_source(planner, node, from, &options);
    draft->row.wanted = from.name;
    if (writes(planner, node))
        node->holding = (struct holding){.kind = HOLDS_REFERENCE, .image = intent->source.image};
}

static void set_image(struct planner *planner, struct tag_node *node, struct holding taken)
{
    const struct intent *intent = planner->intent;
    struct draft *draft = &node->draft;
    struct entry_options options = {
        .scheduled = intent->scheduled,
        .unscheduled = intent->kind == INTENT_TAG && !intent->scheduled,
        .import_mode = intent->import_mode,
        .reference_policy_said = intent->reference_policy_said,
        .reference_policy = intent->reference_policy,
    };
    if (node->entry == NULL && options.import_mode == IMPORT_MODE_DEFAULT &&
        taken.form != IMAGE_FORM_SINGLE)
        options.import_mode = IMPORT_MODE_PRESERVE_ORIGINAL;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    if (intent->kind == INTENT_TAG && policy.follow != NULL)
        draft_prove(planner, draft, "passed over: weir.dev/follow: %s", policy.follow->text);
    int64_t settle = stream_settle(planner, &policy, options.scheduled);
    char time[MOMENT_TEXT_MAX];
    if (settle > 0)
        draft_prove(planner, draft, "passed over: settle %s", duration_print(settle, time));
    /* An image that was named with its registry stays a DockerImage, as for `oc tag`. */
    struct holding source = taken;
    if (intent->source.kind != SOURCE_STREAM_TAG && intent->source.kind != SOURCE_STREAM_IMAGE)
        source.integrated = false;
    struct new_source from = source_of_holding(planner, &source);
    draft->row.wanted = from.name;
    draft->row.wanted_digest = taken.digest;
    write_source(planner, node, from, &options);
    if (nothing_to_do(draft)) {
        node->holding.form = taken.form;
        return;
    }
    struct candidate candidate = {.digest = taken.digest, .holding = source};
    if (taken.kind == HOLDS_DIGEST && /* no rule that a person's word passes over */
        !platforms_held(planner, draft, policy.platforms, gate_image_key(planner, &candidate),
                        taken.form))
        return;
    enum import_mode kept = node->holding.import_mode;
    if (draft_write(planner, draft, REASON_ASKED_FOR, ACTION_SET, &policy, taken.digest))
        write_taken(node, taken,
                    options.import_mode != IMPORT_MODE_DEFAULT ? options.import_mode : kept);
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
                 ? intent_resolve(planner, &node->draft, &intent->source.image, &taken)
                 : resolve_stream(planner, node, &taken))
        set_image(planner, node, taken);
}

void import_decide(struct planner *planner, struct tag_node *node)
{
    struct holding taken = {0};
    if (resolve_import(planner, node, &taken))
        set_image(planner, node, taken);
}
