// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/network_pages.h"

#include "reconciler/net/http_header.h"
#include "reconciler/registry/access_request.h"

/* Page sizes, tried in this order until the registry accepts one. "": send no page size. */
static const char *const page_sizes[] = {"?n=1000", "?n=100", ""};
enum { PAGE_SIZES = sizeof page_sizes / sizeof *page_sizes };

void network_pages_first(struct network_job *job)
{
    job->request.url =
        arena_print(&job->network->batch, "%s/v2/%s/tags/list%s", job->repository->host->base,
                    job->repository->path, page_sizes[job->page]);
}

bool network_pages_smaller(struct network_job *job, long status)
{
    struct access_host *host = job->repository->host;
    bool size = status == 400 || status == 405 || status == 416;
    if (!size || job->tags.pages.count > 0)
        return false;
    if (job->page + 1 == PAGE_SIZES) { /* the size was not the fault */
        host->page = 0;
        return false;
    }
    job->page++;
    if (host->page < job->page)
        host->page = job->page;
    network_pages_first(job);
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
        if (tag_list_link(&scratch, value, &link, err) < 0)
            return -1;
    if (link == NULL)
        return 0;
    return tag_list_next(&job->network->batch, &job->tags, &job->network->access.options->plain,
                         job->request.url, link, next, class, err);
}

void network_pages_take(struct network_job *job, const struct http_response *response)
{
    enum registry_class class = REGISTRY_PROTOCOL;
    const char *next = NULL;
    struct err err = {0};
    if (tag_list_add(job->inquiry->arena, &job->tags, response->body, response->body_length, &class,
                     &err) < 0 ||
        find_next(job, response, &next, &class, &err) < 0) {
        network_job_unknown(job, class, err.message);
        return;
    }
    if (next == NULL) {
        tag_list_answer(&job->tags, job->inquiry);
        network_job_finish(job);
        return;
    }
    job->request.url = next;
    job->refusals = 0; /* a token may expire between two pages */
    access_request_add(job->repository, &job->request);
}
