// SPDX-License-Identifier: Apache-2.0
/*
 * A registry some milliseconds away: answers every HEAD with the same digest after a constant
 * delay, on 127.0.0.1.
 *
 *     delayed_head PORT MILLISECONDS
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FDS_MAX = 1024, REQUEST_MAX = 8192, QUEUE_MAX = 1 << 16, EVENTS_MAX = 256 };

static const char answer[] =
    "HTTP/1.1 200 OK\r\nContent-Length: 470\r\n"
    "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n"
    "Docker-Content-Digest: "
    "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\r\n\r\n";

/* Answers that wait for their time, oldest first: the delay is the same for all. */
static struct {
    int fd;
    double at;
} queue[QUEUE_MAX];
static size_t first, last;

static struct {
    char bytes[REQUEST_MAX];
    size_t length;
} requests[FDS_MAX];

static double seconds(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void accept_one(int listener, int poll)
{
    int one = 1, fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0)
        return;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (fd >= FDS_MAX) {
        close(fd);
        return;
    }
    setsockopt(fd, SOL_TCP, TCP_NODELAY, &one, sizeof one);
    requests[fd].length = 0;
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
}

static void receive(int fd, double delay)
{
    char *bytes = requests[fd].bytes, *end;
    size_t length = requests[fd].length;
    ssize_t got = read(fd, bytes + length, REQUEST_MAX - 1 - length);
    if (got <= 0) {
        close(fd);
        return;
    }
    length += (size_t)got;
    bytes[length] = '\0';
    while ((end = strstr(bytes, "\r\n\r\n")) != NULL) {
        queue[last % QUEUE_MAX].fd = fd;
        queue[last++ % QUEUE_MAX].at = seconds() + delay;
        length -= (size_t)(end + 4 - bytes);
        memmove(bytes, end + 4, length + 1);
    }
    requests[fd].length = length;
}

int main(int argc, char **argv)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
    if (argc != 3)
        return 2;
    double delay = atof(argv[2]) / 1000;
    at.sin_port = htons((uint16_t)atoi(argv[1]));
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0 || listen(listener, 128) < 0) {
        perror("delayed_head");
        return 1;
    }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        struct epoll_event events[EVENTS_MAX];
        double left = first != last ? queue[first % QUEUE_MAX].at - seconds() : 1;
        int wait = left > 0 ? (int)(left * 1000 + 0.999) : 0;
        int ready = epoll_wait(poll, events, EVENTS_MAX, wait);
        for (int i = 0; i < ready; i++)
            if (events[i].data.fd == listener)
                accept_one(listener, poll);
            else
                receive(events[i].data.fd, delay);
        for (; first != last && queue[first % QUEUE_MAX].at <= seconds(); first++)
            if (write(queue[first % QUEUE_MAX].fd, answer, sizeof answer - 1) < 0)
                continue;
    }
}
