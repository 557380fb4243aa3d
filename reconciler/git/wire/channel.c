// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/channel.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "reconciler/git/stop.h"

void channel_begin(struct channel *channel, int socket)
{
    channel->socket = socket;
    clock_gettime(CLOCK_MONOTONIC, &channel->began);
}

static time_t seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec - start->tv_sec;
}

/* Waits until the socket is ready. */
static int await(struct channel *channel, short events, struct err *err)
{
    const struct wire_options *options = channel->options;
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        struct pollfd wait[2] = {{.fd = channel->socket, .events = events},
                                 {.fd = channel->aside, .events = POLLIN}};
        int ready = poll(wait, 2, 250);
        if (ready < 0 && errno != EINTR)
            return err_errno(err, "waiting for the server");
        if (ready > 0 && wait[1].revents & POLLIN)
            channel->overhear(channel->context);
        if (ready > 0 && wait[0].revents)
            return 0;
        if (ready > 0 && wait[1].revents & POLLHUP) /* the program is ending: its socket closes in a
                                                     * moment */
            nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
        if (stop_requested(options->stop))
            return err_set(err, "stopped");
        if (seconds_since(&start) > (time_t)options->silence_seconds)
            return err_set(err, "the server was silent for %u seconds", options->silence_seconds);
        if (seconds_since(&channel->began) > (time_t)options->total_seconds)
            return err_set(err, "the conversation took longer than %u seconds",
                           options->total_seconds);
    }
}

int channel_read(struct channel *channel, char *buffer, size_t size, size_t *got, struct err *err)
{
    *got = 0;
    for (;;) {
        if (await(channel, POLLIN, err) < 0)
            return -1;
        ssize_t count = recv(channel->socket, buffer, size, 0);
        if (count < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        *got = count > 0 ? (size_t)count : 0;
        return 0;
    }
}

int channel_send(struct channel *channel, const char *bytes, size_t length, struct err *err)
{
    while (length > 0) {
        if (await(channel, POLLOUT, err) < 0)
            return -1;
        ssize_t count = send(channel->socket, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (count < 0)
            return 1;
        bytes += count;
        length -= (size_t)count;
    }
    return 0;
}
