// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/git/location.h"

static const struct {
    const char *text;
    enum location_scheme scheme;
    const char *user, *host, *port, *path;
} good[] = {
    {"deploy", LOCATION_PATH, NULL, NULL, NULL, "deploy"},
    {"./a:b", LOCATION_PATH, NULL, NULL, NULL, "./a:b"},
    {"/srv/git/app.git", LOCATION_PATH, NULL, NULL, NULL, "/srv/git/app.git"},
    {"file:///srv/app.git", LOCATION_PATH, NULL, NULL, NULL, "/srv/app.git"},
    {"https://h.example/team/app.git", LOCATION_HTTPS, NULL, "h.example", NULL, "/team/app.git"},
    {"HTTPS://h.example:8443/app", LOCATION_HTTPS, NULL, "h.example", "8443", "/app"},
    {"http://[::1]:80/app", LOCATION_HTTP, NULL, "::1", "80", "/app"},
    {"ssh://git@h.example:2222/srv/app.git", LOCATION_SSH, "git", "h.example", "2222",
     "/srv/app.git"},
    {"git@h.example:team/app.git", LOCATION_SSH, "git", "h.example", NULL, "team/app.git"},
    {"h.example:app.git", LOCATION_SSH, NULL, "h.example", NULL, "app.git"},
    {"ssh://[fd00::1]:2222/~ada/app", LOCATION_SSH, NULL, "fd00::1", "2222", "/~ada/app"},
    {"https://[fe80::1%eth0]/it's here", LOCATION_HTTPS, NULL, "fe80::1%eth0", NULL, "/it's here"},
};

Test(location, every_form_that_git_accepts_is_understood)
{
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        arena_scope struct arena arena = {0};
        struct location made = {0};
        struct err err = {0};
        cr_expect_eq(location_parse(&arena, good[i].text, &made, &err), 0, "%s: %s", good[i].text,
                     err.message);
        cr_expect_eq(made.scheme, good[i].scheme, "%s", good[i].text);
        cr_expect(text_equal(made.user, good[i].user), "%s: user %s", good[i].text, made.user);
        cr_expect(text_equal(made.host, good[i].host), "%s: host %s", good[i].text, made.host);
        cr_expect(text_equal(made.port, good[i].port), "%s: port %s", good[i].text, made.port);
        cr_expect(text_equal(made.path, good[i].path), "%s: path %s", good[i].text, made.path);
        cr_expect(text_equal(made.name, good[i].text), "%s: name %s", good[i].text, made.name);
    }
}

static const char *const bad[] = {
    "",
    "ftp://h.example/app",
    "https://",
    "https://h.example",
    "https://h.example/",
    "https:///app",
    "https://h.example:x/app",
    "https://h.example:123456/app",
    "ssh://h.example:74954/app",
    "https://-oProxyCommand=x/app",
    "https://h example/app",
    "https://h.example/app?token=x",
    "https://h.example/app#x",
    "file://host/app",
    "ssh://-oProxyCommand=x/app",
    "ssh://-l@h.example/app",
    "ssh://h.example/a'b",
    "-oProxyCommand=x:app",
    "git@h.example:-x",
    "git@h.example:",
    "a;b@h.example:x",
    "ssh://",
    "ssh:///app",
    "ssh://h.example",
    "ssh://h.example/",
    "ssh://h.example:x/app",
    "ssh://-h.example/app",
    "ssh://[::1/app",
    "https://ada@h.example/app",
    "ssh://h.example/app?x",
    "ssh://h.example/a\nb",
    "ssh://h.example/a%0ab",
    "ssh://h.example/a%00b",
    "ssh://h.example/a%27b",
    "ssh://h.example/a%5cb",
    "ssh://h.example/a\x7f",
    "git://h.example/app",
};

Test(location, a_url_that_looks_like_an_option_is_refused)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        arena_scope struct arena arena = {0};
        struct location made = {.path = "untouched"};
        struct err err = {0};
        cr_expect_eq(location_parse(&arena, bad[i], &made, &err), -1, "%s", bad[i]);
        cr_expect_neq(err.message[0], '\0', "%s", bad[i]);
        cr_expect_str_eq(made.path, "untouched", "%s", bad[i]);
    }
}

