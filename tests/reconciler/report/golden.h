// SPDX-License-Identifier: Apache-2.0
/* Comparing with files: a difference is shown as `diff -u` shows it; WEIR_ACCEPT=1 rewrites. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* name is below the folder that the environment variable `folder` names. */
bool golden_equal(const char *folder, const char *name, const char *bytes, size_t length);
/* The whole file, to be freed; NULL when there is none. */
char *golden_read(const char *folder, const char *name);
