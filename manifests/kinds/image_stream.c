// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/image_stream.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/kinds/fields.h"
#include "manifests/kinds/metadata.h"
#include "manifests/kinds/policy.h"
#include "manifests/kinds/stream_status.h"
#include "manifests/kinds/suggestion.h"
#include "manifests/kinds/texts.h"
#include "manifests/values/digest.h"

/* A tag while it is decoded, with the values that are checked when all fields have been read. */
struct stream_entry {
    struct stream_tag tag;
    const struct node *from, *import_policy, *reference_policy;
    const char *from_kind, *from_name;
};

static const struct field from_fields[] = {
    {"kind", FIELD_TEXT, true, offsetof(struct stream_entry, from_kind)},
    {"name", FIELD_TEXT, true, offsetof(struct stream_entry, from_name)},
    {"namespace", FIELD_TEXT, false, offsetof(struct stream_entry, tag.from_namespace)},
    FIELDS_END,
};

static void read_from(struct decoding *decoding, const struct node *map, void *into)
{
    struct stream_entry *entry = into;
    entry->from = map;
    fields_read(decoding, map, from_fields, entry);
}

static const char *const import_modes[] = {"", "Legacy", "PreserveOriginal", NULL};

static const struct field import_fields[] = {
    {"scheduled", FIELD_BOOL, false, offsetof(struct stream_entry, tag.scheduled)},
    {"insecure", FIELD_BOOL, false, offsetof(struct stream_entry, tag.insecure)},
    {"importMode", FIELD_WORD, false, offsetof(struct stream_entry, tag.import_mode), import_modes},
    FIELDS_END,
};

static void read_import_policy(struct decoding *decoding, const struct node *map, void *into)
{
    struct stream_entry *entry = into;
    entry->import_policy = map;
    fields_read(decoding, map, import_fields, entry);
}

/* An empty type means Source; many manifests have it. */
static const char *const policy_types[] = {"Source", "Local", "", NULL};

static const struct field reference_policy_fields[] = {
    {"type", FIELD_WORD, false, offsetof(struct stream_entry, tag.reference_policy), policy_types},
    FIELDS_END,
};

static void read_reference_policy(struct decoding *decoding, const struct node *map, void *into)
{
    struct stream_entry *entry = into;
    entry->reference_policy = map;
    fields_read(decoding, map, reference_policy_fields, entry);
    if (entry->tag.reference_policy > REFERENCE_POLICY_LOCAL)
        entry->tag.reference_policy = REFERENCE_POLICY_SOURCE;
}

static void read_annotations(struct decoding *decoding, const struct node *map, void *into)
{
    struct stream_entry *entry = into;
    policy_read(decoding, map, &entry->tag.policy);
}

static const struct field tag_fields[] = {
    {"name", FIELD_TEXT, true, offsetof(struct stream_entry, tag.name)},
    {"annotations", FIELD_MAP, .read = read_annotations},
    {"from", FIELD_MAP, .read = read_from},
    {"reference", FIELD_BOOL, false, offsetof(struct stream_entry, tag.reference_only)},
    {"importPolicy", FIELD_MAP, .read = read_import_policy},
    {"referencePolicy", FIELD_MAP, .read = read_reference_policy},
    FIELDS_END,
};

/* Reads `stream:tag` or `stream@digest`, or `tag` or `digest` alone. Returns false, with a problem,
 * for other forms. */
static bool split_source(struct decoding *decoding, struct stream_entry *entry, char separator,
                         const char **last)
{
    const char *name = entry->from_name;
    const char *at = strchr(name, separator);
    bool whole = *name != '\0' && strpbrk(name, "/ ") == NULL &&
                 (at == NULL || (at > name && at[1] != '\0' && strchr(at + 1, separator) == NULL));
    if (!whole) {
        problem_add(decoding, PROBLEM_BAD_VALUE, field_find(entry->from, "name"),
                    separator == ':' ? "write <tag> or <stream>:<tag>"
                                     : "write <digest> or <stream>@<digest>",
                    "\"%.100s\" is not a valid %s name", name, entry->from_kind);
        return false;
    }
    if (at != NULL)
        entry->tag.from_stream = arena_copy(decoding->part, name, (size_t)(at - name));
    *last = at != NULL ? at + 1 : name;
    return true;
}

static void check_docker_image(struct decoding *decoding, struct stream_entry *entry)
{
    struct err err = {0};
    if (reference_parse(decoding->part, entry->from_name, &entry->tag.reference, &err) == 0)
        entry->tag.from_kind = FROM_DOCKER_IMAGE;
    else
        problem_add(decoding, PROBLEM_BAD_REFERENCE, field_find(entry->from, "name"), err.hint,
                    "%s", err.message);
}

