// SPDX-License-Identifier: Apache-2.0
/*
 * A registry with the faults that a real one does not have.
 *
 *     peer PORT [ELSEWHERE]     listens on 127.0.0.1; ELSEWHERE: the URL of another peer, for
 *                               redirections
 *
 * The first part of the repository's name selects the fault: /v2/FAULT/…/manifests/… and /blobs/…;
 * the table below lists them. Every request is a line on stdout: method, path, and "secret" when it
 * has an Authorization header, else "bare". One thread for each connection; a signal ends it.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define TYPE "application/vnd.oci.image.manifest.v1+json"
#define CONFIG                                                                                     \
    "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":"           \
    "\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2}"

static const char good[] =
    "{\"schemaVersion\":2,\"mediaType\":\"" TYPE "\"," CONFIG ",\"layers\":[]}";
static const char *elsewhere = "";
static const char other_digest[] =
    "sha256:0000000000000000000000000000000000000000000000000000000000000000";

struct call {
    int fd;
    bool head, secret;
    char path[1024], fault[64];
    unsigned before; /* requests with this method and path so far */
    char digest[80]; /* of the good body */
};

static void send_text(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, text, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        text += sent;
        length -= (size_t)sent;
    }
}

__attribute__((format(printf, 2, 3))) static void say(int fd, const char *format, ...)
{
    char text[16384];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    send_text(fd, text, (size_t)length);
}

/* Sends a whole answer. Each header ends with CR LF. */
static void answer(const struct call *call, const char *status, const char *headers,
                   const char *body)
{
    say(call->fd, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s\r\n%s", status, strlen(body), headers,
        call->head ? "" : body);
}

static void answer_as(const struct call *call, const char *digest, const char *type,
                      const char *body)
{
    char headers[512];
    int length = snprintf(headers, sizeof headers, "Content-Type: %s\r\n", type);
    if (digest != NULL)
        snprintf(headers + length, sizeof headers - (size_t)length, "Docker-Content-Digest: %s\r\n",
                 digest);
    answer(call, "200 OK", headers, body);
}

static void digest_of(const char *text, const char *name, const EVP_MD *method, char *out)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_Digest(text, strlen(text), sum, &size, method, NULL);
    out = stpcpy(out, name);
    for (unsigned i = 0; i < size; i++)
        out += sprintf(out, "%02x", sum[i]);
}

static bool is_blob(const struct call *call)
{
    return strstr(call->path, "/blobs/") != NULL;
}

/* The good image's config is {}. */
static void blob(const struct call *call, const char *body)
{
    answer(call, "200 OK", "Content-Type: application/octet-stream\r\n", body);
}

static void ok(const struct call *call)
{
    if (is_blob(call))
        blob(call, "{}");
    else
        answer_as(call, call->digest, TYPE, good);
}

static void no_blob(const struct call *call)
{
    if (is_blob(call))
        answer(call, "404 Not Found", "Content-Type: application/json\r\n",
               "{\"errors\":[{\"code\":\"BLOB_UNKNOWN\"}]}");
    else
        ok(call);
}

static void lying_blob(const struct call *call)
{
    is_blob(call) ? blob(call, "[]") : ok(call);
}

static void long_blob(const struct call *call)
{
    is_blob(call) ? blob(call, "{\"config\":{}}") : ok(call);
}

static void twice_500(const struct call *call)
{
    if (call->before < 2)
        answer(call, "500 Internal Server Error", "", "");
    else
        ok(call);
}

static void always_500(const struct call *call)
{
    answer(call, "500 Internal Server Error", "", "{\"errors\":[{\"code\":\"UNKNOWN\"}]}");
}

static void missing_digest(const struct call *call)
{
    answer_as(call, NULL, TYPE, good);
}

static void cut_body(const struct call *call)
{
    if (call->head)
        missing_digest(call);
    else
        say(call->fd,
            "HTTP/1.1 200 OK\r\nContent-Type: " TYPE "\r\nContent-Length: 500\r\n\r\n%.*s", 20,
            good);
}

/* The connection's end is the body's end: only a digest tells that something is missing. */
static void cut_unsaid(const struct call *call)
{
    if (call->head)
        missing_digest(call);
    else
        say(call->fd,
            "HTTP/1.1 200 OK\r\nContent-Type: " TYPE
            "\r\nDocker-Content-Digest: %s\r\nConnection: close\r\n\r\n%.*s",
            call->digest, (int)strlen(good) - 1, good);
}

