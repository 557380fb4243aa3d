// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/wire_open.h"

#include "reconciler/git/wire/wire_http.h"
#include "reconciler/git/wire/wire_ssh.h"

int wire_open(const struct wire_options *options, struct wire **out, struct err *err)
{
    return options->location->scheme == LOCATION_SSH ? wire_ssh_open(options, out, err)
                                                     : wire_http_open(options, out, err);
}
