// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/credentials.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "manifests/base/arena.h"
#include "manifests/base/text.h"
#include "reconciler/net/docker_config.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static char folder[] = "/tmp/weir-test-XXXXXX";
static char paths[3][64];
static const char *const files[] = {paths[0], paths[1], paths[2]};

static void make_folder(void)
{
    cr_assert(mkdtemp(folder) != NULL);
    for (size_t i = 0; i < COUNT(files); i++)
        snprintf(paths[i], sizeof paths[i], "%s/%zu.json", folder, i);
}

static void remove_folder(void)
{
    for (size_t i = 0; i < COUNT(files); i++) {
        unlink(files[i]);
        rmdir(files[i]);
    }
    rmdir(folder);
}

static void put(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    cr_assert(out != NULL, "%s", path);
    fputs(text, out);
    fclose(out);
}

static struct credentials *opened(size_t count)
{
    struct err err = {0};
    struct credentials *credentials = NULL;
    cr_assert_eq(credentials_open(&credentials, files, count, &err), 0, "%s", err.message);
    return credentials;
}

/* Returns the user of the credential, "problem", or "" without one. */
static const char *user(const struct credentials *credentials, const char *host, const char *path)
{
    const struct credential *found = credentials_find(credentials, host, path);
    return found == NULL            ? ""
           : found->problem != NULL ? "problem"
           : found->user == NULL    ? "none"
                                    : found->user;
}

/* {"KEY":{"auth":…}}: the user is ada, bob, eva or zoe, the password pw. */
#define ADA "{\"auth\":\"YWRhOnB3\"}"
#define BOB "{\"auth\":\"Ym9iOnB3\"}"
#define EVA "{\"auth\":\"ZXZhOnB3\"}"
#define BROKEN "{\"auth\":\"!\"}"

