// SPDX-License-Identifier: Apache-2.0
/*
 * Reads and writes files that save work between runs of the program and may be lost at any time. A
 * file is used only by the build of the program that wrote it, and only if it belongs to the user
 * and nobody else can write it.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "manifests/base/attribute.h"
#include "manifests/base/text.h"

enum { KEPT_FILE_BUILD_MAX = 64 }; /* bytes of a build's name */

struct kept_file_build {
    char name[KEPT_FILE_BUILD_MAX]; /* hex; "" if the program has no build id */
};

/* Returns the program's build id. Unlike a version number, the build id changes with every change
 * of the code. */
struct kept_file_build kept_file_build(void);

/* Returns a checksum that detects torn or damaged files; it is not a defense against an attacker.
 */
uint64_t kept_file_sum(const char *bytes, size_t length);

/* Reads the file into `out`. Returns false if it can't be read, is empty, or must not be used. */
MUST_USE bool kept_file_read(const char *path, struct text *out);
/* Replaces the file; makes missing folders. If that fails, or if the machine crashes, the file has
 * its old bytes or a wrong checksum. */
void kept_file_write(const char *path, const char *bytes, size_t length);
