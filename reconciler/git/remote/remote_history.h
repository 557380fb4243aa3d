// SPDX-License-Identifier: Apache-2.0
/* History from the server of a URL, into a folder beside the cache that is removed afterwards. */
#pragma once

#include "reconciler/git/handle.h"

extern const struct history_fetcher remote_history;
