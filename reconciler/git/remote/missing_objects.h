// SPDX-License-Identifier: Apache-2.0
/* Objects that a partial cache lacks: the files of a URL stay on its server until they are read. */
#pragma once

#include "reconciler/git/remote/remote_talk.h"

/* Fetches objects that trees name, as many in each request as servers take. */
MUST_USE int missing_objects_fetch(struct remote *remote, const git_oid *ids, size_t count,
                                   struct err *err);
