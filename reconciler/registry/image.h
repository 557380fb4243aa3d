// SPDX-License-Identifier: Apache-2.0
/* Splits the name of an image or repository in a question into its parts. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Slices of the question's key, which must outlive them. */
struct image {
    const char *host, *path;
    size_t host_length, path_length;
    const char *version; /* tag or digest, up to the end of the key; "" for a repository */
    bool by_digest;
};

/*
 * Splits "host/path:tag" or "host/path@digest". Returns false if a part is missing or breaks the
 * grammar of references. The returned parts are safe in a URL and as a path below a folder.
 */
bool image_parse(const char *key, struct image *out);
/* Splits "host/path" in the same way. */
bool image_parse_repository(const char *key, struct image *out);
