// SPDX-License-Identifier: Apache-2.0
/* Reads and writes the small files of a cache folder. */
#pragma once

#include "manifests/base/err.h"
#include "manifests/base/text.h"

/* Reads a file. Returns 0, or -1 with errno set; EFBIG if the file is longer than the maximum of
 * `out`. */
MUST_USE int cache_file_read(const char *folder, const char *name, struct text *out);
/* Replaces a file. After a kill or a crash of the machine the file has its old bytes or its new
 * ones. The caller must have locked the cache. */
MUST_USE int cache_file_write(const char *folder, const char *name, const char *bytes,
                              size_t length, struct err *err);
