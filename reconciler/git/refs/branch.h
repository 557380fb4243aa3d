// SPDX-License-Identifier: Apache-2.0
/* Names of branches, and the refs that they stand for: "main" is "refs/heads/main". */
#pragma once

#include <stdbool.h>

#include "diff/journal/journal.h"
#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

enum { BRANCH_MAX = 256, BRANCH_REF_MAX = BRANCH_MAX + 16 };

#define BRANCH_PREFIX "refs/heads/"
#define BRANCH_JOURNAL_REF BRANCH_PREFIX JOURNAL_BRANCH

/* True for a name that git allows, and that is short enough. */
bool branch_valid(const char *branch);

/* Prints the ref of a branch, and returns it. */
const char *branch_ref(char ref[BRANCH_REF_MAX], const char *branch);
/* Returns the branch in the text of its ref, or NULL for a ref of another kind. */
const char *branch_of_ref(const char *ref);

/* Some branches of a repository, for a hint. Zeroed is empty. */
struct branch_hint {
    char names[256]; /* "dev, main" */
};

/* Adds a branch while there is room. Ignores refs of other kinds and the journal's branch. */
void branch_hint_add(struct branch_hint *hint, const char *ref);
/* Adds the hint "the repository has: …" to an error; without branches it adds none. Returns -1. */
int branch_hint_give(const struct branch_hint *hint, struct err *err);
