// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>

#include "manifests/base/arena.h"
#include "reconciler/net/backoff.h"
#include "reconciler/net/certificates.h"
#include "reconciler/net/transfer.h"

enum {
    POLL_MS = 200,  /* how late the stop flag may be seen */
    WATCH_MS = 100, /* how late a transfer may be found late */
};

/* Where a request went after redirects. */
struct http_hop {
    struct text url;
    unsigned count;
    bool guarded, elsewhere;
};

struct http_host {
    struct http_host *next;
    struct origin origin;
    bool named; /* by the runner, for plain http */
    bool answered;
    unsigned active;
    struct http_request *first, *last; /* waiting */
    struct backoff backoff;
    struct http_response parked; /* what every request gets while the host is parked */
    char why[HTTP_WHY_MAX];
};

struct http {
    struct http_options options;
    struct http_limits limits;
    CURLM *multi;
    struct certificates certificates;
    struct http_host *hosts, *turn; /* turn: the host that may start the next request */
    struct http_request *refused;   /* without a host */
    struct transfer *transfers[HTTP_ACTIVE_MAX], *idle[HTTP_ACTIVE_MAX];
    unsigned transfer_count, idle_count;
    size_t pending; /* requests added and not yet done */
    uint32_t chance;
    struct http_counts counts;
};

static int64_t now_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

/* xorshift: jitter needs no better. */
static uint32_t chance(struct http *http)
{
    http->chance ^= http->chance << 13;
    http->chance ^= http->chance >> 17;
    http->chance ^= http->chance << 5;
    return http->chance;
}

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

int http_open(struct http **out, const struct http_options *options, struct err *err)
{
    if (options->jobs > HTTP_JOBS_MAX)
        return err_set(err, "at most %d connections a host", HTTP_JOBS_MAX);
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
    http->multi = memory_must(curl_multi_init());
    curl_multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)http->options.jobs);
    curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, (long)HTTP_ACTIVE_MAX * 2);
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

/* ---- queues ---- */

static struct http_host *host_of(struct http *http, const char *url)
{
    struct origin origin;
    if (!origin_parse(url, &origin))
        return NULL;
    for (struct http_host *host = http->hosts; host != NULL; host = host->next)
        if (origin_equal(&host->origin, &origin))
            return host;
    struct http_host *host = memory_must(calloc(1, sizeof *host));
    host->origin = origin;
    host->named = origin_is_plain(&http->options.plain, origin.host, origin.port);
    host->next = http->hosts;
    http->hosts = host;
    return host;
}

static void enqueue(struct http_host *host, struct http_request *request, bool at_front)
{
    request->next = at_front ? host->first : NULL;
    if (at_front)
        host->first = request;
    else if (host->first != NULL)
        host->last->next = request;
    else
        host->first = request;
    if (request->next == NULL)
        host->last = request;
}

static struct http_request *dequeue(struct http_host *host)
{
    struct http_request *request = host->first;
    if (request != NULL)
        host->first = request->next;
    return request;
}

void http_add(struct http *http, struct http_request *request)
{
    request->hop = NULL;
    request->attempt = 0;
    if (request->host == NULL)
        request->host = host_of(http, request->url);
    http->pending++;
    struct http_host *host = request->host;
    if (host != NULL && (host->origin.tls || host->named || request->plain_ok)) {
        enqueue(host, request, false);
        return;
    }
    request->next = http->refused;
    http->refused = request;
}

static void deliver(struct http *http, struct http_request *request, struct http_response *response)
{
    if (request->hop != NULL) {
        response->elsewhere = request->hop->elsewhere;
        text_done(&request->hop->url);
        free(request->hop);
        request->hop = NULL;
    }
    http->pending--;
    request->done(request, response);
}

static void fail(struct http *http, struct http_request *request, enum http_failure failure,
                 const char *why)
{
    struct http_response response = {.failure = failure, .headers = "", .body = "", .why = why};
    deliver(http, request, &response);
}

