// SPDX-License-Identifier: Apache-2.0
/*
 * Asks registries and prints what they answered: the library under test by itself.
 *
 *     ask [OPTION…] KEYS…     a key "host/path:tag", "host/path@digest" or, for the list of
 *                             its tags, "host/path"; @FILE: one a line
 *
 *     --plain-http HOST  --oci-layout HOST=FOLDER  --ca-file FILE  --docker-config FOLDER
 *     --jobs N  --rounds N (the same batch again)  --pause MS (between rounds)
 *     --quiet (the last line only)
 *     --fast (small delays between tries)  --first-byte MS  --progress
 *     --kind KIND (of questions about digests: index, config or exists; default: index)
 *
 * A line an answer: "KEY found DIGEST single|index|unknown [PLATFORM=DIGEST …]", of a config the
 * platform and labels instead, "KEY none WHY", "KEY found tags=N TAG…", "KEY unknown WORD WHY".
 * Then one line of counts. SIGTERM sets the stop flag. Ends with 0 when every question was answered
 * by found or none.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "reconciler/registry/registry.h"

enum { LIST_MAX = 32, KEY_MAX = 1024 };

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

static void on_progress(void *context, size_t done, size_t total)
{
    size_t *last = context;
    if (done != *last + 1 || done > total)
        fprintf(stderr, "progress jumped from %zu to %zu of %zu\n", *last, done, total);
    *last = done == total ? 0 : done;
}

static double seconds(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static LIST_OF(struct question) questions;
static enum question_kind of_digest = QUESTION_INDEX;
static struct arena arena;

static void add_key(const char *key)
{
    const char *slash = strrchr(key, '/');
    bool tag = slash == NULL || strchr(slash, ':') != NULL;
    *list_add(&arena, &questions) = (struct question){
        .kind = strchr(key, '@') != NULL ? of_digest
                : tag                    ? QUESTION_TAG_DIGEST
                                         : QUESTION_TAG_LIST,
        .key = arena_text(&arena, key),
    };
}

static void add_file(const char *path)
{
    char line[KEY_MAX];
    FILE *in = fopen(path, "r");
    if (in == NULL) {
        perror(path);
        exit(2);
    }
    while (fgets(line, sizeof line, in) != NULL) {
        line[strcspn(line, " \n")] = '\0';
        if (line[0] != '\0')
            add_key(line);
    }
    fclose(in);
}

static void print(const struct answer *answer)
{
    static const char *const forms[] = {"unknown", "single", "index"};
    printf("%s ", answer->question.key);
    if (answer->state == ANSWER_NONE)
        printf("none %s", answer->why);
    else if (answer->state == ANSWER_UNKNOWN)
        printf("unknown %s %s", answer->word, answer->why);
    else if (answer->question.kind == QUESTION_TAG_LIST)
        printf("found tags=%zu", answer->tag_count);
    else
        printf("found %s %s", answer->digest, forms[answer->form]);
    for (size_t i = 0; i < answer->tag_count; i++)
        printf(" %s", answer->tags[i]);
    for (size_t i = 0; i < answer->child_count; i++)
        printf(" %s=%s", answer->children[i].platform, answer->children[i].digest);
    if (answer->platform != NULL)
        printf(" %s", answer->platform);
    for (size_t i = 0; i < answer->label_count; i++)
        printf(" %s=%s", answer->labels[i].name, answer->labels[i].value);
    putchar('\n');
}

static bool read_kind(const char *word)
{
    for (int kind = 0; kind < QUESTION_KIND_COUNT; kind++)
        if (registry_answers((enum question_kind)kind) &&
            text_equal(word, question_word((enum question_kind)kind))) {
            of_digest = (enum question_kind)kind;
            return true;
        }
    return false;
}

static int usage(const char *why)
{
    fprintf(stderr, "ask: %s\n", why);
    return 2;
}

int main(int argc, char **argv)
{
    static const struct option names[] = {
        {"plain-http", required_argument, NULL, 'p'},
        {"oci-layout", required_argument, NULL, 'l'},
        {"ca-file", required_argument, NULL, 'c'},
        {"docker-config", required_argument, NULL, 'd'},
        {"jobs", required_argument, NULL, 'j'},
        {"rounds", required_argument, NULL, 'r'},
        {"pause", required_argument, NULL, 'w'},
        {"quiet", no_argument, NULL, 'q'},
        {"fast", no_argument, NULL, 'f'},
        {"first-byte", required_argument, NULL, 'b'},
        {"progress", no_argument, NULL, 'P'},
        {"kind", required_argument, NULL, 'k'},
        {NULL, 0, NULL, 0},
    };
    const char *plain[LIST_MAX], *ca[LIST_MAX], *files[1];
    struct registry_layout layouts[LIST_MAX];
    size_t seen = 0;
    unsigned rounds = 1, pause = 0;
    bool quiet = false;
    struct registry_options options = {.user_agent = "weir/" WEIR_VERSION,
                                       .plain = {.hosts = plain},
                                       .ca_files = ca,
                                       .layouts = layouts,
                                       .stop = &stop};
    for (int option; (option = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        char *equals = optarg != NULL ? strchr(optarg, '=') : NULL;
        if (option == 'p' && options.plain.count < LIST_MAX) {
            plain[options.plain.count++] = optarg;
        } else if (option == 'l' && equals != NULL && options.layout_count < LIST_MAX) {
            *equals = '\0';
            layouts[options.layout_count++] = (struct registry_layout){optarg, equals + 1};
        } else if (option == 'c' && options.ca_file_count < LIST_MAX) {
            ca[options.ca_file_count++] = optarg;
        } else if (option == 'd') {
            files[0] = arena_print(&arena, "%s/config.json", optarg);
            options.credential_files = files;
            options.credential_file_count = 1;
        } else if (option == 'j') {
            options.jobs = (unsigned)atoi(optarg);
        } else if (option == 'r') {
            rounds = (unsigned)atoi(optarg);
        } else if (option == 'w') {
            pause = (unsigned)atoi(optarg);
        } else if (option == 'q') {
            quiet = true;
        } else if (option == 'f') {
            options.limits.backoff = 5;
            options.limits.backoff_max = 20;
            options.limits.wait_budget = 3000;
        } else if (option == 'b') {
            options.limits.first_byte = (unsigned)atoi(optarg);
        } else if (option == 'P') {
            options.progress = on_progress;
            options.context = &seen;
        } else if (option == 'k' && read_kind(optarg)) {
            continue;
        } else {
            return usage("see the comment in ask.c");
        }
    }
    for (int i = optind; i < argc; i++)
        argv[i][0] == '@' ? add_file(argv[i] + 1) : add_key(argv[i]);
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = on_signal}, NULL);

    struct err err = {0};
    registry_scope struct registry *registry = NULL;
    double before = seconds();
    if (registry_open(&registry, &options, &err) < 0) {
        fprintf(stderr, "ask: %s%s%s%s%s\n", err.place, err.place[0] != '\0' ? ": " : "",
                err.message, err.hint[0] != '\0' ? "\nhint: " : "", err.hint);
        return 2;
    }
    size_t count = questions.count, told = 0;
    struct arena round = {0};
    for (unsigned i = 0; i < rounds; i++) {
        struct answer *answers = arena_array(&round, struct answer, count);
        registry_ask(registry, questions.items, count, &round, answers);
        usleep(pause * 1000);
        told = 0;
        for (size_t k = 0; k < count; k++) {
            told += answers[k].state != ANSWER_UNKNOWN;
            if (!quiet)
                print(&answers[k]);
        }
        arena_done(&round);
    }
    double wall = seconds() - before;
    struct registry_counts counts = registry_counts(registry);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("counts told=%zu of=%zu head=%lu get=%lu post=%lu token=%lu refused=%lu retry=%lu "
           "redirect=%lu connection=%lu wall=%.4f rate=%.0f cpu=%.3f rss=%ld\n",
           told, count, counts.http.heads, counts.http.gets, counts.http.posts, counts.tokens,
           counts.refused, counts.http.retries, counts.http.redirects, counts.http.connections,
           wall, (double)(count * rounds) / wall,
           (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
               (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
           used.ru_maxrss);
    arena_done(&arena);
    return told == count ? 0 : 1;
}