static void silence(const struct call *call)
{
    (void)call;
    for (;;)
        pause();
}

static void lying(const struct call *call)
{
    if (call->head)
        missing_digest(call);
    else
        answer_as(call, other_digest, TYPE, good);
}

static void odd_digest(const struct call *call)
{
    answer_as(call, call->head ? "sha256:ABC" : call->digest, TYPE, good);
}

static void sha512(const struct call *call)
{
    char digest[160];
    digest_of(good, "sha512:", EVP_sha512(), digest);
    answer_as(call, digest, TYPE, good);
}

static void two_digests(const struct call *call)
{
    char headers[512];
    snprintf(headers, sizeof headers,
             "Content-Type: " TYPE "\r\nDocker-Content-Digest: %s\r\nDocker-Content-Digest: %s\r\n",
             call->digest, call->head ? other_digest : call->digest);
    answer(call, "200 OK", headers, good);
}

static void no_head(const struct call *call)
{
    if (call->head)
        answer(call, "405 Method Not Allowed", "", "");
    else
        ok(call);
}

static void text_plain(const struct call *call)
{
    answer_as(call, call->digest, "text/plain; charset=utf-8", good);
}

static void schema1(const struct call *call)
{
    answer_as(call, other_digest, "application/vnd.docker.distribution.manifest.v1+prettyjws",
              "{\"schemaVersion\":1,\"fsLayers\":[]}");
}

static void two_kinds(const struct call *call)
{
    answer_as(call, NULL, TYPE, "{\"schemaVersion\":2," CONFIG ",\"layers\":[],\"manifests\":[]}");
}

static void key_twice(const struct call *call)
{
    answer_as(call, NULL, TYPE,
              "{\"schemaVersion\":2,\"mediaType\":\"a\",\"mediaType\":\"b\"," CONFIG
              ",\"layers\":[]}");
}

static void redirect(const struct call *call, const char *location)
{
    char headers[1200];
    snprintf(headers, sizeof headers, "Location: %s\r\n", location);
    answer(call, "307 Temporary Redirect", headers, "");
}

static void loop(const struct call *call)
{
    redirect(call, call->path);
}

static void moved(const struct call *call)
{
    redirect(call, "/v2/ok/x/manifests/moved");
}

static void across(const struct call *call)
{
    char location[1100];
    snprintf(location, sizeof location, "%s/v2/ok/across/manifests/t", elsewhere);
    redirect(call, location);
}

static void metadata(const struct call *call)
{
    redirect(call, "https://169.254.169.254/latest/meta-data");
}

static void to_file(const struct call *call)
{
    redirect(call, "file:///etc/passwd");
}