static void check_stream_tag(struct decoding *decoding, struct stream_entry *entry)
{
    if (!split_source(decoding, entry, ':', &entry->tag.from_tag))
        return;
    if (reference_tag_valid(entry->tag.from_tag)) {
        entry->tag.from_kind = FROM_STREAM_TAG;
    } else {
        problem_add(decoding, PROBLEM_BAD_NAME, field_find(entry->from, "name"),
                    "use letters, digits, _ . and -, at most 128, and no . or - at the start",
                    "\"%.140s\" is not a tag", entry->tag.from_tag);
    }
}

static void check_stream_image(struct decoding *decoding, struct stream_entry *entry)
{
    if (!split_source(decoding, entry, '@', &entry->tag.from_digest))
        return;
    if (digest_valid(entry->tag.from_digest)) {
        entry->tag.from_kind = FROM_STREAM_IMAGE;
    } else {
        problem_add(decoding, PROBLEM_BAD_VALUE, field_find(entry->from, "name"),
                    "write the full digest: sha256: and 64 lower-case hex digits",
                    "\"%.80s\" is not a valid digest", entry->tag.from_digest);
    }
}

static const struct {
    const char *kind;
    void (*check)(struct decoding *decoding, struct stream_entry *entry);
} sources[] = {
    {"DockerImage", check_docker_image},
    {"ImageStreamTag", check_stream_tag},
    {"ImageStreamImage", check_stream_image},
};

static void check_from(struct decoding *decoding, struct stream_entry *entry)
{
    static const char *const kinds[] = {"DockerImage", "ImageStreamTag", "ImageStreamImage", NULL};
    arena_scope struct arena scratch = {0};
    if (entry->from_kind == NULL)
        return;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        if (strcmp(entry->from_kind, sources[i].kind) == 0 && entry->from_name != NULL) {
            sources[i].check(decoding, entry);
            return;
        }
        if (strcmp(entry->from_kind, sources[i].kind) == 0)
            return;
    }
    problem_add(decoding, PROBLEM_BAD_VALUE, field_find(entry->from, "kind"),
                suggestion_hint(&scratch, entry->from_kind, kinds),
                "a tag can't come from \"%.80s\"", entry->from_kind);
}

static void check_tag(struct decoding *decoding, const struct node *node,
                      struct stream_entry *entry)
{
    struct stream_tag *tag = &entry->tag;
    if (tag->name != NULL && !reference_tag_valid(tag->name)) {
        problem_add(decoding, PROBLEM_BAD_NAME, field_find(node, "name"),
                    "use letters, digits, _ . and -, at most 128, and no . or - at the start",
                    "\"%.140s\" is not a tag", tag->name);
    }
    check_from(decoding, entry);
    bool other = entry->from_kind != NULL && strcmp(entry->from_kind, "DockerImage") != 0;
    if (tag->scheduled && (other || entry->from == NULL)) {
        problem_add(decoding, PROBLEM_SCHEDULED_SOURCE,
                    field_find(entry->import_policy, "scheduled"),
                    "remove scheduled, or use a DockerImage as the tag's source",
                    "tag \"%s\" is scheduled, but its source is not a DockerImage",
                    tag->name != NULL ? tag->name : "?");
    }
}

/* Returns the scalar of a field in one of the tag's maps; `map` is NULL if that map is missing. */
static struct scalar scalar_in(struct decoding *decoding, const struct node *tag,
                               struct node_path map_path, const struct node *map, const char *key)
{
    if (map != NULL)
        return field_scalar(decoding, map_path, map, key);
    return (struct scalar){
        .path = node_path_key(decoding->part, map_path, key),
        .line = tag->line,
        .column = tag->column,
    };
}

static void set_scalars(struct decoding *decoding, const struct node *node,
                        struct stream_entry *entry)
{
    struct stream_tag *tag = &entry->tag;
    const struct node *from = entry->from, *import = entry->import_policy;
    struct node_path path = node_path_key(decoding->part, tag->path, "from");
    tag->from_kind_scalar = scalar_in(decoding, node, path, from, "kind");
    tag->from_name = scalar_in(decoding, node, path, from, "name");
    tag->from_namespace_scalar = scalar_in(decoding, node, path, from, "namespace");
    path = node_path_key(decoding->part, tag->path, "importPolicy");
    tag->scheduled_scalar = scalar_in(decoding, node, path, import, "scheduled");
    tag->import_mode_scalar = scalar_in(decoding, node, path, import, "importMode");
    path = node_path_key(decoding->part, tag->path, "referencePolicy");
    tag->reference_policy_scalar = scalar_in(decoding, node, path, entry->reference_policy, "type");
}

