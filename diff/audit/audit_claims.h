// SPDX-License-Identifier: Apache-2.0
/*
 * Compares a record of a person's move with what the commit says: with the trailers Weir-Move of
 * the commit and of the commits that it merged. If not all merged commits could be read, the record
 * is believed. Both functions need a move that has a record.
 */
#pragma once

#include "diff/audit/judging.h"

/* True if the record names a source commit, and these trailers lead from the image before the
 * commit to the move's image; the last of them must name the same source commit. */
bool audit_claims_name(const struct judging *judging);
/* True if these trailers say that a person rolled back to the move's image, or if the commit wrote
 * a new hold together with the image. */
bool audit_claims_roll_back(const struct judging *judging);
