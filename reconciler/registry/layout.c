// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/layout.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "manifests/base/list.h"
#include "manifests/base/words.h"
#include "manifests/values/digest.h"
#include "manifests/values/reference.h"
#include "reconciler/registry/layout_file.h"
#include "reconciler/registry/manifest.h"
#include "reconciler/registry/tag_list.h"
#include "reconciler/registry/walk.h"

/* One name in index.json, and the manifest that has it. */
struct layout_entry {
    const char *name, *digest, *media_type;
};

struct layout {
    int fd;       /* the layout's folder; -1 if the layout could not be read, see err */
    bool whole;   /* one layout contains all repositories */
    bool missing; /* the folder does not exist, so the repository does not exist either */
    struct arena arena;
    /* Sorted by name; equal names keep the order of the file. */
    LIST_OF(struct layout_entry) entries;
    struct err err;
};

static void layout_close(struct layout *layout)
{
    layout_file_close(&layout->fd);
    arena_done(&layout->arena);
}

static int by_name(const void *a, const void *b)
{
    const struct layout_entry *left = a, *right = b;
    return strcmp(left->name, right->name);
}

static int read_index(struct layout *layout, struct err *err)
{
    static const char *const names[] = {"org.opencontainers.image.ref.name",
                                        "io.containerd.image.name"};
    json_auto_t *mark = layout_file_json(layout->fd, "oci-layout", err);
    if (mark == NULL)
        return -1;
    const char *version = json_string_value(json_object_get(mark, "imageLayoutVersion"));
    if (version == NULL || !text_starts(version, "1."))
        return err_set(err, "\"oci-layout\" does not have version 1");
    json_auto_t *index = layout_file_json(layout->fd, "index.json", err);
    if (index == NULL)
        return -1;
    const json_t *manifests = json_object_get(index, "manifests");
    if (!json_is_array(manifests))
        return err_set(err, "\"index.json\" has no list of manifests");
    for (size_t i = 0; i < json_array_size(manifests); i++) {
        const json_t *descriptor = json_array_get(manifests, i);
        const json_t *annotations = json_object_get(descriptor, "annotations");
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            const char *name = json_string_value(json_object_get(annotations, names[n]));
            const char *digest = json_string_value(json_object_get(descriptor, "digest"));
            const char *type = json_string_value(json_object_get(descriptor, "mediaType"));
            if (name != NULL)
                *list_add(&layout->arena, &layout->entries) = (struct layout_entry){
                    .name = arena_text(&layout->arena, name),
                    .digest = arena_text(&layout->arena, digest != NULL ? digest : ""),
                    .media_type = arena_text(&layout->arena, type != NULL ? type : ""),
                };
        }
    }
    list_sort(&layout->entries, by_name);
    return 0;
}

static int compare_name(const void *key, const void *item)
{
    return strcmp(key, ((const struct layout_entry *)item)->name);
}

static void open_layout(struct layout *layout, int root, int root_errno, const char *folder,
                        const struct image *image)
{
    struct stat status;
    *layout = (struct layout){.fd = -1};
    if (root < 0) {
        errno = root_errno;
        err_errno(&layout->err, "opening \"%s\"", folder);
        return;
    }
    layout->whole = fstatat(root, "oci-layout", &status, AT_SYMLINK_NOFOLLOW) == 0;
    layout->fd = layout->whole
                     ? dup(root)
                     : layout_file_open(root, image->path, image->path_length, O_DIRECTORY);
    if (layout->fd < 0) {
        layout->missing = errno == ENOENT;
        err_errno(&layout->err, "opening \"%s/%.*s\"", folder, (int)image->path_length,
                  image->path);
        return;
    }
    if (read_index(layout, &layout->err) == 0)
        return;
    err_wrap(&layout->err, "\"%s%s%.*s\"", folder, layout->whole ? "" : "/",
             layout->whole ? 0 : (int)image->path_length, image->path);
    layout_file_close(&layout->fd);
}

/* Reads the blob with this digest, which the caller must have checked with digest_valid. Returns
 * the result of layout_file_read. */
static int read_blob(struct layout *layout, const char *digest, struct text *bytes, struct err *err)
{
    char path[DIGEST_TEXT_MAX + 16] = "blobs/";
    strcat(path, digest);
    *strchr(path, ':') = '/';
    return layout_file_read(layout->fd, path, bytes, err);
}

/* Answers with a manifest, after verifying its digest. media_type is the descriptor's media type,
 * or "". */
static void answer_blob(struct layout *layout, struct inquiry *inquiry, const char *digest,
                        const char *media_type)
{
    text_scope struct text bytes = text_of(TEXT_MANIFEST_MAX);
    struct manifest manifest;
    enum registry_class class;
    struct err err = {0};
    if (!digest_valid(digest)) {
        inquiry_unknown(inquiry, REGISTRY_LAYOUT, "index.json has no valid digest for the tag");
        return;
    }
    int got = read_blob(layout, digest, &bytes, &err);
    if (got > 0 && inquiry->image.by_digest)
        inquiry_none(inquiry, "manifest");
    else if (got > 0)
        inquiry_unknown(inquiry, REGISTRY_LAYOUT, "the layout has the tag, but not its manifest");
    else if (got < 0)
        inquiry_unknown(inquiry, REGISTRY_LAYOUT, err.message);
    else if (!manifest_has_digest(bytes.data, bytes.length, digest))
        inquiry_unknown(inquiry, REGISTRY_DIGEST_MISMATCH, digest);
    else if (manifest_read(inquiry->arena, media_type, bytes.data, bytes.length, &manifest, &class,
                           &err) < 0)
        inquiry_unknown(inquiry, class, err.message);
    else {
        inquiry_found(inquiry, digest, manifest.form);
        inquiry->answer->children = manifest.children;
        inquiry->answer->child_count = manifest.child_count;
    }
}

