// SPDX-License-Identifier: Apache-2.0
/* Makes the records of a run from its rows. journal_due.c decides which of them are due. */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/observed.h"
#include "diff/base/plan.h"
#include "diff/journal/journal.h"

struct due_context {
    const struct plan *plan; /* its writing rows were all carried out */
    const struct declared *declared;
    const struct observed *observed;
    const struct intent *intent; /* or NULL */
    const char *base;            /* the commit that the plan was made for */
    const char *commit;          /* the run's commit; NULL: nothing was written */
    const char *who;             /* author of the run's commit: "Name <email>" */
};

struct due_writer {
    struct arena *arena;
    const struct due_context *context;
    const struct journal *journal;
    due_list *out;
    bool lacking; /* a move waits for an answer before it can be recorded */
};

/* Returns the time of the run. */
moment due_record_now(const struct due_writer *writer);
/* Each of the next functions adds one record of the row's tag to writer->out. due_record_add()
 * returns the record: it has the time of the run and, if the digest is not NULL, the row's
 * reference. */
struct record *due_record_add(struct due_writer *writer, const struct row *row,
                              enum record_kind kind, const char *digest);
/* Records the move that this run made. */
void due_record_written(struct due_writer *writer, const struct row *row);
/* Records an image that the tag had between its last record and the pin that this run found. */
void due_record_passed(struct due_writer *writer, const struct row *row,
                       const struct tag_journal *tag, const struct arrival *arrival,
                       enum record_kind kind);
/* Records a pin that was there before this run. Who and why come from the commit that set the pin,
 * if it is known. tag: the tag's file, or NULL. */
void due_record_found(struct due_writer *writer, const struct row *row,
                      const struct tag_journal *tag, enum record_kind kind);
/* Records that the tag has no image anymore and, if a commit deleted the tag, who did that. tag:
 * the tag's file. */
void due_record_missing(struct due_writer *writer, const struct row *row,
                        const struct tag_journal *tag);
/* Records the pin again, because its record cites a commit that the branch does not have. */
void due_record_again(struct due_writer *writer, const struct row *row, enum record_kind kind);
/* Records the image that an alias gives after this run, because the tag that it follows got another
 * image, or because a rule of the alias began or ceased to stop that image. first: the alias gave
 * no image before. */
void due_record_followed(struct due_writer *writer, const struct row *row, bool first);
/* Records the release that this run made for a person. */
void due_record_released(struct due_writer *writer, const struct row *row);
/* Records a release that a person made in a clone. */
void due_record_released_before(struct due_writer *writer, const struct row *row);
