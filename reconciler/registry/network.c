// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/base/words.h"
#include "manifests/values/digest.h"
#include "reconciler/net/http_header.h"
#include "reconciler/registry/access_request.h"
#include "reconciler/registry/manifest.h"
#include "reconciler/registry/network_pages.h"
#include "reconciler/registry/network_refusal.h"

enum { DIGEST_HEADERS_MAX = 8 };

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
    credentials_scope struct credentials *credentials = NULL;
    if (credentials_open(&credentials, options->credential_files, options->credential_file_count,
                         err) < 0)
        return -1;
    struct network *network = memory_must(calloc(1, sizeof *network));
    if (http_open(&network->http, &http, err) < 0) {
        free(network);
        return -1;
    }
    network->credentials = credentials;
    credentials = NULL;
    access_open(&network->access, network->http, network->credentials, options);
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
        network_job_finish(job);
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
        network_job_unknown(job, class, err.message);
        return;
    }
    manifest_digest(response->body, response->body_length, digest);
    if (image->by_digest &&
        !manifest_has_digest(response->body, response->body_length, image->version)) {
        network_job_unknown(job, REGISTRY_DIGEST_MISMATCH, digest);
        return;
    }
    for (unsigned n = 0; n < DIGEST_HEADERS_MAX; n++) {
        http_header(response, "docker-content-digest", n, header, sizeof header);
        if (digest_valid(header) && text_starts(header, "sha256:") && strcmp(header, digest) != 0) {
            network_job_unknown(
                job, REGISTRY_DIGEST_MISMATCH,
                "the Docker-Content-Digest header does not have the digest of the content");
            return;
        }
    }
    if (read < 0) {
        network_job_unknown(job, class, err.message);
        return;
    }
    job->repository->exists = true;
    inquiry_found(inquiry, image->by_digest ? image->version : digest, manifest.form);
    inquiry->answer->children = manifest.children;
    inquiry->answer->child_count = manifest.child_count;
    network_job_finish(job);
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
        network_job_get_instead(job);
        return;
    }
    job->repository->exists = true;
    inquiry_found(job->inquiry, digest, form);
    network_job_finish(job);
}

/* The functions that read the answer to a GET; the inquiry's way selects one of them. */
static void (*const takers[])(struct network_job *job, const struct http_response *response) = {
    [INQUIRY_BY_HEADERS] = on_body,
    [INQUIRY_BY_MANIFEST] = on_body,
    [INQUIRY_BY_CONFIG] = on_document,
    [INQUIRY_BY_TAGS] = network_pages_take,
};
TABLE_COMPLETE(takers, INQUIRY_WAYS);

static void on_done(struct http_request *request, const struct http_response *response)
{
    struct network_job *job = (struct network_job *)request;
    if (response->failure != HTTP_ANSWERED) {
        network_job_unknown(job, access_class(response), response->why);
    } else if (response->status == 401) {
        network_refusal_denied(job, response);
    } else if (response->status == 200 && request->method == HTTP_HEAD) {
        on_head(job, response);
    } else if (response->status == 200) {
        job->repository->host->head_unsupported |= job->head_refused;
        takers[job->inquiry->way](job, response);
    } else if (response->status == 404) {
        network_refusal_missing(job, response);
    } else {
        network_refusal_status(job, response);
    }
    access_request_answered(job->repository, request);
}

static bool on_ready(struct http_request *request)
{
    struct network_job *job = (struct network_job *)request;
    bool list = job->inquiry->way == INQUIRY_BY_TAGS && job->tags.pages.count == 0;
    if (list && job->page < job->repository->host->page) {
        job->page = job->repository->host->page;
        network_pages_first(job);
    }
    if (request->method == HTTP_HEAD && job->repository->host->head_unsupported)
        request->method = HTTP_GET;
    enum access_state state = access_request_ready(job->repository, request, &job->generation);
    if (state == ACCESS_FAILED)
        network_job_unknown(job, job->repository->class, job->repository->detail);
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
        network_pages_first(job);
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
