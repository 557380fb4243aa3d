// SPDX-License-Identifier: Apache-2.0
/*
 * The records that the journal lacks: compares each tag's last record with the branch as it is
 * after a plan was carried out. Nothing is logged while it happens, so nothing is lost if a run is
 * killed or somebody else moves a tag.
 */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/observed.h"
#include "diff/base/plan.h"
#include "diff/journal/journal.h"

struct due_context {
    const struct plan *plan; /* all its writing rows were carried out */
    const struct declared *declared;
    const struct observed *observed;
    const struct intent *intent; /* or NULL */
    const char *base;            /* commit that the plan was made for */
    const char *commit;          /* the new commit; NULL: nothing was written */
    const char *who;             /* "Name <email>" of who writes */
};

/* Lists the missing records in the order of the journal; empty while no journal is kept or it can't
 * be read. The texts live in the arena or in the values of the context. */
void journal_due(struct arena *arena, const struct due_context *context, due_list *out);
