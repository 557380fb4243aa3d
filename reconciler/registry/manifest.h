// SPDX-License-Identifier: Apache-2.0
/* What an image manifest or index is: decided by its media type, checked against its bytes. */
#pragma once

#include "manifests/values/digest.h"
#include "reconciler/registry/registry.h"

enum {
    MANIFEST_DEPTH_MAX = 32,
    MANIFEST_CHILDREN_MAX = 1000,
};

/* The header line that names every type that is read, in the order of preference. */
extern const char manifest_accept[];

/* The form that a media type says; parameters are ignored. IMAGE_FORM_UNKNOWN for all others. */
enum image_form manifest_form(const char *media_type);

struct manifest {
    enum image_form form;
    const struct platform_image *children; /* of an index */
    size_t child_count;
};

/*
 * Reads a manifest. media_type is what the server or the descriptor said, "" when nothing; when it
 * is of no use the document's own mediaType decides, then its structure. -1 with a class: schema 1,
 * a type that its content contradicts, fields of two kinds, duplicate keys, a limit passed. A
 * well-formed document of an unknown type is IMAGE_FORM_UNKNOWN.
 */
MUST_USE int manifest_read(struct arena *arena, const char *media_type, const char *bytes,
                           size_t length, struct manifest *out, enum registry_class *class,
                           struct err *err);

/*
 * The two halves of it, for who wants more than a manifest holds: the document as JSON (the
 * caller's to free), NULL when it is no object or passes a limit; and what it is.
 */
struct json_t;
struct json_t *manifest_load(const char *bytes, size_t length, enum registry_class *class,
                             struct err *err);
MUST_USE int manifest_judge(struct arena *arena, const char *media_type, const struct json_t *root,
                            struct manifest *out, enum registry_class *class, struct err *err);
/* "os/architecture[/variant]" of the fields of a platform or a config; "" when it is not said or
 * odd. */
const char *manifest_platform(struct arena *arena, const struct json_t *platform);

/* "sha256:…" of the bytes. */
void manifest_digest(const char *bytes, size_t length, char digest[DIGEST_TEXT_MAX]);
/* True when the bytes have this digest (one that digest_valid takes). */
bool manifest_has_digest(const char *bytes, size_t length, const char *digest);
