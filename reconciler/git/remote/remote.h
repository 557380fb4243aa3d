// SPDX-License-Identifier: Apache-2.0
/*
 * A repository by URL: its bare cache folder and the wire to its server. The transport is our own
 * because libgit2's has no version 2, no shallow fetch, no timeouts, no TLS 1.3 and no RSA keys;
 * only from servers without version 2 libgit2 fetches, over our wire (version0.h).
 */
#pragma once

#include "reconciler/git/handle.h"

extern const struct repository_driver remote_driver;
