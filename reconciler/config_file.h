// SPDX-License-Identifier: Apache-2.0
/* Reads the configuration file, one YAML document (weir-config(5)). */
#pragma once

#include "manifests/kinds/problem.h"
#include "reconciler/config.h"

/*
 * Adds the file's settings to the configuration. Lists grow; the branch, the jobs and the interval
 * stay as they are if an option has set them. Relative paths in the file are relative to its
 * folder.
 *
 * On failure the configuration is unchanged. If the file is one YAML map, `problems` gets all
 * problems in the order of their places, and the error is the first one. An unknown key, a key
 * without a value and an alias are problems too.
 */
MUST_USE int config_file_read(struct arena *arena, const char *path, struct config *config,
                              problem_list *problems, struct err *err);
/* Does the same with the bytes of a file; `path` is used in messages and for relative paths. */
MUST_USE int config_file_decode(struct arena *arena, const char *path, const char *bytes,
                                size_t length, struct config *config, problem_list *problems,
                                struct err *err);

/* Sets the error to the message, the hint and the place of the problem. Returns -1. */
int config_file_problem(const struct problem *problem, struct err *err);
