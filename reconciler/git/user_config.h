// SPDX-License-Identifier: Apache-2.0
/* Reads the name and email of the person at this machine from Git's configuration. */
#pragma once

#include "manifests/base/arena.h"
#include "reconciler/git/repository.h"

struct user_config {
    const char *name, *email; /* NULL where Git's configuration has none */
};

/* Reads user.name and user.email from $XDG_CONFIG_HOME/git/config (~/.config/git/config if the
 * variable is not an absolute path), and from ~/.gitconfig, which wins; or from $GIT_CONFIG_GLOBAL
 * instead of both. For a work tree also reads /etc/gitconfig first (unless $GIT_CONFIG_NOSYSTEM is
 * set) and the work tree's own configuration last. Skips a file that cannot be read. */
struct user_config user_config_read(struct arena *arena, const struct repository *repository);
