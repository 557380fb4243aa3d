// SPDX-License-Identifier: Apache-2.0
/*
 * Compares docs/reasons.md, docs/problems.md and other tables of code words with the code, and the
 * keys and examples of docs/json.md with printed documents. WEIR_ACCEPT=1 rewrites all but prose.
 */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "golden.h"

static void reasons_print(FILE *out)
{
    fputs("# Reasons\n\nEvery row of a plan has one reason: a code word, the same in every report, "
          "and its sentence.\nA *trouble* row makes `weir sync` exit with 1; no other row does, "
          "not even waiting and held ones.\n",
          out);
    static const char *const titles[] = {
        [ROW_STEADY] = "steady: up to date",
        [ROW_WRITES] = "writes: this run changes it",
        [ROW_WAITS] = "waits: moves by itself later",
        [ROW_BLOCKED] = "blocked: may not move",
        [ROW_UNKNOWN] = "unknown: an answer is missing; the pin stays",
    };
    for (int state = ROW_STEADY; state <= ROW_UNKNOWN; state++) {
        fprintf(out, "\n## %s\n\n| code | trouble | meaning |\n|---|---|---|\n", titles[state]);
        for (int i = 0; i < REASON_COUNT; i++)
            if (reason_state((enum reason)i) == (enum row_state)state)
                fprintf(out, "| `%s` | %s | %s |\n", reason_word((enum reason)i),
                        reason_trouble((enum reason)i) ? "yes" : "no",
                        reason_sentence((enum reason)i));
    }
}

static void problems_print(FILE *out)
{
    fputs("# Problems\n\nThe problems that `weir lint` finds in manifests. An error blocks only "
          "the rows that use "
          "its object;\na warning and a note block nothing. `syntax` is reported only for "
          "weir.yaml, a kustomization, and\na file whose text has the word `apiVersion` or "
          "`kind`.\n\n"
          "| code | severity | meaning |\n|---|---|---|\n",
          out);
    for (int i = 0; i < PROBLEM_COUNT; i++)
        fprintf(out, "| `%s` | %s | %s |\n", problem_word((enum problem_code)i),
                severity_word(problem_severity((enum problem_code)i)),
                problem_sentence((enum problem_code)i));
    fputs("\n## Refused edits\n\nWhy a file is not edited at a place: the row is then `blocked`, "
          "reason `edit-refused`, and its detail\nnames one of these causes.\n\n"
          "| code | meaning |\n|---|---|\n",
          out);
    for (int i = 0; i < EDIT_REFUSAL_COUNT; i++)
        fprintf(out, "| `%s` | %s |\n", edit_refusal_word((enum edit_refusal_code)i),
                edit_refusal_sentence((enum edit_refusal_code)i));
}

static void expect_document(const char *name, void (*print)(FILE *out))
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    print(out);
    fclose(out);
    cr_expect(golden_equal("DOCS", name, bytes, length), "docs/%s differs", name);
    free(bytes);
}

Test(docs, list_every_reason)
{
    expect_document("reasons.md", reasons_print);
}

Test(docs, list_every_problem_and_every_refused_edit)
{
    expect_document("problems.md", problems_print);
}

Test(docs, list_every_policy)
{
    char *text = golden_read("DOCS", "review.md");
    cr_assert(text != NULL);
    for (int i = 0; i < POLICY_COUNT; i++) {
        char row[256];
        snprintf(row, sizeof row, "\n| `%s` | %s |\n", policy_word((enum policy)i),
                 policy_meaning((enum policy)i));
        cr_expect(strstr(text, row) != NULL, "docs/review.md lacks%s", row);
    }
    free(text);
}

Test(docs, list_every_finding_of_an_audit)
{
    char *text = golden_read("DOCS", "audit.md");
    cr_assert(text != NULL);
    for (int i = 0; i < FINDING_CODE_COUNT; i++) {
        enum finding_code code = (enum finding_code)i;
        char row[256];
        snprintf(row, sizeof row, "\n| `%s` | %s | %s |\n", finding_word(code),
                 finding_class_word(finding_class(code)), finding_sentence(code));
        cr_expect(strstr(text, row) != NULL, "docs/audit.md lacks%s", row);
    }
    free(text);
}

