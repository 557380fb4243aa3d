// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link_hops.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/declared/environment.h"
#include "manifests/declared/link_globs.h"
#include "manifests/kinds/settings_windows.h"
#include "manifests/values/glob.h"

static struct problem_place place_of(struct link *link, const struct declared_promotion *declared,
                                     const struct path_entry *entry)
{
    const struct promotion *promotion = declared->promotion;
    return (struct problem_place){declared->file, entry != NULL ? entry->line : promotion->line,
                                  entry != NULL ? entry->column : promotion->column,
                                  arena_print(link->run, "Promotion %s", promotion->name)};
}

/* Returns the environment that an entry of the path names. */
static const char *environment_at(const struct link *link, const struct path_entry *entry)
{
    return environment_of(&link->out->settings, entry->namespace);
}

static bool declared_anywhere(struct link *link, const struct promotion *promotion,
                              const char *stream)
{
    for (size_t i = 0; i < promotion->entry_count; i++) {
        if (declared_stream(link->out, environment_at(link, &promotion->entries[i]), stream) !=
            NULL)
            return true;
    }
    return false;
}

/* Returns the streams that a promotion moves, sorted, each once. */
static text_list streams_of(struct link *link, const struct declared_promotion *declared)
{
    const struct promotion *promotion = declared->promotion;
    const char *first = environment_at(link, &promotion->entries[0]);
    text_list names = {0};
    for (size_t i = 0; i < promotion->stream_count; i++) {
        const char *name = promotion->streams[i];
        struct problem_place place = place_of(link, declared, NULL);
        place.line = promotion->streams_scalar.line;
        place.column = promotion->streams_scalar.column;
        if (glob_is(name)) {
            if (!link_globs_match(link, first, name, &names))
                link_problem(link, PROBLEM_NO_MATCH, place,
                             "declare a stream there, or correct the pattern",
                             "namespace \"%s\" has no stream that matches \"%s\"",
                             promotion->entries[0].namespace, name);
        } else if (declared_anywhere(link, promotion, name)) {
            *list_add(link->run, &names) = name;
        } else {
            link_problem(link, PROBLEM_NO_MATCH, place, "declare the stream, or correct the name",
                         "no namespace of the path has a stream \"%s\"", name);
        }
    }
    names.count = list_order_texts(names.items, names.count);
    return names;
}

/* Returns one item for each entry of the path: the problem that its namespace does not have the
 * stream, or NULL. */
static const struct problem **
missing_streams(struct link *link, const struct declared_promotion *declared, const char *stream)
{
    const struct promotion *promotion = declared->promotion;
    const struct problem **missing =
        arena_array(link->run, const struct problem *, promotion->entry_count);
    for (size_t i = 0; i < promotion->entry_count; i++) {
        const struct path_entry *entry = &promotion->entries[i];
        const char *environment = environment_at(link, entry);
        if (declared_stream(link->out, environment, stream) != NULL)
            continue;
        bool external = declared_external(link->out, environment);
        missing[i] = link_problem(
            link, PROBLEM_NO_STREAM, place_of(link, declared, entry),
            external ? "check the namespace's name, or declare the stream there"
                     : "declare the stream there; no tags are needed",
            "stream \"%s\" is not declared in namespace \"%s\"", stream, entry->namespace);
    }
    return missing;
}

/* Adds a problem for each gate that names an undeclared window, unless weir.yaml is broken. Returns
 * the first of these problems, or NULL. */
static const struct problem *missing_window(struct link *link,
                                            const struct declared_promotion *declared,
                                            const struct path_entry *entry)
{
    arena_scope struct arena scratch = {0};
    const struct settings *settings = &link->out->settings;
    const struct problem *first = NULL;
    for (size_t i = 0; i < entry->gate_count && !settings->broken; i++) {
        const struct gate *gate = &entry->gates[i];
        if (gate->kind != GATE_WINDOW || text_blank(gate->text) ||
            settings_window(settings, gate->text) != NULL)
            continue;
        struct problem_place place = place_of(link, declared, entry);
        place.line = gate->line;
        place.column = gate->column;
        const struct problem *problem = link_problem(
            link, PROBLEM_NO_WINDOW, place, settings_window_hint(&scratch, settings, gate->text),
            "there is no window \"%.80s\"", gate->text);
        first = first != NULL ? first : problem;
    }
    return first;
}

static size_t entry_index(const struct link *link, const struct promotion *promotion,
                          const char *environment)
{
    size_t i = 0;
    while (i < promotion->entry_count &&
           strcmp(environment_at(link, &promotion->entries[i]), environment) != 0)
        i++;
    return i;
}

/* Sets the environments that the hop gets images from: the `from` of its entry, or the environment
 * of the entry before. */