static void flush_refused(struct http *http)
{
    while (http->refused != NULL) {
        struct http_request *request = http->refused;
        http->refused = request->next;
        if (request->host == NULL)
            fail(http, request, HTTP_POLICY, "the address is not a URL that may be asked");
        else
            fail(http, request, HTTP_POLICY, "plain http is for hosts that the runner named");
    }
}

/* ---- starting ---- */

static struct transfer *idle_transfer(struct http *http)
{
    if (http->idle_count > 0)
        return http->idle[--http->idle_count];
    if (http->transfer_count == HTTP_ACTIVE_MAX)
        return NULL;
    struct transfer *transfer = memory_must(malloc(sizeof *transfer));
    transfer_open(transfer, &http->options, &http->limits, http->certificates.path);
    http->transfers[http->transfer_count++] = transfer;
    return transfer;
}

/* Starts one waiting request of a host; false when it has none that may start. */
static bool start_one(struct http *http, struct http_host *host, int64_t now)
{
    if (host->first == NULL || host->active >= http->options.jobs)
        return false;
    if (backoff_parked(&host->backoff, now)) {
        struct http_response response = host->parked;
        deliver(http, dequeue(host), &response);
        return true;
    }
    if (now < host->backoff.not_before)
        return false;
    struct transfer *transfer = idle_transfer(http);
    if (transfer == NULL)
        return false;
    struct http_request *request = dequeue(host);
    const struct http_hop *hop = request->hop;
    if (hop == NULL && request->ready != NULL && !request->ready(request)) {
        http->pending--;
        http->idle[http->idle_count++] = transfer;
        return true;
    }
    request->attempt++;
    transfer_arm(transfer, request, hop != NULL ? hop->url.data : request->url,
                 request->guarded || (hop != NULL && hop->guarded), hop == NULL || !hop->elsewhere,
                 now);
    transfer->window = host->backoff.window;
    transfer->host = host;
    host->active++;
    uint64_t *counts[] = {&http->counts.heads, &http->counts.gets, &http->counts.posts};
    ++*counts[request->method];
    curl_multi_add_handle(http->multi, transfer->easy);
    return true;
}

/* Hosts take turns, so that a slow one with a long queue does not hold the others. */
static void start(struct http *http)
{
    int64_t now = now_ms();
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

/* ---- finishing ---- */

static void release(struct http *http, struct transfer *transfer)
{
    transfer_disarm(transfer);
    http->idle[http->idle_count++] = transfer;
}

static void park(struct http *http, struct http_host *host, const struct http_response *response)
{
    snprintf(host->why, sizeof host->why, "%s", response->why);
    host->parked = (struct http_response){.failure = response->failure,
                                          .status = response->status,
                                          .headers = "",
                                          .body = "",
                                          .why = host->why};
    for (struct http_request *request; (request = dequeue(host)) != NULL;) {
        struct http_response copy = host->parked;
        deliver(http, request, &copy);
    }
}

static bool is_redirect(const struct http_request *request, const struct http_response *response)
{
    static const long statuses[] = {301, 302, 303, 307, 308};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (response->status == statuses[i])
            return request->follow && request->method != HTTP_POST;
    return false;
}

/* Queues the request for where it was sent on to, or makes the response a refusal: -1. */
static int redirect(struct http *http, struct http_request *request, struct http_host *from,
                    struct http_response *response, struct err *err)
{
    char location[ORIGIN_URL_MAX];
    text_scope struct text url = text_of(ORIGIN_URL_MAX);
    struct origin_target target;
    struct http_hop *hop = request->hop;
    const char *base = hop != NULL ? hop->url.data : request->url;
    response->failure = HTTP_POLICY;
    response->status = 0;
    if (hop != NULL && hop->count == HTTP_REDIRECTS_MAX)
        return err_set(err, "more than %d redirects", HTTP_REDIRECTS_MAX);
    if (!http_header(response, "location", 0, location, sizeof location))
        return err_set(err, "a redirect without a usable location");
    if (origin_follow(&http->options.plain, base, location, ORIGIN_REDIRECT, &url, &target, err) <
        0)
        return -1;
    struct http_host *host = host_of(http, url.data);
    if (host == NULL)
        return err_set(err, "the server named an address that is not a URL");
    if (hop == NULL)
        hop = request->hop = memory_must(calloc(1, sizeof *hop));
    text_done(&hop->url);
    hop->url = url;
    url = text_of(0);
    hop->count++;
    hop->guarded = hop->guarded || target.guarded;
    hop->elsewhere = hop->elsewhere || !origin_equal(&from->origin, &target.origin);
    http->counts.redirects++;
    request->attempt = 0;
    enqueue(host, request, true);
    return 0;
}

/* How often a failure may be tried again; false: it is no failure, or one that stays. */
static bool may_pass(const struct http *http, const struct transfer *transfer,
                     const struct transfer_failure *failure, const struct http_response *response,
                     struct backoff_failure *out)
{
    static const long passing[] = {408, 429, 500, 502, 503, 504};
    unsigned attempts = failure->attempts;
    out->retry_after = -1;
    for (size_t i = 0; i < sizeof passing / sizeof *passing && attempts == 0; i++)
        if (response->status == passing[i])
            attempts = http->limits.attempts;
    if (response->failure == HTTP_ANSWERED && attempts == 0)
        return false;
    if (response->failure == HTTP_POLICY || response->failure == HTTP_TOO_LARGE)
        return false;
    curl_off_t seconds = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &seconds);
    if (response->status != 0 && seconds > 0)
        out->retry_after = (int64_t)(seconds < 86400 ? seconds : 86400) * 1000;
    if (attempts > http->limits.attempts)
        attempts = http->limits.attempts;
    out->window = transfer->window;
    out->attempt = transfer->request->attempt;
    out->attempts = attempts;
    /* One timeout at a host that answers otherwise is the request's; a second is the host's. */
    out->park_at = attempts == 1 && transfer->host->answered && failure->failure == HTTP_TIMEOUT
                       ? 2
                       : attempts;
    return true;
}