/* Answers a CONFIG question, reading one document after the other. */
static void answer_config(struct layout *layout, struct inquiry *inquiry)
{
    struct walk walk = walk_begin(inquiry);
    bool more = true;
    while (more) {
        text_scope struct text bytes = text_of(walk.size_max);
        struct err err = {0};
        int got = read_blob(layout, walk.digest, &bytes, &err);
        if (got == 0) {
            more = walk_take(&walk, "", bytes.length > 0 ? bytes.data : "", bytes.length);
            continue;
        }
        if (got > 0)
            walk_missing(&walk);
        else
            inquiry_unknown(inquiry, REGISTRY_LAYOUT, err.message);
        more = false;
    }
}

static void answer_tag(struct layout *layout, struct inquiry *inquiry)
{
    const struct image *image = &inquiry->image;
    /* The parts of the image are slices of "host/path:tag". As C strings they extend to the end of
     * that text, so image->path is "path:tag" here. */
    const char *names[] = {layout->whole ? image->path : image->version, image->host};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct layout_entry *entry = list_find(&layout->entries, names[i], compare_name);
        if (entry == NULL)
            continue;
        const struct layout_entry *end = layout->entries.items + layout->entries.count;
        for (const struct layout_entry *at = entry; at < end && strcmp(at->name, entry->name) == 0;
             at++)
            if (strcmp(at->digest, entry->digest) != 0) {
                inquiry_unknown(inquiry, REGISTRY_LAYOUT, "index.json has two digests for the tag");
                return;
            }
        answer_blob(layout, inquiry, entry->digest, entry->media_type);
        return;
    }
    inquiry_none(inquiry, "tag");
}

/* Returns the tag in a name of index.json. Returns NULL if the name belongs to another repository
 * than the image's or has no valid tag. */
static const char *tag_of(const struct layout *layout, const struct image *image, const char *name)
{
    /* The name is "TAG" in a layout of one repository, and "PATH:TAG" in a layout of several
     * repositories. "HOST/PATH:TAG" is valid in both layouts. */
    size_t whole = image->path_length + (size_t)(image->path - image->host);
    if (!layout->whole && reference_tag_valid(name))
        return name;
    if (strncmp(name, image->host, whole) == 0 && name[whole] == ':')
        name += whole + 1;
    else if (layout->whole && strncmp(name, image->path, image->path_length) == 0 &&
             name[image->path_length] == ':')
        name += image->path_length + 1;
    else
        return NULL;
    return reference_tag_valid(name) ? name : NULL;
}

static void answer_list(struct layout *layout, struct inquiry *inquiry)
{
    struct tag_list list = {0};
    struct err err = {0};
    list_each (entry, &layout->entries) {
        const char *tag = tag_of(layout, &inquiry->image, entry->name);
        if (tag != NULL && tag_list_add_tag(inquiry->arena, &list, tag, &err) < 0) {
            inquiry_unknown(inquiry, REGISTRY_TOO_LARGE, err.message);
            return;
        }
    }
    if (list.tags.count == 0 && layout->whole)
        inquiry_none(inquiry, "repository");
    else
        tag_list_answer(&list, inquiry);
}

static void answer_manifest(struct layout *layout, struct inquiry *inquiry)
{
    if (inquiry->image.by_digest)
        answer_blob(layout, inquiry, inquiry->image.version, "");
    else
        answer_tag(layout, inquiry);
}

/* The functions that answer an inquiry; its way selects one of them. */
static void (*const answerers[])(struct layout *layout, struct inquiry *inquiry) = {
    [INQUIRY_BY_HEADERS] = answer_manifest,
    [INQUIRY_BY_MANIFEST] = answer_manifest,
    [INQUIRY_BY_CONFIG] = answer_config,
    [INQUIRY_BY_TAGS] = answer_list,
};
TABLE_COMPLETE(answerers, INQUIRY_WAYS);

static bool same_repository(const struct image *a, const struct image *b)
{
    return a->path_length == b->path_length && memcmp(a->path, b->path, a->path_length) == 0;
}

void layout_ask(const char *folder, struct inquiry *const *inquiries, size_t count,
                void (*answered)(void *context), void *context)
{
    layout_file_scope int root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int root_errno = errno;
    CLEANUP(layout_close) struct layout layout = {.fd = -1};
    const struct image *opened = NULL;
    for (size_t i = 0; i < count; i++) {
        struct inquiry *inquiry = inquiries[i];
        if (opened == NULL || !(layout.whole || same_repository(opened, &inquiry->image))) {
            layout_close(&layout);
            open_layout(&layout, root, root_errno, folder, &inquiry->image);
            opened = &inquiry->image;
        }
        if (layout.fd < 0 && layout.missing)
            inquiry_none(inquiry, "repository");
        else if (layout.fd < 0)
            inquiry_unknown(inquiry, REGISTRY_LAYOUT, layout.err.message);
        else
            answerers[inquiry->way](&layout, inquiry);
        answered(context);
    }
}
