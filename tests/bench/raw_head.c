// SPDX-License-Identifier: Apache-2.0
/*
 * The least that asking for N digests can cost: HEAD over K kept connections with epoll and nothing
 * else. Stands for wrk, which can't do HEAD (it waits for a body).
 *
 *     raw_head PORT NAMES CONNECTIONS TOTAL     NAMES: lines "repository tag digest"
 *
 * Every digest is compared. Prints wall, rate and CPU; ends with 1 when one was wrong.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MAX = 4096, EVENTS_MAX = 256, WAIT_MS = 20000 };

struct name {
    char *request;
    size_t length;
    char digest[160];
};

struct connection {
    int fd;
    const struct name *name;
    size_t length;
    char answer[ANSWER_MAX];
};

static struct name *names;
static size_t name_count;

static double seconds(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int load(const char *path, int port)
{
    char line[1024], repository[256], tag[160], digest[160];
    FILE *in = fopen(path, "r");
    if (in == NULL)
        return -1;
    while (fgets(line, sizeof line, in) != NULL &&
           sscanf(line, "%255s %159s %159s", repository, tag, digest) == 3) {
        names = realloc(names, (name_count + 1) * sizeof *names);
        struct name *name = &names[name_count++];
        int length = asprintf(&name->request,
                              "HEAD /v2/%s/manifests/%s HTTP/1.1\r\nHost: localhost:%d\r\n"
                              "User-Agent: raw-head\r\n"
                              "Accept: application/vnd.oci.image.index.v1+json, "
                              "application/vnd.oci.image.manifest.v1+json, "
                              "application/vnd.docker.distribution.manifest.list.v2+json, "
                              "application/vnd.docker.distribution.manifest.v2+json\r\n\r\n",
                              repository, tag, port);
        name->length = (size_t)length;
        strcpy(name->digest, digest);
    }
    fclose(in);
    return 0;
}

static int connect_to(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    if (connect(fd, (struct sockaddr *)&at, sizeof at) < 0)
        return -1;
    setsockopt(fd, SOL_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void ask(struct connection *connection, size_t number)
{
    connection->name = &names[number % name_count];
    connection->length = 0;
    if (write(connection->fd, connection->name->request, connection->name->length) < 0)
        perror("write");
}

/* 1 when an answer is complete and right, 0 while it is not complete, -1 when it is wrong. */
static int receive(struct connection *connection)
{
    ssize_t got = read(connection->fd, connection->answer + connection->length,
                       ANSWER_MAX - 1 - connection->length);
    if (got <= 0)
        return got < 0 && errno == EAGAIN ? 0 : -1;
    connection->length += (size_t)got;
    connection->answer[connection->length] = '\0';
    if (strstr(connection->answer, "\r\n\r\n") == NULL)
        return 0;
    const char *digest = strcasestr(connection->answer, "docker-content-digest: ");
    return strncmp(connection->answer + 9, "200", 3) == 0 && digest != NULL &&
                   strncmp(digest + 23, connection->name->digest,
                           strlen(connection->name->digest)) == 0
               ? 1
               : -1;
}

int main(int argc, char **argv)
{
    if (argc != 5 || load(argv[2], atoi(argv[1])) < 0 || name_count == 0)
        return 2;
    size_t count = (size_t)atoi(argv[3]), total = (size_t)atol(argv[4]), sent = 0, done = 0;
    struct connection *connections = calloc(count, sizeof *connections);
    int poll = epoll_create1(0);
    double before = seconds();
    for (size_t i = 0; i < count; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &connections[i]};
        connections[i].fd = connect_to(atoi(argv[1]));
        if (connections[i].fd < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, connections[i].fd, &event) < 0)
            return 1;
        if (sent < total)
            ask(&connections[i], sent++);
    }
    while (done < total) {
        struct epoll_event events[EVENTS_MAX];
        int ready = epoll_wait(poll, events, EVENTS_MAX, WAIT_MS);
        if (ready <= 0)
            return 1;
        for (int i = 0; i < ready; i++) {
            int got = receive(events[i].data.ptr);
            if (got < 0)
                return 1;
            if (got == 0)
                continue;
            done++;
            if (sent < total)
                ask(events[i].data.ptr, sent++);
        }
    }
    double wall = seconds() - before;
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("done=%zu wall=%.4f rate=%.0f cpu=%.3f rss=%ld\n", done, wall, (double)done / wall,
           (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
               (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
           used.ru_maxrss);
    return 0;
}