/* What became of a failed request: true when it goes back into the queue. */
static bool again(struct http *http, struct transfer *transfer, struct http_response *response,
                  struct backoff_failure failure, char *why)
{
    struct http_host *host = transfer->host;
    struct http_request *request = transfer->request;
    enum backoff_verdict verdict =
        backoff_failed(&host->backoff, &http->limits, now_ms(), chance(http), failure);
    if (verdict == BACKOFF_RETRY) {
        http->counts.retries++;
        enqueue(host, request, true);
        return true;
    }
    if (failure.retry_after > 0)
        snprintf(why, HTTP_WHY_MAX, "it asked to wait %lld seconds",
                 (long long)failure.retry_after / 1000);
    else if (response->failure == HTTP_ANSWERED && request->attempt > 1)
        snprintf(why, HTTP_WHY_MAX, "%u times in a row", request->attempt);
    if (verdict == BACKOFF_PARK)
        park(http, host, response);
    return false;
}

/* The same failure gives the same words: libcurl's own hold times and ports of the moment. */
static void explain(const struct transfer *transfer, const struct transfer_failure *failure,
                    char *why)
{
    long number = 0;
    const char *more = "";
    if (failure->failure == HTTP_TLS)
        more = transfer->text;
    if (failure->failure == HTTP_NETWORK &&
        curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number) == CURLE_OK && number != 0)
        more = strerror((int)number);
    snprintf(why, HTTP_WHY_MAX, "%s%s%.200s", failure->sentence, more[0] != '\0' ? ": " : "", more);
}

