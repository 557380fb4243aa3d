// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/wire_http.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/git/clean_text.h"
#include "reconciler/net/exchange.h"
#include "reconciler/net/origin.h"
#include "reconciler/net/secret_file.h"

/* The rest of an answer is read, so that its connection can be used again, until this many
 * bytes or more were read. */
enum { REST_MAX = 4096 };

struct wire_http {
    struct wire wire;
    struct exchange *exchange;
    struct secret_file token; /* the file with the token, if there is one */
    bool open;                /* an answer is being read */
};

/* Removes the end of a request's URL, which leaves the repository's URL. Returns false if the URL
 * has no such end. */
static bool cut_request(char *url)
{
    static const char *const ends[] = {"/info/refs", "/git-upload-pack", "/git-receive-pack"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (!text_ends(url, ends[i]))
            continue;
        url[strlen(url) - strlen(ends[i])] = '\0';
        return true;
    }
    return false;
}

/* Sets the error for a redirect, with the repository's new URL as a hint. Returns -1. */
static int judge_redirect(struct wire_http *http, const struct exchange_answer *answer,
                          struct err *err)
{
    enum { SHOWN_MAX = 200 }; /* bytes; a URL that does not fit into a hint is of no use */
    char where[EXCHANGE_LOCATION_MAX];
    struct origin here, there;
    clean_text_copy(where, sizeof where, answer->location, strlen(answer->location));
    err_set(err, "the server redirects to another URL (%ld)", answer->status);
    bool repository = cut_request(where);
    if (where[0] == '\0' || strlen(where) > SHOWN_MAX)
        return err_hint(err, "ask the server's operator for the repository's new URL");
    if (!repository)
        return err_hint(err, "check the URL: the redirect leads to %s", where);
    bool plain = origin_parse(where, &there) && !there.tls &&
                 origin_parse(http->wire.options.location->url, &here) &&
                 !origin_equal(&here, &there);
    if (plain)
        return err_hint(err, "use --plain-http %s:%u and the repository's new URL: %s", there.host,
                        there.port, where);
    return err_hint(err, "use the repository's new URL: %s", where);
}

/* Sets the error for an answer other than 200, and a hint if there is one. Returns -1. */
static int judge(struct wire_http *http, const struct exchange_answer *answer, struct err *err)
{
    bool token = http->wire.options.token;
    http->wire.denied = answer->status == 401 || answer->status == 403;
    http->wire.odd = !http->wire.denied;
    if (answer->status == 401 && !token) {
        err_set(err, "the server asks for credentials");
        return err_hint(err, "set WEIR_GIT_USERNAME and WEIR_GIT_TOKEN");
    }
    if (answer->status == 401 && http->token.trouble.message[0] != '\0')
        return err_set(err,
                       "the server refused the credentials, and the token file can't be read "
                       "again: %s",
                       http->token.trouble.message);
    if (answer->status == 401)
        return err_set(err, "the server refused the credentials");
    if (answer->status == 403)
        return err_set(err, "the server denied access (403)");
    if (answer->status == 404) {
        err_set(err, "the server has no such repository (404)");
        return token ? -1
                     : err_hint(
                           err,
                           "set WEIR_GIT_USERNAME and WEIR_GIT_TOKEN if the repository is private");
    }
    if (answer->status >= 300 && answer->status < 400)
        return judge_redirect(http, answer, err);
    return err_set(err, "the server answered with status %ld", answer->status);
}

static void http_end(struct wire *wire)
{
    struct wire_http *http = (struct wire_http *)wire;
    char rest[REST_MAX];
    struct err ignored;
    size_t got = 1;
    for (size_t all = 0; http->open && got > 0 && all < sizeof rest; all += got)
        if (exchange_read(http->exchange, rest, sizeof rest, &got, &ignored) < 0)
            break;
    http->open = false;
}

/* Reads the token file if it has changed, or in any case if `always` is set. Returns true if the
 * token is another one than before. */
