// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "reconciler/net/address.h"
#include "reconciler/net/backoff.h"
#include "reconciler/net/base64.h"
#include "reconciler/net/http_header.h"
#include "reconciler/net/origin.h"
#include "reconciler/net/proxy.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

Test(address, internal_addresses_are_distinguished_from_public_ones)
{
    static const struct {
        const char *text;
        enum address_kind kind;
    } rows[] = {
        {"93.184.216.34", ADDRESS_PUBLIC},
        {"172.15.255.255", ADDRESS_PUBLIC},
        {"172.32.0.0", ADDRESS_PUBLIC},
        {"100.128.0.1", ADDRESS_PUBLIC},
        {"2606:2800:220:1::1", ADDRESS_PUBLIC},
        {"127.0.0.1", ADDRESS_PRIVATE},
        {"127.255.0.9", ADDRESS_PRIVATE},
        {"10.1.2.3", ADDRESS_PRIVATE},
        {"172.16.0.1", ADDRESS_PRIVATE},
        {"172.31.255.255", ADDRESS_PRIVATE},
        {"192.168.0.1", ADDRESS_PRIVATE},
        {"100.64.0.1", ADDRESS_PRIVATE},
        {"198.19.0.1", ADDRESS_PRIVATE},
        {"::1", ADDRESS_PRIVATE},
        {"fd12::1", ADDRESS_PRIVATE},
        {"::ffff:10.0.0.1", ADDRESS_PRIVATE},
        {"64:ff9b::7f00:1", ADDRESS_PRIVATE},
        {"2002:7f00:1::", ADDRESS_PRIVATE},
        {"169.254.169.254", ADDRESS_NEVER},
        {"::ffff:169.254.169.254", ADDRESS_NEVER},
        {"::169.254.169.254", ADDRESS_NEVER},
        {"64:ff9b::a9fe:a9fe", ADDRESS_NEVER},
        {"2002:a9fe:a9fe::1", ADDRESS_NEVER},
        {"100.100.100.200", ADDRESS_NEVER},
        {"168.63.129.16", ADDRESS_NEVER},
        {"0.0.0.0", ADDRESS_NEVER},
        {"0.1.2.3", ADDRESS_NEVER},
        {"::", ADDRESS_NEVER},
        {"::ffff:0.0.0.0", ADDRESS_NEVER},
        {"224.0.0.1", ADDRESS_NEVER},
        {"255.255.255.255", ADDRESS_NEVER},
        {"fe80::1", ADDRESS_NEVER},
        {"febf::1", ADDRESS_NEVER},
        {"ff02::1", ADDRESS_NEVER},
        {"fd00:ec2::254", ADDRESS_NEVER},
        {"no address", ADDRESS_NEVER},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect_eq(address_kind_of_text(rows[i].text), rows[i].kind, "%s is %d", rows[i].text,
                     address_kind_of_text(rows[i].text));
}

Test(address, a_host_is_judged_in_all_its_spellings)
{
    static const struct {
        const char *host;
        enum address_kind kind;
    } rows[] = {
        {"registry.example", ADDRESS_PUBLIC},
        {"93.184.216.34", ADDRESS_PUBLIC},
        {"localhost", ADDRESS_PRIVATE},
        {"LOCALHOST.", ADDRESS_PRIVATE},
        {"a.localhost", ADDRESS_PRIVATE},
        {"notlocalhost", ADDRESS_PUBLIC},
        {"127.1", ADDRESS_PRIVATE},
        {"0x7f000001", ADDRESS_PRIVATE},
        {"[::1]", ADDRESS_PRIVATE},
        {"10.1.2.3", ADDRESS_PRIVATE},
        {"169.254.169.254", ADDRESS_NEVER},
        {"169.254.169.254.", ADDRESS_NEVER},
        {"2852039166", ADDRESS_NEVER},
        {"0xa9fea9fe", ADDRESS_NEVER},
        {"0XA9.0xfe.43518", ADDRESS_NEVER},
        {"0251.0376.0251.0376", ADDRESS_NEVER},
        {"[::ffff:a9fe:a9fe]", ADDRESS_NEVER},
        {"[::ffff:169.254.169.254]", ADDRESS_NEVER},
        {"[64:ff9b::169.254.169.254]", ADDRESS_NEVER},
        {"[fd00:ec2::254]", ADDRESS_NEVER},
        {"[fe80::1%1]", ADDRESS_NEVER},
        {"[no]", ADDRESS_NEVER},
        {"0", ADDRESS_NEVER},
        {"metadata.google.internal", ADDRESS_NEVER},
        {"Metadata.Google.Internal.", ADDRESS_NEVER},
        {"x.metadata.google.internal", ADDRESS_PUBLIC},
        {"169.254.169.254.example", ADDRESS_PUBLIC},
        {"", ADDRESS_PUBLIC},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect_eq(address_kind_of_host(rows[i].host), rows[i].kind, "%s is %d", rows[i].host,
                     address_kind_of_host(rows[i].host));
}

Test(proxy, the_environment_names_the_proxy_of_each_host)
{
    static const struct proxy_settings both = {.http = "h", .https = "s", .all = "a"};
    static const struct proxy_settings all = {.all = "a"};
    static const struct {
        const char *url, *none, *proxy;
    } rows[] = {
        {"https://r.example/", NULL, "s"},
        {"http://r.example/", NULL, "h"},
        {"https://r.example/", "*", NULL},
        {"https://r.example/", "r.example", NULL},
        {"https://r.example/", "R.EXAMPLE", NULL},
        {"https://a.r.example/", "r.example", NULL},
        {"https://a.r.example/", ".r.example", NULL},
        {"https://r.example/", ".r.example", NULL},
        {"https://a.r.example/", "*.r.example", NULL},
        {"https://ar.example/", "r.example", "s"},
        {"https://r.example/", "a.r.example", "s"},
        {"https://r.example./", "r.example", NULL},
        {"https://r.example/", "other, r.example", NULL},
        {"https://r.example/", "other r.example", NULL},
        {"https://r.example/", "r.example:443", NULL},
        {"https://r.example/", "r.example:8443", "s"},
        {"https://r.example:8443/", "r.example:8443", NULL},
        {"https://10.1.2.3/", "10.0.0.0/8", NULL},
        {"https://10.1.2.3/", "10.1.2.3", NULL},
        {"https://10.1.2.3/", "10.1.2.0/31", "s"},
        {"https://10.1.2.3/", "10.0.0.0/33", "s"},
        {"https://10.1.2.3/", "10.0.0.0/x", "s"},
        {"https://10.1.2.3/", "2.3", "s"},
        {"https://[::1]/", "::1", NULL},
        {"https://[::1]/", "[::1]:443", NULL},
        {"https://[fd00::1]/", "fd00::/8", NULL},
        {"https://[fd00::1]/", "fe00::/8", "s"},
        {"https://r.example/", "", "s"},
        {"https://r.example/", " ,, ", "s"},
        {"https://r.example/", ".", "s"},
        {"https://r.example/", "[", "s"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct origin origin;
        struct proxy_settings settings = both;
        settings.none = rows[i].none;
        cr_assert(origin_parse(rows[i].url, &origin), "%s", rows[i].url);
        const char *proxy = proxy_find(&settings, &origin);
        cr_expect(text_equal(proxy, rows[i].proxy), "%s without %s: %s", rows[i].url, rows[i].none,
                  proxy);
        settings.http = settings.https = NULL;
        cr_expect(
            text_equal(proxy_find(&settings, &origin), rows[i].proxy != NULL ? all.all : NULL));
    }
}

Test(proxy, the_environment_is_read_as_curl_does)
{
    static const char *const names[] = {"http_proxy", "https_proxy", "all_proxy", "no_proxy",
                                        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"};
    for (size_t i = 0; i < COUNT(names); i++)
        unsetenv(names[i]);
    setenv("HTTP_PROXY", "ignored", 1);
    setenv("HTTPS_PROXY", "s", 1);
    setenv("https_proxy", "", 1);
    setenv("NO_PROXY", "upper", 1);
    setenv("no_proxy", "lower", 1);
    struct proxy_settings settings = proxy_settings();
    cr_expect(settings.http == NULL && settings.all == NULL);
    cr_expect_str_eq(settings.https, "s");
    cr_expect_str_eq(settings.none, "lower");
}

Test(address, only_internet_sockets_are_connected_to)
{
    struct sockaddr local = {.sa_family = AF_UNIX};
    cr_expect_eq(address_kind(&local), ADDRESS_NEVER);
}

Test(origin, a_url_that_a_server_chose_is_resolved_or_refused)
{
    static const char *const named[] = {"plain.example", "other.example:5000"};
    static const struct origin_plain plain = {named, 2};
    static const struct {
        const char *base, *chosen;
        enum origin_use use;
        const char *url; /* NULL: refused */
        bool guarded;
    } rows[] = {
        {"https://r.example/v2/a", "/token", ORIGIN_REALM, "https://r.example/token", false},
        {"https://r.example/v2/a", "https://R.EXAMPLE/t", ORIGIN_REALM, "https://R.EXAMPLE/t",
         false},
        {"https://r.example/", "https://r.example:8443/t", ORIGIN_REALM, "https://r.example:8443/t",
         false},
        {"https://r.example/", "https://auth.example/t?a=b#f", ORIGIN_REALM,
         "https://auth.example/t?a=b", true},
        {"https://r.example/", "//cdn.example/x", ORIGIN_REDIRECT, "https://cdn.example/x", true},
        {"https://r.example/", "http://r.example/t", ORIGIN_REALM, NULL, false},
        {"https://r.example/", "http://plain.example/t", ORIGIN_REDIRECT, NULL, false},
        {"http://plain.example/", "http://plain.example:81/t", ORIGIN_REALM,
         "http://plain.example:81/t", false},
        {"http://plain.example:5000/", "http://other.example:5000/t", ORIGIN_REALM,
         "http://other.example:5000/t", false},
        {"http://plain.example/", "http://other.example:5001/t", ORIGIN_REALM, NULL, false},
        {"http://other.example:5000/", "http://other.example:5001/t", ORIGIN_REALM,
         "http://other.example:5001/t", false},
        {"http://other.example:5000/", "http://other.example:5001/t", ORIGIN_REDIRECT, NULL, false},
        {"http://plain.example/", "https://cdn.example/t", ORIGIN_REDIRECT, "https://cdn.example/t",
         true},
        {"https://r.example/", "https://user@r.example/t", ORIGIN_REALM, NULL, false},
        {"https://r.example/", "https://user:pw@r.example/t", ORIGIN_REDIRECT, NULL, false},
        {"https://r.example/", "ftp://r.example/t", ORIGIN_REDIRECT, NULL, false},
        {"https://r.example/", "file:///etc/passwd", ORIGIN_REDIRECT, NULL, false},
        {"https://r.example/", "https://r.example/a b", ORIGIN_REDIRECT, NULL, false},
        {"https://r.example/", "https://r.example/\r\nX: y", ORIGIN_REDIRECT, NULL, false},
        {"https://r.example/", "https://r.example\\@evil/", ORIGIN_REDIRECT, NULL, false},
        {"https://r.example/", "", ORIGIN_REDIRECT, NULL, false},
        {"https://r.example/", "https://", ORIGIN_REDIRECT, NULL, false},
        {"https://r.example/", "https://%ff.example/", ORIGIN_REDIRECT, NULL, false},
        {"https://r.example/", "//%c3%a9.example/", ORIGIN_REDIRECT, NULL, false},
        {"https://r.example/", "https://%72.example/t", ORIGIN_REDIRECT, "https://r.example/t",
         false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = {0};
        text_scope struct text url = text_of(ORIGIN_URL_MAX);
        struct origin_target target = {0};
        int got =
            origin_follow(&plain, rows[i].base, rows[i].chosen, rows[i].use, &url, &target, &err);
        cr_expect_eq(got, rows[i].url != NULL ? 0 : -1, "%s from %s: %s", rows[i].chosen,
                     rows[i].base, err.message);
        if (got < 0) {
            cr_expect(strstr(err.message, "pw") == NULL, "%s", err.message);
            continue;
        }
        cr_expect(text_equal(url.data, rows[i].url), "%s: %s", rows[i].chosen, url.data);
        cr_expect_eq(target.guarded, rows[i].guarded, "%s", rows[i].chosen);
    }
}

Test(origin, credentials_stay_with_scheme_host_and_port)
{
    static const struct {
        const char *a, *b;
        bool equal;
    } rows[] = {
        {"https://r.example/a", "https://R.example:443/b", true},
        {"http://r.example/", "http://r.example:80/", true},
        {"https://r.example/", "http://r.example/", false},
        {"https://r.example/", "https://r.example:444/", false},
        {"https://r.example/", "https://r.example.evil/", false},
        {"https://[::1]:5000/", "https://[::1]:5000/x", true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct origin a, b;
        cr_assert(origin_parse(rows[i].a, &a) && origin_parse(rows[i].b, &b));
        cr_expect_eq(origin_equal(&a, &b), rows[i].equal, "%s and %s", rows[i].a, rows[i].b);
    }
}

Test(origin, a_plain_host_is_named_with_or_without_port)
{
    static const char *const named[] = {"A.example", "b.example:5000"};
    static const struct origin_plain plain = {named, 2};
    cr_expect(origin_is_plain(&plain, "a.example", 80));
    cr_expect(origin_is_plain(&plain, "a.example", 5000));
    cr_expect(origin_is_plain(&plain, "b.example", 5000));
    cr_expect(!origin_is_plain(&plain, "b.example", 80));
    cr_expect(!origin_is_plain(&plain, "a.example.evil", 80));
    cr_expect(!origin_is_plain(&plain, "a.exampl", 80));
}

static const struct http_limits limits = {
    .attempts = 5, .backoff = 100, .backoff_max = 1000, .wait_budget = 60000, .park = 30000};

Test(backoff, delays_double_up_to_their_maximum)
{
    static const int64_t most[] = {100, 200, 400, 800, 1000, 1000};
    struct backoff backoff = {0};
    for (unsigned i = 0; i < COUNT(most); i++) {
        struct backoff_failure failure = {backoff.window, 1, 9, 9, -1};
        /* The chance that gives the longest delay. */
        backoff_failed(&backoff, &limits, 0, (uint32_t)most[i], failure);
        cr_expect_eq(backoff.not_before, most[i], "%u: %ld", i, (long)backoff.not_before);
    }
}

Test(backoff, requests_that_fail_together_count_once)
{
    struct backoff backoff = {0};
    for (int i = 0; i < 8; i++)
        cr_expect_eq(
            backoff_failed(&backoff, &limits, 0, 0, (struct backoff_failure){0, 1, 5, 5, -1}),
            BACKOFF_RETRY);
    cr_expect_eq(backoff.streak, 1);
    backoff_succeeded(&backoff);
    cr_expect_eq(backoff.streak, 0);
}

Test(backoff, a_host_that_asks_for_more_than_the_budget_is_parked)
{
    struct backoff backoff = {0};
    cr_expect_eq(
        backoff_failed(&backoff, &limits, 0, 0, (struct backoff_failure){0, 1, 5, 5, 40000}),
        BACKOFF_RETRY);
    cr_expect_eq(backoff.not_before, 40000);
    cr_expect(!backoff_parked(&backoff, 0));
    cr_expect_eq(
        backoff_failed(&backoff, &limits, 40000, 0, (struct backoff_failure){1, 2, 5, 5, 40000}),
        BACKOFF_PARK, "40 s and 40 s are more than 60 s");
    cr_expect(backoff_parked(&backoff, 79999));
    cr_expect(!backoff_parked(&backoff, 80000), "its time has come");
}

Test(backoff, a_host_that_never_answers_is_parked_for_all)
{
    struct backoff backoff = {0};
    for (unsigned i = 1; i < 3; i++)
        cr_expect_eq(backoff_failed(&backoff, &limits, 0, 0,
                                    (struct backoff_failure){backoff.window, i, 3, 3, -1}),
                     BACKOFF_RETRY);
    cr_expect_eq(backoff_failed(&backoff, &limits, 0, 0,
                                (struct backoff_failure){backoff.window, 3, 3, 3, -1}),
                 BACKOFF_PARK);
}

Test(backoff, one_bad_request_parks_nothing)
{
    struct backoff backoff = {0};
    for (unsigned i = 1; i <= 5; i++) {
        enum backoff_verdict verdict = backoff_failed(
            &backoff, &limits, 0, 0, (struct backoff_failure){backoff.window, i, 5, 5, -1});
        cr_expect_eq(verdict, i < 5 ? BACKOFF_RETRY : BACKOFF_FAIL, "try %u", i);
        backoff_succeeded(&backoff); /* another request */
    }
}

Test(base64, pairs_round_trip_and_broken_text_is_refused)
{
    static const struct {
        const char *packed, *text; /* NULL: refused */
    } rows[] = {
        {"dTpw", "u:p"},      {"dTpwdw==", "u:pw"},  {"dTpwdw", "u:pw"},       {"", ""},
        {"_-8=", "\xff\xef"}, {"dTpwdw=", NULL},     {"dTpw!", NULL},          {"d", NULL},
        {"dT pw", NULL},      {"dT\r\npw\n", "u:p"}, {"dTpwdw=\n=\n", "u:pw"}, {"\n", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t length = 0;
        char *text = base64_decode(rows[i].packed, &length);
        cr_expect(text_equal(text, rows[i].text), "'%s': '%s'", rows[i].packed, text);
        free(text);
    }
    char *packed = base64_encode("a:\xff", 3);
    cr_expect_str_eq(packed, "YTr/");
    free(packed);
}

Test(http, headers_are_found_without_case_and_by_number)
{
    static const struct http_response response = {
        .headers = "Content-Type: text/plain\r\nwww-authenticate: Basic\r\n"
                   "WWW-Authenticate:Bearer realm=\"x\" \r\nX-Long: 0123456789\n"};
    char value[32], small[4];
    cr_expect(http_header(&response, "content-type", 0, value, sizeof value));
    cr_expect_str_eq(value, "text/plain");
    cr_expect(http_header(&response, "WWW-Authenticate", 1, value, sizeof value));
    cr_expect_str_eq(value, "Bearer realm=\"x\"");
    cr_expect(!http_header(&response, "www-authenticate", 2, value, sizeof value));
    cr_expect(!http_header(&response, "x", 0, value, sizeof value));
    cr_expect(!http_header(&response, "x-long", 0, small, sizeof small), "does not fit");
    cr_expect_str_eq(small, "");
}

static void on_done(struct http_request *request, const struct http_response *response)
{
    *(enum http_failure *)request->context = response->failure;
}

Test(http, http_to_a_host_that_is_not_named_is_never_sent)
{
    static const char *const urls[] = {
        "http://127.0.0.1:1/",     "ftp://127.0.0.1/",         "nonsense",
        "https://user@127.0.0.1/", "https://169.254.169.254/", "https://[::ffff:169.254.169.254]/",
        "https://0.0.0.0:1/"};
    struct err err = {0};
    http_scope struct http *http = NULL;
    cr_assert_eq(http_open(&http, &(struct http_options){.user_agent = "test"}, &err), 0, "%s",
                 err.message);
    for (size_t i = 0; i < COUNT(urls); i++) {
        enum http_failure failure = HTTP_ANSWERED;
        struct http_request request = {.url = urls[i], .done = on_done, .context = &failure};
        http_add(http, &request);
        http_run(http);
        cr_expect_eq(failure, HTTP_POLICY, "%s: %d", urls[i], failure);
    }
    cr_expect_eq(http_counts(http).connections, 0);
}

Test(http, a_ca_file_that_is_missing_is_an_error)
{
    static const char *const files[] = {"/nowhere/ca.pem"};
    struct err err = {0};
    http_scope struct http *http = NULL;
    cr_expect_eq(http_open(&http,
                           &(struct http_options){
                               .user_agent = "test", .ca_files = files, .ca_file_count = 1},
                           &err),
                 -1);
    cr_expect(strstr(err.message, "/nowhere/ca.pem") != NULL, "%s", err.message);
}
