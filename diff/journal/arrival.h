// SPDX-License-Identifier: Apache-2.0
/*
 * Decides who made an arrival: a pin that is on the branch and that the journal did not record. It
 * came by a run that was killed before it wrote its record, by a merge in any of its forms, by a
 * reset of the branch, or by a person's edit.
 *
 * Recognition says who and why. It never says that gates were open: those of a hop are judged when
 * the move is recorded (`open`), unless weir judged them when it made the commit.
 */
#pragma once

#include "diff/journal/journal.h"

/* The reason in the record of an alias that follows the same tag as before. */
#define ALIAS_MOVED "the tag that it follows has another image"

struct arrival {
    enum record_kind kind; /* the kind of the record that is due */
    const struct pin_origin *origin;
    const char *digest;      /* the image that the tag got */
    struct arrival *earlier; /* the move before this one, if it has no record either; or NULL */
    const char *who, *why;   /* for the record; who: NULL if it is unknown */
    bool again;              /* the same move arrived before, so that this is a person's decision */
    bool open;               /* PROMOTED: the gates must still be judged */
    const struct record *proposal; /* `open`: the record of a pull request that proposed it, whose
                                      evidence may show that the gates held; or NULL */
    const struct evidence *evidence;
    size_t evidence_count;
};

/* Returns the arrival of this digest in the arena. tag: the tag's file; NULL: it has none. hop: the
 * tag is the target of a hop. */
struct arrival *arrival_make(struct arena *arena, const struct tag_journal *tag, bool hop,
                             const char *digest, const struct pin_origin *origin);

/* Says in the arrival that the tag became an alias of another tag. That is never a move by hand,
 * because the entry says what it follows. */
void arrival_point(struct arrival *arrival);
/* Says in the arrival that the branch was set back, and that nobody knows by whom. */
void arrival_set_back(struct arrival *arrival);
/* Returns the arrival of the newest move, with the earlier ones of the answer to QUESTION_MOVES
 * that have no record. Each is decided as if those before it were recorded. behind: some of them
 * may have records (journal.h). digest: of the newest move. */
struct arrival *arrival_chain(struct arena *arena, const struct tag_journal *tag, bool behind,
                              bool hop, const char *digest, const struct pin_origin *newest);
/* True if the moves that end with this one led away from the image of the tag's last record and
 * back, and have no records. */
bool arrival_returned(const struct tag_journal *tag, bool behind, const struct pin_origin *newest);
/* Returns the first of the arrivals that end with this one. */
const struct arrival *arrival_oldest(const struct arrival *arrival);
/* Adds stretches for the images of the earlier arrivals; `left` is when the tag lost the last
 * recorded image. */
void arrival_present_earlier(struct arena *arena, const struct arrival *arrival, moment left,
                             moment now, stretches *list);

/*
 * Returns when the tag lost the image of its last record: the time of the arrival's commit. If that
 * is later than `now`, or earlier than `since`, the start of that image, the commit was made with a
 * wrong clock; then returns the time of its parent, when the tag still had the image. Returns
 * `since`, so that the image counts no time, if the tag had another image just before the commit,
 * or if the commit is later than `now` and its parent's time can't be right either. digest: of the
 * last record, or NULL.
 */
moment arrival_left(const struct pin_origin *origin, const char *digest, moment since, moment now);

/* Returns the last record of a pull request that proposed this digest and was not merged yet, or
 * NULL. A move by a person ends all proposals from before it. */
const struct record *arrival_proposal(const struct tag_journal *tag, const char *digest);
/* True if the arrival is a `weir promote` that a person requested in a clone. */
bool arrival_promoted_by_request(const struct arrival *arrival);
/* True if that request passed over a rule of this kind and argument (NULL: of any argument), as its
 * commit says. This opens no gate: the record and the audit name the rule and the person. */
bool arrival_overrode(const struct arrival *arrival, const char *kind, const char *argument);
/* Returns the kind of record that a claimed move gets. hop: the tag is the target of a hop. */
enum record_kind arrival_claimed_kind(const struct claimed_move *claim, bool hop);
/* True if a person requested the claimed move. */
bool arrival_requested(const struct claimed_move *claim);
