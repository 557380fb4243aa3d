// SPDX-License-Identifier: Apache-2.0
#include "tests/diff/golden.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char hexdigits[] = "0123456789abcdef";

static bool is_hex(char c)
{
    return c != '\0' && strchr(hexdigits, c) != NULL;
}

static const char *expand(struct arena *arena, const char *text)
{
    char *result = NULL;
    size_t size = 0;
    FILE *out = memory_must(open_memstream(&result, &size));
    while (*text != '\0') {
        if (text_starts(text, "sha256:<") && is_hex(text[8]) && is_hex(text[9]) &&
            text[10] == '>') {
            fputs("sha256:", out);
            for (int i = 0; i < 32; i++)
                fprintf(out, "%.2s", text + 8);
            text += 11;
        } else {
            fputc(*text++, out);
        }
    }
    fclose(out);
    const char *copy = arena_copy(arena, result, size);
    free(result);
    return copy;
}

const char *golden_contract(struct arena *arena, const char *text)
{
    char *result = NULL;
    size_t size = 0;
    FILE *out = memory_must(open_memstream(&result, &size));
    while (*text != '\0') {
        size_t same = 0;
        if (text_starts(text, "sha256:"))
            while (same < 32 && is_hex(text[7 + 2 * same]) &&
                   strncmp(text + 7, text + 7 + 2 * same, 2) == 0)
                same++;
        if (same == 32) {
            fprintf(out, "sha256:<%.2s>", text + 7);
            text += 7 + 64;
        } else {
            fputc(*text++, out);
        }
    }
    fclose(out);
    const char *copy = arena_copy(arena, result, size);
    free(result);
    return copy;
}

static const char *transform(struct arena *arena, const char *body, char *flags, size_t *length)
{
    bool crlf = false, bom = false, nonl = false;
    for (char *flag = golden_word(&flags); flag != NULL; flag = golden_word(&flags)) {
        crlf |= text_equal(flag, "crlf");
        bom |= text_equal(flag, "bom");
        nonl |= text_equal(flag, "nonl");
    }
    char *result = NULL;
    FILE *out = memory_must(open_memstream(&result, length));
    fputs(bom ? "\xef\xbb\xbf" : "", out);
    size_t end = strlen(body);
    if (nonl && end > 0 && body[end - 1] == '\n')
        end--;
    for (size_t i = 0; i < end; i++) {
        if (crlf && body[i] == '\n')
            fputc('\r', out);
        fputc(body[i], out);
    }
    fclose(out);
    const char *copy = arena_copy(arena, result, *length);
    free(result);
    return copy;
}

static bool kind_of(const char *word, enum question_kind *out)
{
    for (int kind = 0; kind < QUESTION_KIND_COUNT; kind++)
        if (text_equal(word, question_word((enum question_kind)kind))) {
            *out = (enum question_kind)kind;
            return true;
        }
    return false;
}

static int by_name(const void *a, const void *b)
{
    const struct image_label *left = a, *right = b;
    return strcmp(left->name, right->name);
}

/* [PLATFORM] [NAME=VALUE …] */
static void read_config(struct arena *arena, char *what, char *rest, struct answer *answer)
{
    LIST_OF(struct image_label) labels = {0};
    answer->created = MOMENT_NEVER;
    answer->form = IMAGE_FORM_SINGLE;
    for (; what != NULL; what = golden_word(&rest)) {
        char *value = strchr(what, '=');
        if (value == NULL) {
            answer->platform = what;
            continue;
        }
        *value = '\0';
        *list_add(arena, &labels) = (struct image_label){what, value + 1};
    }
    list_sort(&labels, by_name);
    answer->labels = labels.items;
    answer->label_count = labels.count;
}

/* TAG …; "." alone: an empty list */
static void read_tags(struct arena *arena, char *what, char *rest, struct answer *answer)
{
    LIST_OF(const char *) tags = {0};
    for (; what != NULL && !text_equal(what, "."); what = golden_word(&rest))
        *list_add(arena, &tags) = what;
    answer->tag_count = list_order_texts(tags.items, tags.count);
    answer->tags = tags.items;
}

