// SPDX-License-Identifier: Apache-2.0
/* Pushes refs to a URL, and finds out whether they moved. */
#pragma once

#include "reconciler/git/refs/ref.h"
#include "reconciler/git/remote/remote_talk.h"

/* Moves the refs by compare-and-swap: all or none if the server can, otherwise the first one and
 * then each of the others. If the first one moved and a later one did not, out->result is
 * WRITE_DONE, and out->words say why the later one did not move. */
MUST_USE int push_branch(struct remote *remote, struct ref_steps *steps, struct write_outcome *out,
                         struct err *err);
