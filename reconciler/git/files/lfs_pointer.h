// SPDX-License-Identifier: Apache-2.0
/* Pointers of Git LFS, which replace files whose text is on another server. */
#pragma once

#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

/* An error when these bytes of a file are a Git LFS pointer, and 0 otherwise. */
MUST_USE int lfs_pointer_refuse(const char *path, const char *bytes, size_t length,
                                struct err *err);
