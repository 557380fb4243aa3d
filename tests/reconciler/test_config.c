// SPDX-License-Identifier: Apache-2.0
#include "reconciler/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "manifests/base/text.h"
#include "reconciler/config_complete.h"
#include "reconciler/config_file.h"

static int decode(struct arena *arena, const char *text, struct config *config, struct err *err)
{
    problem_list problems = {0};
    return config_file_decode(arena, "etc/weir.yaml", text, strlen(text), config, &problems, err);
}

Test(config, every_key_is_read)
{
    arena_scope struct arena arena = {0};
    struct config config = {0};
    struct err err = {0};
    cr_assert(decode(&arena,
                     "plainHTTP: [127.0.0.1:5000, Registry.Example.org]\n"
                     "ociLayouts:\n"
                     "  quay.io: layouts\n"
                     "  docker.io: /srv/hub\n"
                     "caFiles: [ca.pem]\n"
                     "dockerConfig: docker\n"
                     "trustedRealms:\n"
                     "  Registry.example.org:443: [gitlab.example.org, 127.0.0.1:5000]\n"
                     "jobs: 16\n"
                     "branch: release\n"
                     "interval: 1h30m\n"
                     "author: {name: Ada, email: ada@example.org}\n"
                     "git:\n"
                     "  username: bot\n"
                     "  tokenFile: /run/token\n"
                     "  sshKey: id\n"
                     "  knownHosts: hosts\n"
                     "  cache: cache\n"
                     "timeouts: {connect: 5s, silence: 10s, total: 1m}\n"
                     "commits: {signingKey: id_sign}\n"
                     "requireSignedCommits:\n"
                     "  allowedSigners: /etc/signers\n"
                     "  gpgKeyring: ring.gpg\n"
                     "  gpgFingerprints: [AB12, cd34]\n",
                     &config, &err) == 0,
              "%s: %s", err.place, err.message);
    cr_expect(config.plain_http.count == 2, "%zu hosts", config.plain_http.count);
    cr_expect_str_eq(config.plain_http.items[1], "registry.example.org", "hosts are lower case");
    cr_expect(config.layouts.count == 2, "%zu layouts", config.layouts.count);
    cr_expect_str_eq(config.layouts.items[0].folder, "etc/layouts",
                     "relative paths begin at the file's folder");
    cr_expect_str_eq(config.layouts.items[1].folder, "/srv/hub", "absolute paths stay");
    cr_expect_str_eq(config.ca_files.items[0], "etc/ca.pem", "paths of lists too");
    cr_expect_str_eq(config.docker_config, "etc/docker", "docker config");
    cr_assert_eq(config.trusted_realms.count, 1);
    cr_expect_str_eq(config.trusted_realms.items[0].registry, "registry.example.org");
    cr_expect_eq(config.trusted_realms.items[0].hosts.count, 2);
    cr_expect_str_eq(config.trusted_realms.items[0].hosts.items[1], "127.0.0.1:5000");
    cr_expect(config.jobs == 16 && config.interval == 5400, "jobs and interval");
    cr_expect_str_eq(config.branch, "release", "branch");
    cr_expect_str_eq(config.author.name, "Ada", "author");
    cr_expect_str_eq(config.author.email, "ada@example.org", "email");
    cr_expect_str_eq(config.git.username, "bot", "user");
    cr_expect_str_eq(config.git.token_file, "/run/token", "token file");
    cr_expect_str_eq(config.git.ssh_key, "etc/id", "key");
    cr_expect_str_eq(config.git.known_hosts, "etc/hosts", "known hosts");
    cr_expect_str_eq(config.git.cache, "etc/cache", "cache");
    cr_expect(config.timeouts.connect == 5 && config.timeouts.silence == 10 &&
                  config.timeouts.total == 60,
              "timeouts");
    cr_expect_str_eq(config.signing_key, "etc/id_sign", "signing key");
    cr_expect(config.signatures.wanted, "signatures are asked for");
    cr_expect_str_eq(config.signatures.allowed_signers, "/etc/signers", "allowed signers");
    cr_expect_str_eq(config.signatures.gpg_keyring, "etc/ring.gpg", "keyring");
    cr_expect(config.signatures.gpg_fingerprints.count == 2, "fingerprints");
    cr_expect_str_eq(config.signatures.gpg_fingerprints.items[1], "cd34", "are taken as they are");
}