static void finish(struct http *http, struct transfer *transfer,
                   const struct transfer_failure *failure)
{
    struct http_request *request = transfer->request;
    struct http_host *host = transfer->host;
    char why[HTTP_WHY_MAX] = "";
    struct http_response response = {
        .failure = failure->failure,
        .status = failure->failure == HTTP_ANSWERED ? transfer->status : 0,
        .headers = transfer->headers.length > 0 ? transfer->headers.data : "",
        .body = transfer->body.length > 0 ? transfer->body.data : "",
        .body_length = transfer->body.length,
        .why = why,
    };
    long connections = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_NUM_CONNECTS, &connections);
    http->counts.connections += (uint64_t)connections;
    http->counts.bytes += transfer->received;
    curl_multi_remove_handle(http->multi, transfer->easy);
    host->active--;
    explain(transfer, failure, why);

    struct err err = {0};
    struct backoff_failure fault;
    bool queued = false;
    if (response.failure == HTTP_ANSWERED && is_redirect(request, &response)) {
        queued = redirect(http, request, host, &response, &err) == 0;
        snprintf(why, sizeof why, "%.300s", err.message);
    } else if (may_pass(http, transfer, failure, &response, &fault)) {
        queued = again(http, transfer, &response, fault, why);
    } else if (response.failure == HTTP_ANSWERED) {
        host->answered = true;
        backoff_succeeded(&host->backoff);
    }
    if (!queued)
        deliver(http, request, &response);
    release(http, transfer);
}

static void cancel_all(struct http *http)
{
    flush_refused(http);
    for (unsigned i = 0; i < http->transfer_count; i++) {
        struct transfer *transfer = http->transfers[i];
        if (transfer->request == NULL)
            continue;
        /* Otherwise a name that is being resolved would be waited for. */
        curl_easy_setopt(transfer->easy, CURLOPT_QUICK_EXIT, 1L);
        struct http_request *request = transfer->request;
        curl_multi_remove_handle(http->multi, transfer->easy);
        transfer->host->active--;
        release(http, transfer);
        fail(http, request, HTTP_CANCELLED, "");
    }
    for (struct http_host *host = http->hosts; host != NULL; host = host->next)
        for (struct http_request *request; (request = dequeue(host)) != NULL;)
            fail(http, request, HTTP_CANCELLED, "");
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
        finish(http, transfer, transfer_judge(transfer, message->data.result));
        any = true;
    }
    return any;
}

static void watch(struct http *http, int64_t now)
{
    for (unsigned i = 0; i < http->transfer_count; i++)
        if (http->transfers[i]->request != NULL && transfer_late(http->transfers[i], now))
            finish(http, http->transfers[i], &transfer_timeout);
}

/* How long nothing can happen but on a socket. */
static int poll_ms(const struct http *http, int64_t now)
{
    int64_t wait = POLL_MS;
    for (const struct http_host *host = http->hosts; host != NULL; host = host->next)
        if (host->first != NULL && host->backoff.not_before > now &&
            host->backoff.not_before - now < wait)
            wait = host->backoff.not_before - now;
    return (int)wait;
}

void http_run(struct http *http)
{
    const volatile sig_atomic_t *stop = http->options.stop;
    int64_t watched = now_ms();
    int running;
    while (http->pending > 0) {
        if (stop != NULL && *stop != 0) {
            cancel_all(http);
            continue;
        }
        start(http);
        curl_multi_perform(http->multi, &running);
        bool any = collect(http);
        int64_t now = now_ms();
        if (now - watched >= WATCH_MS) {
            watch(http, now);
            watched = now;
        }
        if (!any && http->pending > 0)
            curl_multi_poll(http->multi, NULL, 0, poll_ms(http, now), NULL);
    }
}

bool http_header(const struct http_response *response, const char *name, unsigned n, char *value,
                 size_t size)
{
    size_t length = strlen(name);
    value[0] = '\0';
    for (const char *line = response->headers; *line != '\0';) {
        const char *end = strchr(line, '\n');
        const char *next = end != NULL ? end + 1 : line + strlen(line);
        if (strncasecmp(line, name, length) == 0 && line[length] == ':' && n-- == 0) {
            const char *from = line + length + 1, *to = next;
            while (from < to && strchr(" \t\r\n", *from) != NULL)
                from++;
            while (to > from && strchr(" \t\r\n", to[-1]) != NULL)
                to--;
            if ((size_t)(to - from) >= size)
                return false;
            memcpy(value, from, (size_t)(to - from));
            value[to - from] = '\0';
            return true;
        }
        line = next;
    }
    return false;
}
