// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin.h"

#include <string.h>

#include "manifests/declared/part.h"
#include "reconciler/git/history/commit_text.h"
#include "reconciler/git/history/history.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/own_commit.h"
#include "reconciler/git/objects/tree.h"

/* After so many commits the files that were met are decoded. Each commit is compared with its
 * parent, so these are one less than what is fetched of a history at once. */
static const size_t steps[] = {63, 1023, ORIGIN_COMMITS_MAX};

/* What a question asks. */
struct quest {
    struct answer *answer;
    const char *file, *namespace, *stream, *tag, *digest;
    bool open;
};

/* What a file was before a commit changed it. */
struct prior_version {
    size_t commit; /* index in the walk */
    bool there;
    git_oid blob;
};

/* A file that is asked about, with its questions. */
struct watched {
    const char *path;
    struct quest *quests;
    size_t quest_count;
    bool there; /* as of the last commit that was looked at */
    git_oid blob;
    LIST_OF(struct prior_version) versions;
    size_t judged; /* versions that were decoded */
};

struct origin_walk {
    struct history history;
    struct arena *arena;           /* of the answers */
    struct arena scratch;          /* of the walk */
    struct arena parts;            /* while one file is decoded */
    LIST_OF(struct watched) files; /* open ones, by path */
    LIST_OF(git_oid) commits;      /* that were looked at, newest first */
    git_oid next;
    bool ended; /* the first commit of all was looked at */
    struct err *err;
};

static bool parse_key(struct arena *arena, const char *key, struct quest *out)
{
    const char *hash = strrchr(key, '#');
    const char *slash = hash != NULL ? strchr(hash, '/') : NULL;
    const char *at = slash != NULL ? strchr(slash, '@') : NULL;
    const char *colon = at != NULL ? memrchr(slash, ':', (size_t)(at - slash)) : NULL;
    if (colon == NULL)
        return false;
    out->file = arena_copy(arena, key, (size_t)(hash - key));
    out->namespace = arena_copy(arena, hash + 1, (size_t)(slash - hash - 1));
    out->stream = arena_copy(arena, slash + 1, (size_t)(colon - slash - 1));
    out->tag = arena_copy(arena, colon + 1, (size_t)(at - colon - 1));
    out->digest = arena_text(arena, at + 1);
    return path_problem(out->file) == NULL;
}

static void unknown(struct origin_walk *walk, struct quest *quest, const char *why)
{
    quest->answer->state = ANSWER_UNKNOWN;
    quest->answer->word = "history";
    quest->answer->why = arena_text(walk->arena, why);
    quest->open = false;
}

static int by_file(const void *left, const void *right)
{
    const struct quest *a = left, *b = right;
    return strcmp(a->file, b->file);
}

/* Whether the stream of this name has the tag at the digest. */
static bool stands_in(const struct part *part, const struct quest *quest)
{
    list_each (at, &part->streams) {
        const struct image_stream *stream = *at;
        if (!text_equal(stream->name, quest->stream) ||
            (stream->namespace != NULL && !text_equal(stream->namespace, quest->namespace)))
            continue;
        for (size_t i = 0; i < stream->tag_count; i++) {
            const struct stream_tag *tag = &stream->tags[i];
            if (text_equal(tag->name, quest->tag) && text_equal(stream_tag_pin(tag), quest->digest))
                return true;
        }
    }
    return false;
}

static const char *object_of(struct origin_walk *walk, const struct quest *quest)
{
    return arena_print(&walk->scratch, "%s/%s:%s", quest->namespace, quest->stream, quest->tag);
}

/* The commit of this index brought it. */
static void found(struct origin_walk *walk, struct quest *quest, size_t index)
{
    commit_scope git_commit *commit = NULL;
    char hex[GIT_OID_HEXSZ + 1];
    const git_oid *id = &walk->commits.items[index];
    if (history_commit(&walk->history, id, (unsigned)index, &commit, walk->err) != 0) {
        unknown(walk, quest, walk->err->message);
        return;
    }
    struct pin_origin *origin = arena_new(walk->arena, struct pin_origin);
    origin->commit = arena_text(walk->arena, git_oid_tostr(hex, sizeof hex, id));
    origin->time = git_commit_time(commit);
    origin->who = commit_text_author(walk->arena, commit);
    origin->why = commit_text_subject(walk->arena, commit);
    origin->own = commit_text_own(commit);
    if (origin->own) {
        const char *message = git_commit_message(commit), *object = object_of(walk, quest);
        origin->asked_for = own_commit_word(walk->arena, message, object);
        origin->evidence = own_commit_evidence(walk->arena, message, object, JOURNAL_EVIDENCE_MAX,
                                               &origin->evidence_count);
    }
    quest->answer->state = ANSWER_FOUND;
    quest->answer->digest = arena_text(walk->arena, quest->digest);
    quest->answer->origin = origin;
    quest->open = false;
}

