// SPDX-License-Identifier: Apache-2.0
/* Compares with files. Shows a difference by `diff -u`; WEIR_ACCEPT=1 rewrites the file. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* name: below the folder that the environment variable `folder` names. */
bool golden_equal(const char *folder, const char *name, const char *bytes, size_t length);
/* Returns the whole file, which the caller frees; NULL if it does not exist. */
char *golden_read(const char *folder, const char *name);
