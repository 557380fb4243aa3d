// SPDX-License-Identifier: Apache-2.0
/* Records written to a journal file. */
#pragma once

#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/git/journal/record_chain.h"

/*
 * Appends one record as a line, and moves the chain on. In texts control bytes and broken UTF-8 are
 * replaced, and what is over the maximum is cut. A time before the chain's time becomes that time.
 * Fields that the kind does not use are left out. Returns -1 and appends nothing when the record
 * could not be read again: a digest is missing, an ID is invalid, or the file is full.
 */
MUST_USE int record_append(struct text *file, struct record_chain *chain,
                           const struct record *record, struct err *err);
