// SPDX-License-Identifier: Apache-2.0
/* Hand-made values for tests of reports, as the planner would make them. */
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
    struct report report; /* points to the members above */
};

/* A shop: three environments, a promotion, workloads, one row of each state. */
void fixture_shop(struct fixture *fixture);
/* The shop's journal; fixture_shop() calls this. */
void fixture_journal(struct fixture *fixture);
/* A journal with this text in every field. */
void fixture_journal_of(struct fixture *fixture, const char *namespace, const char *text);
/* An audit with a finding of each class, and these texts in its fields. */
void fixture_audit_of(struct fixture *fixture, const char *stream, const char *who,
                      const char *text);
/* An empty repository and an empty plan. */
void fixture_empty(struct fixture *fixture);
/* One row for each reason. */
void fixture_every_reason(struct fixture *fixture);
/* Names and texts that try to act as markup or control characters. */
void fixture_hostile(struct fixture *fixture);
/* Many rows that change something. */
void fixture_many(struct fixture *fixture, size_t rows);

static inline void fixture_done(struct fixture *fixture)
{
    arena_done(&fixture->arena);
}
#define fixture_scope CLEANUP(fixture_done)
