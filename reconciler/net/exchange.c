// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/exchange.h"

#include <ctype.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "manifests/base/arena.h"
#include "manifests/base/text.h"
#include "reconciler/net/certificates.h"
#include "reconciler/net/proxy.h"

struct exchange {
    struct exchange_options options;
    struct certificates certificates;
    struct proxy_settings proxies;
    CURLM *multi;
    CURL *easy;
    struct curl_slist *lines;
    bool attached; /* the easy handle is added to the multi handle */
    bool headers;  /* all headers of the answer have arrived */
    bool ended;    /* the transfer is over; `code` is its result */
    bool paused;
    CURLcode code;
    size_t header_bytes;
    struct exchange_answer answer;
    struct text buffer; /* bytes that have arrived; the bytes before `read_at` were read */
    size_t read_at;
    time_t heard; /* time of now() from which the server's silence is measured */
    curl_off_t moved;
    char words[CURL_ERROR_SIZE];
};

static time_t now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec;
}

/* Copies the value of "Name: value\r\n" into out, in lower case if `lower` is set. The value ends
 * before white space, a control byte or one of the bytes in `stops`, and is cut to the size. */
static void take_value(const char *line, size_t length, const char *stops, bool lower, char *out,
                       size_t size)
{
    const char *at = (const char *)memchr(line, ':', length) + 1, *end = line + length;
    size_t used = 0;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    for (; at < end && used + 1 < size && (unsigned char)*at > ' ' && strchr(stops, *at) == NULL;
         at++)
        out[used++] = lower ? (char)tolower((unsigned char)*at) : *at;
    out[used] = '\0';
}

static bool header_is(const char *line, size_t length, const char *name)
{
    size_t size = strlen(name);
    return length > size && line[size] == ':' && strncasecmp(line, name, size) == 0;
}

static size_t on_header(char *line, size_t one, size_t length, void *context)
{
    struct exchange *exchange = context;
    (void)one;
    exchange->header_bytes += length;
    if (exchange->header_bytes > EXCHANGE_HEADERS_MAX)
        return 0;
    if (length > 5 &&
        strncmp(line, "HTTP/", 5) == 0) /* another answer may follow one with status 1xx */
        exchange->answer = (struct exchange_answer){0};
    if (header_is(line, length, "content-type"))
        take_value(line, length, ";", true, exchange->answer.content_type,
                   sizeof exchange->answer.content_type);
    if (header_is(line, length, "location"))
        take_value(line, length, "?#", false, exchange->answer.location,
                   sizeof exchange->answer.location);
    if (length <= 2) {
        curl_easy_getinfo(exchange->easy, CURLINFO_RESPONSE_CODE, &exchange->answer.status);
        exchange->headers = exchange->answer.status >= 200;
    }
    return length;
}

static size_t on_body(char *bytes, size_t one, size_t length, void *context)
{
    struct exchange *exchange = context;
    (void)one;
    if (exchange->buffer.length - exchange->read_at + length > EXCHANGE_BUFFER_MAX) {
        exchange->paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    if (exchange->read_at == exchange->buffer.length) {
        text_clear(&exchange->buffer);
        exchange->read_at = 0;
    }
    return text_append(&exchange->buffer, bytes, length) == 0 ? length : 0;
}

static void set_up(struct exchange *exchange)
{
    const struct exchange_options *options = &exchange->options;
    CURL *easy = exchange->easy;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, exchange);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange->words);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, options->plain ? "https,http" : "https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, ""); /* libcurl must not read the environment */
    curl_easy_setopt(easy, CURLOPT_USERAGENT, options->user_agent);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)options->connect_seconds);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)options->total_seconds);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    /* With a CA folder set, libcurl would parse the whole bundle again for each connection. */
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(easy, CURLOPT_CAINFO, exchange->certificates.path);
    if (options->username != NULL || options->password != NULL) {
        curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(easy, CURLOPT_USERNAME,
                         options->username != NULL ? options->username : "");
        curl_easy_setopt(easy, CURLOPT_PASSWORD,
                         options->password != NULL ? options->password : "");
    }
}

int exchange_open(struct exchange **out, const struct exchange_options *options, struct err *err)
{
    struct certificates certificates = {0};
    if (certificates_open(&certificates, options->ca_files, options->ca_file_count, err) < 0)
        return -1;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        certificates_close(&certificates);
        return err_set(err, "libcurl can't be set up");
    }
    struct exchange *made = memory_must(calloc(1, sizeof *made));
    made->options = *options;
    made->certificates = certificates;
    made->proxies = proxy_settings();
    made->buffer = text_of(2 * EXCHANGE_BUFFER_MAX);
    made->multi = memory_must(curl_multi_init());
    made->easy = memory_must(curl_easy_init());
    set_up(made);
    *out = made;
    return 0;
}

void exchange_set_password(struct exchange *exchange, const char *password)
{
    curl_easy_setopt(exchange->easy, CURLOPT_PASSWORD, password);
}

static void detach(struct exchange *exchange)
{
    if (exchange->attached)
        curl_multi_remove_handle(exchange->multi, exchange->easy);
    exchange->attached = false;
    curl_slist_free_all(exchange->lines);
    exchange->lines = NULL;
}

void exchange_close(struct exchange *exchange)
{
    if (exchange == NULL)
        return;
    detach(exchange);
    curl_easy_cleanup(exchange->easy);
    curl_multi_cleanup(exchange->multi);
    text_done(&exchange->buffer);
    certificates_close(&exchange->certificates);
    free(exchange);
    curl_global_cleanup();
}

