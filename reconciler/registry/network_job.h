// SPDX-License-Identifier: Apache-2.0
/* One inquiry while it is answered over the network, and the ways to end it; private to the files
 * network_*. */
#pragma once

#include "reconciler/registry/access.h"
#include "reconciler/registry/inquiry.h"
#include "reconciler/registry/tag_list.h"
#include "reconciler/registry/walk.h"

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
    bool head_refused;    /* the registry refused the HEAD, so this is a GET */
};

/* Reports that the job's inquiry is answered. */
void network_job_finish(struct network_job *job);
/* Answers with unknown, for the reason `detail`, which may have a server's words: secrets of the
 * repository's credential in them are hidden. */
void network_job_unknown(struct network_job *job, enum registry_class class, const char *detail);
/* Answers that the image does not exist, or, with `repository`, that the whole repository does not.
 * If configured credentials can't be used, the answer is unknown instead. */
void network_job_none(struct network_job *job, bool repository);
/* Sends the request again as a GET. */
void network_job_get_instead(struct network_job *job);
