// SPDX-License-Identifier: Apache-2.0
/* Prints an audit as text: the summary, then each finding with its details. */
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_paint.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_audit.h"

static const struct {
    const char *heading, *sign;
    enum text_color color;
} classes[] = {
    [FINDING_EXCEPTION] = {"Exceptions", "!", TEXT_STOP},
    [FINDING_UNKNOWN] = {"Unknown", "?", TEXT_DOUBT},
    [FINDING_NOTE] = {"Notes", "-", TEXT_DIM},
};
TABLE_COMPLETE(classes, FINDING_CLASS_COUNT);

static void line(FILE *out, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    fputs("      ", out);
    text_print_safe(out, text);
    fputc('\n', out);
}

static const char *how(struct arena *arena, const struct finding *finding)
{
    const char *parts[] = {view_finding_time(arena, finding), view_finding_commits(arena, finding),
                           finding->who};
    const char *text = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i] != NULL && *parts[i] != '\0')
            text = arena_print(arena, "%s%s%s", text, *text != '\0' ? " · " : "", parts[i]);
    return text;
}

static void print_finding(const struct report *report, struct arena *arena, FILE *out,
                          const struct finding *finding)
{
    enum finding_class class = finding_class(finding->code);
    const char *object = view_finding_object(arena, finding);
    fputs("  ", out);
    text_paint(report, out, classes[class].color, classes[class].sign);
    fputc(' ', out);
    text_paint(report, out, TEXT_BOLD, finding_word(finding->code));
    fputs(object != NULL ? "  " : "", out);
    text_print_safe(out, object != NULL ? object : "");
    fputs(finding->digest != NULL ? "  " : "", out);
    text_print_safe(out, finding->digest != NULL ? shown_digest(arena, finding->digest) : "");
    fputc('\n', out);
    line(out, finding_sentence(finding->code));
    line(out, finding->detail);
    line(out, how(arena, finding));
}

static void print_class(const struct report *report, struct arena *arena, FILE *out,
                        enum finding_class class)
{
    const struct audit *audit = report->audit;
    size_t listed = 0;
    if (audit->classes[class] == 0)
        return;
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, classes[class].heading);
    fputc('\n', out);
    list_each (finding, &audit->findings) {
        if (finding_class(finding->code) != class)
            continue;
        print_finding(report, arena, out, finding);
        listed++;
    }
    if (listed < audit->classes[class])
        fprintf(out, "  and %zu more\n", audit->classes[class] - listed);
}

void text_audit(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    text_paint(report, out, TEXT_BOLD, view_base(&arena, report));
    fputs(", ", out);
    text_print_safe(out, view_audit_range(&arena, report));
    fprintf(out, ":\n%s\n", view_audit_summary(&arena, report));
    for (int class = FINDING_EXCEPTION; class <= FINDING_NOTE; class ++)
        print_class(report, &arena, out, (enum finding_class) class);
}
