// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/transfer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "manifests/base/arena.h"

enum { KEEP_CAPACITY = 64 << 10 }; /* bytes; a larger buffer of a body is freed after use */

bool transfer_allows(enum address_kind kind, bool guarded)
{
    return kind == ADDRESS_PUBLIC || (kind == ADDRESS_PRIVATE && !guarded);
}

/* True if the transfer may connect to this address. The runner named the proxy, so its address is
 * always allowed. */
static bool allowed(const struct transfer *transfer, enum address_kind kind)
{
    return transfer->proxy != NULL || transfer_allows(kind, transfer->guarded);
}

/* Checks the resolved address of every new connection. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct transfer *transfer = context;
    (void)purpose;
    if (!allowed(transfer, address_kind(&to->addr))) {
        transfer->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* Checks the address for every guarded request, also on a connection that another request opened.
 */
static int before_request(void *context, char *to, char *from, int to_port, int from_port)
{
    struct transfer *transfer = context;
    (void)from;
    (void)to_port;
    (void)from_port;
    if (allowed(transfer, address_kind_of_text(to)))
        return CURL_PREREQFUNC_OK;
    transfer->refused = true;
    return CURL_PREREQFUNC_ABORT;
}

static size_t on_header(char *line, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t length = size * count;
    transfer->received += length;
    if (length > 5 && memcmp(line, "HTTP/", 5) == 0) {
        const char *space = memchr(line, ' ', length);
        text_clear(&transfer->headers);
        transfer->headers_done = false;
        transfer->status = space != NULL ? strtol(space, NULL, 10) : 0;
        return length;
    }
    if (transfer->headers_done) /* trailers must not change the headers */
        return length;
    if (length <= 2 && (line[0] == '\r' || line[0] == '\n')) {
        transfer->headers_done = true;
        return length;
    }
    if (text_append(&transfer->headers, line, length) == 0)
        return length;
    transfer->too_large = true;
    return 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t length = size * count;
    transfer->received += length;
    if (text_append(&transfer->body, bytes, length) == 0)
        return length;
    transfer->too_large = transfer->status < 400;
    transfer->cut = !transfer->too_large; /* the beginning of an error body is enough */
    return 0;
}

#define SET(option, value) curl_easy_setopt(transfer->easy, (option), (value))

void transfer_open(struct transfer *transfer, const struct http_options *options,
                   const struct http_limits *limits, const char *ca_path)
{
    *transfer = (struct transfer){
        .easy = memory_must(curl_easy_init()),
        .limits = limits,
        .method = HTTP_HEAD,
        .headers = text_of(HTTP_HEADERS_MAX),
    };
    SET(CURLOPT_PRIVATE, transfer);
    SET(CURLOPT_NOBODY, 1L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_USERAGENT, options->user_agent);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    SET(CURLOPT_PROXY, ""); /* libcurl must not read the environment: proxy.c does */
    SET(CURLOPT_NOPROXY, "");
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    /* With a CA folder set, libcurl would parse the whole bundle again for every connection. */
    SET(CURLOPT_CAPATH, NULL);
    if (ca_path != NULL)
        SET(CURLOPT_CAINFO, ca_path);
    SET(CURLOPT_ERRORBUFFER, transfer->text);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_HEADERDATA, transfer);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, transfer);
    SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(CURLOPT_OPENSOCKETDATA, transfer);
    SET(CURLOPT_PREREQDATA, transfer);
}

void transfer_close(struct transfer *transfer)
{
    curl_easy_cleanup(transfer->easy);
    text_done(&transfer->headers);
    text_done(&transfer->body);
}

static void set_method(struct transfer *transfer, enum http_method method)
{
    if (method == transfer->method)
        return;
    transfer->method = method;
    SET(CURLOPT_NOBODY, 0L);
    SET(CURLOPT_HTTPGET, 1L);
    if (method == HTTP_HEAD)
        SET(CURLOPT_NOBODY, 1L);
    else if (method == HTTP_POST)
        SET(CURLOPT_POST, 1L);
}

void transfer_arm(struct transfer *transfer, struct http_request *request, const char *url,
                  const char *proxy, bool guarded, bool authorized, int64_t now)
{
    transfer->request = request;
    transfer->secret = request->secret;
    transfer->begun = transfer->stall_from = now;
    transfer->received = transfer->stall_seen = 0;
    transfer->status = 0;
    transfer->headers_done = transfer->too_large = transfer->cut = transfer->refused = false;
    transfer->text[0] = '\0';
    text_clear(&transfer->headers);
    text_clear(&transfer->body);
    transfer->body.maximum = request->body_max;

    SET(CURLOPT_URL, url);
    if (proxy != transfer->proxy) {
        transfer->proxy = proxy;
        SET(CURLOPT_PROXY, proxy != NULL ? proxy : "");
    }
    set_method(transfer, request->method);
    if (request->method == HTTP_POST) {
        SET(CURLOPT_POSTFIELDSIZE, (long)strlen(request->form));
        SET(CURLOPT_POSTFIELDS, request->form);
    }
    const char *lines[] = {request->accept, authorized ? request->authorization : NULL};
    struct curl_slist *first = NULL;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (lines[i] == NULL)
            continue;
        /* libcurl only reads the list, so nodes in this struct avoid a copy of every token. */
        transfer->lines[i] = (struct curl_slist){.data = (char *)lines[i], .next = first};
        first = &transfer->lines[i];
    }
    SET(CURLOPT_HTTPHEADER, first);
    if (guarded != transfer->guarded) {
        transfer->guarded = guarded;
        SET(CURLOPT_PREREQFUNCTION, guarded ? before_request : NULL);
    }
}