static void part_done(struct part *part)
{
    arena_done(&part->arena);
}

/* What a version holds; a file that is not there, is no file or too long holds nothing. */
static int decode(struct origin_walk *walk, const char *path, const struct prior_version *version,
                  struct part *out)
{
    odb_object_scope git_odb_object *object = NULL;
    if (!version->there)
        return 0;
    if (history_read(&walk->history, &version->blob, GIT_OBJECT_BLOB, TEXT_FILE_MAX, &object,
                     walk->err) != 0)
        return -1;
    part_decode(out, &walk->parts, path, git_odb_object_data(object), git_odb_object_size(object));
    return 0;
}

/* Closes the questions whose digest isn't in the version before a commit: that one brought it. */
static int judge_version(struct origin_walk *walk, struct watched *file,
                         const struct prior_version *version)
{
    CLEANUP(part_done) struct part part = {0};
    if (decode(walk, file->path, version, &part) != 0)
        return -1;
    for (size_t i = 0; i < file->quest_count; i++)
        if (file->quests[i].open && !stands_in(&part, &file->quests[i]))
            found(walk, &file->quests[i], version->commit);
    return 0;
}

/* The entry of a name in a tree: 1, 0 when there is none, -1. id NULL: an empty tree. */
static int find_entry(struct origin_walk *walk, const git_oid *id, const char *name, size_t length,
                      struct tree_entry *out)
{
    odb_object_scope git_odb_object *object = NULL;
    if (id == NULL)
        return 0;
    if (history_read(&walk->history, id, GIT_OBJECT_TREE, REPOSITORY_TREE_MAX, &object,
                     walk->err) != 0)
        return -1;
    const char *at = git_odb_object_data(object), *end = at + git_odb_object_size(object);
    int more;
    while ((more = tree_next(&at, end, out)) > 0)
        if (out->length == length && memcmp(out->name, name, length) == 0)
            return 1;
    return more < 0 ? err_set(walk->err, "a tree is damaged") : 0;
}

/* The version of a file before the commit at hand. */
static void note_version(struct origin_walk *walk, struct watched *file,
                         const struct tree_entry *entry)
{
    bool there = entry != NULL && tree_regular(entry->mode);
    if (there == file->there && (!there || git_oid_equal(&entry->id, &file->blob)))
        return;
    file->there = there;
    file->blob = there ? entry->id : (git_oid){0};
    *list_add(&walk->scratch, &file->versions) =
        (struct prior_version){walk->commits.count - 1, there, file->blob};
}

/* Files [first, last) lie in these trees (NULL: in none), whose paths have `prefix` bytes. Only
 * what differs is looked at. */
static int compare_trees(struct origin_walk *walk, const git_oid *was, const git_oid *is,
                         size_t first, size_t last, size_t prefix)
{
    if (was != NULL && is != NULL && git_oid_equal(was, is))
        return 0;
    for (size_t next; first < last; first = next) {
        const char *name = walk->files.items[first].path + prefix;
        size_t length = strcspn(name, "/");
        bool folder = name[length] == '/';
        for (next = first + 1; folder && next < last; next++)
            if (strncmp(walk->files.items[next].path + prefix, name, length + 1) != 0)
                break;
        struct tree_entry before, after;
        int there = find_entry(walk, was, name, length, &before);
        int stays = there < 0 ? -1 : find_entry(walk, is, name, length, &after);
        if (stays < 0)
            return -1;
        const git_oid *old = there && before.mode == MODE_TREE ? &before.id : NULL;
        const git_oid *now = stays && after.mode == MODE_TREE ? &after.id : NULL;
        if (!folder)
            note_version(walk, &walk->files.items[first], there ? &before : NULL);
        else if (compare_trees(walk, old, now, first, next, prefix + length + 1) != 0)
            return -1;
    }
    return 0;
}

/* Looks at one commit more: 0, 1 when it is out of reach, -1. */
static int look_at_next(struct origin_walk *walk)
{
    commit_scope git_commit *commit = NULL, *parent = NULL;
    unsigned back = (unsigned)walk->commits.count;
    int result = history_commit(&walk->history, &walk->next, back, &commit, walk->err);
    if (result != 0)
        return result;
    const git_oid *before = git_commit_parent_id(commit, 0);
    if (before != NULL)
        result = history_commit(&walk->history, before, back + 1, &parent, walk->err);
    if (result != 0)
        return result;
    *list_add(&walk->scratch, &walk->commits) = walk->next;
    walk->ended = before == NULL;
    if (before != NULL)
        walk->next = *before;
    return compare_trees(walk, parent != NULL ? git_commit_tree_id(parent) : NULL,
                         git_commit_tree_id(commit), 0, walk->files.count, 0);
}