Test(credentials, the_longest_path_of_the_right_host_wins, .init = make_folder,
     .fini = remove_folder)
{
    static const struct {
        const char *auths, *host, *path, *user;
    } rows[] = {
        {"\"https://index.docker.io/v1/\":" ADA, "docker.io", "library/nginx", "ada"},
        {"\"docker.io\":" ADA, "docker.io", "library/nginx", "ada"},
        {"\"https://index.docker.io/v1/\":" BOB ",\"docker.io\":" ADA, "docker.io", "a/b", "ada"},
        {"\"docker.io/team\":" ADA, "docker.io", "team/web", "ada"},
        {"\"registry-1.docker.io\":" ADA, "docker.io", "a/b", "ada"},
        {"\"docker.io\":" ADA, "quay.io", "a/b", ""},
        /* docker's tokens for other purposes */
        {"\"https://index.docker.io/v1/access-token\":" BOB ",\"https://index.docker.io/v1/\":" ADA,
         "docker.io", "a/b", "ada"},
        {"\"q.io\":" ADA ",\"q.io/team\":" BOB, "q.io", "other/web", "ada"},
        {"\"q.io\":" ADA ",\"q.io/team\":" BOB, "q.io", "team/web", "bob"},
        {"\"q.io\":" ADA ",\"q.io/team\":" BOB, "q.io", "teams/web", "ada"},
        {"\"q.io/team/web\":" BOB, "q.io", "team/web", "bob"},
        {"\"q.io/team/web\":" BOB, "q.io", "team/web2", ""},
        {"\"q.io/team/\":" BOB, "q.io", "team/web", "bob"},
        {"\"q.io/org/v2\":" ADA, "q.io", "org/app", ""},
        {"\"q.io/org/v2\":" ADA, "q.io", "org/v2/app", "ada"},
        {"\"q.io/v2\":" ADA, "q.io", "app", ""},
        {"\"q.io/v2\":" ADA, "q.io", "v2/app", "ada"},
        {"\"q.io/v2/\":" ADA, "q.io", "app", "ada"},
        {"\"q.io/\":" ADA, "q.io", "app", "ada"},
        {"\"https://q.io/v2\":" ADA, "q.io", "app", "ada"},
        {"\"https://q.io/team\":" ADA, "q.io", "app", "ada"},
        {"\"https://q.io/team\":" BOB ",\"http://q.io\":" ADA, "q.io", "team/app", "ada"},
        {"\"HTTPS://Q.io:443/v2/\":" ADA, "q.io", "app", "ada"},
        {"\"https://q.io:5000/v1/\":" ADA, "q.io:5000", "app", "ada"},
        {"\"q.io:5000\":" ADA, "q.io", "app", ""},
        {"\"q.io\":" ADA, "q.io:5000", "app", ""},
        {"\"q.io\":" ADA, "sub.q.io", "app", ""},
        {"\"https://q.io/v1/\":" BOB ",\"q.io\":" ADA, "q.io", "app", "ada"},
        {"\"q.io\":" ADA ",\"https://q.io/v1/\":" BOB, "q.io", "app", "ada"},
        {"\"Q.io\":" BOB ",\"q.io\":" ADA, "q.io", "app", "ada"},
        {"\"https://q.io\":" BROKEN ",\"q.io\":" ADA, "q.io", "app", "ada"},
        {"\"q.io\":" BROKEN ",\"https://q.io\":" ADA, "q.io", "app", "ada"},
        {"\"https://q.io\":" BROKEN ",\"https://q.io/v2/\":" ADA, "q.io", "app", "ada"},
        {"\"q.io/team\":" BROKEN ",\"q.io\":" ADA, "q.io", "team/app", "problem"},
        {"\"q.io\":{},\"https://q.io\":" ADA, "q.io", "app", "ada"},
        {"\"\":" ADA, "q.io", "app", ""},
        {"\"https://\":" ADA, "q.io", "app", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        put(files[0], arena_print(&arena, "{\"auths\":{%s}}", rows[i].auths));
        credentials_scope struct credentials *credentials = opened(1);
        cr_expect_str_eq(user(credentials, rows[i].host, rows[i].path), rows[i].user, "%s: %s/%s",
                         rows[i].auths, rows[i].host, rows[i].path);
    }
}

Test(credentials, an_entry_is_read_as_docker_reads_it, .init = make_folder, .fini = remove_folder)
{
    static const struct {
        const char *entry, *user, *password;
    } rows[] = {
        {ADA, "ada", "pw"},
        {"{\"auth\":\"YWRhOnA6dw==\"}", "ada", "p:w"},
        {"{\"auth\":\"YWRhOnA6dw\"}", "ada", "p:w"},
        {"{\"auth\":\"YWRh\\nOnB3\\r\\n\"}", "ada", "pw"},
        {"{\"auth\":\"YWRhOnB3AAA=\"}", "ada", "pw"},     /* zero bytes at the end */
        {"{\"auth\":\"YWRhOnAAdw==\"}", "problem", NULL}, /* and in the middle */
        {"{\"auth\":\"YWRhOg==\"}", "ada", ""},
        {"{\"auth\":\"OnB3\"}", "problem", NULL}, /* :pw */
        {"{\"auth\":\"YWRh\"}", "problem", NULL}, /* ada */
        {BROKEN, "problem", NULL},
        {"{\"username\":\"ada\",\"password\":\"pw\"}", "ada", "pw"},
        {"{\"username\":\"bob\",\"password\":\"no\",\"auth\":\"YWRhOnB3\"}", "ada", "pw"},
        {"{\"identitytoken\":\"t\"}", "none", NULL},
        {"{\"auth\":null,\"identitytoken\":\"t\"}", "none", NULL},
        {"{\"auth\":null}", "", NULL},
        {"{\"auth\":7}", "problem", NULL},
        {"{\"username\":\"ada\"}", "", NULL},
        {"{}", "", NULL},
        {"null", "", NULL},
        {"[]", "problem", NULL},
        {"\"YWRhOnB3\"", "problem", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        put(files[0], arena_print(&arena, "{\"auths\":{\"q.io\":%s}}", rows[i].entry));
        credentials_scope struct credentials *credentials = opened(1);
        cr_expect_str_eq(user(credentials, "q.io", "a"), rows[i].user, "%s", rows[i].entry);
        const struct credential *found = credentials_find(credentials, "q.io", "a");
        cr_expect(text_equal(found != NULL ? found->password : NULL, rows[i].password), "%s",
                  rows[i].entry);
    }
}

Test(credentials, a_credential_that_cannot_be_sent_is_a_problem)
{
    static const char *const members[] = {"identitytoken", "registrytoken", "password", "auth"};
    enum { SIZE = 400000 };
    char *config = calloc(1, SIZE + 200);
    for (size_t i = 0; i <= COUNT(members); i++) {
        struct err err = {0};
        struct docker_config read = {0};
        bool odd = i == COUNT(members);
        int at = sprintf(config, "{\"auths\":{\"a.example\":{\"username\":\"u\",\"%s\":\"",
                         odd ? "registrytoken" : members[i]);
        at += odd ? sprintf(config + at, "a\\r\\nX-More: b") : 0;
        memset(config + at, 'a', odd ? 0 : SIZE);
        strcpy(config + at + (odd ? 0 : SIZE), "\"}}}");
        cr_assert_eq(docker_config_read(&read, 0, "c", config, strlen(config), &err), 0);
        cr_assert_eq(read.entries.count, 1);
        const struct credential *found = &read.entries.items[0].credential;
        cr_expect(found->problem != NULL && found->identity_token == NULL &&
                      found->registry_token == NULL && found->password == NULL,
                  "row %zu", i);
        docker_config_done(&read);
    }
    free(config);
}

Test(credentials, broken_files_are_errors_and_missing_ones_are_not, .init = make_folder,
     .fini = remove_folder)
{
    static const char *const broken[] = {"{", "[]", "{\"auths\":[]}", "{\"auths\":{},\"auths\":{}}",
                                         ""};
    static const char *const empty[] = {"{}", "{\"auths\":null}", "{\"auths\":{}}",
                                        "{\"auths\":{},\"credHelpers\":null,\"credsStore\":null}"};
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct err err = {0};
        struct credentials *credentials = NULL;
        put(files[0], broken[i]);
        cr_expect_eq(credentials_open(&credentials, files, 1, &err), -1, "'%s'", broken[i]);
        cr_expect(text_starts(err.place, files[0]), "%s", err.place);
    }
    for (size_t i = 0; i < COUNT(empty); i++) {
        put(files[0], empty[i]);
        credentials_scope struct credentials *credentials = opened(1);
        cr_expect_str_eq(user(credentials, "q.io", "a"), "", "%s", empty[i]);
    }
    cr_assert_eq(mkdir(files[1], 0700), 0);
    credentials_scope struct credentials *credentials = opened(3);
    cr_expect(credentials_find(credentials, "q.io", "a") == NULL,
              "an empty mount in place of a file");
}

Test(credentials, too_many_are_an_error)
{
    arena_scope struct arena arena = {0};
    struct err err = {0};
    struct docker_config read = {0};
    text_scope struct text json = text_of(1 << 20);
    text_puts(&json, "{\"auths\":{");
    for (int i = 0; i <= DOCKER_CONFIG_ENTRIES_MAX; i++)
        text_puts(&json, arena_print(&arena, "%s\"h%d.io\":" ADA, i > 0 ? "," : "", i));
    text_puts(&json, "}}");
    cr_expect_eq(docker_config_read(&read, 0, "c", json.data, json.length, &err), -1);
    cr_expect(strstr(err.message, "too many registry credentials") != NULL, "%s", err.message);
    docker_config_done(&read);
}

Test(credentials, the_first_file_that_has_one_wins, .init = make_folder, .fini = remove_folder)
{
    put(files[0], "{\"auths\":{\"a.io\":" ADA ",\"b.io\":" BROKEN ",\"c.io\":" BROKEN "}}");
    put(files[1], "{\"auths\":{\"a.io/team\":" BOB ",\"b.io\":" BOB ",\"d.io\":" BOB "}}");
    credentials_scope struct credentials *credentials = opened(3);
    cr_expect_str_eq(user(credentials, "a.io", "team/web"), "ada");
    cr_expect_str_eq(user(credentials, "b.io", "x"), "bob", "an entry that can be used");
    cr_expect_str_eq(user(credentials, "c.io", "x"), "problem");
    cr_expect_str_eq(user(credentials, "d.io", "x"), "bob");
    cr_expect_str_eq(user(credentials, "e.io", "x"), "");
}

Test(credentials, a_store_answers_hosts_without_an_entry, .init = make_folder,
     .fini = remove_folder)
{
    put(files[0], "{\"credsStore\":\"desktop\",\"credHelpers\":{\"h.io\":\"x\"},"
                  "\"auths\":{\"q.io\":" ADA ",\"h.io\":" ADA "}}");
    put(files[1], "{\"auths\":{\"b.io\":" BOB "}}");
    credentials_scope struct credentials *credentials = opened(2);
    cr_expect_str_eq(user(credentials, "q.io", "a"), "ada");
    cr_expect_str_eq(user(credentials, "b.io", "a"), "bob");
    cr_expect(strstr(credentials_find(credentials, "ghcr.io", "a")->problem, "credsStore") != NULL);
    cr_expect(strstr(credentials_find(credentials, "h.io", "a")->problem, "credHelpers") != NULL,
              "a helper wins over an entry, as in docker");
}

Test(credentials, files_are_read_again_when_they_change, .init = make_folder, .fini = remove_folder)
{
    put(files[0], "{\"auths\":{\"q.io\":" ADA "}}");
    credentials_scope struct credentials *credentials = opened(2);
    const struct credential *before = credentials_find(credentials, "q.io", "a");
    cr_expect(!credentials_refresh(credentials, false), "nothing has changed");
    put(files[1], "{\"auths\":{\"b.io\":" BOB "}}");
    cr_expect(credentials_refresh(credentials, false), "a file is new");
    cr_expect_str_eq(user(credentials, "b.io", "a"), "bob");
    cr_expect(credential_equal(before, credentials_find(credentials, "q.io", "a")),
              "earlier credentials stay valid");

    /* A mounted secret is replaced by the rename of a link. */
    char link[80];
    snprintf(link, sizeof link, "%s/next", folder);
    put(files[2], "{\"auths\":{\"q.io\":" EVA "}}");
    cr_assert_eq(symlink(files[2], link), 0);
    cr_assert_eq(rename(link, files[0]), 0);
    cr_expect(credentials_refresh(credentials, false), "a link was replaced");
    cr_expect_str_eq(user(credentials, "q.io", "a"), "eva");

    put(files[1], "{\"auths\":");
    cr_expect(!credentials_refresh(credentials, false), "a half-written file is not used");
    cr_expect(text_starts(credentials_trouble(credentials), files[1]), "%s",
              credentials_trouble(credentials));
    cr_expect_str_eq(user(credentials, "b.io", "a"), "bob", "the earlier entries stay");
    cr_expect(!credentials_refresh(credentials, false), "and it is not read again in vain");
    cr_expect(credentials_trouble(credentials) != NULL);
    unlink(files[1]);
    cr_expect(credentials_refresh(credentials, false), "a file is gone");
    cr_expect_str_eq(user(credentials, "b.io", "a"), "");
    cr_expect(credentials_trouble(credentials) == NULL);
    cr_expect(credentials_refresh(credentials, true), "after a refusal they are read anyway");
}

Test(credentials, a_header_line_has_user_and_password)
{
    char *basic = credential_basic(&(struct credential){.user = "reg", .password = "p:w"});
    cr_expect_str_eq(basic, "Authorization: Basic cmVnOnA6dw==");
    credential_free(basic);
    cr_expect(credential_basic(&(struct credential){.user = "reg"}) == NULL);
    char *bearer = credential_bearer("t");
    cr_expect_str_eq(bearer, "Authorization: Bearer t");
    credential_free(bearer);
}
