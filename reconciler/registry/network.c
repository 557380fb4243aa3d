// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"
#include "manifests/base/words.h"
#include "manifests/values/digest.h"
#include "reconciler/net/http_header.h"
#include "reconciler/registry/access_challenge.h"
#include "reconciler/registry/access_request.h"
#include "reconciler/registry/error_body.h"
#include "reconciler/registry/manifest.h"
#include "reconciler/registry/tag_list.h"
#include "reconciler/registry/walk.h"

enum { DIGEST_HEADERS_MAX = 8 };

struct network {
    struct registry_access access;
    struct http *http;
    struct credentials *credentials;
    struct arena batch; /* for URLs and jobs during one network_ask */
    void (*answered)(void *context);
    void *context;
};

/* One inquiry while it is answered. The request must be the first member, because a pointer to it
 * is converted to a pointer to the job. */
struct network_job {
    struct http_request request;
    struct network *network;
    struct inquiry *inquiry;
    struct access_repository *repository;
    unsigned generation;  /* number of the token that was sent */
    unsigned refusals;    /* answers with status 401 for the current URL */
    struct tag_list tags; /* INQUIRY_BY_TAGS: the tags so far */
    size_t page;          /* index in page_sizes */
    struct walk walk;     /* INQUIRY_BY_CONFIG: the documents so far */
};

int network_open(struct network **out, const struct registry_options *options, struct err *err)
{
    struct http_options http = {
        .user_agent = options->user_agent,
        .plain = options->plain,
        .ca_files = options->ca_files,
        .ca_file_count = options->ca_file_count,
        .jobs = options->jobs,
        .limits = options->limits,
        .stop = options->stop,
    };
    credentials_scope struct credentials *credentials = credentials_open();
    if (options->docker_config != NULL &&
        credentials_add_docker_config(credentials, options->docker_config, err) < 0)
        return -1;
    struct network *network = memory_must(calloc(1, sizeof *network));
    if (http_open(&network->http, &http, err) < 0) {
        free(network);
        return -1;
    }
    network->credentials = credentials;
    credentials = NULL;
    access_open(&network->access, network->http, network->credentials, options->plain);
    *out = network;
    return 0;
}

void network_close(struct network **handle)
{
    struct network *network = *handle;
    if (network == NULL)
        return;
    http_close(&network->http);
    access_done(&network->access);
    credentials_close(&network->credentials);
    arena_done(&network->batch);
    free(network);
    *handle = NULL;
}

struct registry_counts network_counts(const struct network *network)
{
    return (struct registry_counts){.http = http_counts(network->http),
                                    .tokens = network->access.tokens,
                                    .refused = network->access.refused};
}

static void finish(struct network_job *job)
{
    job->network->answered(job->network->context);
}

static void unknown(struct network_job *job, enum registry_class class, const char *detail)
{
    inquiry_unknown(job->inquiry, class, detail);
    finish(job);
}

/* Answers that the image or repository does not exist. If configured credentials can't be used, the
 * answer is unknown instead. */
static void none(struct network_job *job)
{
    const char *withheld = access_withheld(job->repository);
    if (withheld != NULL) {
        unknown(job, REGISTRY_UNAUTHORIZED, withheld);
        return;
    }
    bool list = job->inquiry->way == INQUIRY_BY_TAGS;
    if (job->inquiry->way == INQUIRY_BY_CONFIG)
        walk_missing(&job->walk);
    else
        inquiry_none(job->inquiry, list                            ? "repository"
                                   : job->inquiry->image.by_digest ? "manifest"
                                                                   : "tag");
    finish(job);
}

static void get_instead(struct network_job *job)
{
    job->request.method = HTTP_GET;
    access_request_add(job->repository, &job->request);
}

