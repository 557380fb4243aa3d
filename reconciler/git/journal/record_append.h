// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/git/journal/record_chain.h"

/*
 * Appends the line of one record and moves the chain on. Texts are made fit: control bytes and
 * broken UTF-8 replaced, cut at their maximum; a time before the chain's becomes the chain's, and
 * what a kind has no use for is left out. What would not be read again is an error and appends
 * nothing: no digest where one belongs, an id that is none, a file that is full.
 */
MUST_USE int record_append(struct text *file, struct record_chain *chain,
                           const struct record *record, struct err *err);