/* True if the tag's name or its source has a variable. */
static bool has_variable(struct decoding *decoding, const struct node *tag)
{
    const struct node *from = field_find(tag, "from"), *name = field_find(tag, "name");
    return text_note_variable(decoding, name, field_text(tag, "name"), "the tag") ||
           text_note_variable(decoding, field_find(from, "name"), field_text(from, "name"),
                              "the tag") ||
           text_note_variable(decoding, field_find(from, "namespace"),
                              field_text(from, "namespace"), "the tag");
}

static bool decode_tag(struct decoding *decoding, const struct node *node, struct node_path path,
                       struct stream_tag *out)
{
    const struct problem *outside = decoding->broken;
    decoding->broken = NULL;
    struct stream_entry entry = {
        .tag = {
            .path = path, .line = node->line, .column = node->column, .policy = policy_default()}};
    fields_read(decoding, node, tag_fields, &entry);
    /* has_*: the key is there, even without a value. Edits then fill the key instead of inserting
     * it. */
    entry.tag.has_from = node_find(node, "from") != NULL;
    entry.tag.has_import_policy = node_find(node, "importPolicy") != NULL;
    entry.tag.has_reference_policy = node_find(node, "referencePolicy") != NULL;
    entry.tag.has_annotations = node_find(node, "annotations") != NULL;
    bool named = entry.tag.name != NULL;
    if (named) {
        check_tag(decoding, node, &entry);
        set_scalars(decoding, node, &entry);
    }
    entry.tag.problem = decoding->broken;
    entry.tag.broken = decoding->broken != NULL;
    *out = entry.tag;
    /* An error in an entry without a name counts for the whole object: its tag is unknown. */
    decoding->broken = outside != NULL || named ? outside : decoding->broken;
    return named;
}

static int by_name(const void *a, const void *b)
{
    const struct stream_tag *const *left = a, *const *right = b;
    int order = strcmp((*left)->name, (*right)->name);
    return order != 0 ? order : (*left > *right) - (*left < *right);
}