static void on_refused(struct network_job *job, const struct http_response *response)
{
    bool carried = job->request.authorization != NULL;
    enum access_state state = access_challenge_refused(job->repository, response, carried,
                                                       job->generation, job->refusals);
    if (state == ACCESS_SEND && job->refusals <= 3)
        access_request_add(job->repository, &job->request);
    else if (state == ACCESS_SEND)
        unknown(job, REGISTRY_UNAUTHORIZED, "the registry refused the request 4 times");
    else if (job->request.method == HTTP_HEAD && !access_challenge_sent(response))
        get_instead(job); /* only a GET has the reason in its body */
    else
        unknown(job, job->repository->class, job->repository->detail);
}

/* Prepares the request for the document that the job needs next. */
static void aim(struct network_job *job)
{
    const struct image *image = &job->inquiry->image;
    const struct walk *walk = &job->walk;
    bool walks = job->inquiry->way == INQUIRY_BY_CONFIG;
    job->request.url = arena_print(&job->network->batch, "%s/v2/%.*s/%s/%s",
                                   job->repository->host->base, (int)image->path_length,
                                   image->path, walks && walk->config ? "blobs" : "manifests",
                                   walks ? walk->digest : image->version);
    job->request.accept = walks && walk->config ? NULL : manifest_accept;
    job->request.body_max = walks ? walk->size_max : TEXT_MANIFEST_MAX;
}

/* Reads one of the documents of a CONFIG question, and requests the next one if there is one. */
static void on_document(struct network_job *job, const struct http_response *response)
{
    char type[256];
    http_header(response, "content-type", 0, type, sizeof type);
    if (!walk_take(&job->walk, type, response->body, response->body_length)) {
        finish(job);
        return;
    }
    job->refusals = 0;
    aim(job);
    access_request_add(job->repository, &job->request);
}

/* Reads the manifest in the answer to a GET. The digest is computed from the manifest's bytes. */
static void on_body(struct network_job *job, const struct http_response *response)
{
    struct inquiry *inquiry = job->inquiry;
    const struct image *image = &inquiry->image;
    char digest[DIGEST_TEXT_MAX], header[256], type[256];
    struct manifest manifest;
    enum registry_class class = REGISTRY_PROTOCOL;
    struct err err = {0};
    http_header(response, "content-type", 0, type, sizeof type);
    int read = manifest_read(inquiry->arena, type, response->body, response->body_length, &manifest,
                             &class, &err);
    if (read < 0 && class == REGISTRY_SCHEMA1) { /* a digest of schema 1 does not cover all bytes */
        unknown(job, class, err.message);
        return;
    }
    manifest_digest(response->body, response->body_length, digest);
    if (image->by_digest &&
        !manifest_has_digest(response->body, response->body_length, image->version)) {
        unknown(job, REGISTRY_DIGEST_MISMATCH, digest);
        return;
    }
    for (unsigned n = 0; n < DIGEST_HEADERS_MAX; n++) {
        http_header(response, "docker-content-digest", n, header, sizeof header);
        if (digest_valid(header) && text_starts(header, "sha256:") && strcmp(header, digest) != 0) {
            unknown(job, REGISTRY_DIGEST_MISMATCH,
                    "the Docker-Content-Digest header does not have the digest of the content");
            return;
        }
    }
    if (read < 0) {
        unknown(job, class, err.message);
        return;
    }
    inquiry_found(inquiry, image->by_digest ? image->version : digest, manifest.form);
    inquiry->answer->children = manifest.children;
    inquiry->answer->child_count = manifest.child_count;
    finish(job);
}

/* Reads the answer to a HEAD. Its headers are enough if they have a known media type and exactly
 * one digest: a sha256 and, if the inquiry names a digest, that digest. Otherwise sends a GET. */
static void on_head(struct network_job *job, const struct http_response *response)
{
    char digest[256], another[256], type[256];
    bool said = http_header(response, "docker-content-digest", 0, digest, sizeof digest) &&
                text_starts(digest, "sha256:") && digest_valid(digest);
    bool twice = http_header(response, "docker-content-digest", 1, another, sizeof another);
    http_header(response, "content-type", 0, type, sizeof type);
    enum image_form form = manifest_form(type);
    bool other = job->inquiry->image.by_digest && strcmp(digest, job->inquiry->image.version) != 0;
    if (!said || twice || other || form == IMAGE_FORM_UNKNOWN) {
        get_instead(job);
        return;
    }
    inquiry_found(job->inquiry, digest, form);
    finish(job);
}

