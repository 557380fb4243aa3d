// SPDX-License-Identifier: Apache-2.0
/* Fetches a token for a repository. Private to the files access_*. */
#pragma once

#include "reconciler/registry/access.h"

/* Requests a token. When the request for the token has ended, with or without a token, adds the
 * waiting requests to http again. `post`: exchange the identity token for a token, if an identity
 * token is configured and the token server may get it. */
void access_token_fetch(struct access_repository *repository, bool post);
