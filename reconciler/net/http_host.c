// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/http_host.h"

#include <stdlib.h>

#include "manifests/base/arena.h"

struct http_host *http_host_of(struct http *http, const char *url)
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
    host->proxy = proxy_find(&http->proxies, &origin);
    if (host->proxy != NULL)
        host->kind = address_kind_of_host(origin.host);
    host->next = http->hosts;
    http->hosts = host;
    return host;
}

void http_host_enqueue(struct http_host *host, struct http_request *request, bool at_front)
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

struct http_request *http_host_dequeue(struct http_host *host)
{
    struct http_request *request = host->first;
    if (request != NULL)
        host->first = request->next;
    return request;
}
