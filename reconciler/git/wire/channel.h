// SPDX-License-Identifier: Apache-2.0
/*
 * Reads and writes the socket of a program that is connected to a Git server (wire_ssh.c). No wait
 * is longer than the wire's options allow, and every wait ends soon after their stop flag is set.
 */
#pragma once

#include <stddef.h>
#include <time.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"
#include "reconciler/git/wire/wire.h"

struct channel {
    const struct wire_options *options; /* borrowed */
    int socket;                         /* stream socket, blocking or not */
    int aside;                          /* the program's standard error, or -1 */
    void (*overhear)(void *context);    /* reads the available bytes of aside; called during
                                         * waits */
    void *context;
    struct timespec began; /* start of the conversation */
};

/* Begins a conversation over the socket. options->total_seconds count from now. */
void channel_begin(struct channel *channel, int socket);

/* Reads at least one byte and at most size bytes. *got is 0 if the other side closed the connection
 * or the connection broke. */
MUST_USE int channel_read(struct channel *channel, char *buffer, size_t size, size_t *got,
                          struct err *err);
/* Sends all bytes. Returns 0, or 1 if the other side ended the connection before it accepted them,
 * or -1. */
MUST_USE int channel_send(struct channel *channel, const char *bytes, size_t length,
                          struct err *err);