/* Page sizes, tried in this order until the registry accepts one. "": send no page size. */
static const char *const page_sizes[] = {"?n=1000", "?n=100", ""};
enum { PAGE_SIZES = sizeof page_sizes / sizeof *page_sizes };

static void first_page(struct network_job *job)
{
    job->request.url =
        arena_print(&job->network->batch, "%s/v2/%s/tags/list%s", job->repository->host->base,
                    job->repository->path, page_sizes[job->page]);
}

/* Requests the first page again with the next page size. Returns false if the status does not mean
 * that the page size was rejected, if a later page was requested already, or if no size remains. */
static bool smaller_page(struct network_job *job, long status)
{
    struct access_host *host = job->repository->host;
    bool size = status == 400 || status == 405 || status == 416;
    if (!size || job->tags.pages.count > 0 || job->page + 1 == PAGE_SIZES)
        return false;
    job->page++;
    if (host->page < job->page)
        host->page = job->page;
    first_page(job);
    access_request_add(job->repository, &job->request);
    return true;
}

/* Sets *next to the address of the next page, or to NULL after the last page. Returns -1 if
 * tag_list_next refuses the address. */
static int find_next(struct network_job *job, const struct http_response *response,
                     const char **next, enum registry_class *class, struct err *err)
{
    arena_scope struct arena scratch = {0};
    char *value = arena_alloc(&scratch, HTTP_HEADERS_MAX); /* room for any header */
    const char *link = NULL;
    *next = NULL;
    for (unsigned n = 0; link == NULL && http_header(response, "link", n, value, HTTP_HEADERS_MAX);
         n++)
        link = tag_list_link(&scratch, value);
    if (link == NULL)
        return 0;
    return tag_list_next(&job->network->batch, &job->tags, &job->network->access.plain,
                         job->request.url, link, next, class, err);
}

static void on_page(struct network_job *job, const struct http_response *response)
{
    enum registry_class class = REGISTRY_PROTOCOL;
    const char *next = NULL;
    struct err err = {0};
    if (tag_list_add(job->inquiry->arena, &job->tags, response->body, response->body_length, &class,
                     &err) < 0 ||
        find_next(job, response, &next, &class, &err) < 0) {
        unknown(job, class, err.message);
        return;
    }
    if (next == NULL) {
        tag_list_answer(&job->tags, job->inquiry);
        finish(job);
        return;
    }
    job->request.url = next;
    job->refusals = 0; /* a token may expire between two pages */
    access_request_add(job->repository, &job->request);
}

static void on_missing(struct network_job *job, const struct http_response *response)
{
    char value[256];
    if (response->elsewhere) {
        unknown(job, REGISTRY_PROTOCOL, "status 404 from the host that the registry redirects to");
        return;
    }
    if (job->request.method != HTTP_HEAD) {
        if (error_body_says_none(response))
            none(job);
        else
            unknown(job, REGISTRY_PROTOCOL,
                    "status 404, but the answer has no registry error code for \"not found\"");
        return;
    }
    /* The answer to a HEAD has no body: only its headers show whether it comes from a registry or
     * from a proxy or a wrong address. */
    if (http_header(response, "docker-distribution-api-version", 0, value, sizeof value) ||
        (http_header(response, "content-type", 0, value, sizeof value) &&
         strncasecmp(value, "application/json", 16) == 0))
        none(job);
    else
        get_instead(job);
}

