// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/http.h"

#include <stdlib.h>
#include <sys/random.h>
#include <sys/resource.h>

#include "manifests/base/arena.h"
#include "reconciler/net/clock.h"
#include "reconciler/net/http_host.h"
#include "reconciler/net/http_outcome.h"

enum {
    POLL_MS = 200,  /* the longest time until the stop flag is seen */
    WATCH_MS = 100, /* the least time between two searches for late transfers */
};

static struct http_limits limits_of(const struct http_limits *given)
{
#define OR(field, value) .field = given->field != 0 ? given->field : (value)
    return (struct http_limits){
        OR(connect, 10000),     OR(first_byte, 30000), OR(stall, 30000), OR(total, 60000),
        OR(stall_bytes, 30720), OR(attempts, 5),       OR(backoff, 250), OR(backoff_max, 30000),
        OR(wait_budget, 60000), OR(park, 30000),
    };
#undef OR
}

/* Returns the most transfers: half of the files that the process may open, within limits. */
static unsigned open_max(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur / 2 < HTTP_ACTIVE_MAX)
        return HTTP_ACTIVE_MAX;
    return files.rlim_cur / 2 < HTTP_OPEN_MAX ? (unsigned)(files.rlim_cur / 2) : HTTP_OPEN_MAX;
}

int http_open(struct http **out, const struct http_options *options, struct err *err)
{
    if (options->jobs > HTTP_JOBS_MAX)
        return err_set(err, "too many connections for each host: at most %d are allowed",
                       HTTP_JOBS_MAX);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, "libcurl could not be set up");
    struct certificates certificates = {0};
    if (certificates_open(&certificates, options->ca_files, options->ca_file_count, err) < 0) {
        curl_global_cleanup();
        return -1;
    }
    struct http *http = memory_must(calloc(1, sizeof *http));
    http->options = *options;
    if (http->options.jobs == 0)
        http->options.jobs = HTTP_JOBS_DEFAULT;
    http->limits = limits_of(&options->limits);
    http->certificates = certificates;
    http->proxies = proxy_settings();
    http->multi = memory_must(curl_multi_init());
    curl_multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)http->options.jobs);
    http->open_max = open_max();
    curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, (long)http->open_max);
    if (getrandom(&http->chance, sizeof http->chance, 0) < 0 || http->chance == 0)
        http->chance = 1;
    *out = http;
    return 0;
}

void http_close(struct http **handle)
{
    struct http *http = *handle;
    if (http == NULL)
        return;
    for (unsigned i = 0; i < http->transfer_count; i++) {
        transfer_close(http->transfers[i]);
        free(http->transfers[i]);
    }
    curl_multi_cleanup(http->multi);
    for (struct http_host *host = http->hosts; host != NULL;) {
        struct http_host *next = host->next;
        free(host);
        host = next;
    }
    certificates_close(&http->certificates);
    free(http);
    curl_global_cleanup();
    *handle = NULL;
}

struct http_counts http_counts(const struct http *http)
{
    return http->counts;
}

void http_add(struct http *http, struct http_request *request)
{
    request->hop = NULL;
    request->attempt = 0;
    if (request->host == NULL)
        request->host = http_host_of(http, request->url);
    http->pending++;
    struct http_host *host = request->host;
    if (host != NULL && (host->origin.tls || host->named || request->plain_ok)) {
        http_host_enqueue(host, request, false);
        return;
    }
    request->next = http->refused;
    http->refused = request;
}

static void flush_refused(struct http *http)
{
    while (http->refused != NULL) {
        struct http_request *request = http->refused;
        http->refused = request->next;
        if (request->host == NULL)
            http_outcome_fail(http, request, HTTP_POLICY,
                              "the address is not an http or https URL, or has user info");
        else
            http_outcome_fail(
                http, request, HTTP_POLICY,
                "plain http is allowed only for hosts that the runner configuration lists");
    }
}

/* Returns a transfer for the next request, or NULL if it must wait. */
static struct transfer *idle_transfer(struct http *http)
{
    if (http->transfer_count - http->idle_count >= HTTP_ACTIVE_MAX + http->silent)
        return NULL;
    if (http->idle_count > 0)
        return http->idle[--http->idle_count];
    if (http->transfer_count == http->open_max)
        return NULL;
    struct transfer *transfer = memory_must(malloc(sizeof *transfer));
    transfer_open(transfer, &http->options, &http->limits, http->certificates.path);
    http->transfers[http->transfer_count++] = transfer;
    return transfer;
}

/* Removes the host's first waiting request from the queue. Starts the request; or ends it if the
 * host is parked; or gives it back to the caller if `ready` returns false. Returns false if no
 * request could be removed now. */
