// SPDX-License-Identifier: Apache-2.0
/*
 * The audit compares two accounts of the same moves: the journal's records, and the commits of the
 * branch that changed pins. Both must agree with each other, and with the declarations of the
 * previous commit. A forger must therefore forge both in the same way, and nobody can relax a gate
 * and pass it in one commit. If a tag is the target of a hop, its moves are also judged by the
 * hop's path and gates.
 *
 * The code is pure: the caller passes both histories, oldest commit first, and calls audit_step()
 * for each commit that changed pins or declarations.
 *
 * Removing a pin does not count as a move, because a file that can't be read at some commits looks
 * like a removed pin. Until the tag is pinned again, it counts as having the image of its last pin.
 */
#pragma once

#include "diff/audit/findings.h"
#include "diff/journal/journal.h"
#include "manifests/declared/declared.h"

enum {
    AUDIT_FINDINGS_MAX = 100000, /* further findings are counted but not listed */
    AUDIT_CLOCKS = 3600,         /* seconds by which the clocks of two writers may differ */
};

/* A commit of the branch or of the journal. */
struct audit_commit {
    const char *id;        /* hex */
    moment time;           /* the committer's time */
    moment raised;         /* the latest time of this commit and of all earlier ones */
    const char *who, *why; /* the author and the subject; NULL if they were not read */
    bool own; /* made by weir for this branch: its trailers name its only parent and the branch */
    const char *journal; /* own: the ID in Weir-Journal, a journal commit or "new"; or NULL */
    const char *accepts; /* of the journal: the ID in Weir-Accepted, or NULL */
    const struct claimed_move *moves; /* own: its trailers Weir-Move, sorted by object */
    size_t move_count;
    /* The trailers Weir-Move of the commit and of all commits that it merged, sorted by object. */
    const struct claimed_move *claims;
    size_t claim_count;
    bool claims_cut;   /* not all merged commits could be read */
    const char *doubt; /* why the commit has no valid signature by an allowed key; NULL: it has one,
                          or no signature is required */
    bool bare;         /* if `doubt` is set: the commit has no signature */
};

/* A fault in the history of the journal, found while that history was read. */
struct audit_fault {
    enum finding_code code;
    const struct audit_commit *commit;    /* the journal commit, or NULL */
    const char *namespace, *stream, *tag; /* the tag of the journal file, or NULL */
    const char *detail;                   /* one line for people */
};

/* A journal file, with the journal commit that added each record. */
struct audit_file {
    struct tag_journal tag;
    const struct audit_commit *const *commits; /* one for each record; NULL: unknown */
};

/* The journal and its history. */
struct audit_journal {
    LIST_OF(struct audit_file) files;       /* by namespace, stream, tag; one for each tag */
    LIST_OF(struct audit_commit *) commits; /* oldest first */
    LIST_OF(struct audit_fault) faults;
    const char *cut; /* why the oldest commits are missing; NULL: none is missing */
    size_t first;    /* the commits before this index were not read: they have only their ids and
                        times, no faults, and no file names them. 0: all were read */
};

struct audit_scope {
    moment since, until;   /* since INT64_MIN, until MOMENT_NEVER: no bound */
    const char *namespace; /* NULL: all */
    moment now; /* the time of a record that is later is not believed (record_believed) */
};

/* A move: a commit changed the pin of a tag. */
struct audit_move {
    const char *namespace, *stream, *tag;
    const char *digest, *before;        /* `before` is NULL if the tag had no image */
    const struct audit_commit *commit;  /* the commit that made the move */
    const struct record *record;        /* the move's record, or NULL */
    const struct audit_commit *written; /* the journal commit that added the record, or NULL */
    bool hop;                           /* the tag is the target of a hop */
    bool rolled_back;  /* the move is a rollback to an image that the tag had before */
    size_t exceptions; /* the number of findings about the move that are exceptions */
};

struct finding {
    enum finding_code code;
    const char *namespace, *stream, *tag; /* NULL: not about a single tag */
    const char *digest;                   /* or NULL */
    moment time;
    const char *commit;         /* hex id of a commit of the branch, or NULL */
    const char *journal_commit; /* hex id of a journal commit, or NULL */
    const char *who;            /* or NULL */
    const char *detail;         /* one line, or NULL */
};

/* The result of an audit. Texts live in the arena or in the values that the caller passed. */
struct audit {
    LIST_OF(struct audit_move) moves;    /* the moves in the scope, in the order of the branch */
    LIST_OF(struct finding) findings;    /* the findings in the scope, by time */
    size_t classes[FINDING_CLASS_COUNT]; /* findings of each class, including unlisted ones */
    size_t environments;                 /* namespaces with moves */
    size_t rollbacks;                    /* moves that were rollbacks */
    size_t commits, records; /* all commits, and all records of files that can be trusted, even
                                outside the scope */
};

struct auditor;

/*
 * Begins an audit. `commits` are the commits of the branch, oldest first. Only their ids and times
 * must be set now; the other members of a commit must be set before its audit_step(). `cut` says
 * why the oldest commits are missing; NULL: none is missing. The caller must keep all values until
 * audit_end().
 */
struct auditor *audit_begin(struct arena *arena, const struct audit_scope *scope,
                            const struct audit_journal *journal, const struct audit_commit *commits,
                            size_t count, const char *cut);
/*
 * Begins the audit at commits[first] (audit_first.h) instead of at the first commit, given the
 * declarations before it. `own` and `journal` of the commits before it must be set. The caller must
 * call this function before the first audit_step(), or not at all.
 */
void audit_skip(struct auditor *auditor, size_t first, const struct declared *before);
/* True if the result depends on commits that audit_skip() skipped. It is then incomplete, and the
 * caller must begin a new audit with the first commit. */
bool audit_needs_commits(const struct auditor *auditor);
/* True if the result depends on commits of the journal that were not read. It is then incomplete,
 * and the caller must begin a new audit with the whole journal. */
bool audit_needs_journal(const struct auditor *auditor);
/* Audits commits[index], given the declarations before the commit and at it. The caller must pass
 * rising indexes, and may free the declarations after the call. */
void audit_step(struct auditor *auditor, size_t index, const struct declared *before,
                const struct declared *after);
void audit_end(struct auditor *auditor, struct audit *out);

/* Prints one line for each finding and one with the counts, for tests. */
void audit_print(const struct audit *audit, FILE *out);
