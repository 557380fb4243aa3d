// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/kinds/problem.h"
#include "manifests/values/digest.h"
#include "manifests/values/reference.h"

#define HEX64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define D256 "sha256:" HEX64
#define D512 "sha512:" HEX64 HEX64
#define HEX63 "123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

Test(reference, names_are_normalized_by_the_distribution_grammar)
{
    static const struct {
        const char *text, *host, *path, *tag, *digest, *name;
    } rows[] = {
        {"nginx", "docker.io", "library/nginx", NULL, NULL, "nginx"},
        {"nginx:1.25", "docker.io", "library/nginx", "1.25", NULL, "nginx"},
        {"docker.io/nginx", "docker.io", "library/nginx", NULL, NULL, "docker.io/nginx"},
        {"index.docker.io/a/b", "docker.io", "a/b", NULL, NULL, "index.docker.io/a/b"},
        {"registry-1.docker.io/b", "docker.io", "library/b", NULL, NULL, "registry-1.docker.io/b"},
        {"DOCKER.io:443/b:X", "docker.io", "library/b", "X", NULL, "DOCKER.io:443/b"},
        {"foo/bar", "docker.io", "foo/bar", NULL, NULL, "foo/bar"},
        {"foo.bar/x", "foo.bar", "x", NULL, NULL, "foo.bar/x"},
        {"Foo/bar", "foo", "bar", NULL, NULL, "Foo/bar"},
        {"localhost/x", "localhost", "x", NULL, NULL, "localhost/x"},
        {"localhost:5000", "docker.io", "library/localhost", "5000", NULL, "localhost"},
        {"localhost:5000/x:y", "localhost:5000", "x", "y", NULL, "localhost:5000/x"},
        {"foo:1/bar", "foo:1", "bar", NULL, NULL, "foo:1/bar"},
        {"EXAMPLE/group:V42", "example", "group", "V42", NULL, "EXAMPLE/group"},
        {"quay.io:443/a/b/c", "quay.io", "a/b/c", NULL, NULL, "quay.io:443/a/b/c"},
        {"[::1]:5000/a", "[::1]:5000", "a", NULL, NULL, "[::1]:5000/a"},
        {"[FE80::1]/a", "[fe80::1]", "a", NULL, NULL, "[FE80::1]/a"},
        {"a/b:t@" D256, "docker.io", "a/b", "t", D256, "a/b"},
        {"quay.io/a@" D512, "quay.io", "a", NULL, D512, "quay.io/a"},
        {"a__b--c.d_e", "docker.io", "library/a__b--c.d_e", NULL, NULL, "a__b--c.d_e"},
        {"docker.io/" HEX64, "docker.io", "library/" HEX64, NULL, NULL, "docker.io/" HEX64},
        {"sha256:" HEX64, "docker.io", "library/sha256", HEX64, NULL, "sha256"},
    };
    arena_scope struct arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reference reference = {0};
        struct err err = {0};
        cr_expect_eq(reference_parse(&arena, rows[i].text, &reference, &err), 0, "%s: %s",
                     rows[i].text, err.message);
        cr_expect(text_equal(reference.text, rows[i].text), "%s", rows[i].text);
        cr_expect(text_equal(reference.host, rows[i].host), "%s: host %s", rows[i].text,
                  reference.host);
        cr_expect(text_equal(reference.path, rows[i].path), "%s: path %s", rows[i].text,
                  reference.path);
        cr_expect(text_equal(reference.tag, rows[i].tag), "%s", rows[i].text);
        cr_expect(text_equal(reference.digest, rows[i].digest), "%s", rows[i].text);
        cr_expect(text_equal(reference.name, rows[i].name), "%s: name %s", rows[i].text,
                  reference.name);
    }
}

