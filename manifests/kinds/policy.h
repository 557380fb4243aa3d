// SPDX-License-Identifier: Apache-2.0
/*
 * Reads weir's annotations. An entry of a tag may have weir.dev/follow, weir.dev/platforms,
 * weir.dev/settle, weir.dev/hold, weir.dev/deny and weir.dev/alias. A stream may have
 * `TAG.weir.dev/hold` and `TAG.weir.dev/deny`, which also work for tags without an entry.
 */
#pragma once

#include "manifests/kinds/fields.h"
#include "manifests/kinds/image_stream.h"

/* Returns the policy of a tag without annotations. */
struct tag_policy policy_default(void);
/* Reads the annotations of one tag; other projects' annotations are ignored. */
void policy_read(struct decoding *decoding, const struct node *annotations,
                 struct tag_policy *policy);
/* Reads the annotations of a stream into stream->policies, in the order of the file. */
void policy_read_named(struct decoding *decoding, const struct node *annotations,
                       struct image_stream *stream);
/* True if the digest, which may be NULL, is on the policy's deny list. */
bool policy_denies(const struct tag_policy *policy, const char *digest);
