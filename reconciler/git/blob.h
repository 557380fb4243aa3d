// SPDX-License-Identifier: Apache-2.0
/* Files of a commit, read from the odb, from the cache before it, or from the server. */
#pragma once

#include "reconciler/git/handle.h"

/* Appends the bytes of a listed file: 0, 1 when they don't fit (err is set as well), -1. */
MUST_USE int blob_read(struct repository *repository, const struct source_file *file,
                       struct text *bytes, struct err *err);
/* The same, and makes a damaged cache again when the object is damaged or lost. */
MUST_USE int blob_read_or_renew(struct repository *repository, const struct source_file *file,
                                struct text *bytes, struct err *err);