static void set_sources(struct link *link, struct hop *hop, const struct path_entry *entry)
{
    hop->from_count = entry->from_count > 0 ? entry->from_count : 1;
    const char **from = arena_array(link->run, const char *, hop->from_count);
    for (size_t i = 0; i < entry->from_count; i++)
        from[i] = environment_of(&link->out->settings, entry->from[i]);
    if (entry->from_count == 0)
        from[0] = environment_at(link, entry - 1);
    hop->from = from;
}

static void add_hop(struct link *link, const struct declared_promotion *declared,
                    const char *stream, size_t index, const struct problem **missing,
                    const struct problem **windows)
{
    const struct promotion *promotion = declared->promotion;
    const struct path_entry *entry = &promotion->entries[index];
    struct hop hop = {.promotion = promotion,
                      .entry = entry,
                      .file = declared->file,
                      .stream = stream,
                      .tag = promotion->tag,
                      .to = environment_at(link, entry),
                      .problem = declared->problem};
    set_sources(link, &hop, entry);
    if (hop.problem == NULL)
        hop.problem = missing[index];
    if (hop.problem == NULL)
        hop.problem = windows[index];
    for (size_t i = 0; i < hop.from_count && hop.problem == NULL; i++) {
        size_t from = entry_index(link, promotion, hop.from[i]);
        if (from < promotion->entry_count)
            hop.problem = missing[from];
    }
    *list_add(link->run, &link->out->hops) = hop;
}

static int by_target(const void *left, const void *right)
{
    const struct hop *a = *(const struct hop *const *)left, *b = *(const struct hop *const *)right;
    int order = tag_name_compare((struct tag_name){a->to, a->stream, a->tag},
                                 (struct tag_name){b->to, b->stream, b->tag});
    return order != 0 ? order : (a > b) - (a < b);
}

static void index_targets(struct link *link)
{
    struct declared *out = link->out;
    out->hops_by_target = arena_array(link->run, const struct hop *, out->hops.count);
    for (size_t i = 0; i < out->hops.count; i++)
        out->hops_by_target[i] = &out->hops.items[i];
    if (out->hops.count > 1)
        qsort(out->hops_by_target, out->hops.count, sizeof(struct hop *), by_target);
}

static void two_writers(struct link *link, struct hop *hop, const char *other, const char *file,
                        uint32_t line)
{
    struct problem_place place = {hop->file, hop->entry->line, hop->entry->column,
                                  arena_print(link->run, "Promotion %s", hop->promotion->name)};
    const struct problem *problem =
        link_problem(link, PROBLEM_TWO_WRITERS, place, "keep only one of them",
                     "%s/%s:%s is moved by Promotion %s (%s:%u) and also by %s (%s:%u)", hop->to,
                     hop->stream, hop->tag, hop->promotion->name, hop->file,
                     (unsigned)hop->entry->line, other, file, (unsigned)line);
    if (hop->problem == NULL)
        hop->problem = problem;
}

/* Adds a problem for each other writer of the hop's target: a scheduled import, a weir.dev/follow
 * or a build. */
static void check_writers(struct link *link, struct hop *hop)
{
    const struct stream *target = declared_stream(link->out, hop->to, hop->stream);
    const struct stream_tag *tag = target != NULL ? stream_tag_find(target, hop->tag) : NULL;
    if (tag != NULL && tag->scheduled)
        two_writers(link, hop, "the tag's scheduled import", target->file,
                    tag->scheduled_scalar.line);
    if (tag != NULL && tag->policy.follow != NULL)
        two_writers(link, hop, "the tag's weir.dev/follow", target->file, tag->line);
    const struct producer *producer = declared_producer(link->out, hop->to, hop->stream, hop->tag);
    if (producer != NULL) {
        two_writers(link, hop, arena_print(link->run, "BuildConfig %s", producer->build->name),
                    producer->file, producer->build->line);
    }
}

static bool same_target(const struct hop *a, const struct hop *b)
{
    return strcmp(a->to, b->to) == 0 && strcmp(a->stream, b->stream) == 0 &&
           strcmp(a->tag, b->tag) == 0;
}

/* Adds problems if several hops have the same target. The first hop's problem names the second hop;
 * the problems of all other hops name the first. */
static void check_targets(struct link *link)
{
    struct declared *out = link->out;
    for (size_t first = 0, i = 1; i < out->hops.count; i++) {
        const struct hop **hops = out->hops_by_target;
        if (!same_target(hops[first], hops[i])) {
            first = i;
            continue;
        }
        for (size_t k = i == first + 1 ? first : i; k <= i; k++) {
            const struct hop *other = k == first ? hops[i] : hops[first];
            /* Promotions of one name are not reported here: if they are declared twice, that is
             * already a problem. */
            if (strcmp(other->promotion->name, hops[k]->promotion->name) == 0)
                continue;
            two_writers(link, &out->hops.items[hops[k] - out->hops.items],
                        arena_print(link->run, "Promotion %s", other->promotion->name), other->file,
                        other->entry->line);
        }
    }
}