static const struct stream_tag *const *sort_tags(struct decoding *decoding, struct stream_tag *tags,
                                                 size_t count)
{
    struct stream_tag **sorted = arena_array(decoding->part, struct stream_tag *, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &tags[i];
    qsort(sorted, count, sizeof *sorted, by_name);
    const struct problem *outside = decoding->broken;
    for (size_t i = 1; i < count; i++) {
        struct stream_tag *first = sorted[i - 1], *second = sorted[i];
        if (strcmp(first->name, second->name) != 0)
            continue;
        decoding->broken = NULL;
        problem_add(decoding, PROBLEM_DUPLICATE_TAG,
                    &(struct node){.line = second->line, .column = second->column},
                    "remove one of them", "tag \"%s\" is already declared on line %u", second->name,
                    (unsigned)first->line);
        struct stream_tag *both[] = {first, second};
        for (size_t k = 0; k < 2; k++) {
            both[k]->broken = true;
            if (both[k]->problem == NULL)
                both[k]->problem = decoding->broken;
        }
    }
    decoding->broken = outside;
    return (const struct stream_tag *const *)sorted;
}

static int by_digest(const void *a, const void *b)
{
    const struct stream_tag *const *left = a, *const *right = b;
    int order = strcmp(stream_tag_pin(*left), stream_tag_pin(*right));
    return order != 0 ? order : (*left > *right) - (*left < *right);
}

static void index_digests(struct decoding *decoding, struct image_stream *stream)
{
    const struct stream_tag **pinned =
        arena_array(decoding->part, const struct stream_tag *, stream->tag_count);
    for (size_t i = 0; i < stream->tag_count; i++)
        if (stream_tag_pin(&stream->tags[i]) != NULL)
            pinned[stream->pinned_count++] = &stream->tags[i];
    if (stream->pinned_count > 1)
        qsort(pinned, stream->pinned_count, sizeof *pinned, by_digest);
    stream->tags_by_digest = pinned;
}

static void read_tags(struct decoding *decoding, const struct node *list, void *into)
{
    struct image_stream *stream = into;
    if (problem_too_many(decoding, list, list->count, STREAM_TAGS_MAX, "tags", "split the stream"))
        return;
    struct stream_tag *tags = arena_array(decoding->part, struct stream_tag, list->count);
    struct node_path path = node_path_of(decoding->part, decoding->document, list);
    size_t count = 0, index = 0;
    for (const struct node *item = list->first; item != NULL; item = item->next, index++) {
        const struct node *node = node_resolve(item);
        if (has_variable(decoding, node)) {
            stream->has_variables = true;
            continue;
        }
        count +=
            decode_tag(decoding, node, node_path_item(decoding->part, path, index), &tags[count]);
    }
    stream->tags_by_name = sort_tags(decoding, tags, count);
    stream->tags = tags;
    stream->tag_count = count;
    index_digests(decoding, stream);
}

static const struct field lookup_fields[] = {
    {"local", FIELD_BOOL, false, offsetof(struct image_stream, lookup_local)},
    FIELDS_END,
};

static void read_lookup(struct decoding *decoding, const struct node *map, void *into)
{
    fields_read(decoding, map, lookup_fields, into);
}

static const struct field spec_fields[] = {
    {"lookupPolicy", FIELD_MAP, .read = read_lookup},
    {"dockerImageRepository", FIELD_TEXT, false,
     offsetof(struct image_stream, docker_image_repository)},
    {"tags", FIELD_LIST, .read = read_tags},
    FIELDS_END,
};

static void read_spec(struct decoding *decoding, const struct node *map, void *into)
{
    struct image_stream *stream = into;
    fields_read(decoding, map, spec_fields, stream);
    const char *repository = stream->docker_image_repository;
    const struct node *node = field_find(map, "dockerImageRepository");
    if (text_blank(repository) || text_note_variable(decoding, node, repository, "the field"))
        return;
    struct reference reference = {0};
    struct err err = {0};
    if (reference_parse(decoding->part, repository, &reference, &err) < 0) {
        problem_add(decoding, PROBLEM_BAD_REFERENCE, node, err.hint, "%s", err.message);
    } else if (reference.tag != NULL || reference.digest != NULL) {
        problem_add(decoding, PROBLEM_BAD_REFERENCE, node, "write only the repository",
                    "dockerImageRepository has a tag or a digest");
    }
}

static const struct field object_fields[] = {
    {"spec", FIELD_MAP, .read = read_spec},
    FIELDS_END,
};

const char *stream_tag_pin(const struct stream_tag *entry)
{
    return entry->from_kind == FROM_STREAM_IMAGE ? entry->from_digest : entry->reference.digest;
}

/* True for a valid repository path without "/", "--" and "__". */
static bool name_valid(const char *name)
{
    return reference_path_valid(name) && strchr(name, '/') == NULL && strstr(name, "--") == NULL &&
           strstr(name, "__") == NULL;
}

const struct image_stream *image_stream_decode(struct arena *part, size_t document,
                                               const struct node *object, problem_list *problems)
{
    struct decoding decoding = {.part = part, .document = document, .problems = problems};
    struct metadata metadata;
    if (!metadata_read(&decoding, object, "ImageStream", &metadata) ||
        text_note_variable(&decoding, field_find(metadata.node, "name"), metadata.name,
                           "the stream"))
        return NULL;
    struct image_stream *stream = arena_new(part, struct image_stream);
    stream->name = metadata.name;
    stream->namespace = metadata.namespace;
    stream->path = node_path_of(part, document, object);
    stream->line = object->line;
    stream->column = object->column;
    stream->in_template = decoding.in_template;
    stream->local_config = metadata.local_config;
    if (!name_valid(stream->name)) {
        problem_add(&decoding, PROBLEM_BAD_NAME, field_find(metadata.node, "name"),
                    "use lower-case letters and digits, joined by single . _ or -",
                    "\"%.100s\" is not a valid name for a stream", stream->name);
    }
    if (metadata.annotations != NULL)
        policy_read_named(&decoding, metadata.annotations, stream);
    fields_read(&decoding, object, object_fields, stream);
    stream_status_read(&decoding, object, stream);
    /* has_*: the key is there, even without a value. Edits then fill the key instead of inserting
     * it. */
    const struct node *spec = node_find(object, "spec");
    stream->has_spec = spec != NULL;
    stream->has_tags = node_find(node_resolve(spec), "tags") != NULL;
    stream->has_annotations = node_find(metadata.node, "annotations") != NULL;
    stream->problem = decoding.broken;
    stream->broken = decoding.broken != NULL;
    return stream;
}
