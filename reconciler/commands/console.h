// SPDX-License-Identifier: Apache-2.0
/* Declares the steps that several commands share: opening the repository, running a cycle, and
 * reporting. */
#pragma once

#include "reconciler/commands/command.h"
#include "reconciler/commands/select.h"
#include "reconciler/sync.h"

/* Opens the repository of the command line, and also the registries if `asks` is true. Prints a
 * note if the configuration requires signatures but the files of a work tree or folder are read. A
 * signal handler may set *stop to end the session early; stop may be NULL. */
MUST_USE int console_session(struct invocation *invocation, bool asks,
                             const volatile sig_atomic_t *stop, struct session *session,
                             struct err *err);
/* Opens the repository and the registries, without that note. If `anonymous` is true, no
 * credentials are used. */
MUST_USE int console_session_as(struct invocation *invocation, bool anonymous,
                                struct session *session, struct err *err);

/* Opens the repository for a command that asks no registry and reads commits, also those of a work
 * tree. Prints no note about signatures. */
MUST_USE int console_history(struct invocation *invocation, struct session *session,
                             struct err *err);

/* Runs a cycle up to its plan. The progress line is removed before it returns. */
MUST_USE int console_plan(struct invocation *invocation, struct session *session,
                          const struct intent *intent, struct cycle *cycle, struct err *err);
/* Opens the repository and the registries, runs a cycle up to its plan, and sets the namespace of
 * the selected object. */
MUST_USE int console_plan_selected(struct invocation *invocation, struct selected *selected,
                                   struct session *session, struct cycle *cycle, struct err *err);
/* Runs a whole cycle, which writes. */
MUST_USE int console_sync(struct invocation *invocation, struct session *session,
                          const struct intent *intent, struct cycle *cycle, struct err *err);
/* Prints advice to stderr: with --debug, which files were not read; if the repository has no
 * streams, what to do next, unless `told` is true because the report says so already. Prints
 * nothing with --quiet. */
void console_advise(const struct invocation *invocation, const struct source *source,
                    const struct declared *declared, bool told);
/* True if the report's format is for people. Reports of plans and lists in such a format say what
 * to do next. */
bool console_for_people(const struct invocation *invocation);

/* Returns the format given by -o, or text. The option parser has checked the value. */
enum report_format console_format(const struct invocation *invocation);
/* Prints one report of a cycle to the invocation's output. */
void console_report(struct invocation *invocation, enum report_kind kind,
                    const struct session *session, const struct cycle *cycle,
                    struct report_only only);

/* True if the plan could not be written, or not completely. */
bool console_unwritten(const struct cycle *cycle);
/* Returns EXIT_DIFFERS if the plan or the journal's records could not be written or a row needs
 * attention, else EXIT_DONE. */
int console_status(const struct cycle *cycle);
/* Does the same for a plan of the whole repository, in which an error of a manifest needs attention
 * too: what the manifest declares is missing from the plan. */
int console_status_whole(const struct cycle *cycle);