Test(config, impossible_signature_requirements_are_refused)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"requireSignedCommits: {}\n", "neither allowedSigners nor"},
        {"requireSignedCommits: {gpgFingerprints: [ab]}\n", "neither allowedSigners nor"},
        {"requireSignedCommits: {gpgKeyring: ring}\n", "or neither"},
        {"requireSignedCommits: {allowedSigners: a, gpgFingerprints: [ab]}\n", "or neither"},
        {"requireSignedCommits: {allowedSigners: a}\n", NULL},
        {"requireSignedCommits: {gpgKeyring: ring, gpgFingerprints: [ab]}\n", NULL},
        {"commits: {signingKey: a}\n", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct config config = {0};
        struct err err = {0};
        cr_assert(decode(&arena, cases[i].text, &config, &err) == 0, "%s", err.message);
        bool refused = config_complete(&arena, &config, &err) != 0;
        cr_expect(refused == (cases[i].message != NULL), "case %zu: %s", i, err.message);
        if (cases[i].message != NULL)
            cr_expect(strstr(err.message, cases[i].message) != NULL, "case %zu: %s", i,
                      err.message);
    }
}

Test(config, trusted_realms_are_lists_of_hosts)
{
    static const char *const broken[] = {
        "trustedRealms: [a.example]\n",
        "trustedRealms: {a.example: b.example}\n",
        "trustedRealms: {a.example: []}\n",
        "trustedRealms: {a.example: [\"https://b.example/token\"]}\n",
        "trustedRealms: {\"https://a.example\": [b.example]}\n",
        "trustedRealms: {a.example/team: [b.example]}\n",
        "trustedRealms: {a.example: [\"*\"]}\n",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        arena_scope struct arena arena = {0};
        struct config config = {0};
        struct err err = {0};
        cr_expect_eq(decode(&arena, broken[i], &config, &err), -1, "%s", broken[i]);
        cr_expect(err.message[0] != '\0' && err.place[0] != '\0', "%s", err.message);
    }
}

/* Returns the files with credentials, with a space between them. */
static const char *credential_files(struct arena *arena, const char *text)
{
    struct config config = {0};
    struct err err = {0};
    cr_assert(decode(arena, text, &config, &err) == 0, "%s", err.message);
    cr_assert_eq(config_complete(arena, &config, &err), 0, "%s", err.message);
    return arena_join(arena, config.credential_files.items, config.credential_files.count, " ");
}

Test(config, credentials_are_where_podman_and_docker_keep_them)
{
    arena_scope struct arena arena = {0};
    static const char *const unset[] = {"REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME",
                                        "DOCKER_CONFIG", "HOME"};
    for (size_t i = 0; i < sizeof unset / sizeof *unset; i++)
        unsetenv(unset[i]);
    cr_expect_str_eq(credential_files(&arena, ""),
                     arena_print(&arena, "/run/containers/%u/auth.json", (unsigned)getuid()));
    setenv("HOME", "/h", 1);
    setenv("XDG_RUNTIME_DIR", "/r", 1);
    cr_expect_str_eq(credential_files(&arena, ""),
                     "/r/containers/auth.json /h/.config/containers/auth.json "
                     "/h/.docker/config.json /h/.dockercfg");
    setenv("XDG_CONFIG_HOME", "/c", 1);
    setenv("DOCKER_CONFIG", "/d", 1);
    cr_expect_str_eq(credential_files(&arena, ""),
                     "/r/containers/auth.json /c/containers/auth.json /d/config.json "
                     "/h/.dockercfg");
    setenv("REGISTRY_AUTH_FILE", "/a.json", 1);
    cr_expect_str_eq(credential_files(&arena, ""), "/a.json", "then only this file is read");
    cr_expect_str_eq(credential_files(&arena, "dockerConfig: docker\n"), "etc/docker/config.json",
                     "the runner configuration wins");
}

