// SPDX-License-Identifier: Apache-2.0
/*
 * Parts kept between runs, as bytes. Most files of a repository declare nothing that concerns weir:
 * Services, ConfigMaps, what other tools render. What is kept is that: identities of bytes in which
 * nothing was found but namespaces. Such a file is then neither read nor parsed. Whatever declares
 * something, or has a problem, is decoded anew in each run.
 *
 * The bytes are good for the build of the program that made them, which they name, and only where
 * an identity is one of the content (a Git object id): not for files as they stand.
 */
#pragma once

#include "manifests/declared/declared.h"

enum {
    PARTS_KEPT_MAX = 128 << 20, /* bytes */
    PARTS_BUILD_MAX = 64,       /* bytes of a build's name */
};

/* Parts with nothing to know, which the next run need not decode. False: the bytes are damaged or
 * those of another build, and nothing was taken from them. `parts` is new. */
bool parts_recall(struct parts *parts, const char *build, const char *bytes, size_t length);

/* Appends what parts_recall takes: parts that the last declared_make used. False, and nothing
 * appended, when that is what was recalled, or too much. */
bool parts_keep(const struct parts *parts, const char *build, struct text *out);