/* Handles a status that has no function of its own. */
static void on_status(struct network_job *job, const struct http_response *response)
{
    struct access_host *host = job->repository->host;
    bool head = job->request.method == HTTP_HEAD;
    long status = response->status;
    char detail[HTTP_WHY_MAX + 64], code[64];
    if (head && (status == 405 || status == 400 || status == 501)) {
        host->head_unsupported = true;
        get_instead(job);
        return;
    }
    if (head && status == 403) { /* only a GET has the reason in its body */
        get_instead(job);
        return;
    }
    if (job->inquiry->way == INQUIRY_BY_TAGS && smaller_page(job, status))
        return;
    error_body_code(response, code, sizeof code);
    snprintf(detail, sizeof detail, "status %ld%s%s%s%s", status, code[0] != '\0' ? " " : "", code,
             response->why[0] != '\0' ? ", " : "", response->why);
    const char *withheld = status == 403 ? access_withheld(job->repository) : NULL;
    if (withheld != NULL)
        snprintf(detail, sizeof detail, "%s", withheld);
    unknown(job, access_class(response), detail);
}

/* The functions that read the answer to a GET; the inquiry's way selects one of them. */
static void (*const takers[])(struct network_job *job, const struct http_response *response) = {
    [INQUIRY_BY_HEADERS] = on_body,
    [INQUIRY_BY_MANIFEST] = on_body,
    [INQUIRY_BY_CONFIG] = on_document,
    [INQUIRY_BY_TAGS] = on_page,
};
TABLE_COMPLETE(takers, INQUIRY_WAYS);

static void on_done(struct http_request *request, const struct http_response *response)
{
    struct network_job *job = (struct network_job *)request;
    if (response->failure != HTTP_ANSWERED) {
        unknown(job, access_class(response), response->why);
    } else if (response->status == 401) {
        job->refusals++;
        on_refused(job, response);
    } else if (response->status == 200 && request->method == HTTP_HEAD) {
        on_head(job, response);
    } else if (response->status == 200) {
        takers[job->inquiry->way](job, response);
    } else if (response->status == 404) {
        on_missing(job, response);
    } else {
        on_status(job, response);
    }
    access_request_answered(job->repository, request);
}

static bool on_ready(struct http_request *request)
{
    struct network_job *job = (struct network_job *)request;
    bool list = job->inquiry->way == INQUIRY_BY_TAGS && job->tags.pages.count == 0;
    if (list && job->page < job->repository->host->page) {
        job->page = job->repository->host->page;
        first_page(job);
    }
    if (request->method == HTTP_HEAD && job->repository->host->head_unsupported)
        request->method = HTTP_GET;
    enum access_state state = access_request_ready(job->repository, request, &job->generation);
    if (state == ACCESS_FAILED)
        unknown(job, job->repository->class, job->repository->detail);
    return state == ACCESS_SEND;
}

static void add(struct network *network, struct network_job *job, struct inquiry *inquiry)
{
    const struct image *image = &inquiry->image;
    bool head = inquiry->way == INQUIRY_BY_HEADERS;
    char host[ORIGIN_HOST_MAX], path[ORIGIN_HOST_MAX];
    snprintf(host, sizeof host, "%.*s", (int)image->host_length, image->host);
    snprintf(path, sizeof path, "%.*s", (int)image->path_length, image->path);
    *job = (struct network_job){
        .request = {.method = head ? HTTP_HEAD : HTTP_GET,
                    .follow = true,
                    .ready = on_ready,
                    .done = on_done},
        .network = network,
        .inquiry = inquiry,
        .repository = access_repository(&network->access, host, path),
        .walk = walk_begin(inquiry),
    };
    if (inquiry->way == INQUIRY_BY_TAGS) {
        job->page = job->repository->host->page;
        job->request.accept = "Accept: application/json";
        job->request.body_max = TAG_LIST_PAGE_MAX;
        first_page(job);
    } else {
        aim(job);
    }
    access_request_add(job->repository, &job->request);
}

void network_ask(struct network *network, struct inquiry *const *inquiries, size_t count,
                 void (*answered)(void *context), void *context)
{
    struct network_job *jobs = arena_array(&network->batch, struct network_job, count);
    network->answered = answered;
    network->context = context;
    access_begin(&network->access);
    for (size_t i = 0; i < count; i++)
        add(network, &jobs[i], inquiries[i]);
    http_run(network->http);
    arena_done(&network->batch);
}
