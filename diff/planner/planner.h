// SPDX-License-Identifier: Apache-2.0
/*
 * Inside of planning: the tags as nodes that are decided once each, sources before what takes from
 * them, and drafts of rows. Only files of diff/ include this.
 */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/observed.h"
#include "diff/base/plan.h"
#include "diff/journal/journal.h"

/* What a tag means, in the repository or once this run's change is applied. */
enum holding_kind {
    HOLDS_NOTHING,
    HOLDS_DIGEST,
    HOLDS_REFERENCE, /* `reference: true`: a pull reference that is never resolved */
    HOLDS_UNKNOWN,   /* could not tell */
    HOLDS_ASKING,    /* an answer is outstanding */
    HOLDS_STOPPED,   /* produced: what was pushed may not be taken; `stopped` says why */
};

struct holding {
    enum holding_kind kind;
    const char *digest;
    bool integrated;           /* the image lives in the integrated registry, below home/stream */
    bool origin_unknown;       /* so it is taken to be, as the repository knows no other place */
    struct reference image;    /* else: repository and tag in an outside registry */
    const char *home, *stream; /* namespace and stream that an ImageStreamImage would name */
    enum image_form form;
    enum import_mode import_mode; /* of the tag's entry */
    const char *why;              /* HOLDS_UNKNOWN, HOLDS_STOPPED */
    enum reason stopped;          /* HOLDS_STOPPED: held or denied */
    moment next;                  /* HOLDS_STOPPED: when that ends */
};

/* Whose the pin is that stands in the repository. */
enum pin {
    PIN_NOT_JUDGED,  /* there is none, or no journal to judge it by */
    PIN_AS_RECORDED, /* what the journal says */
    PIN_OWN,         /* weir's own, by a run that could not record it any more */
    PIN_BY_HAND,     /* a person's: it stays until it is released */
    PIN_ASKING,
    PIN_UNKNOWN, /* the journal can't be read */
};

struct draft {
    struct row row;
    LIST_OF(const char *) trail;
    LIST_OF(const char *) evidence;
    LIST_OF(struct row_edit) edits;
    struct value *new_entry; /* of the tag, that these edits insert; or NULL */
};

struct tag_node {
    const char *namespace, *name, *tag;
    const struct stream *stream;    /* NULL when it is not declared */
    const struct stream_tag *entry; /* NULL when the stream has no such tag */
    const struct hop *hop;
    const struct producer *producer;
    bool intended; /* a person's word means it */
    bool deciding, decided;
    bool hop_tried;                   /* hops: decided but for what the set says */
    bool set_known;                   /* hops of a set: the next field is */
    const struct hop *set_blocker;    /* the first of the set that can't move, or NULL */
    const struct tag_journal *memory; /* NULL: no records */
    struct standing standing;         /* by them */
    enum pin pin;
    bool uncited; /* its last record cites a commit that the branch does not have */
    const struct pin_origin *origin; /* how a pin came that isn't recorded; or NULL */
    struct draft draft;
    struct holding holding;
};

/* Tags that take from each other are decided one inside the other, at most so many. */
enum { PLANNER_DEPTH_MAX = 1000 };

/* A window's state, told once a plan. */
struct known_window {
    const struct window *window;
    struct window_state state;
};

struct planner {
    struct arena *arena;
    unsigned depth; /* of planner_decide */
    const struct declared *declared;
    const struct observed *observed;
    const struct intent *intent;    /* NULL: none */
    LIST_OF(struct tag_node) nodes; /* by namespace, name, tag; never grows once planning began */
    LIST_OF(struct question) questions;
    LIST_OF(struct known_window) windows;
    bool passes_rules; /* a person's word: freeze and guard are passed over */
};

/* --- draft.c: rows in the making --- */

PRINTF_LIKE(3, 4)
void draft_say(struct planner *planner, struct draft *draft, const char *format, ...);
/* As draft_say; it is evidence too, which the journal keeps. */
PRINTF_LIKE(3, 4)
void draft_prove(struct planner *planner, struct draft *draft, const char *format, ...);
/* The row may write since then, and not before. */
void draft_allow(struct draft *draft, moment since);
/* Ends a draft with a reason that writes nothing. */
void draft_end(struct draft *draft, enum reason reason, const char *detail);
/* The same for an answer that is no digest. */
void draft_unanswered(struct draft *draft, const struct answer *answer);
/* Blocks it by a problem of its declaration. */
void draft_problem(struct planner *planner, struct draft *draft, const struct problem *problem);
void draft_replace(struct planner *planner, struct draft *draft, const struct scalar *scalar,
                   const char *text);
