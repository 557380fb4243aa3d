// SPDX-License-Identifier: Apache-2.0
/*
 * A draft is a row that is being decided: its fields, its trail, and the edits that it makes if it
 * writes. To *end* a draft means to give its row a reason that writes nothing and to drop its
 * edits; the caller then applies no further rule. Only a hop goes on: it tries older images.
 */
#pragma once

#include "diff/base/row.h"
#include "manifests/base/arena.h"
#include "manifests/base/list.h"

struct holding;

struct draft {
    struct arena *arena; /* for the texts and lists of the row */
    struct row row;
    LIST_OF(const char *) trail;
    LIST_OF(struct evidence) evidence;
    LIST_OF(struct row_edit) edits;
    struct value *new_entry; /* the entry that the edits insert for the tag, or NULL */
};

/* Adds a line to the row's trail. */
PRINTF_LIKE(2, 3)
void draft_say(struct draft *draft, const char *format, ...);
/* Adds the evidence, which the journal's record keeps, and its text to the trail. */
void draft_prove(struct draft *draft, const struct evidence *evidence);
/* Raises row.allowed, the time since when the row was allowed to write, to at least `since`. */
void draft_allow(struct draft *draft, moment since);

/* Ends the draft with this reason. detail may be NULL. */
void draft_end(struct draft *draft, enum reason reason, const char *detail);
/* Ends the draft with REASON_REFUSED; the format makes its detail. hint may be NULL. */
PRINTF_LIKE(3, 4)
void draft_refuse(struct draft *draft, const char *hint, const char *format, ...);
/* Returns true if the draft has no edits, and then ends it with REASON_AS_ASKED. */
bool draft_unchanged(struct draft *draft);
/* Ends the draft because the registry's answer is not ANSWER_FOUND. */
void draft_unanswered(struct draft *draft, const struct answer *answer);
/* Ends the draft because an edit was refused; answer is the edit's SITE_REFUSED answer. */
void draft_refused_edit(struct draft *draft, const struct answer *answer);
/* Ends the draft because the tag that the image comes from is held, or the image is denied. The
 * holding is HOLDS_STOPPED; `source` becomes the row's detail. */
void draft_stopped(struct draft *draft, const struct holding *holding, const char *source);
/* Returns true if the holding of the named source is a digest; else ends the draft. */
bool draft_sourced(struct draft *draft, const struct holding *holding, const char *source);
/* Ends the draft because of a problem in a declaration. If `problem` is NULL, the row's hint is to
 * run `weir lint`. */
void draft_problem(struct draft *draft, const struct problem *problem);

/* Each of the next functions adds one edit of the row's file. This one replaces a scalar. */
void draft_replace(struct draft *draft, const struct scalar *scalar, const char *text);
/* Like draft_replace, but writes the text without quotes: true, false, a number. */
void draft_replace_literal(struct draft *draft, const struct scalar *scalar, const char *text);
/* Inserts a key into the map at path; value->key is the key. */
void draft_insert(struct draft *draft, struct node_path path, const struct value *value);
/* Appends an item to the list at path. */
void draft_append(struct draft *draft, struct node_path path, const struct value *item);
/* Removes the item at path; its list stays, even if it is then empty. */
void draft_remove_item(struct draft *draft, struct node_path path);
/* Removes the scalar and its key. If their map becomes empty, removes that map and its key too. */
void draft_remove(struct draft *draft, const struct scalar *scalar);