Test(reference, an_invalid_reference_is_refused_with_a_message)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"", "the image reference is blank"},
        {" ", "the image reference is blank"},
        {" nginx", "the image reference \" nginx\" has a blank"},
        {"nginx\n", "the image reference \"nginx?\" has a blank"},
        {"caf\xc3\xa9", "the image reference \"caf\xc3\xa9\" has a character that is not allowed"},
        {"a?b", "the image reference \"a?b\" has a character that is not allowed"},
        {"https://quay.io/a", "an image reference must not have a scheme"},
        {"user:secret@quay.io/a", "an image reference must not have a \"/\" after \"@\""},
        {"Nginx", "the repository name \"Nginx\" must be lower case"},
        {"quay.io/Org/app", "the repository name \"Org/app\" must be lower case"},
        {"quay.io/a//b", "\"a//b\" is not a repository name"},
        {"quay.io/../a", "\"../a\" is not a repository name"},
        {"quay.io/", "\"\" is not a repository name"},
        {"/a", "\"/a\" is not a repository name"},
        {"-foo", "\"-foo\" is not a repository name"},
        {"foo___bar", "\"foo___bar\" is not a repository name"},
        {"foo..bar", "\"foo..bar\" is not a repository name"},
        {"foo.-bar", "\"foo.-bar\" is not a repository name"},
        {"foo-", "\"foo-\" is not a repository name"},
        {"quay.io:0/a", "\"quay.io:0\" is not a registry host"},
        {"quay.io:65536/a", "\"quay.io:65536\" is not a registry host"},
        {"quay.io:/a", "\"quay.io:\" is not a registry host"},
        {"-quay.io/a", "\"-quay.io\" is not a registry host"},
        {"[1::2::3]/a", "\"[1::2::3]\" is not a registry host"},
        {"[::1%eth0]/a", "the image reference \"[::1%eth0]/a\" has a character that is not "
                         "allowed"},
        {"a_b.c/d", "\"a_b.c\" is not a registry host"},
        {"nginx:", "\"\" is not a tag"},
        {"nginx:-x", "\"-x\" is not a tag"},
        {"nginx:a:b", "\"a:b\" is not a tag"},
        {"nginx:@" D256, "\"\" is not a tag"},
        {"nginx@badid", "\"badid\" is not a digest that can be pinned"},
        {"nginx@sha384:" HEX64, "\"sha384:0123456789abcdef0123456789abcdef0\" is not a digest that "
                                "can be pinned"},
        {"nginx@sha256:" HEX63, "\"sha256:123456789abcdef0123456789abcdef01...\" is not a valid "
                                "digest"},
        {"nginx@" D256 "0",
         "\"sha256:0123456789abcdef0123456789abcdef0...\" is not a valid digest"},
        {"nginx@" D256 "@" D256, "\"sha256:0123456789abcdef0123456789abcdef0...\" is not a valid "
                                 "digest"},
        {HEX64, "\"0123456789ab...\" looks like an image ID, not a name"},
        {HEX64 ":tag", "\"0123456789ab...\" looks like an image ID, not a name"},
    };
    arena_scope struct arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reference reference = {.host = "untouched"};
        struct err err = {0};
        cr_expect_eq(reference_parse(&arena, rows[i].text, &reference, &err), -1, "%s",
                     rows[i].text);
        cr_expect_str_eq(err.message, rows[i].message, "%s: %s", rows[i].text, err.message);
        cr_expect_neq(err.hint[0], '\0', "%s has no hint", rows[i].text);
        cr_expect_str_eq(reference.host, "untouched");
        cr_expect(strstr(err.message, "secret") == NULL);
    }
}

Test(reference, maxima_are_exact)
{
    arena_scope struct arena arena = {0};
    char name[REFERENCE_NAME_MAX + 2];
    memset(name, 'a', sizeof name);
    struct reference reference;
    struct err err = {0};
    name[REFERENCE_NAME_MAX] = '\0';
    cr_assert_eq(reference_parse(&arena, name, &reference, &err), 0);
    name[REFERENCE_NAME_MAX] = 'a';
    name[REFERENCE_NAME_MAX + 1] = '\0';
    cr_assert_eq(reference_parse(&arena, name, &reference, &err), -1);
    cr_assert_str_eq(err.message, "the image name is longer than 255 bytes");
    name[REFERENCE_TAG_MAX] = '\0';
    cr_assert(reference_tag_valid(name));
    name[REFERENCE_TAG_MAX] = 'a';
    name[REFERENCE_TAG_MAX + 1] = '\0';
    cr_assert_not(reference_tag_valid(name));
}

Test(reference, keys_are_normalized_and_pins_keep_the_written_name)
{
    arena_scope struct arena arena = {0};
    struct reference a, b;
    struct err err = {0};
    cr_assert_eq(reference_parse(&arena, "index.docker.io/nginx", &a, &err), 0);
    cr_assert_eq(reference_parse(&arena, "nginx:latest@" D256, &b, &err), 0);
    cr_expect_str_eq(reference_tag_key(&arena, &a), "docker.io/library/nginx:latest");
    cr_expect_str_eq(reference_digest_key(&arena, &a, D256), "docker.io/library/nginx@" D256);
    cr_expect_str_eq(reference_pinned(&arena, &a, D256), "index.docker.io/nginx:latest@" D256);
    cr_expect_str_eq(reference_pinned(&arena, &b, D512), "nginx:latest@" D512);
    cr_expect(reference_same_tag(&a, &b));
    cr_assert_eq(reference_parse(&arena, "nginx:1", &b, &err), 0);
    cr_expect_not(reference_same_tag(&a, &b));
    cr_expect(reference_same_repository(&a, &b));
    cr_assert_eq(reference_parse(&arena, "quay.io/library/nginx:1", &b, &err), 0);
    cr_expect_not(reference_same_repository(&a, &b));
}

