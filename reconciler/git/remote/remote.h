// SPDX-License-Identifier: Apache-2.0
/*
 * Reads and writes a repository by URL, with a bare cache folder and a wire to its server. weir has
 * a transport of its own because libgit2's has no version 2, no shallow fetch, no timeouts, no TLS
 * 1.3 and no RSA keys. libgit2 fetches only from servers without version 2, over our wire
 * (version0.h).
 */
#pragma once

#include "reconciler/git/handle.h"

extern const struct repository_driver remote_driver;
