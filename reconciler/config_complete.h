// SPDX-License-Identifier: Apache-2.0
/* Completes the configuration after the options and the file were read: adds the values of the
 * environment, the secrets and the defaults, and checks rules that concern several settings. */
#pragma once

#include "reconciler/config.h"

/*
 * Reads the user name and the token for Git from the variable or the token file that the
 * configuration names, or else from WEIR_GIT_USERNAME and WEIR_GIT_TOKEN. Lists the
 * files with the registries' credentials, which the environment names if dockerConfig is not set,
 * and fills in the defaults. Returns -1 if a named variable is not set or
 * blank, if the token file can't be read or has no token in it, if requireSignedCommits has neither
 * allowedSigners nor gpgKeyring or only one of gpgKeyring and gpgFingerprints, or if a check would
 * get the token.
 */
MUST_USE int config_complete(struct arena *arena, struct config *config, struct err *err);
