// SPDX-License-Identifier: Apache-2.0
/* Reads image manifests and indexes. The fields of a document determine its form, and its media
 * type must agree with them. */
#pragma once

#include "manifests/values/digest.h"
#include "reconciler/registry/registry.h"

enum {
    MANIFEST_DEPTH_MAX = 32,      /* levels of nested JSON objects and arrays */
    MANIFEST_CHILDREN_MAX = 1000, /* manifests of an index */
};

/* The Accept header line with every type that can be read, in the order of preference. */
extern const char manifest_accept[];

/* Returns the form of documents with this media type, or IMAGE_FORM_UNKNOWN if it is not the type
 * of an index or an image manifest. Parameters of the media type are ignored. */
enum image_form manifest_form(const char *media_type);

struct manifest {
    enum image_form form;
    const struct platform_image *children; /* the images of an index */
    size_t child_count;
};

/* Reads a manifest. media_type comes from the server or the descriptor, or is "". The form is
 * IMAGE_FORM_INDEX if there is a field "manifests", IMAGE_FORM_SINGLE if there are "config" and
 * "layers", and else IMAGE_FORM_UNKNOWN. Returns -1 with a class if the document is not a JSON
 * object, has schema 1, the fields of two forms, a duplicate key or an invalid digest, or exceeds a
 * limit. Also returns -1 if the document's form, its own media type and media_type do not agree; an
 * unknown media type agrees with everything. */
MUST_USE int manifest_read(struct arena *arena, const char *media_type, const char *bytes,
                           size_t length, struct manifest *out, enum registry_class *class,
                           struct err *err);

/* The two halves of manifest_read, for callers that need more than struct manifest. manifest_load
 * returns the document as JSON, which the caller frees, or NULL if it is not a JSON object, has
 * a duplicate key or is nested too deeply. manifest_judge determines its form. */
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
/* True if the bytes have this digest. The caller must have checked the digest with digest_valid. */
bool manifest_has_digest(const char *bytes, size_t length, const char *digest);
