// SPDX-License-Identifier: Apache-2.0
/* Fetches history from a URL's server into a folder in the cache that is removed afterwards. */
#pragma once

#include "reconciler/git/handle.h"

extern const struct history_fetcher remote_history;
