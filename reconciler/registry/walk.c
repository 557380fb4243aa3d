// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/walk.h"

#include <jansson.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/platform.h"
#include "reconciler/registry/manifest.h"

struct walk walk_begin(struct inquiry *inquiry)
{
    return (struct walk){
        .inquiry = inquiry,
        .digest = inquiry->image.version,
        .size_max = TEXT_MANIFEST_MAX,
    };
}

static bool stop(struct walk *walk, enum registry_class class, const char *detail)
{
    inquiry_unknown(walk->inquiry, class, detail);
    return false;
}

void walk_missing(struct walk *walk)
{
    if (walk->depth == 0)
        inquiry_none(walk->inquiry, "manifest");
    else
        stop(walk, REGISTRY_PROTOCOL,
             walk->config ? "the image's manifest exists, but not its config"
                          : "the index exists, but not the image in it");
}

/* Keeps the labels of a document; skips values that are not texts. Returns false and answers the
 * inquiry if there are too many. */
static bool keep(struct walk *walk, const json_t *object)
{
    struct arena *arena = walk->inquiry->arena;
    label_list list = {0};
    const char *name = NULL;
    json_t *value = NULL;
    walk->label_count += json_object_size(object);
    if (walk->label_count > WALK_LABELS_MAX)
        return stop(walk, REGISTRY_TOO_LARGE,
                    "the image has more than 1000 labels and annotations");
    json_object_foreach((json_t *)object, name, value)
    {
        if (json_is_string(value))
            *list_add(arena, &list) = (struct image_label){
                arena_text(arena, name), arena_text(arena, json_string_value(value))};
    }
    *list_add(arena, &walk->labels) = list;
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct image_label *left = a, *right = b;
    return strcmp(left->name, right->name);
}

/* Answers with the labels, sorted by name. If several documents have a label of the same name, the
 * label of the document that was read last wins. Returns false. */
static bool finish(struct walk *walk)
{
    struct arena *arena = walk->inquiry->arena;
    struct answer *answer = walk->inquiry->answer;
    label_list all = {0};
    for (size_t i = walk->labels.count; i-- > 0;)
        list_each (label, &walk->labels.items[i])
            *list_add(arena, &all) = *label;
    list_sort(&all, by_name); /* the sort is stable: equal names keep their order */
    size_t kept = 0;
    for (size_t i = 0; i < all.count; i++)
        if (kept == 0 || by_name(&all.items[kept - 1], &all.items[i]) != 0)
            all.items[kept++] = all.items[i];
    inquiry_found(walk->inquiry, walk->inquiry->image.version, walk->form);
    answer->labels = all.items;
    answer->label_count = kept;
    return false;
}

static bool next(struct walk *walk, const char *digest, size_t size_max, bool config)
{
    if (!digest_valid(digest))
        return stop(walk, REGISTRY_MEDIA_TYPE, "the document names no digest that can be verified");
    walk->digest = arena_text(walk->inquiry->arena, digest);
    walk->size_max = size_max;
    walk->config = config;
    walk->depth++;
    return true;
}

/* Returns the first image for linux/amd64, else the first with a known platform, else the first. */
static const struct platform_image *choose(const struct manifest *index)
{
    const struct platform_image *named = NULL;
    for (size_t i = 0; i < index->child_count; i++) {
        const struct platform_image *child = &index->children[i];
        if (platform_equal(child->platform, "linux/amd64"))
            return child;
        bool names = *child->platform != '\0' && strcmp(child->platform, "unknown/unknown") != 0;
        if (named == NULL && names)
            named = child;
    }
    return named != NULL ? named : index->children;
}

static bool take_index(struct walk *walk, const json_t *root, const struct manifest *index)
{
    if (!keep(walk, json_object_get(root, "annotations")))
        return false;
    if (walk->depth == WALK_DEPTH_MAX)
        return stop(walk, REGISTRY_TOO_LARGE, "the image has more than 4 nested indexes");
    if (index->child_count == 0)
        return finish(walk);
    return next(walk, choose(index)->digest, TEXT_MANIFEST_MAX, false);
}

static bool is_image_config(const char *type)
{
    static const char *const types[] = {"application/vnd.oci.image.config.v1+json",
                                        "application/vnd.docker.container.image.v1+json"};
    return text_equal(type, types[0]) || text_equal(type, types[1]);
}

static bool take_image(struct walk *walk, const json_t *root)
{
    const json_t *config = json_object_get(root, "config");
    const char *digest = json_string_value(json_object_get(config, "digest"));
    json_int_t size = json_integer_value(json_object_get(config, "size"));
    if (!keep(walk, json_object_get(root, "annotations")))
        return false;
    if (!is_image_config(json_string_value(json_object_get(config, "mediaType"))))
        return finish(walk);
    if (size > TEXT_MANIFEST_MAX)
        return stop(walk, REGISTRY_TOO_LARGE, "the image's config is larger than 4 MiB");
    return next(walk, digest, size > 0 ? (size_t)size : TEXT_MANIFEST_MAX, true);
}

static bool take_manifest(struct walk *walk, const char *media_type, const char *bytes,
                          size_t length)
{
    struct manifest manifest;
    enum registry_class class = REGISTRY_PROTOCOL;
    struct err err = {0};
    json_auto_t *root = manifest_load(bytes, length, &class, &err);
    int judged = root != NULL ? manifest_judge(walk->inquiry->arena, media_type, root, &manifest,
                                               &class, &err)
                              : -1;
    if (judged < 0 && class == REGISTRY_SCHEMA1) /* a digest of schema 1 does not cover all bytes */
        return stop(walk, class, err.message);
    if (!manifest_has_digest(bytes, length, walk->digest))
        return stop(walk, REGISTRY_DIGEST_MISMATCH, walk->digest);
    if (judged < 0)
        return stop(walk, class, err.message);
    if (walk->depth == 0)
        walk->form = manifest.form;
    if (manifest.form == IMAGE_FORM_INDEX)
        return take_index(walk, root, &manifest);
    if (manifest.form == IMAGE_FORM_SINGLE)
        return take_image(walk, root);
    return keep(walk, json_object_get(root, "annotations")) && finish(walk);
}

static bool take_config(struct walk *walk, const char *bytes, size_t length)
{
    enum registry_class class = REGISTRY_PROTOCOL;
    struct err err = {0};
    if (!manifest_has_digest(bytes, length, walk->digest))
        return stop(walk, REGISTRY_DIGEST_MISMATCH, walk->digest);
    json_auto_t *root = manifest_load(bytes, length, &class, &err);
    if (root == NULL)
        return stop(walk, class, err.message);
    if (!keep(walk, json_object_get(json_object_get(root, "config"), "Labels")))
        return false;
    struct answer *answer = walk->inquiry->answer;
    const char *created = json_string_value(json_object_get(root, "created"));
    const char *platform = manifest_platform(walk->inquiry->arena, root);
    answer->platform = *platform != '\0' ? platform : NULL;
    /* Some reproducible builds set the creation time to the year 1, so times before 1970 are
     * ignored. */
    if (created == NULL || !moment_parse(created, &answer->created) || answer->created < 0)
        answer->created = MOMENT_NEVER;
    return finish(walk);
}

bool walk_take(struct walk *walk, const char *media_type, const char *bytes, size_t length)
{
    walk->inquiry->answer->created = MOMENT_NEVER;
    return walk->config ? take_config(walk, bytes, length)
                        : take_manifest(walk, media_type, bytes, length);
}
