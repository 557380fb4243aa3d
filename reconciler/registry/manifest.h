// SPDX-License-Identifier: Apache-2.0
/* Reads image manifests and indexes. The media type says which form a document has, and the content
 * must agree. */
#pragma once

#include "manifests/values/digest.h"
#include "reconciler/registry/registry.h"

enum {
    MANIFEST_DEPTH_MAX = 32,      /* JSON values in one another */
    MANIFEST_CHILDREN_MAX = 1000, /* manifests of an index */
};

/* The Accept header line with every type that can be read, in the order of preference. */
extern const char manifest_accept[];

/* Returns the form for a media type, whose parameters are ignored; IMAGE_FORM_UNKNOWN for other
 * types. */
enum image_form manifest_form(const char *media_type);

struct manifest {
    enum image_form form;
    const struct platform_image *children; /* the images of an index */
    size_t child_count;
};

/* Reads a manifest. media_type comes from the server or the descriptor, or is "". If that type is
 * not known, the document's own mediaType decides, then its structure. Returns -1 with a class for
 * schema 1, a type that the content contradicts, fields of two kinds, duplicate keys, or more than
 * a limit. A well-formed document of an unknown type is IMAGE_FORM_UNKNOWN. */
MUST_USE int manifest_read(struct arena *arena, const char *media_type, const char *bytes,
                           size_t length, struct manifest *out, enum registry_class *class,
                           struct err *err);

/* The two halves of manifest_read, for callers that need more than struct manifest. manifest_load
 * returns the document as JSON, which the caller frees, or NULL if it is not an object or exceeds a
 * limit. manifest_judge determines its form. */
struct json_t;
struct json_t *manifest_load(const char *bytes, size_t length, enum registry_class *class,
                             struct err *err);
MUST_USE int manifest_judge(struct arena *arena, const char *media_type, const struct json_t *root,
                            struct manifest *out, enum registry_class *class, struct err *err);
/* Returns "os/architecture[/variant]" from the fields of a platform or a config; "" if os or
 * architecture is missing or a field is not valid. */
const char *manifest_platform(struct arena *arena, const struct json_t *platform);

/* Sets `digest` to "sha256:…" of the bytes. */
void manifest_digest(const char *bytes, size_t length, char digest[DIGEST_TEXT_MAX]);
/* True if the bytes have this digest. The caller must check it with digest_valid. */
bool manifest_has_digest(const char *bytes, size_t length, const char *digest);
