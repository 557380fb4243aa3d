// SPDX-License-Identifier: Apache-2.0
/*
 * The audit: whether what the journal tells of each tag, and what the commits of the branch did to
 * its pin, agree with each other and with what was declared at the commit before. Pure: the two
 * histories are given, oldest first, and one step is taken for each commit that changed pins or
 * what is declared.
 *
 * Two accounts of the same moves are compared, so a forger must forge both alike. A hop's target is
 * judged by its path and gates; a tag that no promotion moves only by whether record and commit
 * agree. What was declared is that of the commit before: nobody relaxes a gate and passes it in one
 * commit.
 *
 * That a pin was taken away is no move: a file that can't be read for a while would be one. What a
 * tag had then is what it had before.
 */
#pragma once

#include "diff/audit/findings.h"
#include "diff/journal/journal.h"
#include "manifests/declared/declared.h"

enum {
    AUDIT_FINDINGS_MAX = 100000, /* further ones are counted and not listed */
    AUDIT_CLOCKS = 3600,         /* seconds by which clocks of writers may differ */
};

/* A commit of the branch or of the journal. */
struct audit_commit {
    const char *id;        /* hex */
    moment time;           /* its committer's */
    moment raised;         /* the latest of its own time and those of all commits before it */
    const char *who, *why; /* author and subject; NULL where they were not looked at */
    bool own;              /* made by weir for its parent, as its trailer says */
    const char *journal;   /* own: the commit of the journal that Weir-Journal names, or NULL */
    const char *const
        *asked_for; /* own: values of Weir-Asked-For, "rollback app-prod/web:latest" */
    size_t asked_for_count;
    const char *doubt; /* why no allowed key signed it; NULL: one did, or none is asked for */
    bool bare;         /* doubt: because it has no signature at all */
};

/* Something about the journal's own history, found while it was read. */
struct audit_fault {
    enum finding_code code;
    const struct audit_commit *commit;    /* of the journal, or NULL */
    const char *namespace, *stream, *tag; /* of the file, or NULL */
    const char *detail;                   /* with path and line */
};

/* One file of the journal, with the commit of the journal that added each record. */
struct audit_file {
    struct tag_journal tag;
    const struct audit_commit *const *commits; /* one for each record; NULL: not known */
};

/* The journal with its history. */
struct audit_journal {
    LIST_OF(struct audit_file) files;       /* by namespace, stream, tag; each once */
    LIST_OF(struct audit_commit *) commits; /* oldest first */
    LIST_OF(struct audit_fault) faults;
    const char *cut; /* why its history does not reach back to its beginning, or NULL */
};

struct audit_scope {
    moment since, until;   /* INT64_MIN, MOMENT_NEVER: no bound */
    const char *namespace; /* NULL: all */
};

/* A commit changed the pin of a tag. */
struct audit_move {
    const char *namespace, *stream, *tag;
    const char *digest, *before;        /* before NULL: none */
    const struct audit_commit *commit;  /* that brought it */
    const struct record *record;        /* that tells of it, or NULL */
    const struct audit_commit *written; /* the journal's commit that added the record, or NULL */
    bool hop;                           /* a promotion's target, judged by path and gates */
    bool rolled_back; /* to an image that stood there before, and not by hand alone */
    size_t exceptions;
};

struct finding {
    enum finding_code code;
    const char *namespace, *stream, *tag; /* NULL: of no single tag */
    const char *digest;                   /* or NULL */
    moment time;
    const char *commit;         /* of the branch, hex, or NULL */
    const char *journal_commit; /* of the journal, hex, or NULL */
    const char *who;            /* or NULL */
    const char *detail;         /* one line, or NULL */
};

/* What came of it; texts live in the arena or in the values that were given. */
struct audit {
    LIST_OF(struct audit_move) moves;    /* within the scope, in the order of the branch */
    LIST_OF(struct finding) findings;    /* within the scope, by time */
    size_t classes[FINDING_CLASS_COUNT]; /* findings of each class, those that are not listed too */
    size_t environments;                 /* namespaces that moved */
    size_t rollbacks;                    /* among the moves */
    size_t commits, records;             /* that were looked at, without regard to the scope */
};

struct auditor;

/*
 * Begins. commits: of the branch, oldest first, ids at least; `cut` says why they don't reach back
 * to the first, or is NULL. All values are borrowed until audit_end.
 */
struct auditor *audit_begin(struct arena *arena, const struct audit_scope *scope,
                            const struct audit_journal *journal, const struct audit_commit *commits,
                            size_t count, const char *cut);
/* The commit commits[index], and what was declared before it and at it; in rising order. Of the
 * declarations nothing is kept. */
void audit_step(struct auditor *auditor, size_t index, const struct declared *before,
                const struct declared *after);
void audit_end(struct auditor *auditor, struct audit *out);

/* One line a finding, for tests. */
void audit_print(const struct audit *audit, FILE *out);
