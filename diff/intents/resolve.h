// SPDX-License-Identifier: Apache-2.0
/* Resolves the image that a person named, at its registry. */
#pragma once

#include "diff/planner/planner.h"

/*
 * Sets `out` to the digest that the tag of an image reference has now, or to the digest of the
 * reference, which must exist. False: the draft has ended.
 */
bool resolve_image(struct planner *planner, struct draft *draft, const struct reference *image,
                   struct holding *out);
/* Sets the form of the holding's digest, which must exist. False: the draft has ended. */
bool resolve_holding(struct planner *planner, struct draft *draft, struct holding *holding);
