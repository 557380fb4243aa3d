// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/tag_entry.h"

#include "diff/planner/annotation.h"
#include "diff/planner/value.h"
#include "manifests/base/words.h"
#include "manifests/declared/environment.h"

struct new_source tag_entry_source(struct planner *planner, const struct holding *holding)
{
    struct arena *arena = planner->arena;
    if (holding->kind == HOLDS_REFERENCE)
        return (struct new_source){.kind = "DockerImage", .name = holding->image.text};
    if (holding->integrated)
        return (struct new_source){
            .kind = "ImageStreamImage",
            .namespace = environment_namespace(&planner->declared->settings, holding->home),
            .name = arena_print(arena, "%s@%s", holding->stream, holding->digest),
        };
    /* A source with only a digest has no tag to write before the digest. */
    bool fixed = holding->image.tag == NULL && holding->image.digest != NULL;
    return (struct new_source){
        .kind = "DockerImage",
        .name = fixed ? arena_print(arena, "%s@%s", holding->image.name, holding->digest)
                      : reference_pinned(arena, &holding->image, holding->digest),
    };
}

static const char *import_mode_text(enum import_mode mode)
{
    static const char *const texts[] = {
        [IMPORT_MODE_DEFAULT] = NULL,
        [IMPORT_MODE_LEGACY] = "Legacy",
        [IMPORT_MODE_PRESERVE_ORIGINAL] = "PreserveOriginal",
    };
    TABLE_COMPLETE(texts, IMPORT_MODE_PRESERVE_ORIGINAL + 1);
    return texts[mode];
}

static struct value *from_value(struct arena *arena, struct new_source source)
{
    struct value *children[] = {
        value_scalar(arena, "kind", source.kind),
        source.namespace != NULL ? value_scalar(arena, "namespace", source.namespace) : NULL,
        value_scalar(arena, "name", source.name),
    };
    return value_map(arena, "from", 3, children);
}

static struct value *import_policy_value(struct arena *arena, const struct entry_options *options)
{
    const char *mode = import_mode_text(options->import_mode);
    struct value *children[] = {
        options->scheduled ? value_literal(arena, "scheduled", "true") : NULL,
        mode != NULL ? value_scalar(arena, "importMode", mode) : NULL,
    };
    return value_map(arena, "importPolicy", 2, children);
}

static const char *policy_text(enum reference_policy policy)
{
    return policy == REFERENCE_POLICY_LOCAL ? "Local" : "Source";
}

static struct value *reference_policy_value(struct arena *arena,
                                            const struct entry_options *options)
{
    if (!options->reference_policy_said)
        return NULL;
    struct value *type = value_scalar(arena, "type", policy_text(options->reference_policy));
    return value_map(arena, "referencePolicy", 1, &type);
}

static void insert_entry(struct tag_node *node, struct new_source source,
                         const struct entry_options *options)
{
    struct arena *arena = node->draft.arena;
    struct draft *draft = &node->draft;
    struct value *children[] = {
        value_scalar(arena, "name", node->tag),
        options->reference_only ? value_literal(arena, "reference", "true") : NULL,
        from_value(arena, source),
        import_policy_value(arena, options),
        reference_policy_value(arena, options),
    };
    struct value *entry = value_map(arena, NULL, 5, children);
    draft->new_entry = entry;

    const struct image_stream *stream = node->stream->spec;
    struct node_path spec = node_path_key(arena, stream->path, "spec");
    if (stream->has_tags) {
        draft_append(draft, node_path_key(arena, spec, "tags"), entry);
    } else if (stream->has_spec) {
        draft_insert(draft, spec, value_list(arena, "tags", entry));
    } else {
        struct value *tags = value_list(arena, "tags", entry);
        draft_insert(draft, stream->path, value_map(arena, "spec", 1, &tags));
    }
    draft->row.site = node_path_print(arena, node_path_key(arena, spec, "tags"));
}

/* Sets a scalar of the map: inserts it if the map does not have it, else replaces it if its text
 * differs. */
static void put(struct draft *draft, struct node_path map, const struct scalar *scalar,
                struct value *value)
{
    if (scalar->text == NULL)
        draft_insert(draft, map, value);
    else if (!text_equal(scalar->text, value->text))
        draft_replace(draft, scalar, value->text);
}

static void edit_from(struct tag_node *node, struct new_source source)
{
    struct draft *draft = &node->draft;
    struct arena *arena = draft->arena;
    const struct stream_tag *entry = node->entry;
    if (!entry->has_from) {
        draft_insert(draft, entry->path, from_value(arena, source));
        return;
    }
    struct node_path from = node_path_key(arena, entry->path, "from");
    put(draft, from, &entry->from_kind_scalar, value_scalar(arena, "kind", source.kind));
    put(draft, from, &entry->from_name, value_scalar(arena, "name", source.name));
    /* A namespace has no meaning for a DockerImage, so an existing one is left alone. */
    if (source.namespace != NULL)
        put(draft, from, &entry->from_namespace_scalar,
            value_scalar(arena, "namespace", source.namespace));
}

static void edit_policies(struct tag_node *node, const struct entry_options *options)
{
    struct arena *arena = node->draft.arena;
    struct draft *draft = &node->draft;
    const struct stream_tag *entry = node->entry;
    const char *mode = import_mode_text(options->import_mode);
    struct entry_options missing = {
        .scheduled = options->scheduled && !entry->scheduled,
        .import_mode =
            entry->import_mode != options->import_mode ? options->import_mode : IMPORT_MODE_DEFAULT,
    };
    if (!entry->has_import_policy) {
        struct value *policy = import_policy_value(arena, &missing);
        if (policy != NULL)
            draft_insert(draft, entry->path, policy);
    } else {
        struct node_path path = node_path_key(arena, entry->path, "importPolicy");
        if (options->unscheduled && entry->scheduled)
            draft_replace_literal(draft, &entry->scheduled_scalar, "false");
        if (missing.scheduled && entry->scheduled_scalar.text == NULL)
            draft_insert(draft, path, value_literal(arena, "scheduled", "true"));
        else if (missing.scheduled)
            draft_replace_literal(draft, &entry->scheduled_scalar, "true");
        if (missing.import_mode != IMPORT_MODE_DEFAULT)
            put(draft, path, &entry->import_mode_scalar, value_scalar(arena, "importMode", mode));
    }
    if (!options->reference_policy_said || options->reference_policy == entry->reference_policy)
        return;
    const char *type = policy_text(options->reference_policy);
    if (!entry->has_reference_policy)
        draft_insert(draft, entry->path, reference_policy_value(arena, options));
    else
        put(draft, node_path_key(arena, entry->path, "referencePolicy"),
            &entry->reference_policy_scalar, value_scalar(arena, "type", type));
}

void tag_entry_taken(struct tag_node *node, struct holding taken, enum import_mode mode)
{
    node->holding = taken;
    node->holding.home = node->environment;
    node->holding.stream = node->name;
    node->holding.import_mode = mode;
}

void tag_entry_write(struct tag_node *node, struct new_source source,
                     const struct entry_options *options)
{
    if (node->entry == NULL) {
        insert_entry(node, source, options);
        return;
    }
    edit_from(node, source);
    edit_policies(node, options);
    annotation_write(node, "released", NULL); /* it was about the image before */
}
