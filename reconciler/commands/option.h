// SPDX-License-Identifier: Apache-2.0
/*
 * Parses the options of the command line according to tables. `--help` and the shell completions
 * use the same tables, and a test compares the tables with the man page.
 *
 * Options may come before and after operands; "--" ends the options. A value may be written as
 * `--name=value`, `--name value`, `-x value` or `-xvalue`; short flags may be joined. Long names
 * can't be abbreviated, so that an option added later can't change what a script means.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/list.h"
#include "manifests/base/moment.h"

enum {
    OPTION_TEXT_MAX = 4096,   /* bytes of one value */
    OPTION_LIST_MAX = 1000,   /* uses of one repeatable option */
    OPTION_NUMBER_MAX = 1000, /* the maximum of a number without a maximum of its own */
    OPTION_SETS_MAX = 8,      /* the maximum number of sets of one command */
};

typedef LIST_OF(const char *) option_list;

/* The kinds of options, each with the type of the field at `offset`. */
enum option_kind {
    OPTION_FLAG,     /* bool */
    OPTION_TEXT,     /* const char *; one of `choices` unless that is NULL */
    OPTION_LIST,     /* option_list: repeatable */
    OPTION_NUMBER,   /* unsigned, from 1 to `maximum` */
    OPTION_DURATION, /* int64_t, seconds, at least 1 */
    OPTION_TIME,     /* moment */
};

struct option {
    const char *name; /* the long name, without dashes */
    char letter;      /* 0: none */
    enum option_kind kind;
    const char *value;          /* the value's name in help: "HOST[:PORT]"; NULL for a flag */
    const char *const *choices; /* the allowed values, NULL-terminated; NULL: any value */
    size_t offset;              /* the offset of the field that options_parse() sets */
    unsigned maximum;           /* the maximum of an OPTION_NUMBER; 0: OPTION_NUMBER_MAX */
    const char *help;           /* one sentence without a full stop */
    const char *refusal;        /* if not NULL, the option is refused with this hint */
};

/* A set of options that help shows under one heading. */
struct option_set {
    const char *title;
    const struct option *options;
    size_t count;
};

/* Returns the option with this long name in any of the sets (NULL-terminated), or NULL. */
const struct option *option_find(const struct option_set *const *sets, const char *name);

/*
 * Reads the arguments from index *at on, sets fields of `into`, adds operands to `operands`, and
 * sets *at to the index after the last argument that it read. With `first_only`, stops before the
 * first operand. Texts are borrowed from `arguments`. Returns 0, or -1 for an unknown or refused
 * option, for a missing, unexpected or invalid value, for a text option with two different values,
 * and for a list with more than OPTION_LIST_MAX values.
 */
MUST_USE int options_parse(struct arena *arena, const struct option_set *const *sets, int count,
                           char *const *arguments, bool first_only, int *at, void *into,
                           option_list *operands, struct err *err);
