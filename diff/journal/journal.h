// SPDX-License-Identifier: Apache-2.0
/*
 * The journal: what each tag meant since when, who moved it and why; to a repository what
 * `status.tags[]` is to OpenShift. It lives on a branch of its own and is reconciled, not logged:
 * `journal_due` compares a tag's last record with what stands on the branch, so that merged pull
 * requests, a `git revert`, a squash and a run that was killed are all found the same way.
 *
 * Pure. Loading, hashing and appending are reconciler/git's.
 */
#pragma once

#include "diff/base/question.h"
#include "manifests/base/list.h"
#include "manifests/base/moment.h"
#include "manifests/values/tag_name.h"

#define JOURNAL_BRANCH "weir-journal"

enum { JOURNAL_EVIDENCE_MAX = 64 }; /* lines of one record */

/* name, word in the file, meaning. A *move* says what the tag means from then on. */
#define RECORDS(X)                                                                                 \
    X(SEEN, "seen", false, "the tag first pointed to this image upstream")                         \
    X(PINNED, "pinned", true, "the image was pinned")                                              \
    X(PROMOTED, "promoted", true, "the image came from the previous environment")                  \
    X(ROLLED_BACK, "rolledBack", true, "a person rolled back to the image")                        \
    X(HELD, "held", true, "a person moved the tag by hand; it stays until it is released")         \
    X(RELEASED, "released", false, "a person released the tag, so it may move again")              \
    X(PROPOSED, "proposed", false, "a pull request proposes the image")                            \
    X(DECLINED, "declined", false, "a person closed the pull request")                             \
    X(MISSING, "missing", true, "the tag is no longer pinned")

enum record_kind {
#define X(name, word, move, meaning) RECORD_##name,
    RECORDS(X)
#undef X
        RECORD_KINDS
};

const char *record_word(enum record_kind kind);
const char *record_meaning(enum record_kind kind);
/* False when there is no such word. */
bool record_parse(const char *word, enum record_kind *out);
bool record_moves(enum record_kind kind);

struct record {
    enum record_kind kind;
    moment time;           /* never earlier than the record before */
    const char *digest;    /* "sha256:…"; NULL: MISSING, RELEASED */
    const char *reference; /* the source without its digest: "quay.io/team/web:1.2"; or NULL */
    const char *commit;    /* the commit of the branch with which it came; NULL: none, not known */
    const char *who;       /* "Name <email>", or NULL */
    const char *why;       /* one line: a reason's sentence, the subject of a commit; or NULL */
    const char *const *evidence; /* lines: gates and clocks, what a person passed over */
    size_t evidence_count;
    bool rebuilt; /* found when the journal was begun: how long it stood before is not known */
    /*
     * A move that was found later: when what stood before ceased to, by the commit's own date. What
     * is new counts from `time`, when it was seen; both err to the safe side. 0: at `time`.
     */
    moment left;
};

/* One file: ENVIRONMENT/STREAM/TAG.jsonl. */
struct tag_journal {
    const char *environment, *stream, *tag;
    const struct record *records; /* in the order of the file, oldest first */
    size_t count;
    const char *trouble; /* why the file can't be relied upon; its records are not to be used */
};

enum journal_state {
    JOURNAL_NOT_KEPT, /* a folder, a work tree without the branch: nothing can be judged by it */
    JOURNAL_NEW,      /* never begun: this run begins it */
    JOURNAL_LOST,     /* it was there and is gone: begun anew, settle and soak start again */
    JOURNAL_READ,
    JOURNAL_UNKNOWN, /* could not be read; why says why */
};

struct journal {
    enum journal_state state;
    const char *why;    /* JOURNAL_UNKNOWN: one line for people */
    const char *commit; /* tip of its branch; NULL: none */
    /* A work tree's: what stands in its files may be no one's last word, so a pin that differs from
     * the record is no hand move. */
    bool advisory;
    LIST_OF(struct tag_journal) tags; /* by environment, stream, tag; each once */
};

/* NULL when there is none; takes NULL. */
const struct tag_journal *journal_find(const struct journal *journal, const char *environment,
                                       const char *stream, const char *tag);
/* For sorting tags. */
int tag_journal_compare(const void *a, const void *b);

/* A time during which a tag meant one digest without interruption. */
struct stretch {
    const char *digest;
    moment since, until;         /* until: MOMENT_NEVER while it lasts */
    bool backed_out;             /* what followed it went back behind it: a rollback, a revert */
    bool rebuilt;                /* since is when the journal was begun, not when the digest came */
    const struct record *record; /* its first */
};
typedef LIST_OF(struct stretch) stretches;
/* It ceased at `left`, but not before it began and not after `most`. */
void stretch_end(struct stretch *stretch, moment left, moment most);
/* What stands `now` behind what was recorded: a stretch of its own, unless the last one lasts and
 * has the digest. Of another digest the last one ceased at `left`. */
void stretch_present(struct arena *arena, stretches *list, const char *digest, moment left,
                     moment now);
/* Oldest first; empty for NULL and for a file in trouble. */
void journal_stretches(struct arena *arena, const struct tag_journal *tag, stretches *out);
/* The same of what the tag meant upstream, as far as it was seen. */
void journal_seen(struct arena *arena, const struct tag_journal *tag, stretches *out);

/* What holds for a tag by its records. */
struct standing {
    const struct record *head; /* its last move; NULL: none, or MISSING */
    moment since;              /* when the head's digest began to stand uninterrupted */
    const struct record *held; /* the hand move that was not released yet, or NULL */
    const struct record *live; /* the last that says what the tag means upstream, or NULL */
    moment live_since;         /* when that was first seen uninterrupted */
};
struct standing journal_standing(const struct tag_journal *tag);

/* What the journal calls a pin that came so. hop: the tag is a promotion's, which would move on
 * again what a person's `tag` or `import-image` set there. */
enum record_kind pin_origin_record(const struct pin_origin *origin, bool hop);

/* A record that is to be appended to the file of its tag. */
struct due {
    const char *environment, *stream, *tag;
    struct record record;
};
typedef LIST_OF(struct due) due_list; /* by environment, stream, tag; of one tag in order */
