// SPDX-License-Identifier: Apache-2.0
/* Decodes `status.tags` of an ImageStream that was exported from a cluster. The status is the
 * report of a server, so nothing in it is a problem: a value that can't be used counts as absent.
 */
#pragma once

#include "manifests/kinds/image_stream.h"

/* The image that a tag has in the status: the newest item, which is the first one. */
struct stream_status {
    const char *tag, *digest;
    struct reference from; /* dockerImageReference; `name` is NULL if it can't be used */
};

/* Sets status and status_count of the stream. The list is sorted by tag; each tag is there once. */
void stream_status_read(struct decoding *decoding, const struct node *object,
                        struct image_stream *stream);
/* Returns the image that the tag has in the stream's status, or NULL. */
const struct stream_status *stream_status_find(const struct image_stream *stream, const char *tag);