Test(location, a_git_url_is_refused_with_a_hint)
{
    static const char *const urls[] = {"git://h.example/app", "GIT://ada:s3cret@h.example:9418/a"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        arena_scope struct arena arena = {0};
        struct location made;
        struct err err = {0};
        cr_expect_eq(location_parse(&arena, urls[i], &made, &err), -1, "%s", urls[i]);
        cr_expect_str_eq(err.message,
                         "git:// is not supported: it has no authentication and no encryption");
        cr_expect_str_eq(err.hint, "give the repository's https:// or ssh:// URL");
    }
}

Test(location, a_secret_in_a_url_is_refused_and_not_repeated)
{
    static const char *const urls[] = {
        "https://ada:s3cret@h.example/app", "https://s3cret@h.example/app",
        "http://s3cret@h.example/app",      "ssh://git:s3cret@h.example/app",
        "https://a@s3cret@h.example/app",   "https://h.example/app?token=s3cret",
        "ada:s3cret@h.example:app",         "https:/ada:s3cret@h.example/app",
        "git://ada:s3cret@h.example/app",   "ssh://h.example/app?token=s3cret",
        "ssh://git@h.example/app?t=s3cret",
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        arena_scope struct arena arena = {0};
        struct location made;
        struct err err = {0};
        cr_expect_eq(location_parse(&arena, urls[i], &made, &err), -1, "%s", urls[i]);
        cr_expect_null(strstr(err.message, "s3cret"), "%s", err.message);
        cr_expect_null(strstr(err.hint, "s3cret"), "%s", err.hint);
        cr_expect_neq(err.hint[0], '\0', "%s", urls[i]);
    }
}

static struct location parsed(struct arena *arena, const char *text)
{
    struct location made = {0};
    struct err err = {0};
    cr_assert_eq(location_parse(arena, text, &made, &err), 0, "%s: %s", text, err.message);
    return made;
}

Test(location, an_unencrypted_scheme_is_plain)
{
    static const struct {
        const char *text;
        bool plain;
    } cases[] = {
        {"http://h.example/app", true},   {"HTTP://h.example/app", true},
        {"https://h.example/app", false}, {"ssh://h.example/app", false},
        {"h.example:app", false},         {"/srv/app", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct location made = parsed(&arena, cases[i].text);
        cr_expect_eq(location_plain(&made), cases[i].plain, "%s", cases[i].text);
    }
}

Test(location, percent_codes_in_a_path_are_decoded_as_git_does)
{
    static const struct {
        const char *url, *path;
    } rows[] = {
        {"ssh://h.example/my%20app", "/my app"},   {"ssh://h.example/a%2Fb%2fc", "/a/b/c"},
        {"ssh://h.example/100%/x%2", "/100%/x%2"}, {"ssh://h.example/%7Eada/app", "/~ada/app"},
        {"ssh://h.example/%zz%2525", "/%zz%25"},   {"https://h.example/my%20app", "/my%20app"},
        {"ssh://h.example/%c3%bc", "/\xc3\xbc"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct location made;
        struct err err = {0};
        cr_assert_eq(location_parse(&arena, rows[i].url, &made, &err), 0, "%s", err.message);
        cr_expect_str_eq(made.path, rows[i].path);
    }
}

Test(location, a_users_home_is_requested_without_the_slash)
{
    static const char *const cases[][2] = {
        {"ssh://h.example/app", "/app"},
        {"ssh://h.example/~ada/app", "~ada/app"},
        {"h.example:~ada/app", "~ada/app"},
        {"h.example:/~ada/app", "~ada/app"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct location made = parsed(&arena, cases[i][0]);
        cr_expect_str_eq(location_asked(&made), cases[i][1], "%s", cases[i][0]);
    }
}

Test(location, a_plain_host_is_listed_with_or_without_its_port)
{
    arena_scope struct arena arena = {0};
    struct location made = {0};
    struct err err = {0};
    cr_assert_eq(location_parse(&arena, "http://h.example:8080/app", &made, &err), 0);
    cr_expect(location_listed(&made, (const char *const[]){"x", "h.example"}, 2));
    cr_expect(location_listed(&made, (const char *const[]){"H.example:8080"}, 1));
    cr_expect_not(location_listed(&made, (const char *const[]){"h.example:80"}, 1));
    cr_expect_not(location_listed(&made, (const char *const[]){"h.example.org"}, 1));
    cr_expect_not(location_listed(&made, NULL, 0));
}
