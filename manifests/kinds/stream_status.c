// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/stream_status.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/kinds/fields.h"
#include "manifests/values/digest.h"

static int by_tag(const void *a, const void *b)
{
    const struct stream_status *left = a, *right = b;
    return strcmp(left->tag, right->tag);
}

static int compare_tag(const void *key, const void *item)
{
    return strcmp(key, ((const struct stream_status *)item)->tag);
}

/* Reads the newest item of one tag. Returns false if there is none, or if it has no digest, as with
 * `reference: true`. A failed import keeps the items, so its condition does not matter. */
static bool read_status(struct decoding *decoding, const struct node *node,
                        struct stream_status *out)
{
    const struct node *newest = node_resolve(node_item(field_find(node, "items"), 0));
    const char *tag = field_text(node, "tag"), *digest = field_text(newest, "image");
    const char *from = arena_text(decoding->part, field_text(newest, "dockerImageReference"));
    struct err err = {0};
    if (tag == NULL || digest == NULL || !digest_valid(digest))
        return false;
    *out = (struct stream_status){
        .tag = arena_text(decoding->part, tag),
        .digest = arena_text(decoding->part, digest),
    };
    if (from != NULL && reference_parse(decoding->part, from, &out->from, &err) < 0)
        out->from = (struct reference){0};
    return true;
}

void stream_status_read(struct decoding *decoding, const struct node *object,
                        struct image_stream *stream)
{
    const struct node *list = field_find(field_find(object, "status"), "tags");
    if (list == NULL || list->kind != NODE_LIST || list->count > STREAM_TAGS_MAX)
        return;
    struct stream_status *all = arena_array(decoding->part, struct stream_status, list->count);
    size_t count = 0, kept = 0;
    for (const struct node *item = list->first; item != NULL; item = item->next)
        count += read_status(decoding, node_resolve(item), &all[count]);
    if (count > 1)
        qsort(all, count, sizeof *all, by_tag);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(all[i].tag, all[kept - 1].tag) != 0)
            all[kept++] = all[i];
    stream->status = all;
    stream->status_count = kept;
}

const struct stream_status *stream_status_find(const struct image_stream *stream, const char *tag)
{
    return list_search(stream->status, stream->status_count, sizeof *stream->status, tag,
                       compare_tag);
}
