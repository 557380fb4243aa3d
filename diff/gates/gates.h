// SPDX-License-Identifier: Apache-2.0
/*
 * Gates of a hop, one table: each kind evaluates to holds, waits until when, or refused, with
 * evidence that goes into plan, report and journal. Rules are pure like all of planning: what they
 * need of the world they ask through planner_ask.
 */
#pragma once

#include "diff/planner/planner.h"

enum gate_state { /* the first three from good to bad */
                  GATE_HOLDS,
                  GATE_WAITS,   /* it holds later, by itself */
                  GATE_REFUSED, /* as things are it never holds */
                  GATE_PERSON,  /* a person moves it */
                  GATE_UNKNOWN, /* could not tell */
                  GATE_ASKING,  /* an answer is outstanding */
                  GATE_NOT_SUPPORTED,
};

/* How long a digest stood in one of the environments before. */
struct stood {
    const char *namespace;
    bool known;         /* false: no journal tells */
    moment since;       /* when it came to stand there */
    moment until;       /* when it ceased to; MOMENT_NEVER: it still stands */
    bool rebuilt;       /* since is when the journal was begun */
    const char *commit; /* that the journal cites for it, or NULL */
};

/* What wants to pass: a digest that the environments before have, or had. */
struct candidate {
    const struct hop *hop;
    const char *digest;
    struct holding holding;      /* where the image lives, as the environment before has it */
    LIST_OF(struct stood) stood; /* one for each environment that counts */
};

struct gate_result {
    enum gate_state state;
    moment since;         /* GATE_HOLDS: the recorded instant at which it began to; 0: always did */
    moment next;          /* GATE_WAITS: the earliest time at which it could hold; else NEVER */
    const char *evidence; /* one line: what was compared with what */
};

/*
 * The gates of an entry in the order in which they are evaluated: clocks and persons, then what the
 * registry must be asked for, then programs of the runner; else as they are declared. The first
 * that doesn't hold spares asking for the others.
 */
const struct gate *const *gates_ordered(struct planner *planner, const struct path_entry *entry);

struct gate_result gate_evaluate(struct planner *planner, const struct gate *gate,
                                 const struct candidate *candidate);

/* "host/path@digest" for questions about the candidate's image. */
const char *gate_image_key(struct planner *planner, const struct candidate *candidate);

typedef struct gate_result gate_rule(struct planner *planner, const struct gate *gate,
                                     const struct candidate *candidate);
gate_rule gate_soak;                  /* gate_soak.c */
gate_rule gate_window;                /* gate_window.c */
gate_rule gate_platforms, gate_label; /* gate_image.c */
gate_rule gate_check;                 /* gate_check.c */
gate_rule gate_not_supported;

/* What gates that ask make of an answer that is not found, NULL included. `what` names the gate. */
struct gate_result gate_unanswered(struct planner *planner, const struct answer *answer,
                                   const char *what);
/* "`weir promote web --to app-prod` moves it" */
const char *gate_person(struct planner *planner, const struct hop *hop);
/* Untrusted text on one line within quotes, cut when it is long. */
const char *gate_quote(struct planner *planner, const char *text);
