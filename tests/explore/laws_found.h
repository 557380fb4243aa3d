// SPDX-License-Identifier: Apache-2.0
/* The laws about records: who made a move that a run finds, what kind of move it is, and which
 * gates held. */
#pragma once

#include "tests/explore/run.h"

/* Judges the records of the images that came to the branch before the run and were not recorded,
 * the oldest first; there is one record for each image. */
bool laws_found(const struct run *run, int place, const stay_list *images,
                const struct record *const *records);
/* True if the image has the labels that the place asks for. */
bool laws_labels(const struct world *world, int place, int image);
/* Judges that the evidence of a promotion names each gate once, with its true outcome. */
bool laws_evidence(const struct run *run, int place, const struct record *record);
/* True if the journal says that the tag has no image. */
bool laws_gone(const struct run *run, int place);
