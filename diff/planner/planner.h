// SPDX-License-Identifier: Apache-2.0
/*
 * Planning from the inside: each tag is a node that is decided once, after the tags that it takes
 * its image from. Only files of diff include this.
 */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/observed.h"
#include "diff/base/plan.h"
#include "diff/journal/journal.h"
#include "diff/planner/draft.h"
#include "diff/planner/holding.h"

/* Who put the current pin into the repository. */
enum pin {
    PIN_NOT_JUDGED,  /* there is no pin, or no journal to judge it by */
    PIN_AS_RECORDED, /* the digest of the last record */
    PIN_OWN,         /* weir, in a run that ended before it could record it */
    PIN_BY_HAND,     /* a person: it stays until it is released */
    PIN_ASKING,      /* an answer is outstanding */
    PIN_UNKNOWN,     /* the journal can't be read */
};

struct tag_node {
    const char *environment, *name, *tag;
    const struct stream *stream;    /* NULL: not declared */
    const struct stream_tag *entry; /* NULL: the stream has no such tag */
    const struct hop *hop;
    const struct producer *producer;
    bool intended; /* a person asked for this tag */
    bool deciding, decided;
    bool hop_tried;                   /* hops: decided, except for the rest of the set */
    bool set_known;                   /* hops of a set: set_blocker is known */
    const struct hop *set_blocker;    /* the first hop of the set that can't move, or NULL */
    const struct tag_journal *memory; /* NULL: no records */
    struct standing standing;         /* by the records */
    enum pin pin;
    bool uncited; /* its last record cites a commit that the branch does not have */
    const struct pin_origin *origin; /* how an unrecorded pin came; or NULL */
    struct draft draft;
    struct holding holding;
};

/* The most tags that are decided one inside the other. */
enum { PLANNER_DEPTH_MAX = 1000 };

/* The state of a window now, computed once a plan. */
struct known_window {
    const struct window *window;
    struct window_state state;
};

struct planner {
    struct arena *arena;
    /*
     * Decides one tag: sets the node's draft and holding. A decision asks planner_holding() for the
     * tags that it takes from, which calls this again; the pointer is the only way back from the
     * planner to the rules.
     */
    void (*decide)(struct planner *planner, struct tag_node *node);
    unsigned depth; /* of planner_decide */
    const struct declared *declared;
    const struct observed *observed;
    const struct intent *intent;    /* NULL: none */
    LIST_OF(struct tag_node) nodes; /* by environment, name, tag; fixed before the first decision */
    LIST_OF(struct question) questions;
    LIST_OF(struct known_window) windows;
    bool passes_rules; /* a person asked, so freeze and guard are passed over */
};

/* Returns the answer, or NULL: then the question is added to the plan. */
const struct answer *planner_ask(struct planner *planner, enum question_kind kind, const char *key);
/* Returns whether the window is open now, and when that changes. */
struct window_state planner_window(struct planner *planner, const struct window *window);
/* Returns the tag's node, or NULL if nothing declares or means the tag. */
struct tag_node *planner_node(struct planner *planner, const char *environment, const char *stream,
                              const char *tag);
/* Returns the target of `hop` if it moves together with the node's own hop (the node itself
 * included); NULL for a hop of another promotion or environment. */
struct tag_node *planner_member(struct planner *planner, const struct tag_node *node,
                                const struct hop *hop);
/* Returns "REGISTRY/NAMESPACE/STREAM": where the integrated registry has the stream's images. */
const char *planner_integrated(struct planner *planner, const char *environment,
                               const char *stream);
/* True if the policy denies the digest and no person allowed it. Both may be NULL. */
bool planner_denies(const struct planner *planner, const struct tag_policy *policy,
                    const char *digest);
/*
 * Returns what the tag has after this run, deciding it first. A circle gives HOLDS_NOTHING, a chain
 * of more than PLANNER_DEPTH_MAX tags HOLDS_UNKNOWN. The integrated registry is asked for a tag
 * that a build pushes only here, when another row needs it.
 */
const struct holding *planner_holding(struct planner *planner, struct tag_node *node);
/* Decides the tag, unless it is decided or being decided. */
void planner_decide(struct planner *planner, struct tag_node *node);