/* As draft_replace, for true, false and numbers. */
void draft_replace_literal(struct planner *planner, struct draft *draft,
                           const struct scalar *scalar, const char *text);
/* A new key of the map at path. The value carries the key. */
void draft_insert(struct planner *planner, struct draft *draft, struct node_path path,
                  const struct value *value);
void draft_append(struct planner *planner, struct draft *draft, struct node_path path,
                  const struct value *item);
/* The item at path goes; its list stays, be it empty. */
void draft_remove_item(struct planner *planner, struct draft *draft, struct node_path path);
/* Removes the key of the scalar, and the map around it when the map becomes empty. */
void draft_remove(struct planner *planner, struct draft *draft, const struct scalar *scalar);
/* Ends a draft whose tag is held now, or whose digest is denied; true when it ended. */
bool draft_held(struct planner *planner, struct draft *draft, const struct tag_policy *policy);
bool draft_denied(struct planner *planner, struct draft *draft, const struct tag_policy *policy,
                  const char *digest);
bool policy_denies(const struct tag_policy *policy, const char *digest); /* NULL: no */
/* Ends a draft that takes from a tag whose image may not be taken. */
void draft_stopped(struct draft *draft, const struct holding *holding, const char *source);
/*
 * Ends a draft that wants to write `digest` (may be NULL) for a tag with this policy (may be NULL):
 * hold, deny, freeze and refused edits turn it into a blocked one. True when it writes.
 */
bool draft_write(struct planner *planner, struct draft *draft, enum reason reason,
                 enum action action, const struct tag_policy *policy, const char *digest);

struct value *value_scalar(struct planner *planner, const char *key, const char *text);
struct value *value_literal(struct planner *planner, const char *key, const char *text);
/* A map of the children that are not NULL; NULL when there are none. */
struct value *value_map(struct planner *planner, const char *key, size_t count,
                        struct value *const *children);

/* --- planner.c: nodes and questions --- */

/* The answer, or NULL: then the question is listed in the plan. */
const struct answer *planner_ask(struct planner *planner, enum question_kind kind, const char *key);
/* Whether a window is open now. */
struct window_state planner_window(struct planner *planner, const struct window *window);
struct tag_node *planner_node(struct planner *planner, const char *namespace, const char *stream,
                              const char *tag);
/* The target of a hop that moves with the node's own, `hop` among them; NULL: another promotion's
 * or environment's. */
struct tag_node *planner_member(struct planner *planner, const struct tag_node *node,
                                const struct hop *hop);
/*
 * What the tag holds after this run, deciding it first. A circle gives HOLDS_NOTHING, a chain of
 * more than PLANNER_DEPTH_MAX tags HOLDS_UNKNOWN. A produced tag is asked for at the integrated
 * registry only when somebody needs it.
 */
const struct holding *planner_holding(struct planner *planner, struct tag_node *node);
void planner_decide(struct planner *planner, struct tag_node *node);
/*
 * The outside image behind `stream@digest`: what an entry of that stream says, followed through
 * copies of copies. False: the image is the integrated registry's own, as far as the repository
 * tells.
 */
bool planner_outside_image(struct planner *planner, const char *namespace, const char *stream,
                           const char *digest, struct reference *out);
/* What the tag's entry says now, before this run. */
struct holding planner_current(struct planner *planner, const struct tag_node *node);

/* --- memory.c: what the journal says --- */

