// SPDX-License-Identifier: Apache-2.0
/* Recognizes Git LFS pointers: small texts that replace files stored on a Git LFS server. */
#pragma once

#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

/* Returns -1 with an error if the bytes of this file are a Git LFS pointer; otherwise returns 0. */
MUST_USE int lfs_pointer_refuse(const char *path, const char *bytes, size_t length,
                                struct err *err);