void transfer_disarm(struct transfer *transfer)
{
    if (transfer->secret && transfer->body.data != NULL)
        explicit_bzero(transfer->body.data, transfer->body.capacity);
    transfer->request = NULL;
    if (transfer->body.capacity > KEEP_CAPACITY)
        text_done(&transfer->body);
}

bool transfer_late(struct transfer *transfer, int64_t now)
{
    const struct http_limits *limits = transfer->limits;
    if (now - transfer->begun >= limits->total)
        return true;
    if (transfer->received == 0)
        return now - transfer->begun >= limits->first_byte;
    if (now - transfer->stall_from < limits->stall)
        return false;
    bool stalled = transfer->received - transfer->stall_seen < limits->stall_bytes;
    transfer->stall_from = now;
    transfer->stall_seen = transfer->received;
    return stalled;
}

const struct transfer_failure transfer_timeout = {HTTP_TIMEOUT, "the answer took too long", 1};

static const struct transfer_failure answered = {HTTP_ANSWERED, "", 0};
const char transfer_refused[] =
    "the host has an internal or reserved address, which may not be contacted";
static const struct transfer_failure refused = {HTTP_POLICY, transfer_refused, 1};
static const struct transfer_failure no_proxy_user = {
    HTTP_PROXY, "the proxy requires credentials (407), which belong into the proxy's URL", 1};
static const struct transfer_failure proxy_refused = {
    HTTP_PROXY, "the proxy refused to connect to the host", 3};
static const struct transfer_failure proxy_down = {HTTP_PROXY, "the connection to the proxy failed",
                                                   3};
static const struct transfer_failure too_large = {
    HTTP_TOO_LARGE, "the headers or the body are larger than their limit", 1};

static const struct {
    CURLcode code;
    struct transfer_failure failure;
} failures[] = {
    {CURLE_COULDNT_RESOLVE_HOST, {HTTP_DNS, "no address was found for the host", 1}},
    {CURLE_COULDNT_RESOLVE_PROXY, {HTTP_PROXY, "no address was found for the proxy", 1}},
    {CURLE_COULDNT_CONNECT, {HTTP_NETWORK, "the connection failed", 3}},
    {CURLE_OPERATION_TIMEDOUT, {HTTP_TIMEOUT, "the connection took too long", 3}},
    {CURLE_GOT_NOTHING, {HTTP_NETWORK, "the server closed the connection without an answer", 3}},
    {CURLE_SEND_ERROR, {HTTP_NETWORK, "the connection broke while sending", 3}},
    {CURLE_RECV_ERROR, {HTTP_NETWORK, "the connection broke while receiving", 3}},
    {CURLE_PARTIAL_FILE, {HTTP_NETWORK, "the answer was cut short", 3}},
    {CURLE_SSL_CONNECT_ERROR, {HTTP_TLS, "the TLS handshake failed", 1}},
    {CURLE_PEER_FAILED_VERIFICATION, {HTTP_TLS, "the server's certificate was not accepted", 1}},
    {CURLE_SSL_CERTPROBLEM, {HTTP_TLS, "the client certificate was not accepted", 1}},
    {CURLE_SSL_CIPHER, {HTTP_TLS, "weir and the server have no cipher in common", 1}},
    {CURLE_SSL_CACERT_BADFILE, {HTTP_TLS, "the CA certificates could not be read", 1}},
    {CURLE_SSL_ISSUER_ERROR,
     {HTTP_TLS, "the issuer of the server's certificate was not accepted", 1}},
    {CURLE_SSL_ENGINE_NOTFOUND, {HTTP_TLS, "TLS could not be set up", 1}},
    {CURLE_ABORTED_BY_CALLBACK, {HTTP_POLICY, "the host's address was refused", 1}},
};

/* Returns the proxy's failure, or NULL if it did not fail. */
static const struct transfer_failure *judge_proxy(const struct transfer *transfer, CURLcode code)
{
    long connected = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &connected);
    if (transfer->proxy == NULL)
        return NULL;
    if (connected == 407 || transfer->status == 407)
        return &no_proxy_user;
    if (connected >= 300)
        return &proxy_refused;
    return code == CURLE_COULDNT_CONNECT || code == CURLE_PROXY ? &proxy_down : NULL;
}

const struct transfer_failure *transfer_judge(const struct transfer *transfer, CURLcode code)
{
    static const struct transfer_failure odd = {HTTP_PROTOCOL, "there was no valid HTTP answer", 1};
    const struct transfer_failure *proxy = judge_proxy(transfer, code);
    if (proxy != NULL)
        return proxy;
    if (code == CURLE_OK || transfer->cut)
        return &answered;
    if (transfer->refused)
        return &refused;
    if (transfer->too_large)
        return &too_large;
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (failures[i].code == code)
            return &failures[i].failure;
    return &odd;
}
