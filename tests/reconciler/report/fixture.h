// SPDX-License-Identifier: Apache-2.0
/* Values made by hand for tests of reports: what a planner would hand over. */
#pragma once

#include "reconciler/report/report.h"

struct fixture {
    struct arena arena;
    struct source source;
    struct declared declared;
    struct plan plan;
    struct change change;
    struct observed observed;
    struct journal journal;
    struct source base;
    struct review review;
    struct report_review report_review;
    struct verification verification;
    struct audit audit;
    struct audit_scope audit_scope;
    struct report report; /* points at the above */
};

/* The shop: three environments, a promotion, consumers, one row of each state. */
void fixture_shop(struct fixture *fixture);
/* The journal of the shop: part of fixture_shop. */
void fixture_journal(struct fixture *fixture);
/* A journal that says no more than this text, in every field. */
void fixture_journal_of(struct fixture *fixture, const char *namespace, const char *text);
/* An audit with a finding of each class and these texts. */
void fixture_audit_of(struct fixture *fixture, const char *stream, const char *who,
                      const char *text);
/* Nothing declared, nothing planned. */
void fixture_empty(struct fixture *fixture);
/* One row for each reason there is. */
void fixture_every_reason(struct fixture *fixture);
/* Names and texts that try to be more than text. */
void fixture_hostile(struct fixture *fixture);
/* Many rows that write. */
void fixture_many(struct fixture *fixture, size_t rows);

static inline void fixture_done(struct fixture *fixture)
{
    arena_done(&fixture->arena);
}
#define fixture_scope CLEANUP(fixture_done)
