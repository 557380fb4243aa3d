// SPDX-License-Identifier: Apache-2.0
/* Writes records to a journal file. */
#pragma once

#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/git/journal/record_chain.h"

/*
 * Appends one record as a line, and moves the chain to the end of that line. Control bytes and
 * broken UTF-8 in texts are replaced. A text that is too long is cut, but a reference that is too
 * long is left out. A `digest` or `left` that this kind of record does not
 * use is left out. Returns -1 and appends nothing if the time is
 * invalid, a digest is missing or invalid, the commit ID is invalid, or the line does not fit into
 * the file.
 */
MUST_USE int record_append(struct text *file, struct record_chain *chain,
                           const struct record *record, struct err *err);
