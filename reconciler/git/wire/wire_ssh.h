// SPDX-License-Identifier: Apache-2.0
/* Speaks Git's protocol through OpenSSH's ssh, which handles keys, agents and host keys. */
#pragma once

#include "reconciler/git/wire/wire.h"

MUST_USE int wire_ssh_open(const struct wire_options *options, struct wire **out, struct err *err);