static int read_answer(struct arena *arena, struct golden *golden, char *line, struct err *err)
{
    struct answer answer = {.state = ANSWER_FOUND};
    char *rest = line;
    char *kind = golden_word(&rest), *key = golden_word(&rest), *what = golden_word(&rest);
    if (what == NULL)
        return err_set(err, "answer without a value: %s", line);
    if (!kind_of(kind, &answer.question.kind))
        return err_set(err, "unknown kind of question '%s'", kind);
    if (answer.question.kind == QUESTION_CHECK) {
        key = arena_print(arena, "%s %s", key, what);
        what = golden_word(&rest);
    }
    answer.question.key = key;
    if (text_equal(what, "none")) {
        answer.state = ANSWER_NONE;
        answer.why = rest;
    } else if (text_equal(what, "could-not-tell")) {
        answer.state = ANSWER_UNKNOWN;
        answer.word = golden_word(&rest);
        answer.why = rest;
    } else if (answer.question.kind == QUESTION_COMMIT) {
        if (!text_equal(what, "there"))
            return err_set(err, "a commit is there, none or could-not-tell, not '%s'", what);
    } else if (answer.question.kind == QUESTION_ORIGIN) {
        if (golden_origin(arena, key, what, rest, &answer) < 0)
            return err_set(err, "an origin is own, merged, person, holds or releases, not '%s'",
                           what);
    } else if (answer.question.kind == QUESTION_MOVES) {
        struct answer *last =
            golden->answers.count > 0 ? &golden->answers.items[golden->answers.count - 1] : NULL;
        bool more = last != NULL && question_compare(&last->question, &answer.question) == 0;
        if (golden_move(arena, key, what, rest, more ? last : &answer) < 0)
            return err_set(err, "a move begins with to=DIGEST and an origin, not '%s'", what);
        if (more)
            return 0;
    } else if (answer.question.kind == QUESTION_CHANGED) {
        read_tags(arena, what, rest, &answer);
        answer.files = answer.tags;
        answer.file_count = answer.tag_count;
    } else if (answer.question.kind == QUESTION_CHECK) {
        answer.passed = text_equal(what, "passed");
        answer.why = rest;
        if (!answer.passed && !text_equal(what, "refused"))
            return err_set(err, "a check passed or refused, not '%s'", what);
    } else if (answer.question.kind == QUESTION_TAG_LIST) {
        read_tags(arena, what, rest, &answer);
    } else if (answer.question.kind == QUESTION_CONFIG) {
        answer.digest = strchr(key, '@') + 1;
        read_config(arena, what, rest, &answer);
    } else if (answer.question.kind == QUESTION_TAG_DIGEST) {
        char *form = golden_word(&rest);
        answer.digest = what;
        answer.form = text_equal(form, "index")     ? IMAGE_FORM_INDEX
                      : text_equal(form, "unknown") ? IMAGE_FORM_UNKNOWN
                                                    : IMAGE_FORM_SINGLE;
    } else {
        LIST_OF(struct platform_image) children = {0};
        answer.digest = strchr(key, '@') + 1;
        answer.form = text_equal(what, "single") ? IMAGE_FORM_SINGLE : IMAGE_FORM_INDEX;
        for (; answer.form == IMAGE_FORM_INDEX && what != NULL; what = golden_word(&rest)) {
            char *digest = strchr(what, '=');
            if (digest == NULL)
                return err_set(err, "an index answer lists PLATFORM=DIGEST, not '%s'", what);
            *digest = '\0';
            *list_add(arena, &children) = (struct platform_image){what, digest + 1};
        }
        answer.children = children.items;
        answer.child_count = children.count;
    }
    *list_add(arena, &golden->answers) = answer;
    return 0;
}

