// SPDX-License-Identifier: Apache-2.0
/* Words and tables of verifications that all formats share. */
#pragma once

#include "reconciler/report/report.h"
#include "reconciler/report/table.h"

/* "there", "gone", "unknown"; NULL: "integrated" */
const char *view_verified_state(const struct verify_image *image);
/* "4 images: 2 there, 1 gone, 1 unknown" */
const char *view_verified_counts(struct arena *arena, const struct verification *made);
/* Notes about the verification; `index` from 0, NULL after the last. */
const char *view_verified_note(struct arena *arena, const struct verification *made, size_t index);
/* A row for each image, and a row for each tag that has previous images. */
struct table view_verified_table(struct arena *arena, const struct report *report);
struct table view_rollback_table(struct arena *arena, const struct report *report);
