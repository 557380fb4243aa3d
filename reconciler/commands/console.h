// SPDX-License-Identifier: Apache-2.0
/* What several commands begin and end with. */
#pragma once

#include "reconciler/commands/command.h"
#include "reconciler/sync.h"

/* Opens the repository of the command line; with `asks` the registries too. */
MUST_USE int open_session(struct invocation *invocation, bool asks,
                          const volatile sig_atomic_t *stop, struct session *session,
                          struct err *err);
/* The same with registries, and without any credentials when it is anonymous. */
MUST_USE int open_session_as(struct invocation *invocation, bool anonymous, struct session *session,
                             struct err *err);

/* The same for a command that reads commits even of a work tree, and asks no registry. */
MUST_USE int open_past(struct invocation *invocation, struct session *session, struct err *err);

/* A cycle up to its plan; the progress line is gone when it returns. */
MUST_USE int open_plan(struct invocation *invocation, struct session *session,
                       const struct intent *intent, struct cycle *cycle, struct err *err);
/* The same and what is written. */
MUST_USE int open_sync(struct invocation *invocation, struct session *session,
                       const struct intent *intent, struct cycle *cycle, struct err *err);
/* Says on stderr what was not read, and in a repository without streams what to do next, unless
 * the report told it. */
void open_advise(const struct invocation *invocation, const struct session *session,
                 const struct declared *declared, bool told);
/* Whether reports are for people: those of plans and lists then tell what to do next. */
bool open_for_people(const struct invocation *invocation);

/* The format that was asked for; the option has checked its word. */
enum report_format open_format(const struct invocation *invocation);
/* Prints one report of a cycle to the invocation's output. */
void open_report(struct invocation *invocation, enum report_kind kind,
                 const struct session *session, const struct cycle *cycle, struct report_only only);

/* Whether what was planned could not be written. */
bool open_unwritten(const struct cycle *cycle);
/* The exit status of `sync` and its like. */
int open_status(const struct cycle *cycle);
