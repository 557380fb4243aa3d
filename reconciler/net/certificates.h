// SPDX-License-Identifier: Apache-2.0
/*
 * The certificates that servers are checked against: the system's bundle plus files of the runner,
 * joined in memory under a path, because libcurl keeps a parsed store only for a bundle that it
 * knows by path (with a CA folder or a block of memory it parses all of it for each connection).
 */
#pragma once

#include <stddef.h>

#include "manifests/base/err.h"

struct certificates {
    int fd;
    char path[64];
};

/* -1 when a file of the runner can't be read; a system without a bundle is fine. */
MUST_USE int certificates_open(struct certificates *out, const char *const *files, size_t count,
                               struct err *err);
void certificates_close(struct certificates *certificates);
