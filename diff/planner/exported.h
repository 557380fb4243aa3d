// SPDX-License-Identifier: Apache-2.0
/* Finds the image that a tag had in the cluster from which its stream was exported. It is the tag's
 * first pin, so that the first run changes nothing that runs. */
#pragma once

#include "diff/planner/planner.h"
#include "manifests/kinds/stream_status.h"

/* Returns the tag's image in the export, or NULL: there is none, the tag already has a digest, or
 * it had an image before, so that the export is older than its last move. */
const struct stream_status *exported_find(const struct tag_node *node);
/* Returns true if the journal can be used. Else it is unknown whether the exported image is the
 * tag's first one, and the draft is ended. */
bool exported_first(struct planner *planner, struct tag_node *node);
/* True if the image can be written as a digest of the tag's source: it came from the same
 * repository. Else ends the draft. */
bool exported_from_source(struct planner *planner, struct tag_node *node,
                          const struct stream_status *status);