static const char *const kinds[REPORT_KIND_COUNT] = {
    "Plan",   "Problems",        "StreamList",   "TagList", "PromotionList",
    "Stream", "Explanation",     "Review",       "History", "PastTagList",
    "Where",  "EnvironmentList", "Verification", "Audit"};

static json_t *document_of(struct fixture *shop, enum report_kind kind)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    report_print(kind, REPORT_JSON, &shop->report, out);
    fclose(out);
    json_t *json = json_loads(bytes, JSON_REJECT_DUPLICATES, NULL);
    free(bytes);
    cr_assert(json != NULL, "%s is no JSON", kinds[kind]);
    return json;
}

/* Shortens lists to their first item, so that the examples are short. */
static void shorten(json_t *json)
{
    const char *key = NULL;
    json_t *value = NULL;
    size_t index = 0;
    if (json_is_array(json))
        while (json_array_size(json) > 1 && json_is_object(json_array_get(json, 1)))
            json_array_remove(json, json_array_size(json) - 1);
    json_array_foreach(json, index, value) shorten(value);
    json_object_foreach(json, key, value) shorten(value);
}

static void expect_keys(const char *text, const json_t *json, const char *kind)
{
    const char *key = NULL;
    json_t *value = NULL;
    size_t index = 0;
    json_array_foreach(json, index, value) expect_keys(text, value, kind);
    json_object_foreach((json_t *)json, key, value)
    {
        char quoted[256];
        snprintf(quoted, sizeof quoted, "| `%s` |", key);
        cr_expect(strstr(text, quoted) != NULL, "docs/json.md does not name %s of %s", key, kind);
        expect_keys(text, value, kind);
    }
}

/* Replaces the fenced block after "<!-- example: KIND -->" of *text. */
static void example_put(char **text, const char *kind, const char *example)
{
    char marker[128], *joined = NULL;
    size_t length = 0;
    snprintf(marker, sizeof marker, "<!-- example: %s -->\n```json\n", kind);
    char *start = strstr(*text, marker);
    cr_assert(start != NULL, "docs/json.md has no example of %s", kind);
    start += strlen(marker);
    const char *end = strncmp(start, "```", 3) == 0 ? start : strstr(start, "\n```") + 1;
    FILE *out = open_memstream(&joined, &length);
    fprintf(out, "%.*s%s\n%s", (int)(start - *text), *text, example, end);
    fclose(out);
    free(*text);
    *text = joined;
}

Test(docs, describe_every_key_of_json_with_an_example_that_was_printed)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.report.patch = true;
    char *text = golden_read("DOCS", "json.md");
    cr_assert(text != NULL);
    for (int kind = 0; kind < REPORT_KIND_COUNT; kind++) {
        bool one = kind == REPORT_STREAM || kind == REPORT_EXPLANATION || kind == REPORT_HISTORY ||
                   kind == REPORT_TAGS_AT;
        shop.report.only = (struct report_only){.namespace = one ? "app-dev" : NULL,
                                                .stream = one ? "web" : NULL,
                                                .tag = one ? "latest" : NULL,
                                                .at = shop.report.now - 86400,
                                                .digest = "0123456"};
        json_t *json = document_of(&shop, (enum report_kind)kind);
        expect_keys(text, json, kinds[kind]);
        json_t *rows = json_object_get(json, "rows");
        if (rows != NULL)
            json_array_remove(rows, 0);
        shorten(json);
        char *example = json_dumps(json, JSON_INDENT(2));
        example_put(&text, kinds[kind], example);
        free(example);
        json_decref(json);
    }
    shop.report.result = (struct report_result){RESULT_COMMITTED, 2,
                                                "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c", NULL};
    json_t *outcome = document_of(&shop, REPORT_PLAN);
    cr_expect_str_eq(json_string_value(json_object_get(outcome, "kind")), "Outcome");
    expect_keys(text, outcome, "Outcome");
    json_decref(outcome);
    cr_expect(golden_equal("DOCS", "json.md", text, strlen(text)), "docs/json.md differs");
    free(text);
}