/* A walk from each hop back to the hops that write the tags it copies. */
struct cycle_walk {
    struct link *link;
    enum { NEW, OPEN, DONE } * states; /* by hop */
    struct cycle_frame {
        size_t hop;
        size_t from; /* index in the hop's `from` of the next environment */
    } * frames;      /* of all hops from the start of the walk to the current hop */
    size_t depth;
};

static void report_cycle(struct cycle_walk *walk, size_t start)
{
    struct link *link = walk->link;
    struct hop *hops = link->out->hops.items;
    size_t least = start;
    for (size_t i = start; i < walk->depth; i++) {
        if (walk->frames[i].hop < walk->frames[least].hop)
            least = i;
    }
    /* The frames go against the direction of promotion. Print them backwards, beginning with the
     * hop that is first in declared->hops. */
    enum { SHOWN = 12 };
    size_t length = walk->depth - start;
    struct hop *first = &hops[walk->frames[least].hop];
    const char *members = first->to;
    for (size_t i = 1; i <= length; i++) {
        if (length > SHOWN && i == SHOWN) {
            members = arena_print(link->run, "%s -> %zu more", members, length - i);
            i = length;
        }
        size_t at = start + (least - start + length - i % length) % length;
        members = arena_print(link->run, "%s -> %s", members, hops[walk->frames[at].hop].to);
    }
    struct problem_place place = {first->file, first->entry->line, first->entry->column,
                                  arena_print(link->run, "Promotion %s", first->promotion->name)};
    const struct problem *problem =
        link_problem(link, PROBLEM_CYCLE, place, "remove one of the steps",
                     "%s:%s is promoted in a cycle: %s", first->stream, first->tag, members);
    for (size_t i = start; i < walk->depth; i++) {
        struct hop *hop = &hops[walk->frames[i].hop];
        if (hop->problem == NULL)
            hop->problem = problem;
    }
}

static void step(struct cycle_walk *walk)
{
    struct declared *out = walk->link->out;
    struct cycle_frame *frame = &walk->frames[walk->depth - 1];
    const struct hop *hop = &out->hops.items[frame->hop];
    if (frame->from == hop->from_count) {
        walk->states[frame->hop] = DONE;
        walk->depth--;
        return;
    }
    const struct hop *before = declared_hop(out, hop->from[frame->from++], hop->stream, hop->tag);
    if (before == NULL)
        return;
    size_t next = (size_t)(before - out->hops.items);
    if (walk->states[next] == NEW) {
        walk->states[next] = OPEN;
        walk->frames[walk->depth++] = (struct cycle_frame){next, 0};
    } else if (walk->states[next] == OPEN) {
        size_t start = walk->depth - 1;
        while (walk->frames[start].hop != next)
            start--;
        report_cycle(walk, start);
    }
}

static void check_cycles(struct link *link)
{
    arena_scope struct arena scratch = {0};
    size_t count = link->out->hops.count;
    struct cycle_walk walk = {.link = link};
    walk.states = arena_alloc_array(&scratch, count, sizeof *walk.states);
    walk.frames = arena_array(&scratch, struct cycle_frame, count);
    for (size_t i = 0; i < count; i++) {
        if (walk.states[i] != NEW)
            continue;
        walk.states[i] = OPEN;
        walk.frames[walk.depth++] = (struct cycle_frame){i, 0};
        while (walk.depth > 0)
            step(&walk);
    }
}

void link_hops(struct link *link)
{
    list_each (declared, &link->out->promotions) {
        const struct promotion *promotion = declared->promotion;
        declared->first_hop = link->out->hops.count;
        if (promotion->entry_count < 2)
            continue;
        text_list names = streams_of(link, declared);
        const struct problem **windows =
            arena_array(link->run, const struct problem *, promotion->entry_count);
        for (size_t i = 0; i < promotion->entry_count; i++)
            windows[i] = missing_window(link, declared, &promotion->entries[i]);
        list_each (name, &names) {
            const struct problem **missing = missing_streams(link, declared, *name);
            for (size_t i = 1; i < promotion->entry_count; i++)
                add_hop(link, declared, *name, i, missing, windows);
        }
        declared->hop_count = link->out->hops.count - declared->first_hop;
    }
    index_targets(link);
    for (size_t i = 0; i < link->out->hops.count; i++)
        check_writers(link, &link->out->hops.items[i]);
    check_targets(link);
    check_cycles(link);
}
