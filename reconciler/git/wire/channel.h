// SPDX-License-Identifier: Apache-2.0
/*
 * A socket over which a program that talks with a server speaks Git's protocol (wire_ssh.c).
 * Nothing waits longer than the wire's options say, and all ends soon after their stop flag
 * is set.
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
    int aside;                          /* another descriptor to listen to, or -1 */
    void (*overhear)(void *context);    /* reads what is there of aside while a wait lasts */
    void *context;
    struct timespec began;
};

/* Begins a conversation over the socket, whose total time counts from now. */
void channel_begin(struct channel *channel, int socket);

/* At most size bytes, at least one; *got is 0 when the other side ended the connection, whether
 * in order or not. */
MUST_USE int channel_read(struct channel *channel, char *buffer, size_t size, size_t *got,
                          struct err *err);
/* 0; 1 when the other side ended the connection before it took all bytes; -1. */
MUST_USE int channel_send(struct channel *channel, const char *bytes, size_t length,
                          struct err *err);
