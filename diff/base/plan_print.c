// SPDX-License-Identifier: Apache-2.0
#include "diff/base/plan_print.h"

#include "manifests/base/words.h"

static void print_field(FILE *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    fprintf(out, "  %s: ", name);
    text_print_safe(out, value);
    fputc('\n', out);
}

static void print_value(FILE *out, const struct value *value)
{
    if (value->key != NULL)
        fprintf(out, "%s: ", value->key);
    if (value->kind == NODE_SCALAR) {
        text_print_safe(out, value->text);
        return;
    }
    fputs(value->kind == NODE_MAP ? "{" : "[", out);
    for (size_t i = 0; i < value->count; i++) {
        fputs(i > 0 ? ", " : "", out);
        print_value(out, &value->children[i]);
    }
    fputs(value->kind == NODE_MAP ? "}" : "]", out);
}

static void print_edit(FILE *out, const struct row_edit *edit)
{
    static const char *const words[] = {
        [EDIT_REPLACE] = "replace",
        [EDIT_INSERT] = "insert",
        [EDIT_APPEND] = "append",
        [EDIT_REMOVE] = "remove",
    };
    TABLE_COMPLETE(words, EDIT_REMOVE + 1);
    fprintf(out, "  %s %s", words[edit->edit.kind], edit->key);
    if (edit->edit.value != NULL) {
        fputs(": ", out);
        print_value(out, edit->edit.value);
    }
    fputc('\n', out);
}

static void print_row(FILE *out, const struct row *row)
{
    char when[MOMENT_TEXT_MAX];
    fprintf(out, "%s %s: %s %s", row_kind_word(row->kind), row->object,
            row_state_word(row_state(row)), reason_word(row->reason));
    if (row->action != ACTION_NONE)
        fprintf(out, " (%s)", row_action_word(row->action));
    fputc('\n', out);
    if (row->file != NULL)
        fprintf(out, "  at: %s:%u:%u %s\n", row->file, row->line, row->column,
                row->site != NULL ? row->site : "");
    print_field(out, "current", row->current);
    print_field(out, "wanted", row->wanted);
    print_field(out, "current digest", row->current_digest);
    print_field(out, "wanted digest", row->wanted_digest);
    print_field(out, "detail", row->detail);
    print_field(out, "hint", row->hint);
    for (size_t i = 0; i < row->trail_count; i++)
        print_field(out, "trail", row->trail[i]);
    if (row->next != MOMENT_NEVER)
        print_field(out, "next", moment_print(row->next, when));
    if (row->allowed != 0)
        print_field(out, "allowed", moment_print(row->allowed, when));
    if (row->deletes)
        fputs("  deletes the tag\n", out);
    for (size_t i = 0; i < row->edit_count; i++)
        print_edit(out, &row->edits[i]);
}

void plan_print(const struct plan *plan, FILE *out)
{
    char when[MOMENT_TEXT_MAX];
    list_each (row, &plan->rows)
        print_row(out, row);
    list_each (note, &plan->notes)
        fprintf(out, "note: %s\n", *note);
    list_each (question, &plan->questions)
        fprintf(out, "question %s %s\n", question_word(question->kind), question->key);
    if (plan->next != MOMENT_NEVER)
        fprintf(out, "next: %s\n", moment_print(plan->next, when));
}