Test(digest, only_whole_lower_case_digests_of_known_algorithms_may_be_pinned)
{
    static const struct {
        const char *text;
        bool valid;
    } rows[] = {
        {D256, true},
        {D512, true},
        {NULL, false},
        {"", false},
        {HEX64, false},
        {"sha256:" HEX63, false},
        {D256 "0", false},
        {"SHA256:" HEX64, false},
        {"sha256:" HEX63 "A", false},
        {"sha512:" HEX64, false},
        {"md5:" HEX64, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(digest_valid(rows[i].text), rows[i].valid, "row %zu", i);
}

Test(digest, the_beginning_of_a_digest_has_at_least_seven_digits)
{
    static const struct {
        const char *text;
        bool valid;
    } rows[] = {
        {"0123456", true},
        {"012345", false},
        {"sha256:0123456", true},
        {"sha512:0123456", true},
        {"md5:0123456", false},
        {"sha256:012345", false},
        {"012345A", false},
        {"0123456g", false},
        {HEX64, true},
        {D256, true},
        {D512, true},
        {D256 "0", false},
        {"", false},
        {"sha256:", false},
        {"latest", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(digest_beginning_valid(rows[i].text), rows[i].valid, "row %zu", i);
}

Test(digest, a_search_takes_no_digest_if_several_match)
{
    static const char *const digests[] = {
        "sha256:0123456aaa",
        "sha256:0123456bbb",
        "sha256:0123456aaa",
        "sha256:9999999999",
        NULL,
        "sha512:0123456aaa",
        "sha256:0123457000",
        "sha256:01234567aa",
        "sha256:01234568aa",
        "sha256:01234569aa",
    };
    static const struct {
        const char *wanted;
        size_t count;
        const char *only, *text;
    } rows[] = {
        {"9999999", 1, "sha256:9999999999", "sha256:9999999999"},
        {"sha256:0123456bb", 1, "sha256:0123456bbb", "sha256:0123456bbb"},
        {"0123456aaa", 2, NULL, "sha256:0123456aaa and sha512:0123456aaa"},
        {"sha512:0123456", 1, "sha512:0123456aaa", "sha512:0123456aaa"},
        {"8888888", 0, NULL, ""},
        {"23456aaa", 0, NULL, ""},
        {"0123456", 5, NULL,
         "sha256:0123456aaa, sha256:0123456bbb, sha512:0123456aaa, sha256:01234567aa, "
         "sha256:01234568aa and more"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct digest_search search = {.wanted = rows[i].wanted};
        for (size_t k = 0; k < sizeof digests / sizeof *digests; k++)
            digest_search_add(&search, digests[k]);
        cr_expect_eq(search.count, rows[i].count, "row %zu", i);
        const char *only = digest_search_only(&search);
        cr_expect(text_equal(only, rows[i].only), "row %zu", i);
        cr_expect_str_eq(digest_search_text(&arena, &search), rows[i].text, "row %zu", i);
    }
}

Test(digest, a_short_digest_has_twelve_digits)
{
    char buffer[DIGEST_SHORT_MAX];
    cr_expect_str_eq(digest_short(D256, buffer), "sha256:0123456789ab");
    cr_expect_str_eq(digest_short("sha256:01", buffer), "sha256:01");
    cr_expect_str_eq(digest_short(HEX64, buffer), "0123456789abcdef0123456");
    cr_expect_str_eq(digest_short("", buffer), "");
}

Test(problem, every_code_has_its_own_word_and_a_sentence)
{
    for (int a = 0; a < PROBLEM_COUNT; a++) {
        cr_expect(problem_sentence((enum problem_code)a)[0] != '\0');
        cr_expect(severity_word(problem_severity((enum problem_code)a))[0] != '\0');
        for (int b = 0; b < a; b++)
            cr_expect_str_neq(problem_word((enum problem_code)a),
                              problem_word((enum problem_code)b));
    }
}
