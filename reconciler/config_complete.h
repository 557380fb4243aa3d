// SPDX-License-Identifier: Apache-2.0
/* The last step of the configuration: the environment, the secrets, the defaults, and rules about
 * several settings together. */
#pragma once

#include "reconciler/config.h"

/*
 * Takes DOCKER_CONFIG, WEIR_GIT_USERNAME and WEIR_GIT_TOKEN from the environment where nothing is
 * set yet, reads the token from the variable or the file that the configuration names, and fills in
 * the defaults. -1 when a named variable or file is missing, when requireSignedCommits could accept
 * no commit or every commit, or when a check would get the token.
 */
MUST_USE int config_complete(struct arena *arena, struct config *config, struct err *err);
