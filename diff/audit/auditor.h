// SPDX-License-Identifier: Apache-2.0
/* An audit while it is made; for the files of the audit only. */
#pragma once

#include "diff/audit/audit_track.h"

/* A record cites a commit. */
struct cite {
    const struct audit_file *file;
    size_t commit, record; /* indexes */
};

struct auditor {
    struct arena *arena;
    const struct audit_scope *scope;
    const struct audit_journal *journal;
    const struct audit_commit *commits;
    size_t count;
    const char *cut;
    const char **ids;           /* of commits, sorted: for finding an index */
    size_t *ids_index;          /* of each */
    const char **journal_ids;   /* sorted */
    LIST_OF(struct cite) cites; /* by file, commit, record */
    track_list tracks;
    LIST_OF(const char *) environments;
    size_t begun; /* commits before this one were made before the journal was begun */
    size_t steps;
    size_t replaced; /* commits that name a commit of the journal which is not in its history */
    struct audit out;
};

/* One commit on its way. */
struct audit_at {
    struct auditor *auditor;
    size_t index;
    const struct declared *before, *after;
};

/* Returns the index of the branch's commit with this id, or -1. */
ptrdiff_t auditor_commit(const struct auditor *auditor, const char *id);
/* Returns what a person asked for about the tag by this commit ("rollback", …), or NULL. */
const char *auditor_asked_for(struct arena *arena, const struct audit_commit *commit,
                              const char *namespace, const char *stream, const char *tag);

/* Adds a finding about something that happened between the two moments, unless that is outside of
 * the scope. Copies the detail. */
void auditor_add(struct auditor *auditor, const struct finding *finding, moment early, moment late);

/* True if the scope covers the move. */
bool auditor_covers(const struct auditor *auditor, const struct audit_move *move);