static bool silent(struct exchange *exchange)
{
    curl_off_t down = 0, up = 0;
    curl_easy_getinfo(exchange->easy, CURLINFO_SIZE_DOWNLOAD_T, &down);
    curl_easy_getinfo(exchange->easy, CURLINFO_SIZE_UPLOAD_T, &up);
    curl_off_t moved = down + up + (curl_off_t)exchange->header_bytes;
    if (moved != exchange->moved) {
        exchange->moved = moved;
        exchange->heard = now();
    }
    return now() - exchange->heard > (time_t)exchange->options.silence_seconds;
}

/* Lets libcurl work on the transfer, and waits at most 250 milliseconds for the server. Returns -1
 * if libcurl can't work, the server is silent for too long or the stop flag is set. Returns 0 also
 * if the transfer has failed: see `ended` and `code`. */
static int step(struct exchange *exchange, struct err *err)
{
    int running = 0, left = 0;
    const CURLMsg *message;
    const volatile sig_atomic_t *stop = exchange->options.stop;
    if (curl_multi_perform(exchange->multi, &running) != CURLM_OK)
        return err_set(err, "libcurl failed");
    while ((message = curl_multi_info_read(exchange->multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            exchange->ended = true;
            exchange->code = message->data.result;
        }
    }
    if (exchange->ended)
        return 0;
    if (stop != NULL && *stop)
        return err_set(err, "stopped");
    if (silent(exchange))
        return err_set(err, "the server was silent for %u seconds",
                       exchange->options.silence_seconds);
    if (exchange->buffer.length == exchange->read_at &&
        curl_multi_poll(exchange->multi, NULL, 0, 250, NULL) != CURLM_OK)
        return err_set(err, "libcurl failed");
    return 0;
}

/* Replaces the location by its absolute URL, or by "" if it is not one that may be shown. */
static void resolve_location(struct exchange_answer *answer, const char *base)
{
    struct origin origin;
    char *absolute = NULL;
    CURLU *url = memory_must(curl_url());
    bool whole = strlen(answer->location) + 1 < sizeof answer->location;
    if (answer->location[0] != '\0' && whole &&
        curl_url_set(url, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_set(url, CURLUPART_URL, answer->location, CURLU_DISALLOW_USER) == CURLUE_OK &&
        curl_url_set(url, CURLUPART_QUERY, NULL, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_URL, &absolute, 0) == CURLUE_OK &&
        strlen(absolute) < sizeof answer->location && origin_parse(absolute, &origin))
        strcpy(answer->location, absolute);
    else
        answer->location[0] = '\0';
    curl_free(absolute);
    curl_url_cleanup(url);
}

static void set_proxy(struct exchange *exchange, const char *url)
{
    struct origin origin;
    const char *proxy = origin_parse(url, &origin) ? proxy_find(&exchange->proxies, &origin) : NULL;
    curl_easy_setopt(exchange->easy, CURLOPT_PROXY, proxy != NULL ? proxy : "");
}

static int fail(const struct exchange *exchange, struct err *err)
{
    return err_set(err, "%s",
                   *exchange->words ? exchange->words : curl_easy_strerror(exchange->code));
}

int exchange_start(struct exchange *exchange, const struct exchange_request *request,
                   struct exchange_answer *out, struct err *err)
{
    char line[256];
    CURL *easy = exchange->easy;
    detach(exchange);
    text_clear(&exchange->buffer);
    exchange->read_at = exchange->header_bytes = 0;
    exchange->headers = exchange->ended = exchange->paused = false;
    exchange->words[0] = '\0';
    exchange->moved = -1;
    exchange->answer = (struct exchange_answer){0};
    exchange->lines = memory_must(curl_slist_append(NULL, "Expect:"));
    snprintf(line, sizeof line, "Accept: %s", request->accept != NULL ? request->accept : "*/*");
    exchange->lines = memory_must(curl_slist_append(exchange->lines, line));
    if (request->header != NULL)
        exchange->lines = memory_must(curl_slist_append(exchange->lines, request->header));
    if (request->content_type != NULL) {
        snprintf(line, sizeof line, "Content-Type: %s", request->content_type);
        exchange->lines = memory_must(curl_slist_append(exchange->lines, line));
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->length);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
    } else {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    }
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange->lines);
    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    set_proxy(exchange, request->url);
    if (curl_multi_add_handle(exchange->multi, easy) != CURLM_OK)
        return err_set(err, "libcurl failed");
    exchange->attached = true;
    while (!exchange->headers && !exchange->ended)
        if (step(exchange, err) < 0)
            return -1;
    if (!exchange->headers)
        return fail(exchange, err);
    resolve_location(&exchange->answer, request->url);
    *out = exchange->answer;
    return 0;
}

int exchange_read(struct exchange *exchange, char *buffer, size_t size, size_t *got,
                  struct err *err)
{
    exchange->heard = now(); /* the caller's own time must not count as silence of the server */
    while (exchange->read_at == exchange->buffer.length) {
        if (exchange->ended) {
            *got = 0;
            return exchange->code == CURLE_OK ? 0 : fail(exchange, err);
        }
        if (exchange->paused) {
            exchange->paused = false;
            curl_easy_pause(exchange->easy, CURLPAUSE_CONT);
        }
        if (exchange->read_at == exchange->buffer.length && step(exchange, err) < 0)
            return -1;
    }
    size_t rest = exchange->buffer.length - exchange->read_at;
    *got = rest < size ? rest : size;
    memcpy(buffer, exchange->buffer.data + exchange->read_at, *got);
    exchange->read_at += *got;
    return 0;
}
