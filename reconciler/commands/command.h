// SPDX-License-Identifier: Apache-2.0
/*
 * Declares the type of the table of commands, and the functions that carry out the commands. The
 * table has everything that parsing, help, completion and the test of the man page need.
 */
#pragma once

#include <stdio.h>

#include "reconciler/commands/option.h"
#include "reconciler/commands/progress.h"
#include "reconciler/config.h"

/* Exit statuses. EXIT_DIFFERS means something else for each command: see `exits` in commands.c. */
enum { EXIT_DONE = 0, EXIT_DIFFERS = 1, EXIT_TROUBLE = 2, EXIT_NOT_JUDGED = 3 };

/* All options of all commands; a command sees only those of its sets. */
struct arguments {
    bool help, version, quiet, debug;
    const char *repository, *config_file, *branch, *ca_file, *color;
    option_list plain_http, oci_layouts;
    unsigned jobs;
    moment now; /* MOMENT_NEVER: use the clock */

    const char *namespace, *output, *at;
    bool all_namespaces, all, patch, evidence;
    const char *base, *head;
    bool untrusted, accept_rewind;
    option_list allow_hosts;
    int64_t interval;
    unsigned history;

    const char *from, *source, *import_mode, *reference_policy;
    bool scheduled, confirm, insecure, allow_denied, dry_run, alias, reference, delete;
    const char *to, *since, *until, *reason, *image;
    bool resume_on_newer, override_gates, commit;

    option_list operands;
};

struct command;

/* One call of the program. */
struct invocation {
    const struct command *commands; /* the table; ends with an entry without a name */
    const struct command *command;
    struct arena arena; /* lives as long as the program runs */
    struct arguments arguments;
    struct config config; /* from flags, environment and file */
    FILE *out;            /* for reports; everything else goes to stderr */
    bool color;           /* `out` gets colors */
    size_t width;         /* columns of the terminal that shows `out`; 0: none, or unknown */
    struct progress progress;
};

struct command {
    const char *name;
    const char *operands; /* as in the usage line: "[REPO]" */
    const char *summary;  /* one line */
    const char *about;    /* a paragraph; wrapped when shown */
    const char *examples; /* lines */
    const char *exits;    /* lines, each with an exit status and its meaning */
    const char *words;    /* values of the first operand: "streams tags promotions", or NULL */
    const char *names;    /* what an operand names: "repository", "command" or NULL */
    const struct option_set *const *sets; /* NULL-terminated */
    size_t operands_min, operands_max;
    bool unconfigured; /* the command does not read the runner configuration */
    /* Returns an exit status, or -1 with err set; the program then exits with EXIT_TROUBLE. */
    int (*run)(struct invocation *invocation, struct err *err);
};

/* Returns the command of this name in a table that ends with an entry without a name, or NULL. */
const struct command *command_find(const struct command *commands, const char *name);

/* The functions in the table's rows. */
MUST_USE int diff_run(struct invocation *invocation, struct err *err);
MUST_USE int sync_run(struct invocation *invocation, struct err *err);
MUST_USE int run_run(struct invocation *invocation, struct err *err);
MUST_USE int lint_run(struct invocation *invocation, struct err *err);
MUST_USE int get_run(struct invocation *invocation, struct err *err);
MUST_USE int describe_run(struct invocation *invocation, struct err *err);
MUST_USE int history_run(struct invocation *invocation, struct err *err);
MUST_USE int audit_run(struct invocation *invocation, struct err *err);
MUST_USE int where_run(struct invocation *invocation, struct err *err);
MUST_USE int explain_run(struct invocation *invocation, struct err *err);
MUST_USE int import_image_run(struct invocation *invocation, struct err *err);
MUST_USE int tag_run(struct invocation *invocation, struct err *err);
MUST_USE int rollback_run(struct invocation *invocation, struct err *err);
MUST_USE int promote_run(struct invocation *invocation, struct err *err);
MUST_USE int release_run(struct invocation *invocation, struct err *err);
MUST_USE int journal_run(struct invocation *invocation, struct err *err);
MUST_USE int verify_run(struct invocation *invocation, struct err *err);
MUST_USE int init_run(struct invocation *invocation, struct err *err);
MUST_USE int help_run(struct invocation *invocation, struct err *err);
MUST_USE int version_run(struct invocation *invocation, struct err *err);
MUST_USE int completion_run(struct invocation *invocation, struct err *err);
