// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/open.h"
#include "reconciler/commands/select.h"

static const struct {
    const char *word, *singular;
    enum report_kind kind;
} kinds[] = {
    {"streams", "stream", REPORT_STREAMS},
    {"tags", "tag", REPORT_TAGS},
    {"promotions", "promotion", REPORT_PROMOTIONS},
};

static int kind_of(const char *word, enum report_kind *kind, struct err *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_equal(kinds[i].word, word) || text_equal(kinds[i].singular, word)) {
            *kind = kinds[i].kind;
            return 0;
        }
    err_set(err, "there is no list of '%s'", word);
    return err_hint(err, "one of: streams, tags, promotions");
}

int get_run(struct invocation *invocation, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    const option_list *operands = &arguments->operands;
    enum report_kind kind = REPORT_STREAMS;
    if (kind_of(operands->items[0], &kind, err) < 0)
        return -1;
    if (arguments->all_namespaces && arguments->namespace != NULL)
        return err_set(err, "--namespace and --all-namespaces contradict each other");
    struct report_only only = {.namespace = arguments->namespace};
    if (operands->count > 1) {
        struct selected selected;
        if (selected_parse(&invocation->arena, operands->items[1], &selected, err) < 0)
            return -1;
        only.namespace = selected.namespace != NULL ? selected.namespace : only.namespace;
        only.stream = selected.stream;
        only.tag = selected.tag;
    }

    struct session session session_scope = {0};
    struct cycle cycle cycle_scope = {0};
    bool asks = kind != REPORT_STREAMS;
    if (open_session(invocation, asks, NULL, &session, err) < 0 ||
        open_plan(invocation, &session, NULL, &cycle, err) < 0)
        return -1;
    open_report(invocation, kind, &session, &cycle, only);
    open_advise(invocation, &session, &cycle.declared);
    return EXIT_DONE;
}
