// SPDX-License-Identifier: Apache-2.0
/* Git's smart HTTP over libcurl: a request for the advertisement, then one for each that is asked.
 */
#include <stdlib.h>
#include <string.h>

#include "reconciler/git/clean_text.h"
#include "reconciler/git/remote.h"

/* What is left of an answer is read, so that its connection can be used again; more is not. */
enum { REST_MAX = 4096 };

struct web {
    struct wire wire;
    const struct repository *repository;
    struct exchange *exchange;
    bool open; /* an answer is being read */
};

/* What an answer other than 200 means, in words and a hint. Returns -1. */
static int judge(struct web *web, const struct exchange_answer *answer, struct err *err)
{
    bool token = web->repository->options.token;
    web->wire.denied = answer->status == 401 || answer->status == 403;
    web->wire.odd = !web->wire.denied;
    if (answer->status == 401 && !token) {
        err_set(err, "the server asks for credentials");
        return err_hint(err, "set WEIR_GIT_USERNAME and WEIR_GIT_TOKEN");
    }
    if (answer->status == 401)
        return err_set(err, "the server refused the credentials");
    if (answer->status == 403)
        return err_set(err, "the server forbids it (403)");
    if (answer->status == 404) {
        err_set(err, "the server has no such repository (404)");
        return token ? -1
                     : err_hint(err, "a private one needs WEIR_GIT_USERNAME and WEIR_GIT_TOKEN");
    }
    if (answer->status >= 300 && answer->status < 400) {
        char where[256];
        clean_text_copy(where, sizeof where, answer->location, strlen(answer->location));
        err_set(err, "the server sends elsewhere (%ld)", answer->status);
        return err_hint(err, "give the new URL: %s", where);
    }
    return err_set(err, "the server answered with status %ld", answer->status);
}

static void web_end(struct wire *wire)
{
    struct web *web = (struct web *)wire;
    char rest[REST_MAX];
    struct err ignored;
    size_t got = 1;
    for (size_t all = 0; web->open && got > 0 && all < sizeof rest; all += got)
        if (exchange_read(web->exchange, rest, sizeof rest, &got, &ignored) != 0)
            break;
    web->open = false;
}

static int start(struct web *web, const char *bytes, size_t length, struct err *err)
{
    const char *service = wire_program(&web->wire);
    char url[LOCATION_MAX + 64], accept[128], type[128];
    const char *base = web->repository->location.url;
    struct exchange_answer answer;
    struct exchange_request request = {
        .url = url,
        .accept = accept,
        .header = web->wire.version == 2 ? "Git-Protocol: version=2" : NULL,
        .body = bytes,
        .length = length,
    };
    web_end(&web->wire);
    snprintf(url, sizeof url, bytes != NULL ? "%s/%s" : "%s/info/refs?service=%s", base, service);
    snprintf(accept, sizeof accept, "application/x-%s-%s", service,
             bytes != NULL ? "result" : "advertisement");
    snprintf(type, sizeof type, "application/x-%s-request", service);
    request.content_type = bytes != NULL ? type : NULL;
    if (exchange_start(web->exchange, &request, &answer, err) != 0)
        return -1;
    web->open = web->wire.answered = true;
    if (answer.status != 200)
        return judge(web, &answer, err);
    if (strcmp(answer.content_type, accept) == 0)
        return 0;
    web->wire.odd = true;
    return err_set(err, "the server's answer is not Git's smart protocol (\"%s\")",
                   answer.content_type);
}

static int web_begin(struct wire *wire, struct err *err)
{
    return start((struct web *)wire, NULL, 0, err);
}

static int web_ask(struct wire *wire, const char *bytes, size_t length, struct err *err)
{
    return start((struct web *)wire, bytes != NULL ? bytes : "", length, err);
}

static int web_read(struct wire *wire, char *buffer, size_t size, size_t *got, struct err *err)
{
    return exchange_read(((struct web *)wire)->exchange, buffer, size, got, err);
}

static void web_close(struct wire *wire)
{
    exchange_close(((struct web *)wire)->exchange);
    free(wire);
}

static const struct wire_kind web_kind = {.begin = web_begin,
                                          .ask = web_ask,
                                          .read = web_read,
                                          .end = web_end,
                                          .close = web_close,
                                          .stateless = true};

int web_open(const struct repository *repository, struct wire **out, struct err *err)
{
    const struct repository_options *options = &repository->options;
    struct exchange *exchange = NULL;
    struct exchange_options how = {
        .user_agent = "git/weir-" WEIR_VERSION, /* servers look for "git/" */
        .ca_files = options->ca_files,
        .ca_file_count = options->ca_file_count,
        .username = options->token && options->username == NULL ? "weir" : options->username,
        .password = options->token,
        .plain = repository->location.scheme == LOCATION_HTTP,
        .connect_seconds = options->connect_seconds,
        .silence_seconds = options->silence_seconds,
        .total_seconds = options->total_seconds,
        .stop = options->stop,
    };
    if (exchange_open(&exchange, &how, err) != 0)
        return -1;
    struct web *web = memory_must(calloc(1, sizeof *web));
    wire_init(&web->wire, &web_kind);
    web->repository = repository;
    web->exchange = exchange;
    *out = &web->wire;
    return 0;
}
