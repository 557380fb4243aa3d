// SPDX-License-Identifier: Apache-2.0
/*
 * Declares the state of planning. Each tag is a node, which is decided once, after the tags that it
 * takes its image from. Only files of the folder diff include this header.
 */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/observed.h"
#include "diff/base/plan.h"
#include "diff/journal/journal.h"
#include "diff/planner/draft.h"
#include "diff/planner/holding.h"
#include "manifests/base/set.h"

/* Who put the current pin into the repository. */
enum pin {
    PIN_NOT_JUDGED,  /* there is no pin, or memory_judge() does not judge it */
    PIN_AS_RECORDED, /* the last recorded move has the digest and needs no release */
    PIN_ARRIVED,     /* the pin has no record yet, and is known not to be a move by hand */
    PIN_BY_HAND,     /* a person, or an unknown commit: the pin stays until `weir release` */
    PIN_ASKING,      /* the answer to QUESTION_ORIGIN is outstanding */
    PIN_UNKNOWN,     /* the journal, or the tag's file in the journal, can't be used */
};

/* The tag at the end of a chain of aliases; it is resolved once for all tags of the chain. */
struct alias_end {
    enum { ALIAS_NEW, ALIAS_OPEN, ALIAS_KNOWN } state;
    struct tag_node *next; /* the tag that this alias follows; NULL: it has no node, or no alias */
    struct tag_node *node; /* the end, or NULL */
    enum reason otherwise; /* if there is no end: REASON_ALIAS_CYCLE or REASON_ALIAS_MISSING */
};

struct arrival;

struct tag_node {
    const char *environment, *name, *tag;
    const struct stream *stream;    /* NULL: not declared */
    const struct stream_tag *entry; /* NULL: the stream has no such tag */
    const struct hop *hop;
    const struct producer *producer;
    bool intended; /* a person asked for this tag */
    bool deciding, decided;
    struct alias_end alias_end;       /* set by alias_end() */
    const struct holding *before;     /* an alias: the image that it gave before this run, set by
                                         alias_recall(); NULL: not an alias, or not recalled yet */
    bool hop_tried;                   /* hops: decided without regard to the rest of the set */
    bool set_known;                   /* hops of a set: set_blocker is known */
    const struct hop *set_blocker;    /* the set's first hop that can't move, or NULL */
    const struct tag_journal *memory; /* NULL: no records */
    struct standing standing;         /* the tag's state by its records */
    enum pin pin;
    bool uncited; /* the record of the tag's image cites a commit that the branch does not have */
    struct arrival *arrival; /* how a pin without a record came to the branch; or NULL */
    const char *arriving;    /* the digest of the hop's arrival while that is judged; or NULL */
    bool released;           /* a person's commit released the tag, and no record says so yet */
    const struct pin_origin *release; /* that commit, if it is known; or NULL */
    struct draft draft;
    struct holding holding;
};

/* The maximum length of a chain in which each tag takes its image from the next one. */
enum { PLANNER_DEPTH_MAX = 1000 };

/* The state of a window now; it is computed once for each plan. */
struct known_window {
    const struct window *window;
    struct window_state state;
};

struct ranking;

struct planner {
    struct arena *arena;
    /*
     * Decides one tag: sets the node's draft and holding. A rule that needs the image of another
     * tag calls planner_holding(), which calls this function for the other tag. This is a pointer
     * because the planner must not depend on the rules.
     */
    void (*decide)(struct planner *planner, struct tag_node *node);
    unsigned depth; /* the number of active calls of planner_decide */
    const struct declared *declared;
    const struct observed *observed;
    const struct intent *intent;    /* NULL: none */
    LIST_OF(struct tag_node) nodes; /* sorted by environment, name, tag; none is added later */
    LIST_OF(struct question) questions;
    journal_needs lacking; /* see struct plan */
    LIST_OF(struct known_window) windows;
    LIST_OF(const struct ranking *) rankings; /* see diff/rows/ranking.h */
    struct set ranking_set;                   /* of `rankings` */
    bool passes_rules; /* a person's request passes over freezes and the guard */
};

/* Frees what is not in the arena. */
void planner_done(struct planner *planner);
/* Returns the answer. If there is none yet, adds the question to the plan and returns NULL. */
const struct answer *planner_ask(struct planner *planner, enum question_kind kind, const char *key);
/* Returns whether the window is open now, since when, and when that will change. */
struct window_state planner_window(struct planner *planner, const struct window *window);
/* Returns the tag's node, or NULL if no declaration and no request names the tag. */
struct tag_node *planner_node(struct planner *planner, const char *environment, const char *stream,
                              const char *tag);
/* Returns the node of the tag that `hop` writes, if `hop` belongs to the same promotion and target
 * environment as the node's own hop; else NULL. `hop` may be the node's own hop. */
struct tag_node *planner_member(struct planner *planner, const struct tag_node *node,
                                const struct hop *hop);
/* Returns "REGISTRY/NAMESPACE/STREAM", the stream's repository in the integrated registry. */
const char *planner_integrated(struct planner *planner, const char *environment,
                               const char *stream);
/* True if the policy denies the digest, and --allow-denied is not given. `policy` and `digest` may
 * be NULL. */
bool planner_denies(const struct planner *planner, const struct tag_policy *policy,
                    const char *digest);
/*
 * Decides the tag if necessary, and returns its holding after this run. Returns HOLDS_NOTHING if
 * the tag takes its image from itself in a cycle, and HOLDS_UNKNOWN if the chain of tags is longer
 * than PLANNER_DEPTH_MAX. Only this function asks the integrated registry for a tag that a build
 * pushes, so the registry is asked only if another row needs the image.
 */
const struct holding *planner_holding(struct planner *planner, struct tag_node *node);
/* Decides the tag. Does nothing if the tag is decided or is being decided. */
void planner_decide(struct planner *planner, struct tag_node *node);
