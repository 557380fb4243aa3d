// SPDX-License-Identifier: Apache-2.0
#include "diff/review/verification.h"

#include <string.h>

#include "diff/planner/memory.h"
#include "diff/planner/planner.h"
#include "manifests/base/words.h"
#include "manifests/kinds/policy.h"

const char *verification_kind_word(enum verify_kind kind)
{
    static const char *const words[] = {
        [VERIFY_TAG] = "tag", [VERIFY_CONSUMER] = "consumer", [VERIFY_PREVIOUS] = "past"};
    TABLE_COMPLETE(words, VERIFY_PREVIOUS + 1);
    return words[kind];
}

/* A pin and its image, before pins with equal images are grouped. */
struct pinned {
    const char *key, *digest;
    struct verify_pin pin;
};

struct verifier {
    struct planner planner; /* only arena, declared and observed are set */
    const struct journal *journal;
    unsigned history;
    LIST_OF(struct pinned) pinned;
    struct verification *out;
};

/* Adds a pin of the image and returns the image's key. Returns NULL, and only counts the pin, if
 * the image is in the integrated registry, whose address is unknown here. */
static const char *add_pin(struct verifier *verifier, const struct reference *image,
                           const char *digest, struct verify_pin pin)
{
    struct planner *planner = &verifier->planner;
    const char *integrated = planner->declared->settings.integrated_registry;
    if (image == NULL || image->host == NULL || text_equal(image->host, integrated)) {
        verifier->out->integrated++;
        return NULL;
    }
    const char *key = reference_digest_key(planner->arena, image, digest);
    *list_add(planner->arena, &verifier->pinned) = (struct pinned){key, digest, pin};
    return key;
}

/* True if a rollback could return to this image. False for the current image, for one that is
 * already listed, and for one that is denied or was rolled back. */
static bool counts(const struct verify_tag *tag, const struct tag_policy *policy,
                   const char *present, const struct stretch *stretch)
{
    if (stretch->backed_out || text_equal(stretch->digest, present) ||
        policy_denies(policy, stretch->digest))
        return false;
    list_each (previous, &tag->previous)
        if (text_equal(previous->digest, stretch->digest))
            return false;
    return true;
}

static void add_previous(struct verifier *verifier, const struct tag_node *node,
                         const struct holding *present, struct verify_tag *tag)
{
    struct arena *arena = verifier->planner.arena;
    struct tag_policy policy = stream_tag_policy(arena, node->stream, node->tag);
    stretches all;
    memory_stretches(&verifier->planner,
                     journal_find(verifier->journal, node->environment, node->name, node->tag),
                     &all);
    for (size_t i = all.count; i-- > 0 && tag->previous.count < verifier->history;) {
        const struct stretch *stretch = &all.items[i];
        if (!counts(tag, &policy, present->digest, stretch))
            continue;
        struct reference then;
        struct err err = {0};
        const char *text = stretch->record->reference;
        bool parsed = text != NULL && reference_parse(arena, text, &then, &err) == 0;
        struct verify_previous *previous = list_add(arena, &tag->previous);
        struct verify_pin pin = {
            .kind = VERIFY_PREVIOUS, .object = tag->object, .back = (unsigned)tag->previous.count};
        const struct reference *home = present->integrated ? NULL : &present->image;
        *previous =
            (struct verify_previous){.digest = stretch->digest, .since = stretch_since(stretch)};
        previous->key = add_pin(verifier, parsed ? &then : home, stretch->digest, pin);
    }
}

static void add_tag(struct verifier *verifier, const struct stream *stream,
                    const struct stream_tag *entry)
{
    struct arena *arena = verifier->planner.arena;
    struct tag_node node = {.environment = stream->environment,
                            .name = stream->spec->name,
                            .tag = entry->name,
                            .stream = stream,
                            .entry = entry};
    struct holding present = holding_current(&verifier->planner, &node);
    struct verify_tag tag = {.namespace = node.environment, .stream = node.name, .tag = node.tag};
    tag.object = arena_print(arena, "%s/%s:%s", node.environment, node.name, node.tag);
    if (present.digest != NULL) {
        bool given = entry->from_name.line > 0;
        struct verify_pin pin = {.kind = VERIFY_TAG,
                                 .object = tag.object,
                                 .file = stream->file,
                                 .line = given ? entry->from_name.line : entry->line,
                                 .column = given ? entry->from_name.column : entry->column};
        add_pin(verifier, present.integrated ? NULL : &present.image, present.digest, pin);
    }
    add_previous(verifier, &node, &present, &tag);
    if (tag.previous.count > 0)
        *list_add(arena, &verifier->out->tags) = tag;
}

