// SPDX-License-Identifier: Apache-2.0
/* Makes the words and tables of verifications that all formats share. */
#pragma once

#include "reconciler/report/report.h"
#include "reconciler/report/table.h"

/* Returns "there", "gone" or "unknown"; "integrated" for NULL, an image in the integrated registry.
 */
const char *view_verified_state(const struct verify_image *image);
/* Returns "4 images: 2 there, 1 gone, 1 unknown", or "nothing to verify". */
const char *view_verified_counts(struct arena *arena, const struct verification *made);
/* Returns a note about the verification. Call it with `index` from 0 until it returns NULL. */
const char *view_verified_note(struct arena *arena, const struct verification *made, size_t index);
/* Returns a table with a row for each image. */
struct table view_verified_table(struct arena *arena, const struct report *report);
/* Returns a table with a row for each tag of the verification: how many of its previous images
 * exist. */
struct table view_rollback_table(struct arena *arena, const struct report *report);
