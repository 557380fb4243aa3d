// SPDX-License-Identifier: Apache-2.0
/* Makes a source of the files of one commit that outlives the listing of the files. */
#pragma once

#include "manifests/values/source.h"
#include "reconciler/git/files/listing.h"

/* Appends the bytes of one file, as source.read does. */
typedef int source_at_read(void *context, const struct source_file *file, struct text *bytes,
                           struct err *err);

/*
 * Returns a source with a copy of the listing's files, whose bytes come from `read`. It lives in
 * `run`; `context` is passed to `read` and must live as long. The caller fills in the name, the
 * commit, the branch and `commits`.
 */
struct source source_at_make(const struct listing *listing, struct arena *run, source_at_read *read,
                             void *context);
