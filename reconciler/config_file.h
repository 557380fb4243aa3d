// SPDX-License-Identifier: Apache-2.0
/* The configuration file, one YAML document (weir-config(5)). */
#pragma once

#include "manifests/kinds/problem.h"
#include "reconciler/config.h"

/*
 * Adds the file's settings to the configuration. Lists grow; the branch, the jobs and the interval
 * stay as they are when an option has set them. Relative paths in the file are relative to its
 * folder.
 *
 * On failure the configuration is unchanged, and the error is the first one. When the file could be
 * parsed, `problems` has all of them, in the order of their places. An unknown key, a key without a
 * value and an alias are problems too.
 */
MUST_USE int config_file_read(struct arena *arena, const char *path, struct config *config,
                              problem_list *problems, struct err *err);
/* The same from bytes; `path` is for messages and relative paths. */
MUST_USE int config_file_decode(struct arena *arena, const char *path, const char *bytes,
                                size_t length, struct config *config, problem_list *problems,
                                struct err *err);

/* Makes an error of a problem: its message, hint and place. Returns -1. */
int config_file_problem(const struct problem *problem, struct err *err);
