// SPDX-License-Identifier: Apache-2.0
/* Declares the state of an audit and the functions for its steps. Only files of the audit include
 * this header. */
#pragma once

#include "diff/audit/audit_track.h"

/* A record that cites a commit of the branch. */
struct cite {
    const struct audit_file *file;
    size_t commit, record; /* the index of the commit on the branch, of the record in the file */
};

struct auditor {
    struct arena *arena;
    const struct audit_scope *scope;
    const struct audit_journal *journal;
    const struct audit_commit *commits;
    size_t count;
    const char *cut;
    const char **ids;           /* the ids of the branch's commits, sorted */
    size_t *ids_index;          /* for each id, its index in `commits` */
    const char **journal_ids;   /* the ids of the journal's commits, sorted */
    LIST_OF(struct cite) cites; /* sorted by file, commit, record */
    track_list tracks;
    LIST_OF(const char *) environments;
    size_t begun;       /* commits with a lower index count as older than the journal */
    size_t first;       /* the commits with a lower index were skipped; 0: none was */
    bool needs_commits; /* the result depends on skipped commits */
    bool needs_journal; /* the result depends on commits of the journal that were not read */
    size_t steps;       /* commits audited so far */
    size_t replaced; /* commits that name a journal commit that is not in the journal's history */
    struct audit out;
};

/* The commit that is being audited, and the declarations before it and at it. */
struct audit_at {
    struct auditor *auditor;
    size_t index;
    const struct declared *before, *after;
};

/* Returns the index of the branch's commit with this id, or -1. */
ptrdiff_t auditor_commit(const struct auditor *auditor, const char *id);
/* Returns the commit's claim that it moved the tag, or NULL. */
const struct claimed_move *auditor_claim(struct arena *arena, const struct audit_commit *commit,
                                         const char *namespace, const char *stream,
                                         const char *tag);

/* Adds a finding about something that happened between the two moments, if the scope covers its
 * namespace and a part of that time. Copies the detail. */
void auditor_add(struct auditor *auditor, const struct finding *finding, moment early, moment late);

/* Notes that the answer to a question depends on the skipped commits of the branch, if any. */
void auditor_ask_past(struct auditor *auditor);
/* Returns the journal commit that added the record, or NULL if it is unknown. Notes if it may be
 * one of the journal's commits that were not read. */
const struct audit_commit *auditor_written(struct auditor *auditor, const struct audit_file *file,
                                           size_t record);

/* True if the scope covers the namespace and a part of the time between the two moments. */
bool auditor_within(const struct auditor *auditor, const char *namespace, moment early,
                    moment late);
/* True if the scope covers the move. */
bool auditor_covers(const struct auditor *auditor, const struct audit_move *move);
