// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/http_outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "reconciler/net/clock.h"
#include "reconciler/net/http_header.h"
#include "reconciler/net/http_host.h"

void http_outcome_deliver(struct http *http, struct http_request *request,
                          struct http_response *response)
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

void http_outcome_fail(struct http *http, struct http_request *request, enum http_failure failure,
                       const char *why)
{
    struct http_response response = {.failure = failure, .headers = "", .body = "", .why = why};
    http_outcome_deliver(http, request, &response);
}

void http_outcome_release(struct http *http, struct transfer *transfer)
{
    transfer_disarm(transfer);
    http->idle[http->idle_count++] = transfer;
}

/* Parks the host: the response answers all waiting requests. Its body is kept if it is short, and
 * not a secret, so that all answers have the same words. */
static void park(struct http *http, struct http_host *host, const struct http_response *response,
                 bool secret)
{
    bool keep = !secret && response->body_length < sizeof host->body;
    size_t length = keep ? response->body_length : 0;
    snprintf(host->why, sizeof host->why, "%s", response->why);
    memcpy(host->body, response->body, length);
    host->body[length] = '\0';
    host->parked = (struct http_response){.failure = response->failure,
                                          .status = response->status,
                                          .headers = "",
                                          .body = host->body,
                                          .body_length = length,
                                          .why = host->why};
    for (struct http_request *request; (request = http_host_dequeue(host)) != NULL;) {
        struct http_response copy = host->parked;
        http_outcome_deliver(http, request, &copy);
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

/* Follows a redirect: queues the request for its new address. Returns -1 if the redirect is refused
 * or broken; then the response has the failure HTTP_POLICY. */
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
        return err_set(err, "the request was redirected more than %d times", HTTP_REDIRECTS_MAX);
    if (!http_header(response, "location", 0, location, sizeof location))
        return err_set(err, "the redirect has no location, or a location that is too long");
    if (origin_follow(&http->options.plain, base, location, ORIGIN_REDIRECT, &url, &target, err) <
        0)
        return -1;
    struct http_host *host = http_host_of(http, url.data);
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
    http_host_enqueue(host, request, true);
    return 0;
}

/* Returns how many seconds the server asked to wait; 0 if it did not ask. */
static int64_t asked_to_wait(const struct transfer *transfer)
{
    curl_off_t seconds = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &seconds);
    return seconds > 0 ? (int64_t)seconds : 0;
}

/* Fills in the back-off data of a failed request. Returns false if the request did not fail, or if
 * another attempt would fail in the same way. */
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
    int64_t seconds = asked_to_wait(transfer);
    if (response->status != 0 && seconds > 0) /* after a day the host is asked again in any case */
        out->retry_after = (seconds < 86400 ? seconds : 86400) * 1000;
    if (attempts > http->limits.attempts)
        attempts = http->limits.attempts;
    out->window = transfer->window;
    out->attempt = transfer->request->attempt;
    out->attempts = attempts;
    /* If the host has answered another request, a timeout may be due to this request alone, so the
     * host is parked only after two failures in a row. */
    out->park_at = attempts == 1 && transfer->host->answered && failure->failure == HTTP_TIMEOUT
                       ? 2
                       : attempts;
    return true;
}

/* Returns the next random number, by xorshift, which is good enough for jitter. */
static uint32_t chance(struct http *http)
{
    http->chance ^= http->chance << 13;
    http->chance ^= http->chance >> 17;
    http->chance ^= http->chance << 5;
    return http->chance;
}

/* Decides about a failed request. Returns true if the request is queued for another attempt;
 * otherwise may set `why`. */
static bool again(struct http *http, struct transfer *transfer, struct http_response *response,
                  struct backoff_failure failure, char *why)
{
    struct http_host *host = transfer->host;
    struct http_request *request = transfer->request;
    enum backoff_verdict verdict =
        backoff_failed(&host->backoff, &http->limits, clock_ms(), chance(http), failure);
    if (verdict == BACKOFF_RETRY) {
        http->counts.retries++;
        http_host_enqueue(host, request, true);
        return true;
    }
    if (failure.retry_after > 0)
        snprintf(why, HTTP_WHY_MAX, "the server asked to wait %lld seconds",
                 (long long)asked_to_wait(transfer));
    else if (response->failure == HTTP_ANSWERED && request->attempt > 1)
        snprintf(why, HTTP_WHY_MAX, "the request failed %u times in a row", request->attempt);
    if (verdict == BACKOFF_PARK)
        park(http, host, response, request->secret);
    return false;
}

/* Describes a failure. Uses libcurl's own text only for TLS, because the other texts contain times
 * and ports: the same failure must always have the same words. */
static void explain(const struct transfer *transfer, const struct transfer_failure *failure,
                    char *why)
{
    long number = 0;
    const char *more = "";
    if (failure->failure == HTTP_TLS)
        more = transfer->text;
    if ((failure->failure == HTTP_NETWORK || failure->failure == HTTP_PROXY) &&
        curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number) == CURLE_OK && number != 0)
        more = strerror((int)number);
    snprintf(why, HTTP_WHY_MAX, "%s%s%.200s", failure->sentence, more[0] != '\0' ? ": " : "", more);
}

void http_outcome_finish(struct http *http, struct transfer *transfer,
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
        http_outcome_deliver(http, request, &response);
    http_outcome_release(http, transfer);
}
