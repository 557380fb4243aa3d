// SPDX-License-Identifier: Apache-2.0
/* Declares the result of one gate for one candidate. */
#pragma once

#include "diff/base/evidence.h"
#include "diff/gates/candidate.h"

/* The states of a gate. gate_soak() needs the first three in this order, from good to bad. */
enum gate_state {
    GATE_HOLDS,         /* the gate is open */
    GATE_WAITS,         /* the gate may open by itself later */
    GATE_REFUSED,       /* the gate will not open for this image by itself */
    GATE_PERSON,        /* only a person's request passes the gate */
    GATE_UNKNOWN,       /* the answer is "unknown" */
    GATE_ASKING,        /* an answer is outstanding */
    GATE_NOT_SUPPORTED, /* this version can't judge the gate */
    GATE_STATES,
};

struct gate_result {
    enum gate_state state;
    moment since; /* GATE_HOLDS: since when the gate is open; 0: always was */
    moment next;  /* GATE_WAITS: when the gate could open; MOMENT_NEVER: unknown */
    struct evidence evidence;
};

/* Judges one gate. A rule is pure: it asks its questions through planner_ask(). Of the evidence it
 * sets the text, which names the gate and what it was judged by, and the times. */
typedef struct gate_result gate_rule(struct planner *planner, const struct gate *gate,
                                     const struct candidate *candidate);

/* Returns the result for an answer other than ANSWER_FOUND. answer is NULL while it is outstanding;
 * `what` names the gate. */
struct gate_result gate_result_unanswered(struct planner *planner, const struct answer *answer,
                                          const char *what);
