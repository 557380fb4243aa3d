// SPDX-License-Identifier: Apache-2.0
/* Paths of files in a repository, and whether they are fit to be used. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Returns NULL when a relative path is fit to be used, else why it is not ("is too long"). */
const char *path_problem(const char *path);
/* The same for one part of a path. */
const char *path_name_problem(const char *name, size_t length);

/* True for *.yaml, *.yml and *.json, and for the file that freezes. */
bool path_is_manifest(const char *name);
