// SPDX-License-Identifier: Apache-2.0
/* Reads the files of a commit from the odb, from the cache's previous generation, or from the
 * server. */
#pragma once

#include "reconciler/git/handle.h"

/* Appends the bytes of a listed file. Returns 0, or 1 if they do not fit (err is set as well), or
 * -1. */
MUST_USE int blob_read(struct repository *repository, const struct source_file *file,
                       struct text *bytes, struct err *err);
/* Does the same. If the object is damaged or lost, makes the cache again and reads the file once
 * more. */
MUST_USE int blob_read_or_renew(struct repository *repository, const struct source_file *file,
                                struct text *bytes, struct err *err);
