// SPDX-License-Identifier: Apache-2.0
/* The result of one gate for one candidate. */
#pragma once

#include "diff/gates/candidate.h"

enum gate_state { /* the first three from good to bad */
                  GATE_HOLDS,
                  GATE_WAITS,   /* it holds later, by itself */
                  GATE_REFUSED, /* as things are it never holds */
                  GATE_PERSON,  /* a person moves the image */
                  GATE_UNKNOWN, /* an answer could not be had */
                  GATE_ASKING,  /* an answer is outstanding */
                  GATE_NOT_SUPPORTED,
                  GATE_STATES,
};

struct gate_result {
    enum gate_state state;
    moment since;         /* GATE_HOLDS: the recorded instant at which it began to; 0: always did */
    moment next;          /* GATE_WAITS: the earliest time at which it could hold; else NEVER */
    const char *evidence; /* one line: what was compared with what */
};

/* Judges one gate. A rule is pure: it asks the world through planner_ask(). */
typedef struct gate_result gate_rule(struct planner *planner, const struct gate *gate,
                                     const struct candidate *candidate);

/* Returns the result for an answer that is not found; NULL: not answered yet. `what` is the gate.
 */
struct gate_result gate_result_unanswered(struct planner *planner, const struct answer *answer,
                                          const char *what);
