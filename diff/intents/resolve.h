// SPDX-License-Identifier: Apache-2.0
/* Resolves the image that a person named, by asking its registry. */
#pragma once

#include "diff/planner/planner.h"

/*
 * Sets *out to the image with its digest: the digest in the reference, which must exist in the
 * registry, else the current digest of the reference's tag. Returns false and ends the draft if the
 * registry does not have the image, or if there is no usable answer.
 */
bool resolve_image(struct planner *planner, struct draft *draft, const struct reference *image,
                   struct holding *out);
/* Sets the form of the holding's image. Returns false and ends the draft if the registry does not
 * have the image, or if there is no usable answer. */
bool resolve_holding(struct planner *planner, struct draft *draft, struct holding *holding);
