// SPDX-License-Identifier: Apache-2.0
/*
 * The journal says which image each tag had, since when, who moved the tag, and why. It does for a
 * repository what `status.tags[]` does for an OpenShift ImageStream. The journal is a branch of its
 * own. Records are not written while things happen: journal_due() compares a tag's last record with
 * the branch, and so finds a merged pull request, a `git revert`, a squash and a killed run in the
 * same way.
 *
 * The code is pure: reconciler/git loads, hashes and appends the records.
 */
#pragma once

#include "diff/journal/stretch.h"
#include "manifests/values/tag_name.h"

/* The journal of branch B is the branch "weir-journal/B". A branch "weir-journal" is the journal of
 * an earlier build. */
#define JOURNAL_BRANCH "weir-journal"
#define JOURNAL_PREFIX JOURNAL_BRANCH "/"

enum {
    JOURNAL_EVIDENCE_MAX = 64, /* the maximum number of evidence lines of one record */
    JOURNAL_LATE = 16,         /* how many of a tag's last records are read at least, if a plan
                                * needs more than the recent ones */
};

/* The records of one tag, in its files ENVIRONMENT/STREAM/TAG.jsonl, TAG.jsonl.2, … */
struct tag_journal {
    const char *environment, *stream, *tag;
    const struct record *records; /* in the order of the files, oldest first */
    size_t count;
    const char
        *trouble; /* why the file can't be trusted, so that its records are not used; or NULL */
    bool recent;  /* `records` are only those that journal_standing() needs (recent.h). More must be
                     read before a function of whole journals looks at them */
    const struct record *late; /* if `recent`: the last records, without a gap; NULL: not read */
    size_t late_count;
    text_list absent; /* if `recent`: digests that no record before the late ones has */
};

enum journal_state {
    JOURNAL_NOT_KEPT, /* the repository is a folder, or a work tree without the journal's branch */
    JOURNAL_NEW,      /* there is no journal yet; the next run that writes starts it */
    JOURNAL_LOST,     /* the journal was lost; like NEW, and settle and soak times start again */
    JOURNAL_READ,
    JOURNAL_UNKNOWN, /* the journal can't be read or is not trusted; `why` says why */
    JOURNAL_STATES,
};

struct journal {
    enum journal_state state;
    const char *why;    /* JOURNAL_UNKNOWN: one line for people */
    const char *branch; /* the journal's branch, also if it does not exist yet; NULL: unknown */
    const char *commit; /* the tip of the journal's branch; NULL: it does not exist yet */
    const char *base;   /* JOURNAL_READ: the branch has no journal yet, and these are the records of
                         * this branch, as far as they belong to both; else NULL */
    /* JOURNAL_READ: the hex ID of the commit of the branch up to which all moves of tags were
     * recorded when records were added last; NULL: it is unknown, or a run has found out that later
     * commits moved nothing */
    const char *reached;
    bool behind; /* the journal also has records of later moves: those of persons' requests */
    const char *warning; /* JOURNAL_READ: one line for people about a limit that is near; or NULL */
    const char *advice;  /* JOURNAL_NOT_KEPT: a command that fetches the journal; or NULL */
    /* The repository is a work tree. Its files may be unfinished, so a pin that differs from the
     * last record does not count as a move by hand, and no record is added. */
    bool advisory;
    LIST_OF(struct tag_journal) tags; /* sorted by tag_journal_compare; each tag once */
};

/* Returns true for the name of a journal's branch, and for that of an earlier build. */
bool journal_is_branch(const char *name);

/* Returns the tag's file, or NULL if there is none or `journal` is NULL. */
const struct tag_journal *journal_find(const struct journal *journal, const char *environment,
                                       const char *stream, const char *tag);
/* Orders files by environment, stream and tag, for list_sort(). */
int tag_journal_compare(const void *a, const void *b);

/*
 * Returns the latest time at which the records before this one are judged, if this one is judged at
 * `now`. A record that was written again (rebuilt), as `weir journal repair` does, is from a run
 * whose clock was right. So the wrong times before it are not believed either when they are in the
 * past.
 */
moment journal_time_known(const struct record *record, moment now);

/*
 * The next five functions are the only ones that count times of records, so that no record that is
 * later than `now` is believed (record_believed), or later than a repair. Two records of which the
 * later one in the file is much earlier (record_behind) say nothing about times: one of the two
 * clocks was wrong. This one lists the
 * stretches of the digests that the tag had in the repository; `tag` must have all of its records.
 * The list is empty if `tag` is NULL or its file can't be trusted.
 */
void journal_stretches(struct arena *arena, const struct tag_journal *tag, moment now,
                       stretches *out);
/* Lists the stretches of the digests that weir saw upstream; empty in the same cases. */
void journal_seen(struct arena *arena, const struct tag_journal *tag, moment now, stretches *out);

/* These two list only the last stretches, as far as the records that were read have no gap. The
 * first stretch may have begun earlier. */
void journal_late_stretches(struct arena *arena, const struct tag_journal *tag, moment now,
                            stretches *out);
void journal_late_seen(struct arena *arena, const struct tag_journal *tag, moment now,
                       stretches *out);

/* Returns the index of the tag's first record, from `from` on, whose time does not count; or the
 * number of its records. The tag must have all of its records. */
size_t journal_uncertain(const struct tag_journal *tag, size_t from, moment now);

/* Returns true if it is known that no record before those of the last two functions has this
 * digest.
 */
bool journal_lacks(const struct tag_journal *tag, const char *digest);

/* True if no record says which image the tag had, or that it lost its image. tag may be NULL. */
bool journal_first(const struct tag_journal *tag);

/* The state of a tag according to its records. */
struct standing {
    const struct record *head; /* the last move; NULL: there is none, or it is MISSING */
    moment since; /* since when the tag has the head's digest without interruption, as far as
                     believed records say so */
    const struct record *held; /* `head` if it is a move by hand that nobody released, or NULL */
    bool released;             /* a release was recorded after `head` */
    const struct record *live; /* the last record of the tag's digest upstream, or NULL */
    moment live_since;         /* since when weir sees that digest upstream without interruption */
    bool since_unknown, live_unknown; /* no believed record says since when; `since` or `live_since`
                                         is then in the future, or MOMENT_NEVER */
};
/* A note for people; its arguments are the number of tags with an unknown time, and "s" or "". */
#define JOURNAL_AHEAD_NOTE                                                                         \
    "records of %zu tag%s have a wrong time, so since when the current image is there is "         \
    "unknown; `weir journal repair` records it again"
struct standing journal_standing(const struct tag_journal *tag, moment now);

/* A record that must be appended to its tag's file. */
struct due {
    const char *environment, *stream, *tag;
    struct record record;
};
typedef LIST_OF(
    struct due) due_list; /* by environment, stream, tag; one tag's records oldest first */