Test(config, checks_are_programs_with_a_time_and_variables)
{
    arena_scope struct arena arena = {0};
    struct config config = {0};
    struct err err = {0};
    cr_assert(decode(&arena,
                     "checks:\n"
                     "  smoke: {command: [bin/smoke, --fast], timeout: 2m, env: [KUBECONFIG]}\n"
                     "  scan: {command: [trivy, image]}\n"
                     "  own: {command: [/opt/own]}\n",
                     &config, &err) == 0,
              "%s: %s", err.place, err.message);
    cr_assert_eq(config.checks.count, 3);
    const struct config_check *checks = config.checks.items;
    cr_expect_str_eq(checks[0].name, "smoke");
    cr_expect_str_eq(checks[0].command.items[0], "etc/bin/smoke", "below the file's folder");
    cr_expect_str_eq(checks[0].command.items[1], "--fast");
    cr_expect_eq(checks[0].timeout, 120);
    cr_expect_str_eq(checks[0].variables.items[0], "KUBECONFIG");
    cr_expect_str_eq(checks[1].command.items[0], "trivy", "a name is found by PATH");
    cr_expect_eq(checks[1].timeout, 30, "the default");
    cr_expect_str_eq(checks[2].command.items[0], "/opt/own");
}

Test(config, a_check_never_gets_the_token)
{
    static const char *const texts[] = {
        "checks: {a: {command: [x], env: [WEIR_GIT_TOKEN]}}\n",
        "git: {tokenEnv: WEIR_TEST_TOKEN}\nchecks: {a: {command: [x], env: [WEIR_TEST_TOKEN]}}\n",
    };
    setenv("WEIR_TEST_TOKEN", "secret", 1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        arena_scope struct arena arena = {0};
        struct config config = {0};
        struct err err = {0};
        cr_assert(decode(&arena, texts[i], &config, &err) == 0, "%s", err.message);
        cr_expect(config_complete(&arena, &config, &err) == -1, "case %zu is taken", i);
        cr_expect(strstr(err.message, "is a variable for the Git token") != NULL, "%s",
                  err.message);
    }
}

Test(config, an_empty_file_sets_nothing)
{
    const char *texts[] = {"", "# nothing\n", "---\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        arena_scope struct arena arena = {0};
        struct config config = {0};
        struct err err = {0};
        cr_expect(decode(&arena, texts[i], &config, &err) == 0, "'%s': %s", texts[i], err.message);
    }
}