static int read_intent_option(struct arena *arena, struct intent *intent, const char *text,
                              struct err *err)
{
    if (text_equal(text, "scheduled"))
        intent->scheduled = true;
    else if (text_equal(text, "reference"))
        intent->reference_only = true;
    else if (text_equal(text, "alias"))
        intent->alias = true;
    else if (text_equal(text, "allow-denied"))
        intent->allow_denied = true;
    else if (text_equal(text, "override-gates"))
        intent->override_gates = true;
    else if (text_equal(text, "resume-on-newer"))
        intent->resume_on_newer = true;
    else if (text_starts(text, "reason="))
        intent->reason = text + strlen("reason=");
    else if (text_starts(text, "steps="))
        intent->steps = (unsigned)atoi(text + strlen("steps="));
    else if (text_starts(text, "sha256:"))
        intent->digest = text;
    else if (text_starts(text, "at=") || text_starts(text, "until="))
        return moment_parse(strchr(text, '=') + 1, *text == 'a' ? &intent->at : &intent->until)
                   ? 0
                   : err_set(err, "bad instant '%s'", text);
    else if (text_equal(text, "preserve-original"))
        intent->import_mode = IMPORT_MODE_PRESERVE_ORIGINAL;
    else if (text_equal(text, "local") || text_equal(text, "source")) {
        intent->reference_policy_said = true;
        intent->reference_policy =
            text_equal(text, "local") ? REFERENCE_POLICY_LOCAL : REFERENCE_POLICY_SOURCE;
    } else if (text_starts(text, "from=")) {
        intent->source.kind = SOURCE_DOCKER_IMAGE;
        return reference_parse(arena, text + 5, &intent->source.image, err);
    } else
        return err_set(err, "unknown word '%s' of an intent", text);
    return 0;
}

/* Reads a command that takes no source; false if it is another command. */
static bool read_request(struct intent *intent, const char *verb)
{
    for (int kind = INTENT_NONE + 1; kind < INTENT_KINDS; kind++)
        if (text_equal(verb, intent_word((enum intent_kind)kind))) {
            intent->kind = (enum intent_kind)kind;
            return true;
        }
    return false;
}

/* Reads the further tags of `tag -d`. */
static int read_more(struct arena *arena, struct intent *intent, char *rest, struct err *err)
{
    LIST_OF(struct tag_name) more = {0};
    for (char *text = golden_word(&rest); text != NULL; text = golden_word(&rest)) {
        struct tag_name *tag = list_add(arena, &more);
        if (golden_split(text, &tag->environment, &tag->stream, &tag->tag) != 0)
            return err_set(err, "`tag -d` takes tags only");
    }
    intent->more = more.items;
    intent->more_count = more.count;
    return 0;
}

/* import-image NS/S:T [from=REF] … | tag REF|NS/S:T|NS/S@DIGEST NS/S:T … | tag -d NS/S:T … */
static int read_intent(struct arena *arena, struct golden *golden, char *line, struct err *err)
{
    struct intent *intent = &golden->intent;
    char *rest = line, *verb = golden_word(&rest);
    if (text_equal(verb, "import-image")) {
        intent->kind = INTENT_IMPORT_IMAGE;
    } else if (text_equal(verb, "tag")) {
        intent->kind = INTENT_TAG;
        char *source = golden_word(&rest);
        if (text_equal(source, "-d")) {
            intent->kind = INTENT_DELETE_TAG;
        } else if (text_starts(source, "from=")) {
            if (read_intent_option(arena, intent, source, err) < 0)
                return -1;
        } else {
            int digest = golden_split(source, &intent->source.environment, &intent->source.stream,
                                      &intent->source.name);
            if (digest < 0)
                return err_set(err, "bad source '%s'", source);
            intent->source.kind = digest > 0 ? SOURCE_STREAM_IMAGE : SOURCE_STREAM_TAG;
        }
    } else if (!read_request(intent, verb)) {
        return err_set(err, "unknown intent '%s'", line);
    }
    char *target = golden_word(&rest);
    intent->at = intent->until = MOMENT_NEVER;
    if (target != NULL && strchr(target, '/') == NULL)
        intent->environment = target; /* all its tags */
    else if (target == NULL ||
             golden_split(target, &intent->environment, &intent->stream, &intent->tag) != 0)
        return err_set(err, "an intent names NAMESPACE/STREAM:TAG");
    if (intent->kind == INTENT_DELETE_TAG)
        return read_more(arena, intent, rest, err);
    for (char *text = golden_word(&rest); text != NULL; text = golden_word(&rest))
        if (read_intent_option(arena, intent, text, err) < 0)
            return -1;
    return 0;
}

static int each_line(struct arena *arena, struct golden *golden, char *body,
                     int (*read)(struct arena *, struct golden *, char *, struct err *),
                     struct err *err)
{
    for (char *line = strsep(&body, "\n"); line != NULL; line = strsep(&body, "\n"))
        if (*line != '\0' && *line != '#' && read(arena, golden, line, err) < 0)
            return -1;
    return 0;
}