/* Asks for Basic, then redirects to another host. */
static void leak(const struct call *call)
{
    if (call->secret)
        across(call);
    else
        answer(call, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", "");
}

/* Asks for Basic, sends the manifest itself, and redirects to another host for its blobs. */
static void cdn(const struct call *call)
{
    char location[1100];
    snprintf(location, sizeof location, "%s/v2/ok/cdn/blobs/x", elsewhere);
    if (!call->secret)
        answer(call, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", "");
    else if (is_blob(call))
        redirect(call, location);
    else
        ok(call);
}

/* Asks for a token of the other host's token server. */
static void foreign_realm(const struct call *call)
{
    char headers[1200];
    snprintf(headers, sizeof headers,
             "WWW-Authenticate: Bearer realm=\"%s/token\",service=\"s\",scope=\"repository:x:pull\""
             "\r\n",
             elsewhere);
    if (call->secret)
        ok(call);
    else
        answer(call, "401 Unauthorized", headers, "");
}

static void internal_realm(const struct call *call)
{
    answer(call, "401 Unauthorized",
           "WWW-Authenticate: Bearer realm=\"https://169.254.169.254/token\",service=\"s\"\r\n",
           "");
}

static void always_401(const struct call *call)
{
    answer(
        call, "401 Unauthorized",
        "WWW-Authenticate: Bearer realm=\"/token\",service=\"s\",scope=\"repository:x:pull\"\r\n",
        "");
}

static void unknown_scheme(const struct call *call)
{
    answer(call, "401 Unauthorized", "WWW-Authenticate: Negotiate\r\n", "");
}

static void forbidden(const struct call *call)
{
    answer(call, "403 Forbidden", "Content-Type: application/json\r\n",
           "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"\033[2Jno\"}]}");
}

static void html_404(const struct call *call)
{
    answer(call, "404 Not Found", "Content-Type: text/html\r\n", "<html>not here</html>");
}

static void bare_404(const struct call *call)
{
    answer(call, "404 Not Found", "", "{\"errors\":[{\"code\":\"NOT_FOUND\"}]}");
}

/* Sends JSON that is not a registry's. */
static void json_404(const struct call *call)
{
    answer(call, "404 Not Found", "Content-Type: application/json\r\n",
           "{\"error\":\"no such route\"}");
}

/* As registry.redhat.io does, without a media type. */
static void text_404(const struct call *call)
{
    answer(call, "404 Not Found", "", "Not found\r\n");
}

static void digits_404(const struct call *call)
{
    answer(call, "404 Not Found", "Content-Type: application/json\r\n",
           "{\"errors\":[{\"code\":\"404\",\"message\":\"Not Found\"}]}");
}

static void no_name(const struct call *call)
{
    answer(call, "404 Not Found",
           "Content-Type: application/json\r\nDocker-Distribution-Api-Version: registry/2.0\r\n",
           "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"repository not known\"}]}");
}

/* Has the repository with one tag, "t". */
static void no_tag(const struct call *call)
{
    if (strstr(call->path, "/manifests/t") != NULL)
        ok(call);
    else
        answer(call, "404 Not Found", "Docker-Distribution-Api-Version: registry/2.0\r\n",
               "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}");
}

static void bad_name(const struct call *call)
{
    answer(call, "400 Bad Request", "Content-Type: application/json\r\n",
           "{\"errors\":[{\"code\":\"NAME_INVALID\",\"message\":\"invalid name\"}]}");
}

static void two_errors(const struct call *call)
{
    answer(call, "403 Forbidden", "Content-Type: application/json\r\n",
           "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"the plan ends today\"},"
           "{\"code\":\"UNSUPPORTED\",\"message\":\"ask billing for more\"}]}");
}

/* Echoes the secret of the request in its words. */
static void echo(const struct call *call)
{
    if (call->secret)
        answer(call, "403 Forbidden", "",
               "refused canary-password of YWRhOmNhbmFyeS1wYXNzd29yZA==");
    else
        answer(call, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", "");
}

/* Refuses HEAD with 401 and without a challenge; GET has words. */
static void head_401(const struct call *call)
{
    if (call->head)
        answer(call, "401 Unauthorized", "", "");
    else
        two_errors(call);
}

/* Refuses HEAD with 403; GET works. */
static void head_403(const struct call *call)
{
    if (call->head)
        answer(call, "403 Forbidden", "", "");
    else
        ok(call);
}

static void history(const struct call *call)
{
    answer_as(call, NULL, TYPE, "{\"schemaVersion\":2," CONFIG ",\"layers\":[],\"history\":[]}");
}

static void huge(const struct call *call)
{
    static char chunk[65536];
    if (call->head) {
        missing_digest(call);
        return;
    }
    memset(chunk, ' ', sizeof chunk);
    say(call->fd,
        "HTTP/1.1 200 OK\r\nContent-Type: " TYPE "\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 2000; i++) {
        say(call->fd, "%zx\r\n", sizeof chunk);
        send_text(call->fd, chunk, sizeof chunk);
        say(call->fd, "\r\n");
    }
}

static void many_headers(const struct call *call)
{
    say(call->fd, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 20000; i++)
        say(call->fd, "X-Filler-%d: 0123456789012345678901234567890123456789\r\n", i);
    say(call->fd, "Content-Length: 0\r\n\r\n");
}

static void wait_long(const struct call *call)
{
    answer(call, "429 Too Many Requests", "Retry-After: 3600\r\n", "");
}

static void wait_days(const struct call *call)
{
    answer(call, "429 Too Many Requests", "Retry-After: 172800\r\n",
           "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"come back later\"}]}");
}

static void wait_once(const struct call *call)
{
    if (call->before == 0)
        answer(call, "429 Too Many Requests", "Retry-After: 1\r\n", "");
    else
        ok(call);
}

static void slow(const struct call *call)
{
    char text[1024];
    int length = snprintf(text, sizeof text,
                          "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Type: " TYPE
                          "\r\nDocker-Content-Digest: %s\r\n\r\n",
                          call->digest);
    for (int i = 0; i < length; i++) {
        send_text(call->fd, text + i, 1);
        usleep(2000);
    }
}

static void reset_once(const struct call *call)
{
    struct linger linger = {.l_onoff = 1};
    if (call->before > 0) {
        ok(call);
        return;
    }
    setsockopt(call->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    shutdown(call->fd, SHUT_RDWR);
}

static void no_http(const struct call *call)
{
    say(call->fd, "SSH-2.0-OpenSSH_9.2\r\n");
    shutdown(call->fd, SHUT_RDWR);
}

/* Sends a page of the list of tags; link: the URL of the next page, or NULL. */
static void page(const struct call *call, const char *tags, const char *link)
{
    char headers[1300], body[200];
    snprintf(headers, sizeof headers, "Content-Type: application/json\r\n%s%s%s",
             link != NULL ? "Link: <" : "", link != NULL ? link : "",
             link != NULL ? ">; rel=\"next\"\r\n" : "");
    snprintf(body, sizeof body, "{\"name\":\"x\",\"tags\":%s}", tags);
    answer(call, "200 OK", headers, body);
}

static bool first_page(const struct call *call)
{
    return strstr(call->path, "?n=") != NULL;
}

/* Sends tags out of order, some of them twice, with an empty page in between. */
static void tag_pages(const struct call *call)
{
    if (first_page(call))
        page(call, "[\"b\",\"a\",\"not a tag\"]", "?cursor=one");
    else if (strstr(call->path, "one") != NULL)
        page(call, "[]", "/v2/tag-pages/x/tags/list?cursor=two");
    else
        page(call, "[\"c\",\"a\"]", NULL);
}

static void tag_sizes(const struct call *call)
{
    if (strstr(call->path, "n=1000") != NULL)
        answer(call, "400 Bad Request", "Content-Type: application/json\r\n",
               "{\"errors\":[{\"code\":\"TOO_MANY_TAGS_REQUESTED\"}]}");
    else
        page(call, "[\"a\"]", NULL);
}

static void tag_unsized(const struct call *call)
{
    if (first_page(call))
        answer(call, "405 Method Not Allowed", "", "");
    else
        page(call, "null", NULL);
}

static void tag_elsewhere(const struct call *call)
{
    char link[1100];
    snprintf(link, sizeof link, "%s/v2/tag-pages/x/tags/list", elsewhere);
    page(call, "[\"a\"]", link);
}

static void tag_other_list(const struct call *call)
{
    page(call, "[\"a\"]", "/v2/tag-pages/y/tags/list");
}

static void tag_circle(const struct call *call)
{
    page(call, "[\"a\"]", first_page(call) ? "?cursor=one" : "?n=1000");
}

/* The Link header has no closing bracket. */
static void tag_link(const struct call *call)
{
    answer(call, "200 OK", "Link: <?cursor=one; rel=\"next\"\r\n", "{\"tags\":[\"a\"]}");
}

static void tag_cut(const struct call *call)
{
    if (first_page(call))
        page(call, "[\"a\"]", "?cursor=one");
    else
        always_500(call);
}

static const struct {
    const char *name;
    void (*serve)(const struct call *call);
} faults[] = {
    {"ok", ok},
    {"twice-500", twice_500},
    {"always-500", always_500},
    {"missing-digest", missing_digest},
    {"cut-body", cut_body},
    {"cut-unsaid", cut_unsaid},
    {"silence", silence},
    {"lying", lying},
    {"odd-digest", odd_digest},
    {"sha512", sha512},
    {"two-digests", two_digests},
    {"no-head", no_head},
    {"text-plain", text_plain},
    {"schema1", schema1},
    {"two-kinds", two_kinds},
    {"key-twice", key_twice},
    {"loop", loop},
    {"moved", moved},
    {"across", across},
    {"metadata", metadata},
    {"to-file", to_file},
    {"leak", leak},
    {"cdn", cdn},
    {"no-blob", no_blob},
    {"lying-blob", lying_blob},
    {"long-blob", long_blob},
    {"foreign-realm", foreign_realm},
    {"internal-realm", internal_realm},
    {"always-401", always_401},
    {"unknown-scheme", unknown_scheme},
    {"forbidden", forbidden},
    {"html-404", html_404},
    {"bare-404", bare_404},
    {"json-404", json_404},
    {"text-404", text_404},
    {"digits-404", digits_404},
    {"no-name", no_name},
    {"no-tag", no_tag},
    {"bad-name", bad_name},
    {"two-errors", two_errors},
    {"echo", echo},
    {"head-401", head_401},
    {"head-403", head_403},
    {"history", history},
    {"huge", huge},
    {"many-headers", many_headers},
    {"wait-long", wait_long},
    {"wait-days", wait_days},
    {"wait-once", wait_once},
    {"slow", slow},
    {"reset-once", reset_once},
    {"no-http", no_http},
    {"tag-pages", tag_pages},
    {"tag-sizes", tag_sizes},
    {"tag-unsized", tag_unsized},
    {"tag-elsewhere", tag_elsewhere},
    {"tag-other-list", tag_other_list},
    {"tag-circle", tag_circle},
    {"tag-cut", tag_cut},
    {"tag-link", tag_link},
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Notes a request; returns how often it was seen before. */
static unsigned note(const char *method, const char *path, bool secret)
{
    enum { SEEN_MAX = 20000 };
    static char *seen[SEEN_MAX];
    static size_t count;
    char line[1200];
    unsigned before = 0;
    snprintf(line, sizeof line, "%s %s", method, path);
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count; i++)
        before += strcmp(seen[i], line) == 0;
    if (count < SEEN_MAX)
        seen[count++] = strdup(line);
    printf("%s %s\n", line, secret ? "secret" : "bare");
    fflush(stdout);
    pthread_mutex_unlock(&lock);
    return before;
}

static void serve(struct call *call, char *request)
{
    char method[16] = "";
    sscanf(request, "%15s %1023s", method, call->path);
    call->head = strcmp(method, "HEAD") == 0;
    call->secret = strcasestr(request, "\r\nauthorization:") != NULL;
    call->before = note(method, call->path, call->secret);
    digest_of(good, "sha256:", EVP_sha256(), call->digest);
    if (strncmp(call->path, "/token", 6) == 0) {
        answer(call, "200 OK", "Content-Type: application/json\r\n",
               "{\"token\":\"canary-token\"}");
        return;
    }
    /* A request to a proxy names the host: the peer is the proxy and the host in one. */
    const char *host = strncmp(call->path, "http://", 7) == 0 ? call->path + 7 : NULL;
    if (host != NULL)
        memmove(call->path, host + strcspn(host, "/"), strlen(host + strcspn(host, "/")) + 1);
    if (strcmp(method, "CONNECT") == 0) {
        answer(call, strstr(call->path, "locked") != NULL ? "407 Locked" : "502 No", "", "");
        return;
    }
    sscanf(call->path, "/v2/%63[^/]", call->fault);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (strcmp(faults[i].name, call->fault) == 0) {
            faults[i].serve(call);
            return;
        }
    answer(call, "418 Unknown fault", "", "");
}

static void *converse(void *context)
{
    char request[16384];
    size_t length = 0;
    struct call call = {.fd = (int)(intptr_t)context};
    for (;;) {
        ssize_t got = recv(call.fd, request + length, sizeof request - 1 - length, 0);
        if (got <= 0)
            break;
        length += (size_t)got;
        request[length] = '\0';
        char *end = strstr(request, "\r\n\r\n");
        if (end == NULL)
            continue;
        serve(&call, request);
        /* Answers that are shorter than their length, or end with the connection. */
        if (strcmp(call.fault, "cut-body") == 0 || strcmp(call.fault, "cut-unsaid") == 0)
            break;
        length = 0;
    }
    close(call.fd);
    return NULL;
}

int main(int argc, char **argv)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    if (argc < 2)
        return 2;
    if (argc > 2)
        elsewhere = argv[2];
    at.sin_port = htons((uint16_t)atoi(argv[1]));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) < 0 || listen(fd, 128) < 0) {
        perror("peer");
        return 1;
    }
    for (;;) {
        pthread_t thread;
        int client = accept(fd, NULL, NULL);
        if (client >= 0 && pthread_create(&thread, NULL, converse, (void *)(intptr_t)client) == 0)
            pthread_detach(thread);
    }
}