static bool start_one(struct http *http, struct http_host *host, int64_t now)
{
    if (host->first == NULL || host->active >= http->options.jobs)
        return false;
    if (backoff_parked(&host->backoff, now)) {
        struct http_response response = host->parked;
        http_outcome_deliver(http, http_host_dequeue(host), &response);
        return true;
    }
    if (now < host->backoff.not_before)
        return false;
    const struct http_hop *hop = host->first->hop;
    bool guarded = host->first->guarded || (hop != NULL && hop->guarded);
    if (host->proxy != NULL && !transfer_allows(host->kind, guarded)) {
        http_outcome_fail(http, http_host_dequeue(host), HTTP_POLICY, transfer_refused);
        return true;
    }
    struct transfer *transfer = idle_transfer(http);
    if (transfer == NULL)
        return false;
    struct http_request *request = http_host_dequeue(host);
    if (hop == NULL && request->ready != NULL && !request->ready(request)) {
        http->pending--;
        http->idle[http->idle_count++] = transfer;
        return true;
    }
    request->attempt++;
    transfer_arm(transfer, request, hop != NULL ? hop->url.data : request->url, host->proxy,
                 guarded, hop == NULL || !hop->elsewhere, now);
    transfer->window = host->backoff.window;
    transfer->host = host;
    host->active++;
    uint64_t *counts[] = {&http->counts.heads, &http->counts.gets, &http->counts.posts};
    ++*counts[request->method];
    curl_multi_add_handle(http->multi, transfer->easy);
    return true;
}

/* Starts all requests that can start now. Hosts take turns, so that a slow host with a long queue
 * does not delay the others. */
static void start(struct http *http)
{
    int64_t now = clock_ms();
    bool started = true;
    flush_refused(http);
    while (started) {
        started = false;
        struct http_host *first = http->turn != NULL ? http->turn : http->hosts;
        struct http_host *host = first;
        if (host == NULL)
            return;
        do {
            started = start_one(http, host, now) || started;
            host = host->next != NULL ? host->next : http->hosts;
        } while (host != first);
        http->turn = host->next;
    }
}

static void cancel_all(struct http *http)
{
    flush_refused(http);
    for (unsigned i = 0; i < http->transfer_count; i++) {
        struct transfer *transfer = http->transfers[i];
        if (transfer->request == NULL)
            continue;
        /* Without QUICK_EXIT libcurl would wait until the host's name is resolved. */
        curl_easy_setopt(transfer->easy, CURLOPT_QUICK_EXIT, 1L);
        struct http_request *request = transfer->request;
        curl_multi_remove_handle(http->multi, transfer->easy);
        transfer->host->active--;
        http_outcome_release(http, transfer);
        http_outcome_fail(http, request, HTTP_CANCELLED, "");
    }
    for (struct http_host *host = http->hosts; host != NULL; host = host->next)
        for (struct http_request *request; (request = http_host_dequeue(host)) != NULL;)
            http_outcome_fail(http, request, HTTP_CANCELLED, "");
}

static bool collect(struct http *http)
{
    bool any = false;
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(http->multi, &left)) != NULL;) {
        struct transfer *transfer;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
        http_outcome_finish(http, transfer, transfer_judge(transfer, message->data.result));
        any = true;
    }
    return any;
}

/* Ends late transfers, and counts the silent ones. */
static void watch(struct http *http, int64_t now)
{
    http->silent = 0;
    for (unsigned i = 0; i < http->transfer_count; i++) {
        struct transfer *transfer = http->transfers[i];
        if (transfer->request != NULL && transfer_late(transfer, now))
            http_outcome_finish(http, transfer, &transfer_timeout);
        else if (transfer->request != NULL && transfer->received == 0 &&
                 now - transfer->begun >= HTTP_SILENT_MS)
            http->silent++;
    }
}

/* Returns how many milliseconds to wait for the sockets: POLL_MS, or less if a host may be
 * contacted again before that, or if all transfers are in use and some may turn out silent. */
static int poll_ms(const struct http *http, int64_t now)
{
    bool full = http->transfer_count - http->idle_count >= HTTP_ACTIVE_MAX;
    int64_t wait = full ? WATCH_MS / 2 : POLL_MS;
    for (const struct http_host *host = http->hosts; host != NULL; host = host->next)
        if (host->first != NULL && host->backoff.not_before > now &&
            host->backoff.not_before - now < wait)
            wait = host->backoff.not_before - now;
    return (int)wait;
}

void http_run(struct http *http)
{
    const volatile sig_atomic_t *stop = http->options.stop;
    int64_t watched = clock_ms();
    int running;
    while (http->pending > 0) {
        if (stop != NULL && *stop != 0) {
            cancel_all(http);
            continue;
        }
        start(http);
        curl_multi_perform(http->multi, &running);
        bool any = collect(http);
        int64_t now = clock_ms();
        if (now - watched >= WATCH_MS) {
            watch(http, now);
            watched = now;
        }
        if (!any && http->pending > 0)
            curl_multi_poll(http->multi, NULL, 0, poll_ms(http, now), NULL);
    }
}
