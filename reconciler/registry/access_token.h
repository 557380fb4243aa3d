// SPDX-License-Identifier: Apache-2.0
/* Fetches a token for a repository. Private to the files access_*. */
#pragma once

#include "reconciler/registry/access.h"

/* Requests a token. When the token server has answered, with or without a token, sends the requests
 * that wait for it. `post`: exchange the identity token for it, if there is one and the token
 * server may get it. */
void access_token_fetch(struct access_repository *repository, bool post);