static int read_section(struct arena *arena, struct golden *golden, char *title, char *body,
                        struct err *err)
{
    char *rest = title, *name = golden_word(&rest);
    bool base = text_equal(name, "base"), head = text_equal(name, "head");
    if (base || head || text_equal(name, "file")) {
        struct golden_file file = {.path = golden_word(&rest)};
        file.bytes = transform(arena, body, rest, &file.length);
        if (!base)
            *list_add(arena, &golden->files) = file;
        if (!head)
            *list_add(arena, &golden->base_files) = file;
    } else if (text_equal(name, "now")) {
        body[strcspn(body, "\n")] = '\0';
        if (!moment_parse(body, &golden->now))
            return err_set(err, "bad instant '%s'", body);
    } else if (text_equal(name, "answers")) {
        return each_line(arena, golden, body, read_answer, err);
    } else if (text_equal(name, "journal")) {
        return each_line(arena, golden, body, golden_journal_line, err);
    } else if (text_equal(name, "intent")) {
        return each_line(arena, golden, body, read_intent, err);
    } else {
        return err_set(err, "unknown section '%s'", name);
    }
    return 0;
}

static int by_path(const void *a, const void *b)
{
    const struct golden_file *left = a, *right = b;
    return strcmp(left->path, right->path);
}

static const char *find_expected(const char *text)
{
    static const char *const titles[] = {"\n-- problems --\n", "\n-- plan --\n",
                                         "\n-- edits --\n",    "\n-- policy --\n",
                                         "\n-- records --\n",  "\n-- verification --\n"};
    const char *first = text + strlen(text);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        const char *at = strstr(text, titles[i]);
        if (at != NULL && at + 1 < first)
            first = at + 1;
    }
    return first;
}

int golden_read(struct arena *arena, const char *path, struct golden *out, struct err *err)
{
    text_scope struct text text = text_of(TEXT_FILE_MAX);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int failed = fd < 0 ? -1 : text_read_fd(&text, fd);
    if (fd >= 0)
        close(fd);
    if (failed != 0 || text.length == 0)
        return err_set(err, "can't read %s", path);
    struct golden golden = {0};
    moment_parse("2026-01-01T00:00:00Z", &golden.now);
    const char *expected = find_expected(text.data);
    golden.expected = arena_text(arena, expected);
    golden.inputs = arena_copy(arena, text.data, (size_t)(expected - text.data));

    char *body = arena_text(arena, expand(arena, golden.inputs));
    char *at = text_starts(body, "-- ") ? body : strstr(body, "\n-- ");
    while (at != NULL) {
        at += *at == '\n';
        char *title = at + 3, *end = strstr(title, " --\n");
        if (end == NULL)
            return err_set(err, "a section title does not end in ' --'");
        *end = '\0';
        char *content = end + 4;
        /* An empty section is followed by the next title at once. */
        char *next = text_starts(content, "-- ") ? content : strstr(content, "\n-- ");
        char *stop = next != NULL ? next + (*next == '\n') : content + strlen(content);
        char *section = arena_copy(arena, content, (size_t)(stop - content));
        if (read_section(arena, &golden, title, section, err) < 0)
            return -1;
        at = next;
    }
    list_sort(&golden.files, by_path);
    list_sort(&golden.base_files, by_path);
    if (golden.records.count > 0)
        golden_remember(arena, &golden, NULL);
    *out = golden;
    return 0;
}

static int read_file(void *context, size_t index, struct text *bytes, struct err *err)
{
    const struct golden *golden = context;
    const struct golden_file *file = &golden->files.items[index];
    if (text_append(bytes, file->bytes, file->length) < 0)
        return err_set(err, "longer than %zu bytes", bytes->maximum);
    return 0;
}

struct source golden_source(struct arena *arena, const struct golden *golden)
{
    struct source_file *files = arena_array(arena, struct source_file, golden->files.count);
    struct golden *context = arena_new(arena, struct golden);
    *context = *golden;
    for (size_t i = 0; i < golden->files.count; i++)
        files[i] = (struct source_file){.path = golden->files.items[i].path,
                                        .mode = 0100644,
                                        .size = golden->files.items[i].length};
    return (struct source){
        .files = files,
        .count = golden->files.count,
        .name = "golden",
        .branch = "main",
        .context = context,
        .read = read_file,
    };
}
