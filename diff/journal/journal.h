// SPDX-License-Identifier: Apache-2.0
/*
 * The journal: which image each tag had since when, who moved it and why. It is to a repository
 * what `status.tags[]` is to OpenShift. It is kept on a branch of its own and is reconciled, not
 * logged: journal_due() compares a tag's last record with the branch, so that merged pull requests,
 * a `git revert`, a squash and a run that was killed are all found in the same way.
 *
 * Pure. reconciler/git loads, hashes and appends the records.
 */
#pragma once

#include "diff/journal/stretch.h"
#include "manifests/values/tag_name.h"

#define JOURNAL_BRANCH "weir-journal"

enum { JOURNAL_EVIDENCE_MAX = 64 }; /* lines of one record */

/* One file: ENVIRONMENT/STREAM/TAG.jsonl. */
struct tag_journal {
    const char *environment, *stream, *tag;
    const struct record *records; /* in the order of the file, oldest first */
    size_t count;
    const char
        *trouble; /* why the file can't be relied upon, so its records are not used; or NULL */
};

enum journal_state {
    JOURNAL_NOT_KEPT, /* a folder, or a work tree without the branch: no pin can be judged */
    JOURNAL_NEW,      /* this run begins it */
    JOURNAL_LOST,     /* it existed and is gone: it begins again, and so do settle and soak */
    JOURNAL_READ,
    JOURNAL_UNKNOWN, /* it could not be read; `why` says why */
    JOURNAL_STATES,
};

struct journal {
    enum journal_state state;
    const char *why;    /* JOURNAL_UNKNOWN: one line for people */
    const char *commit; /* the tip of its branch, or NULL */
    /* The repository is a work tree, whose files may be unfinished: a pin that differs from its
     * record is then not a move by hand. */
    bool advisory;
    LIST_OF(struct tag_journal) tags; /* by environment, stream, tag; each once */
};

/* Returns the tag's file, or NULL. journal may be NULL. */
const struct tag_journal *journal_find(const struct journal *journal, const char *environment,
                                       const char *stream, const char *tag);
/* The order of tags in a journal, for list_sort(). */
int tag_journal_compare(const void *a, const void *b);

/* Lists the digests that the tag had in the repository. Empty for NULL and for a file in trouble.
 */
void journal_stretches(struct arena *arena, const struct tag_journal *tag, stretches *out);
/* Lists the digests that the tag had upstream, as far as weir saw them; empty as above. */
void journal_seen(struct arena *arena, const struct tag_journal *tag, stretches *out);

/* The state of a tag by its records. */
struct standing {
    const struct record *head; /* the last move; NULL: none, or MISSING */
    moment since;              /* since when the tag has had the head's digest without a break */
    const struct record *held; /* the move by hand that is not released yet, or NULL */
    const struct record *live; /* the last record of the tag's digest upstream, or NULL */
    moment live_since;         /* since when that digest was seen without a break */
};
struct standing journal_standing(const struct tag_journal *tag);

/* A record that must be appended to its tag's file. */
struct due {
    const char *environment, *stream, *tag;
    struct record record;
};
typedef LIST_OF(struct due) due_list; /* by environment, stream, tag; of one tag in order */
