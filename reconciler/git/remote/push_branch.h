// SPDX-License-Identifier: Apache-2.0
/* Pushing refs to a URL, and finding out what became of them. */
#pragma once

#include "reconciler/git/refs/ref.h"
#include "reconciler/git/remote/remote_talk.h"

/* Moves the refs by compare-and-swap: all at once where the server can, else the first one first.
 * out->words tell of a later one that did not move. */
MUST_USE int push_branch(struct remote *remote, struct ref_steps *steps, struct write_outcome *out,
                         struct err *err);
