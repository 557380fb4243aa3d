// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/registry.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "manifests/values/reference.h"
#include "reconciler/registry/inquiry.h"
#include "reconciler/registry/large_lists.h"
#include "reconciler/registry/layout.h"
#include "reconciler/registry/network.h"

struct registry {
    struct registry_options options;
    struct network *network;
    struct arena arena;
    const char **layout_hosts; /* normalized hosts of options.layouts */
    size_t done, total;        /* questions of the current batch */
    struct large_lists large;  /* the lists that are not requested now */
};

int registry_open(struct registry **out, const struct registry_options *options, struct err *err)
{
    for (size_t i = 0; i < options->layout_count; i++)
        if (!reference_host_valid(options->layouts[i].host))
            return err_set(err, "\"%s\" is not a registry host", options->layouts[i].host);
    struct registry *registry = memory_must(calloc(1, sizeof *registry));
    registry->options = *options;
    if (network_open(&registry->network, &registry->options, err) < 0) {
        free(registry);
        return -1;
    }
    registry->layout_hosts = arena_array(&registry->arena, const char *, options->layout_count);
    for (size_t i = 0; i < options->layout_count; i++)
        registry->layout_hosts[i] =
            reference_host_normal(&registry->arena, options->layouts[i].host);
    large_lists_open(&registry->large, options->large_lists_file, time(NULL));
    *out = registry;
    return 0;
}

void registry_close(struct registry **handle)
{
    struct registry *registry = *handle;
    if (registry == NULL)
        return;
    network_close(&registry->network);
    large_lists_close(&registry->large);
    arena_done(&registry->arena);
    free(registry);
    *handle = NULL;
}

struct registry_counts registry_counts(const struct registry *registry)
{
    return network_counts(registry->network);
}

static void answered(void *context)
{
    struct registry *registry = context;
    registry->done++;
    if (registry->options.progress != NULL)
        registry->options.progress(registry->options.context, registry->done, registry->total);
}

/* Returns the index of the layout that answers for the image's host, or layout_count if none does.
 */
static size_t layout_of(const struct registry *registry, const struct image *image)
{
    size_t i = 0;
    while (i < registry->options.layout_count &&
           !(strlen(registry->layout_hosts[i]) == image->host_length &&
             memcmp(registry->layout_hosts[i], image->host, image->host_length) == 0))
        i++;
    return i;
}

bool registry_answers(enum question_kind kind)
{
    return inquiry_subject(kind) != INQUIRY_OF_NOTHING;
}

/* Splits the question's key. Returns false if registries do not answer questions of this kind, or
 * if the key does not have the form that the kind requires. */
static bool parse_key(const struct question *question, struct image *out)
{
    enum inquiry_subject subject = inquiry_subject(question->kind);
    if (subject == INQUIRY_OF_REPOSITORY)
        return image_parse_repository(question->key, out);
    return subject != INQUIRY_OF_NOTHING && image_parse(question->key, out) &&
           subject == (out->by_digest ? INQUIRY_OF_DIGEST : INQUIRY_OF_TAG);
}

/* Collects the unanswered inquiries for one layout, or for the network if `maker` is layout_count.
 * Returns their number. */
static size_t gather(const struct registry *registry, struct inquiry *all, size_t count,
                     size_t maker, struct inquiry **some)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (!all[i].answered && layout_of(registry, &all[i].image) == maker)
            some[found++] = &all[i];
    return found;
}

/* Answers the inquiry if its list of tags was too large less than a day ago. */
static bool answer_large(struct registry *registry, struct inquiry *inquiry, moment now)
{
    char when[MOMENT_TEXT_MAX], again[MOMENT_TEXT_MAX];
    if (inquiry->way != INQUIRY_BY_TAGS)
        return false;
    const struct large_list *list =
        large_lists_find(&registry->large, inquiry->answer->question.key, now);
    if (list == NULL)
        return false;
    const char *detail = arena_print(
        inquiry->arena, "at %s the list of tags was too large; it is read again at %s",
        moment_print(list->since, when), moment_print(list->since + LARGE_LISTS_SECONDS, again));
    inquiry_unknown(inquiry, REGISTRY_TOO_LARGE, detail);
    answered(registry);
    return true;
}

/* Asks the network, but for lists of tags that were too large less than a day ago. Remembers the
 * lists that are too large now. */
static void ask_network(struct registry *registry, struct inquiry **some, size_t count)
{
    moment now = time(NULL);
    size_t asked = 0;
    for (size_t i = 0; i < count; i++)
        if (!answer_large(registry, some[i], now))
            some[asked++] = some[i];
    if (asked > 0)
        network_ask(registry->network, some, asked, answered, registry);
    for (size_t i = 0; i < asked; i++) {
        const struct answer *answer = some[i]->answer;
        if (some[i]->way == INQUIRY_BY_TAGS && answer->state == ANSWER_UNKNOWN &&
            text_equal(answer->word, registry_class_word(REGISTRY_TOO_LARGE)))
            large_lists_add(&registry->large, answer->question.key, now);
    }
}

void registry_ask(struct registry *registry, const struct question *questions, size_t count,
                  struct arena *arena, struct answer *answers)
{
    arena_scope struct arena scratch = {0};
    struct inquiry *all = arena_array(&scratch, struct inquiry, count);
    struct inquiry **some = arena_array(&scratch, struct inquiry *, count);
    registry->done = 0;
    registry->total = count;
    for (size_t i = 0; i < count; i++) {
        answers[i] = (struct answer){.question = questions[i], .state = ANSWER_UNKNOWN};
        all[i] = (struct inquiry){
            .way = inquiry_way(questions[i].kind), .answer = &answers[i], .arena = arena};
        if (parse_key(&questions[i], &all[i].image))
            continue;
        all[i].image = (struct image){.host = questions[i].key, /* named in the message */
                                      .host_length = strcspn(questions[i].key, "/")};
        inquiry_unknown(&all[i], REGISTRY_PROTOCOL,
                        "the question was not asked, because registries do not answer it or its "
                        "key is not valid");
        answered(registry);
    }
    for (size_t maker = 0; maker < registry->options.layout_count; maker++) {
        size_t found = gather(registry, all, count, maker, some);
        if (found > 0)
            layout_ask(registry->options.layouts[maker].folder, some, found, answered, registry);
    }
    size_t found = gather(registry, all, count, registry->options.layout_count, some);
    ask_network(registry, some, found);
}
