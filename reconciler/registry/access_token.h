// SPDX-License-Identifier: Apache-2.0
/* Fetches a token for a repository. Private to the files access_*. */
#pragma once

#include "reconciler/registry/access.h"

/* Requests a token. After the token server's answer, adds the requests that wait for the token,
 * even if the answer has none. `post`: exchange the identity token, if there is one and the token
 * server may get it. */
void access_token_fetch(struct access_repository *repository, bool post);
