// SPDX-License-Identifier: Apache-2.0
/* A row in the making: its fields, its trail, and the edits that it will make if it writes. */
#pragma once

#include "diff/base/row.h"
#include "manifests/base/arena.h"
#include "manifests/base/list.h"

struct holding;

struct draft {
    struct arena *arena; /* for the texts and lists of the row */
    struct row row;
    LIST_OF(const char *) trail;
    LIST_OF(const char *) evidence;
    LIST_OF(struct row_edit) edits;
    struct value *new_entry; /* the tag's entry, if these edits insert it; or NULL */
};

/* Adds a line to the row's trail. */
PRINTF_LIKE(2, 3)
void draft_say(struct draft *draft, const char *format, ...);
/* Adds a line to the trail and to the evidence, which the journal keeps. */
PRINTF_LIKE(2, 3)
void draft_prove(struct draft *draft, const char *format, ...);
/* Raises the recorded instant since when the row may write. */
void draft_allow(struct draft *draft, moment since);

/* Ends the draft with a reason that writes nothing; its edits are dropped. */
void draft_end(struct draft *draft, enum reason reason, const char *detail);
/* Ends the draft as refused, with a sentence for people and a hint or NULL. */
PRINTF_LIKE(3, 4)
void draft_refuse(struct draft *draft, const char *hint, const char *format, ...);
/* Ends a draft without edits as one that has what was asked for; true if it ended. */
bool draft_unchanged(struct draft *draft);
/* Ends the draft by a registry's answer that is not a digest. */
void draft_unanswered(struct draft *draft, const struct answer *answer);
/* Ends the draft by a refused edit; answer is the one to its SITE_REFUSED question. */
void draft_refused_edit(struct draft *draft, const struct answer *answer);
/* Ends a draft that takes from a tag whose image may not be taken: HOLDS_STOPPED. */
void draft_stopped(struct draft *draft, const struct holding *holding, const char *source);
/* Blocks the row by a problem of its declaration; problem may be NULL: see `weir lint`. */
void draft_problem(struct draft *draft, const struct problem *problem);

/* Each of these adds one edit of the row's file. */
void draft_replace(struct draft *draft, const struct scalar *scalar, const char *text);
/* As draft_replace, for true, false and numbers. */
void draft_replace_literal(struct draft *draft, const struct scalar *scalar, const char *text);
/* Inserts a key into the map at path. The value carries the key. */
void draft_insert(struct draft *draft, struct node_path path, const struct value *value);
/* Appends an item to the list at path. */
void draft_append(struct draft *draft, struct node_path path, const struct value *item);
/* Removes the item at path; its list stays, even if it is then empty. */
void draft_remove_item(struct draft *draft, struct node_path path);
/* Removes the scalar's key, and the map around it if that becomes empty. */
void draft_remove(struct draft *draft, const struct scalar *scalar);