static bool renew_token(struct wire_http *http, bool always)
{
    if (!secret_file_refresh(&http->token, always))
        return false;
    exchange_set_password(http->exchange, http->token.secret);
    return true;
}

/* Sends the request. If the server refuses the token, sends it once more with the token that the
 * file has now, if that is another one. */
static int send_request(struct wire_http *http, const struct exchange_request *request,
                        struct exchange_answer *answer, struct err *err)
{
    renew_token(http, false);
    if (exchange_start(http->exchange, request, answer, err) < 0)
        return -1;
    if (answer->status != 401 || !renew_token(http, true))
        return 0;
    return exchange_start(http->exchange, request, answer, err);
}

static int start(struct wire_http *http, const char *bytes, size_t length, struct err *err)
{
    const char *service = wire_program(&http->wire);
    char url[LOCATION_MAX + 64], accept[128], type[128];
    const char *base = http->wire.options.location->url;
    struct exchange_answer answer;
    struct exchange_request request = {
        .url = url,
        .accept = accept,
        .header = http->wire.version == 2 ? "Git-Protocol: version=2" : NULL,
        .body = bytes,
        .length = length,
    };
    http_end(&http->wire);
    snprintf(url, sizeof url, bytes != NULL ? "%s/%s" : "%s/info/refs?service=%s", base, service);
    snprintf(accept, sizeof accept, "application/x-%s-%s", service,
             bytes != NULL ? "result" : "advertisement");
    snprintf(type, sizeof type, "application/x-%s-request", service);
    request.content_type = bytes != NULL ? type : NULL;
    if (send_request(http, &request, &answer, err) < 0)
        return -1;
    http->open = http->wire.answered = true;
    if (answer.status != 200)
        return judge(http, &answer, err);
    if (strcmp(answer.content_type, accept) == 0)
        return 0;
    http->wire.odd = true;
    return err_set(err, "the server's answer is not Git's smart protocol: its type is \"%s\"",
                   answer.content_type);
}

static int http_begin(struct wire *wire, struct err *err)
{
    return start((struct wire_http *)wire, NULL, 0, err);
}

static int http_ask(struct wire *wire, const char *bytes, size_t length, struct err *err)
{
    return start((struct wire_http *)wire, bytes != NULL ? bytes : "", length, err);
}

static int http_read(struct wire *wire, char *buffer, size_t size, size_t *got, struct err *err)
{
    return exchange_read(((struct wire_http *)wire)->exchange, buffer, size, got, err);
}

static void http_close(struct wire *wire)
{
    struct wire_http *http = (struct wire_http *)wire;
    exchange_close(http->exchange);
    secret_file_done(&http->token);
    free(http);
}

static const struct wire_kind http_kind = {.begin = http_begin,
                                           .ask = http_ask,
                                           .read = http_read,
                                           .end = http_end,
                                           .close = http_close,
                                           .stateless = true};

int wire_http_open(const struct wire_options *options, struct wire **out, struct err *err)
{
    struct exchange *exchange = NULL;
    struct exchange_options how = {
        .user_agent = "git/weir-" WEIR_VERSION, /* servers look for "git/" */
        .ca_files = options->ca_files,
        .ca_file_count = options->ca_file_count,
        .username =
            options->token != NULL && options->username == NULL ? "weir" : options->username,
        .password = options->token,
        .plain = options->location->scheme == LOCATION_HTTP,
        .connect_seconds = options->connect_seconds,
        .silence_seconds = options->silence_seconds,
        .total_seconds = options->total_seconds,
        .stop = options->stop,
    };
    if (exchange_open(&exchange, &how, err) < 0)
        return -1;
    struct wire_http *http = memory_must(calloc(1, sizeof *http));
    wire_init(&http->wire, &http_kind, options);
    http->exchange = exchange;
    http->token.path = options->token_file;
    *out = &http->wire;
    return 0;
}
