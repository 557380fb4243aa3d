// SPDX-License-Identifier: Apache-2.0
/* Answers inquiries by asking registries over the network, with the OCI distribution API. */
#pragma once

#include "reconciler/registry/inquiry.h"

struct network;

MUST_USE int network_open(struct network **out, const struct registry_options *options,
                          struct err *err);
void network_close(struct network **network);
/* Answers all inquiries, and calls `answered` after each. */
void network_ask(struct network *network, struct inquiry *const *inquiries, size_t count,
                 void (*answered)(void *context), void *context);
struct registry_counts network_counts(const struct network *network);
