// SPDX-License-Identifier: Apache-2.0
/* What a verification shows: its images, the tags that could go back, and notes. */
#pragma once

#include "reconciler/report/report.h"
#include "reconciler/report/table.h"

/* "there", "gone", "unknown"; NULL: "integrated" */
const char *view_verified_state(const struct verify_image *image);
/* "4 images: 2 there, 1 gone, 1 could not be told" */
const char *view_verified_counts(struct arena *arena, const struct verification *made);
/* What people should know of it; `index` from 0, NULL at the end. */
const char *view_verified_note(struct arena *arena, const struct verification *made, size_t index);
/* One row an image, and one a tag that could go back. */
struct table view_verified_table(struct arena *arena, const struct report *report);
struct table view_rollback_table(struct arena *arena, const struct report *report);