/* Decodes what was found since the last time. */
static int judge_files(struct origin_walk *walk)
{
    struct object_ids blobs = {0};
    list_each (file, &walk->files)
        for (size_t i = file->judged; i < file->versions.count; i++)
            if (file->versions.items[i].there)
                *list_add(&walk->scratch, &blobs.list) = file->versions.items[i].blob;
    if (history_want(&walk->history, &blobs, walk->err) != 0)
        return -1;
    list_each (file, &walk->files)
        for (; file->judged < file->versions.count; file->judged++)
            if (judge_version(walk, file, &file->versions.items[file->judged]) != 0)
                return -1;
    return 0;
}

static bool any_open(const struct watched *file)
{
    for (size_t i = 0; i < file->quest_count; i++)
        if (file->quests[i].open)
            return true;
    return false;
}

static void close_file(struct origin_walk *walk, struct watched *file, const char *why)
{
    for (size_t i = 0; i < file->quest_count; i++)
        if (file->quests[i].open)
            unknown(walk, &file->quests[i], why);
}

/* Files without open questions are not watched any longer. */
static void drop_closed(struct origin_walk *walk)
{
    size_t kept = 0;
    list_each (file, &walk->files) {
        if (file->versions.count >= ORIGIN_VERSIONS_MAX)
            close_file(walk, file, "the file has more than 1,000 later versions");
        if (any_open(file))
            walk->files.items[kept++] = *file;
    }
    walk->files.count = kept;
}

/* Back from the tip until every question is answered. */
static int walk_back(struct origin_walk *walk)
{
    int result = 0;
    for (size_t i = 0; walk->files.count > 0 && result == 0; i++) {
        if (i == sizeof steps / sizeof *steps)
            return err_set(walk->err, "it is more than %d commits back", ORIGIN_COMMITS_MAX);
        while (result == 0 && !walk->ended && walk->commits.count < steps[i])
            result = look_at_next(walk);
        struct err why = *walk->err; /* of what was met before the walk failed, all is judged */
        if (judge_files(walk) != 0)
            return -1;
        drop_closed(walk);
        *walk->err = why;
    }
    return result == 0 ? 0 : -1;
}

/* What stands at the tip must be what is asked about. */
static int judge_tip(struct origin_walk *walk)
{
    commit_scope git_commit *commit = NULL;
    if (history_commit(&walk->history, &walk->next, 0, &commit, walk->err) != 0)
        return -1;
    /* As if the tip came before a commit without files: each version is the tip's. */
    walk->commits.count = 1;
    int result = compare_trees(walk, git_commit_tree_id(commit), NULL, 0, walk->files.count, 0);
    walk->commits.count = 0;
    if (result != 0)
        return -1;
    list_each (file, &walk->files) {
        CLEANUP(part_done) struct part part = {0};
        struct prior_version tip = {.there = file->there, .blob = file->blob};
        if (decode(walk, file->path, &tip, &part) != 0)
            return -1;
        file->versions.count = 0;
        for (size_t i = 0; i < file->quest_count; i++) {
            struct quest *quest = &file->quests[i];
            quest->open = stands_in(&part, quest);
            if (quest->open)
                continue;
            quest->answer->state = ANSWER_NONE;
            quest->answer->why =
                arena_print(walk->arena, "the tag does not have this digest in \"%s\"", file->path);
        }
    }
    drop_closed(walk);
    return 0;
}

static void watch(struct origin_walk *walk, struct quest *quests, size_t count)
{
    list_order(quests, count, sizeof *quests, by_file);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && by_file(&quests[i], &quests[next]) == 0; next++)
            ;
        *list_add(&walk->scratch, &walk->files) =
            (struct watched){.path = quests[i].file, .quests = &quests[i], .quest_count = next - i};
    }
}

void origin_answer(struct repository *repository, const struct question *questions, size_t count,
                   struct arena *arena, struct answer *answers)
{
    struct err err = {0};
    arena_scope struct arena names = {0};
    struct origin_walk walk = {.history = {.repository = repository},
                               .arena = arena,
                               .next = repository->tip.id,
                               .err = &err};
    struct quest *quests = arena_array(&names, struct quest, count);
    size_t some = 0;
    for (size_t i = 0; i < count; i++) {
        struct quest *quest = &quests[some];
        answers[i] = (struct answer){.question = questions[i]};
        *quest = (struct quest){.answer = &answers[i], .open = true};
        if (parse_key(&names, questions[i].key, quest))
            some++;
        else
            unknown(&walk, quest, "the question does not name a file and a tag");
    }
    watch(&walk, quests, some);
    int result = 0;
    if (!repository->tip.exists)
        result = err_set(&err, repository->root >= 0 ? "a folder has no history"
                                                     : "there is no commit yet");
    else if ((result = judge_tip(&walk)) == 0)
        result = walk_back(&walk);
    for (size_t i = 0; i < some && result != 0; i++)
        if (quests[i].open)
            unknown(&walk, &quests[i], err.message);
    history_close(&walk.history);
    arena_done(&walk.scratch);
    arena_done(&walk.parts);
}
