// SPDX-License-Identifier: Apache-2.0
/* Handles names of branches and their refs: the ref of "main" is "refs/heads/main". */
#pragma once

#include <stdbool.h>

#include "diff/journal/journal.h"
#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

enum { BRANCH_MAX = 256, BRANCH_REF_MAX = BRANCH_MAX + 16 }; /* bytes, with the final NUL */

#define BRANCH_PREFIX "refs/heads/"
#define BRANCH_JOURNAL_PREFIX BRANCH_PREFIX JOURNAL_PREFIX

/* True if git allows the name and it is shorter than 240 bytes. The name of its journal's branch is
 * shorter than BRANCH_MAX then. */
bool branch_valid(const char *branch);

/* Writes the branch's ref into `ref`, and returns it. */
const char *branch_ref(char ref[BRANCH_REF_MAX], const char *branch);
/* Writes the ref of the branch's journal into `ref`, and returns it. */
const char *branch_journal_ref(char ref[BRANCH_REF_MAX], const char *branch);
/* Returns the branch's name, which is the end of `ref`, or NULL if `ref` is not a branch's ref. */
const char *branch_of_ref(const char *ref);

/* Some branches of a repository, for a hint. Zeroed is empty. */
struct branch_hint {
    char names[256]; /* "dev, main" */
};

/* Adds the branch of this ref if there is room. Ignores refs of other kinds and the branches of
 * journals. */
void branch_hint_add(struct branch_hint *hint, const char *ref);
/* Adds the hint "the repository has: …" to an error, if there are branches. Returns -1. */
int branch_hint_give(const struct branch_hint *hint, struct err *err);
