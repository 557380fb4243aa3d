// SPDX-License-Identifier: Apache-2.0
/*
 * What the journal is to learn: each tag's last record compared with what stands on the branch once
 * a plan was carried out. Nothing is logged while it happens, so nothing is lost when a run is
 * killed, or when somebody else moved a tag.
 */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/observed.h"
#include "diff/base/plan.h"
#include "diff/journal/journal.h"

struct due_context {
    const struct plan *plan; /* carried out, all its writing rows */
    const struct declared *declared;
    const struct observed *observed;
    const struct intent *intent; /* or NULL */
    const char *base;            /* commit that the plan was made for */
    const char *commit;          /* the new commit; NULL: nothing was written */
    const char *who;             /* "Name <email>" of who writes */
};

/* In the order of the journal; texts live in the arena or in the context's values. Empty while no
 * journal is kept or it can't be read. */
void journal_due(struct arena *arena, const struct due_context *context, due_list *out);

/* One line each, for golden files. */
void due_print(const due_list *dues, FILE *out);
