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

/* The index of the branch's commit, or -1. */
ptrdiff_t commit_find(const struct auditor *auditor, const char *id);
/* What the commit was asked for of the tag, "rollback", …, or NULL. */
const char *commit_asked_for(struct arena *arena, const struct audit_commit *commit,
                             const char *namespace, const char *stream, const char *tag);

/* Adds a finding about something that took place between the two moments, unless that is outside
 * the scope. The detail is copied. */
void finding_add(struct auditor *auditor, const struct finding *finding, moment early, moment late);

/* Judges a move that is within the scope, or not: audit_move.c */
void move_judge(const struct audit_at *at, struct audit_move *move, const struct track *track);
/* Whether the move counts for the scope. */
bool move_within(const struct auditor *auditor, const struct audit_move *move);

/* Whether the image could come by this hop: audit_path.c */
struct audit_way {
    bool had;     /* the environments before had it */
    bool skipped; /* they had not, and one further back had */
    const char *detail;
};
struct audit_way audit_way(const struct audit_at *at, const struct hop *hop, const char *digest,
                           moment when);
/* How long it stood in the environments before when it moved: NULL: for as long as asked. */
const char *audit_soak(const struct audit_at *at, const struct hop *hop, const struct gate *gate,
                       const char *digest, moment when);