static void add_consumer(struct verifier *verifier, const struct consumer *consumer)
{
    struct planner *planner = &verifier->planner;
    const struct scalar *scalar = &consumer->container->image;
    struct reference image, outside;
    struct err err = {0};
    if (text_blank(scalar->text) ||
        reference_parse(planner->arena, scalar->text, &image, &err) < 0 || image.digest == NULL)
        return;
    struct verify_pin pin = {
        .kind = VERIFY_CONSUMER,
        .object = arena_print(planner->arena, "%s %s/%s container %s", consumer->environment,
                              workload_kind_word(consumer->workload->kind),
                              consumer->workload->name, consumer->container->name),
        .file = consumer->file,
        .line = scalar->line,
        .column = scalar->column,
    };
    /* An image that is pulled through the stream is in the registry that the stream's entry names.
     */
    bool found = text_equal(image.host, planner->declared->settings.integrated_registry) &&
                 holding_outside_image(planner, consumer->stream_environment, consumer->stream,
                                       image.digest, &outside);
    add_pin(verifier, found ? &outside : &image, image.digest, pin);
}

static int by_key(const void *a, const void *b)
{
    const struct pinned *left = a, *right = b;
    return strcmp(left->key, right->key);
}

static void ask(struct verifier *verifier, struct verify_image *image)
{
    struct verification *out = verifier->out;
    struct question question = {QUESTION_EXISTS, image->key};
    image->answer = observed_find(verifier->planner.observed, question);
    if (image->answer == NULL)
        *list_add(verifier->planner.arena, &out->questions) = question;
    else if (image->answer->state == ANSWER_FOUND)
        out->there++;
    else if (image->answer->state == ANSWER_NONE)
        out->gone++;
    else
        out->unknown++;
}

static void make_images(struct verifier *verifier)
{
    struct arena *arena = verifier->planner.arena;
    struct verification *out = verifier->out;
    list_sort(&verifier->pinned, by_key); /* stable: the pins of one image keep their order */
    list_each (image, &verifier->pinned) {
        struct verify_image *last =
            out->images.count > 0 ? &out->images.items[out->images.count - 1] : NULL;
        if (last == NULL || strcmp(last->key, image->key) != 0) {
            last = list_add(arena, &out->images);
            *last = (struct verify_image){.key = image->key, .digest = image->digest};
            ask(verifier, last);
        }
        *list_add(arena, &last->pins) = image->pin;
    }
}

static int key_of(const void *key, const void *item)
{
    const struct verify_image *image = item;
    return strcmp(key, image->key);
}

/* Sets verify_previous.image for all tags. */
static void link_previous(struct verification *out)
{
    list_each (tag, &out->tags)
        list_each (previous, &tag->previous)
            if (previous->key != NULL)
                previous->image = list_find(&out->images, previous->key, key_of);
}

static const char *no_history(const struct journal *journal)
{
    if (journal == NULL || journal->state == JOURNAL_NOT_KEPT)
        return "no journal is kept here, so the possible rollbacks are unknown";
    if (journal->state == JOURNAL_UNKNOWN)
        return "the journal can't be used, so the possible rollbacks are unknown";
    if (journal->state == JOURNAL_LOST)
        return "the journal was lost, so the possible rollbacks are unknown";
    if (journal->state == JOURNAL_NEW)
        return "the journal has no records yet, so the possible rollbacks are unknown";
    return NULL;
}

void verification_make(struct arena *run, const struct declared *declared,
                       const struct observed *observed, unsigned history, struct verification *out)
{
    struct verifier verifier = {
        .planner = {.arena = run, .declared = declared, .observed = observed},
        .journal = observed->journal,
        .history = history,
        .out = out,
    };
    *out = (struct verification){.no_history = no_history(observed->journal)};
    list_each (stream, &declared->streams)
        for (size_t i = 0; i < stream->spec->tag_count; i++)
            add_tag(&verifier, stream, &stream->spec->tags[i]);
    list_each (consumer, &declared->consumers)
        add_consumer(&verifier, consumer);
    make_images(&verifier);
    link_previous(out);
    list_each (need, &verifier.planner.lacking)
        *list_add(run, &out->lacking) = *need;
}

size_t verification_reach(const struct verify_tag *tag)
{
    size_t there = 0;
    list_each (previous, &tag->previous)
        there += previous->image != NULL && previous->image->answer != NULL &&
                 previous->image->answer->state == ANSWER_FOUND;
    return there;
}