Test(config, mistakes_are_named_with_their_place)
{
    static const struct {
        const char *text, *place, *message, *hint;
    } cases[] = {
        {"jbos: 3\n", "etc/weir.yaml:1:1", "unknown field \"jbos\"", "did you mean \"jobs\"?"},
        {"git:\n  tokn: x\n", "etc/weir.yaml:2:3", "unknown field \"tokn\" in git", ""},
        {"jobs: 0\n", "etc/weir.yaml:1:7", "jobs is not a number from 1 to 64", ""},
        {"jobs: 65\n", "etc/weir.yaml:1:7", "jobs is not a number from 1 to 64", ""},
        {"jobs: [1]\n", "etc/weir.yaml:1:7", "jobs is not a number from 1 to 64", ""},
        {"jobs:\n", "etc/weir.yaml:1:6", "jobs has no value", ""},
        {"interval: 10\n", "etc/weir.yaml:1:11",
         "interval is not a duration of at least one second", ""},
        {"plainHTTP: a\n", "etc/weir.yaml:1:12", "plainHTTP is text, not a list", ""},
        {"plainHTTP: ['http://a']\n", "etc/weir.yaml:1:13", "\"http://a\" is not HOST or HOST:PORT",
         ""},
        {"ociLayouts: [a]\n", "etc/weir.yaml:1:13", "ociLayouts is a list, not a map", ""},
        {"ociLayouts: {a/b: c}\n", "etc/weir.yaml:1:19", "\"a/b\" is not HOST or HOST:PORT", ""},
        {"requireSignedCommits:\n", "etc/weir.yaml:1:", "requireSignedCommits has no value", ""},
        {"commits: {signingkey: a}\n", "etc/weir.yaml:1:11",
         "unknown field \"signingkey\" in commits", "did you mean \"signingKey\"?"},
        {"git: x\n", "etc/weir.yaml:1:6", "git is text, not a map", ""},
        {"checks: [a]\n", "etc/weir.yaml:1:9", "checks is a list, not a map", ""},
        {"checks: {a: /bin/x}\n", "etc/weir.yaml:1:13", "checks.a is text, not a map", ""},
        {"checks: {a: {}}\n", "etc/weir.yaml:1:13", "the check \"a\" has no command", ""},
        {"checks: {a: {command: []}}\n", "etc/weir.yaml:1:13", "the check \"a\" has no command",
         ""},
        {"checks: {a: {command: /bin/x}}\n", "etc/weir.yaml:1:23",
         "checks.a.command is text, not a list", ""},
        {"checks: {a: {comand: [x]}}\n", "etc/weir.yaml:1:14",
         "unknown field \"comand\" in checks.a", "did you mean \"command\"?"},
        {"checks: {a: {command: [x], timeout: 2h}}\n", "etc/weir.yaml:1:37",
         "the timeout of the check \"a\" is longer than an hour", ""},
        {"checks: {a: {command: [x], timeout: 0s}}\n", "etc/weir.yaml:1:37",
         "timeout is not a duration of at least one second", ""},
        {"checks: {a: {command: [x], env: [A=b]}}\n", "etc/weir.yaml:1:34",
         "\"A=b\" is not a valid variable name", ""},
        {"checks: {'a b': {command: [x]}}\n", "etc/weir.yaml:1:10",
         "\"a b\" is not a valid check name", ""},
        {"checks: {a: {command: [x]}, a: {command: [y]}}\n",
         "etc/weir.yaml:1:", "the check \"a\" occurs twice", ""},
        {"jobs: 1\njobs: 2\n", "etc/weir.yaml:2:", "the key \"jobs\" occurs twice", ""},
        {"jobs: 1\n---\njobs: 2\n", "etc/weir.yaml:", "the file has more than one document", ""},
        {"- a\n", "etc/weir.yaml:1:1", "the file is a list, not a map", ""},
        {"git: {partial: yes}\n", "etc/weir.yaml:1:16", "neither true nor false", ""},
        {"git: {sshKey: ''}\n", "etc/weir.yaml:1:15", "git.sshKey has no value", ""},
        {"git: {token: secret}\n", "etc/weir.yaml:1:7", "a token can't be written into this file",
         "set tokenEnv"},
        {"ociLayouts: {'': a}\n", "etc/weir.yaml:1:14", "a key is empty", ""},
        {"requireSignedCommits: {allowedSigners: ~}\n", "etc/weir.yaml:1:40",
         "requireSignedCommits.allowedSigners has no value", ""},
        {"author: {name: &a x, email: *a}\n", "etc/weir.yaml:1:29", "aliases are not allowed", ""},
        {"author: &a {name: x}\ngit: {<<: *a}\n", "etc/weir.yaml:2:7", "unknown field \"<<\"", ""},
        {"a: [\n", "etc/weir.yaml:", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct config config = {0};
        struct err err = {0};
        cr_expect(decode(&arena, cases[i].text, &config, &err) == -1, "case %zu is taken", i);
        cr_expect(text_starts(err.place, cases[i].place), "case %zu: place %s", i, err.place);
        cr_expect(strstr(err.message, cases[i].message) != NULL, "case %zu: %s", i, err.message);
        cr_expect(strstr(err.hint, cases[i].hint) != NULL, "case %zu: hint %s", i, err.hint);
    }
}

Test(config, all_problems_are_found_and_nothing_is_set)
{
    static const char text[] = "jobs: many\n"
                               "git:\n"
                               "  sshKey: id\n"
                               "  cash: here\n"
                               "interval:\n"
                               "branch: release\n";
    static const char *const wanted[] = {
        "etc/weir.yaml:1:7: jobs is not a number from 1 to 64",
        "etc/weir.yaml:4:3: unknown field \"cash\" in git",
        "etc/weir.yaml:5:10: interval has no value",
    };
    enum { WANTED = sizeof wanted / sizeof *wanted };
    arena_scope struct arena arena = {0};
    struct config config = {0};
    problem_list problems = {0};
    struct err err = {0};
    cr_assert(config_file_decode(&arena, "etc/weir.yaml", text, strlen(text), &config, &problems,
                                 &err) == -1);
    cr_expect_str_eq(err.message, "jobs is not a number from 1 to 64");
    cr_assert_eq(problems.count, WANTED);
    for (size_t i = 0; i < WANTED; i++) {
        config_file_problem(&problems.items[i], &err);
        cr_expect_str_eq(arena_print(&arena, "%s: %s", err.place, err.message), wanted[i]);
    }
    cr_expect(config.branch == NULL && config.git.ssh_key == NULL, "something is set");
}

Test(config, a_bare_number_is_a_text)
{
    arena_scope struct arena arena = {0};
    struct config config = {0};
    struct err err = {0};
    cr_assert(decode(&arena,
                     "branch: 1.10\n"
                     "checks: {a: {command: [sleep, 5, true]}}\n"
                     "requireSignedCommits: {gpgFingerprints: [0123456789]}\n",
                     &config, &err) == 0,
              "%s: %s", err.place, err.message);
    cr_expect_str_eq(config.branch, "1.10");
    cr_expect_str_eq(config.checks.items[0].command.items[1], "5");
    cr_expect_str_eq(config.checks.items[0].command.items[2], "true");
    cr_expect_str_eq(config.signatures.gpg_fingerprints.items[0], "0123456789");
}

Test(config, flags_win_over_the_file)
{
    arena_scope struct arena arena = {0};
    struct config config = {.jobs = 4, .branch = "flag", .interval = 7};
    struct err err = {0};
    cr_assert(config_layout(&arena, &config, "quay.io=/flag", &err) == 0, "%s", err.message);
    cr_assert(decode(&arena,
                     "jobs: 9\nbranch: file\ninterval: 9s\nociLayouts: {quay.io: /file, a.b: /c}\n",
                     &config, &err) == 0,
              "%s", err.message);
    cr_expect(config.jobs == 4, "jobs is %u", config.jobs);
    cr_expect_str_eq(config.branch, "flag", "branch is %s", config.branch);
    cr_expect(config.interval == 7, "another interval");
    cr_expect(config.layouts.count == 2, "%zu layouts", config.layouts.count);
    cr_expect_str_eq(config.layouts.items[0].folder, "/flag", "the flag's folder stays");
}

Test(config, flags_with_invalid_hosts_or_layouts_are_refused)
{
    const char *layouts[] = {"quay.io", "=folder", "quay.io=", "a/b=folder", "http://a=b"};
    arena_scope struct arena arena = {0};
    struct config config = {0};
    struct err err = {0};
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        cr_expect(config_layout(&arena, &config, layouts[i], &err) == -1, "%s", layouts[i]);
    cr_expect(config_plain_http(&arena, &config, "http://a", &err) == -1, "a URL is no host");
    cr_expect(config_plain_http(&arena, &config, "[::1]:5000", &err) == 0, "%s", err.message);
}

Test(config, a_token_comes_from_a_variable_or_a_file_without_its_line_break)
{
    char path[] = "token-XXXXXX";
    int fd = mkstemp(path);
    cr_assert(fd >= 0 && write(fd, "secret\r\n", 8) == 8, "a file");
    close(fd);
    setenv("WEIR_TEST_TOKEN", "from-env", 1);
    setenv("WEIR_GIT_TOKEN", "default", 1);
    setenv("WEIR_GIT_USERNAME", "me", 1);
    static const struct {
        const char *variable, *file, *token;
    } cases[] = {
        {"WEIR_TEST_TOKEN", NULL, "from-env"},
        {NULL, "", "secret"},
        {NULL, NULL, "default"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_scope struct arena arena = {0};
        struct config config = {0};
        struct err err = {0};
        config.git.token_variable = cases[i].variable;
        config.git.token_file = cases[i].file != NULL ? path : NULL;
        cr_expect(config_complete(&arena, &config, &err) == 0, "%s", err.message);
        cr_expect_str_eq(config.git.token, cases[i].token, "case %zu", i);
        cr_expect_str_eq(config.git.username, "me", "case %zu", i);
        cr_expect(config.interval == 300, "the default interval is five minutes");
    }
    unlink(path);
    arena_scope struct arena arena = {0};
    struct config config = {.git.token_variable = "WEIR_TEST_NO_SUCH"};
    struct err err = {0};
    cr_expect(config_complete(&arena, &config, &err) == -1, "a variable that is not set");
    cr_expect(strstr(err.message, "WEIR_TEST") == NULL, "the name may be a secret: %s",
              err.message);
    config = (struct config){.git.token_file = path};
    cr_expect(config_complete(&arena, &config, &err) == -1, "a file that is not there");
}

Test(config, a_file_that_cannot_be_read_is_an_error)
{
    arena_scope struct arena arena = {0};
    struct config config = {0};
    struct err err = {0};
    problem_list problems = {0};
    cr_expect(config_file_read(&arena, "no/such/file", &config, &problems, &err) == -1,
              "no such file");
    cr_expect(strstr(err.message, "no/such/file") != NULL, "%s", err.message);
    cr_expect(config_file_read(&arena, ".", &config, &problems, &err) == -1, "a folder");
}