/* Sets memory and standing. */
void memory_recall(struct planner *planner, struct tag_node *node);
/* Why the journal of this tag can't be relied upon, or NULL. */
const char *memory_trouble(const struct planner *planner, const struct tag_node *node);
/* Whether this run keeps a journal; it may be about to begin. */
bool memory_kept(const struct planner *planner);
/* Whose the pin with this digest (may be NULL) is that stands there: sets pin and origin. */
void memory_judge(struct planner *planner, struct tag_node *node, const char *digest);
/* Ends the draft of a node whose pin may not be replaced, or not be judged; true when it ended. */
bool memory_stops(struct planner *planner, struct tag_node *node);
/* Whether a person changed the source of a tag after its digest was recorded. */
bool memory_source_changed(struct planner *planner, const struct tag_node *node);
/* The holding's image lives where the record (may be NULL) says that it came from, if it does. */
void memory_image(struct planner *planner, const struct record *record, struct holding *holding);
/* Ends the draft while the digest has not been seen for `settle` seconds; true when it may move. */
bool memory_settled(struct planner *planner, struct tag_node *node, const char *digest,
                    int64_t settle);

/* --- streams.c, hops.c, consumers.c, intents.c, guards.c --- */

void stream_tag_decide(struct planner *planner, struct tag_node *node);
/* The tag of the same stream that this one is an alias of, or NULL. */
const char *stream_alias_of(const struct tag_node *node);
/* The tag at the end of a chain of aliases in one stream: NULL when it is a circle or missing. */
struct tag_node *stream_alias_end(struct planner *planner, struct tag_node *node,
                                  enum reason *otherwise);
/* How long a digest must have stood upstream before it is pinned, seconds; 0 and less: not at all.
 */
int64_t stream_settle(const struct planner *planner, const struct tag_policy *policy, bool follows);
void hop_decide(struct planner *planner, struct tag_node *node);
void consumer_decide(struct planner *planner, const struct consumer *consumer, struct draft *draft);
/* Marks the nodes that a person's word means; adds none. */
void intent_begin(struct planner *planner);
void intent_decide(struct planner *planner, struct tag_node *node);
/* Ends the draft as refused, with a reason for people and a hint or NULL. */
PRINTF_LIKE(4, 5)
void intent_refuse(struct planner *planner, struct draft *draft, const char *hint,
                   const char *format, ...);
/* False when the tag can't be moved by a person at all; the draft says why. */
bool intent_movable(struct planner *planner, struct tag_node *node);
/* Resolves an outside image: its tag now, or its digest, which must exist. */
bool intent_resolve(struct planner *planner, struct draft *draft, const struct reference *image,
                    struct holding *out);
void tag_decide(struct planner *planner, struct tag_node *node);
void import_decide(struct planner *planner, struct tag_node *node);
void rollback_decide(struct planner *planner, struct tag_node *node);
void release_decide(struct planner *planner, struct tag_node *node);
void delete_decide(struct planner *planner, struct tag_node *node);
/* Ends a draft whose namespace is frozen now; true when it ended. */
bool freeze_check(struct planner *planner, struct draft *draft);
/* Whether the freeze, while it stands, is of this namespace. */
bool freeze_means(const struct settings_freeze *freeze, const char *namespace);
/* Blocks every writing row when there are too many. */
void guard_check(struct planner *planner, struct plan *plan);

/* --- write.c: how a tag's entry gets a new source --- */

/* What stands in `from`: the image of a holding as seen from another namespace. */
struct new_source {
    const char *kind, *namespace, *name;
};
struct new_source source_of_holding(struct planner *planner, const struct holding *holding);

struct entry_options {
    bool scheduled, reference_only;
    bool unscheduled;             /* end a schedule that is there */
    enum import_mode import_mode; /* DEFAULT: leave it */
    bool reference_policy_said;
    enum reference_policy reference_policy;
};
/* Drafts the edits that give node's tag this source; inserts the entry when it is missing. */
void write_source(struct planner *planner, struct tag_node *node, struct new_source source,
                  const struct entry_options *options);
/* What was taken is the node's from then on: an image of its own stream. */
void write_taken(struct tag_node *node, struct holding taken, enum import_mode mode);

/* --- annotate.c --- */

/*
 * Drafts the edits by which node's tag has `weir.dev/NAME` with this value; NULL: has it no more.
 * NAME is hold or deny. It is changed where it stands; a new one stands in the tag's entry, an
 * entry that write_source drafted before included, or as `TAG.weir.dev/NAME` on the stream when the
 * tag has no entry or is pushed by a build. No edit when it says so already.
 */
void write_annotation(struct planner *planner, struct tag_node *node, const char *name,
                      const char *value);
