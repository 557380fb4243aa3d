// SPDX-License-Identifier: Apache-2.0
/* Image manifests and indexes: their form is taken from the media type and checked against the
 * bytes. */
#pragma once

#include "manifests/values/digest.h"
#include "reconciler/registry/registry.h"

enum {
    MANIFEST_DEPTH_MAX = 32,
    MANIFEST_CHILDREN_MAX = 1000,
};

/* The header line that lists every type that can be read, in the order of preference. */
extern const char manifest_accept[];

/* Returns the form for a media type, whose parameters are ignored; IMAGE_FORM_UNKNOWN for other
 * types. */
enum image_form manifest_form(const char *media_type);

struct manifest {
    enum image_form form;
    const struct platform_image *children; /* the images of an index */
    size_t child_count;
};

/* Reads a manifest. media_type comes from the server or the descriptor, or is "". When it does not
 * help, the document's own mediaType decides, then its structure. -1 with a class: schema 1, a type
 * that the content contradicts, fields of two kinds, duplicate keys, or a limit that is passed. A
 * well-formed document of an unknown type is IMAGE_FORM_UNKNOWN. */
MUST_USE int manifest_read(struct arena *arena, const char *media_type, const char *bytes,
                           size_t length, struct manifest *out, enum registry_class *class,
                           struct err *err);

/* The two halves of manifest_read, for callers that need more than struct manifest. manifest_load
 * returns the document as JSON, which the caller frees, or NULL when it is not an object or passes
 * a limit. manifest_judge determines its form. */
struct json_t;
struct json_t *manifest_load(const char *bytes, size_t length, enum registry_class *class,
                             struct err *err);
MUST_USE int manifest_judge(struct arena *arena, const char *media_type, const struct json_t *root,
                            struct manifest *out, enum registry_class *class, struct err *err);
/* Returns "os/architecture[/variant]" from the fields of a platform or a config; "" when they are
 * missing or odd. */
const char *manifest_platform(struct arena *arena, const struct json_t *platform);

/* Computes "sha256:…" of the bytes. */
void manifest_digest(const char *bytes, size_t length, char digest[DIGEST_TEXT_MAX]);
/* True when the bytes have this digest, which digest_valid must accept. */
bool manifest_has_digest(const char *bytes, size_t length, const char *digest);
