// SPDX-License-Identifier: Apache-2.0
/*
 * The subcommands: one table with everything that parsing, help, completion and man page need, and
 * one file each that carries it out.
 */
#pragma once

#include <stdio.h>

#include "reconciler/commands/option.h"
#include "reconciler/commands/progress.h"
#include "reconciler/config.h"

/* What every command ends with; `sync` and its like use 1 for "not all could be done". */
enum { EXIT_DONE = 0, EXIT_DIFFERS = 1, EXIT_TROUBLE = 2 };

/* All options of all commands; a command sees only those of its sets. */
struct arguments {
    bool help, version, quiet, debug;
    const char *repository, *config_file, *branch, *ca_file, *color;
    option_list plain_http, oci_layouts;
    unsigned jobs;
    moment now; /* MOMENT_NEVER: the clock's */

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
    bool resume_on_newer, override_gates;

    option_list operands;
};

struct command;

/* One call of the program. */
struct invocation {
    const struct command *command;
    struct arena arena; /* as long as the program runs */
    struct arguments arguments;
    struct config config; /* flags, environment and file together */
    FILE *out;            /* reports; stderr has the rest */
    bool color;           /* of `out` */
    size_t width;         /* columns of the terminal that `out` is; 0: it is not a terminal */
    struct progress progress;
};

struct command {
    const char *name;
    const char *operands; /* as in the usage line: "[REPO]" */
    const char *summary;  /* one line */
    const char *about;    /* a paragraph; wrapped when shown */
    const char *examples; /* lines */
    const char *exits;    /* lines: what the exit statuses mean */
    const char *words;    /* what the first operand can be: "streams tags promotions", or NULL */
    const char *names;    /* what completion offers for operands: "repository", "file" or NULL */
    const struct option_set *const *sets; /* NULL-terminated */
    size_t operands_min, operands_max;
    /* An exit status, or -1 with err set, which is EXIT_TROUBLE. */
    int (*run)(struct invocation *invocation, struct err *err);
};

/* Ends with an entry without name. */
extern const struct command commands[];
extern const struct option_set *const common_sets[]; /* what may stand before the command */
const struct command *command_find(const char *name);

int diff_run(struct invocation *invocation, struct err *err);
int sync_run(struct invocation *invocation, struct err *err);
int run_run(struct invocation *invocation, struct err *err);
int lint_run(struct invocation *invocation, struct err *err);
int get_run(struct invocation *invocation, struct err *err);
int describe_run(struct invocation *invocation, struct err *err);
int history_run(struct invocation *invocation, struct err *err);
int audit_run(struct invocation *invocation, struct err *err);
int where_run(struct invocation *invocation, struct err *err);
int explain_run(struct invocation *invocation, struct err *err);
int import_image_run(struct invocation *invocation, struct err *err);
int tag_run(struct invocation *invocation, struct err *err);
int rollback_run(struct invocation *invocation, struct err *err);
int promote_run(struct invocation *invocation, struct err *err);
int release_run(struct invocation *invocation, struct err *err);
int verify_run(struct invocation *invocation, struct err *err);
int init_run(struct invocation *invocation, struct err *err);
int help_run(struct invocation *invocation, struct err *err);
int version_run(struct invocation *invocation, struct err *err);
int completion_run(struct invocation *invocation, struct err *err);

/* Help of one command, or of the program when it is NULL; at most 80 columns. */
void help_print(FILE *out, const struct command *command);
