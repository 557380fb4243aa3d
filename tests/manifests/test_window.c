// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/kinds/window_read.h"

/* A window of YAML while a test uses it. */
struct fixture {
    struct arena arena;
    problem_list problems;
    const struct window *window;
};

static void fixture_close(struct fixture *fixture)
{
    arena_done(&fixture->arena);
}

static struct fixture fixture_open(const char *yaml)
{
    struct fixture fixture = {0};
    struct documents documents = {0};
    struct err err = {0};
    struct window_reading reading = {0};
    int parsed = document_parse(&fixture.arena, "weir.yaml", yaml, strlen(yaml), &documents, &err);
    cr_assert_eq(parsed, 0, "%s", err.message);
    struct decoding decoding = {
        .part = &fixture.arena, .problems = &fixture.problems, .ours = true};
    fixture.window = window_read(&decoding, &reading, documents.items[0].root);
    cr_expect((fixture.window == NULL) == (fixture.problems.count > 0));
    return fixture;
}
#define fixture_scope CLEANUP(fixture_close)

static moment at(const char *text)
{
    moment parsed = 0;
    cr_assert(moment_parse(text, &parsed), "%s", text);
    return parsed;
}

/* "open since 2026-… next 2026-…" */
static const char *state_text(const struct window *window, const char *now, char *buffer,
                              size_t size)
{
    char since[MOMENT_TEXT_MAX], next[MOMENT_TEXT_MAX];
    struct window_state state = window_state(window, at(now));
    snprintf(buffer, size, "%s since %s next %s", state.open ? "open" : "closed",
             state.since != 0 ? moment_print(state.since, since) : "long ago",
             state.next != MOMENT_NEVER ? moment_print(state.next, next) : "never");
    return buffer;
}

/* A window, a moment, and the window's state then. */
struct example {
    const char *window, *now, *state;
};

static void check(const struct example *examples, size_t count)
{
    char got[200];
    for (size_t i = 0; i < count; i++) {
        fixture_scope struct fixture fixture = fixture_open(examples[i].window);
        cr_assert(fixture.window != NULL, "%s: %s", examples[i].window,
                  fixture.problems.count > 0 ? fixture.problems.items[0].message : "?");
        state_text(fixture.window, examples[i].now, got, sizeof got);
        cr_expect_str_eq(got, examples[i].state, "%s at %s: %s", examples[i].window,
                         examples[i].now, got);
    }
}
#define check_all(examples) check((examples), sizeof(examples) / sizeof *(examples))

#define BERLIN "timeZone: Europe/Berlin\ninclude:\n- "
#define NEW_YORK "timeZone: America/New_York\ninclude:\n- "
#define UTC "include:\n- "

Test(window, opens_and_closes_on_the_second)
{
    static const char office[] =
        BERLIN "{rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH', from: '09:00', to: '17:00'}";
    static const struct example examples[] = {
        {office, "2026-11-30T07:59:59Z",
         "closed since 2026-11-26T16:00:00Z next 2026-11-30T08:00:00Z"},
        {office, "2026-11-30T08:00:00Z",
         "open since 2026-11-30T08:00:00Z next 2026-11-30T16:00:00Z"},
        {office, "2026-11-30T15:59:59Z",
         "open since 2026-11-30T08:00:00Z next 2026-11-30T16:00:00Z"},
        {office, "2026-11-30T16:00:00Z",
         "closed since 2026-11-30T16:00:00Z next 2026-12-01T08:00:00Z"},
    };
    check_all(examples);
}

Test(window, local_times_follow_the_clocks)
{
    static const char day[] = BERLIN "{rrule: FREQ=DAILY, from: '09:00', to: '17:00'}";
    static const char west[] = NEW_YORK "{rrule: FREQ=DAILY, from: '09:00', to: '17:00'}";
    static const char east[] =
        "timeZone: Pacific/Auckland\ninclude: [{rrule: FREQ=DAILY, from: '09:00', to: '17:00'}]";
    static const char half[] =
        "timeZone: Asia/Kathmandu\ninclude: [{rrule: FREQ=DAILY, from: '00:00', to: '01:00'}]";
    static const struct example examples[] = {
        {day, "2026-03-28T20:00:00Z",
         "closed since 2026-03-28T16:00:00Z next 2026-03-29T07:00:00Z"},
        {day, "2026-10-24T20:00:00Z",
         "closed since 2026-10-24T15:00:00Z next 2026-10-25T08:00:00Z"},
        {west, "2026-03-08T12:00:00Z",
         "closed since 2026-03-07T22:00:00Z next 2026-03-08T13:00:00Z"},
        {west, "2026-11-01T12:00:00Z",
         "closed since 2026-10-31T21:00:00Z next 2026-11-01T14:00:00Z"},
        {east, "2026-09-26T12:00:00Z",
         "closed since 2026-09-26T05:00:00Z next 2026-09-26T20:00:00Z"},
        {half, "2026-01-01T12:00:00Z",
         "closed since 2025-12-31T19:15:00Z next 2026-01-01T18:15:00Z"},
        {day, "2036-07-01T12:00:00Z", "open since 2036-07-01T07:00:00Z next 2036-07-01T15:00:00Z"},
    };
    check_all(examples);
}

/* In Berlin 02:00 to 03:00 is left out on 2026-03-29 and occurs twice on 2026-10-25. */
Test(window, left_out_and_doubled_hours_follow_the_rule)
{
    static const char begins[] = BERLIN "{rrule: FREQ=DAILY, from: '02:30', to: '05:00'}";
    static const char ends[] = BERLIN "{rrule: FREQ=DAILY, from: '01:00', to: '02:30'}";
    static const char inside[] = BERLIN "{rrule: FREQ=DAILY, from: '02:15', to: '02:45'}";
    static const char turned[] = BERLIN "{rrule: FREQ=DAILY, from: '02:30', to: '03:15'}";
    static const char lasting[] = BERLIN "{rrule: FREQ=DAILY, from: '00:00', duration: 12h}";
    static const struct example examples[] = {
        {begins, "2026-03-29T01:30:00Z",
         "open since 2026-03-29T01:30:00Z next 2026-03-29T03:00:00Z"},
        {ends, "2026-03-29T01:00:00Z", "open since 2026-03-29T00:00:00Z next 2026-03-29T01:30:00Z"},
        {inside, "2026-03-29T01:20:00Z",
         "open since 2026-03-29T01:15:00Z next 2026-03-29T01:45:00Z"},
        {turned, "2026-03-29T01:00:00Z",
         "closed since 2026-03-28T02:15:00Z next 2026-03-30T00:30:00Z"},
        {begins, "2026-10-25T00:30:00Z",
         "open since 2026-10-25T00:30:00Z next 2026-10-25T04:00:00Z"},
        {ends, "2026-10-25T00:30:00Z",
         "closed since 2026-10-25T00:30:00Z next 2026-10-26T00:00:00Z"},
        {lasting, "2026-03-29T00:00:00Z",
         "open since 2026-03-28T23:00:00Z next 2026-03-29T11:00:00Z"},
        {lasting, "2026-10-25T00:00:00Z",
         "open since 2026-10-24T22:00:00Z next 2026-10-25T10:00:00Z"},
    };
    check_all(examples);
}

Test(window, days_of_the_calendar_are_whole)
{
    static const char christmas[] = BERLIN "{rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24,25,26'}";
    static const char leap[] = UTC "{rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'}";
    static const char last[] = UTC "{rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1'}";
    static const char friday[] = UTC "{rrule: 'FREQ=MONTHLY;BYDAY=-1FR'}";
    static const char year_end[] = UTC "{rrule: 'FREQ=YEARLY;BYYEARDAY=1,-1'}";
    static const char workday[] = UTC "{rrule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'}";
    static const char spring[] = BERLIN "{rrule: 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=29'}";
    static const struct example examples[] = {
        {christmas, "2026-12-25T12:00:00Z",
         "open since 2026-12-23T23:00:00Z next 2026-12-26T23:00:00Z"},
        {leap, "2026-01-01T00:00:00Z", "closed since long ago next 2028-02-29T00:00:00Z"},
        {leap, "2028-02-29T12:00:00Z", "open since 2028-02-29T00:00:00Z next 2028-03-01T00:00:00Z"},
        {last, "2028-02-15T00:00:00Z",
         "closed since 2028-02-01T00:00:00Z next 2028-02-29T00:00:00Z"},
        {friday, "2026-11-25T00:00:00Z",
         "closed since 2026-10-31T00:00:00Z next 2026-11-27T00:00:00Z"},
        {year_end, "2026-12-31T12:00:00Z",
         "open since 2026-12-31T00:00:00Z next 2027-01-02T00:00:00Z"},
        {workday, "2027-01-15T00:00:00Z",
         "closed since 2027-01-01T00:00:00Z next 2027-01-29T00:00:00Z"},
        {spring, "2026-03-29T12:00:00Z",
         "open since 2026-03-28T23:00:00Z next 2026-03-29T22:00:00Z"},
    };
    check_all(examples);
}

Test(window, an_end_that_is_not_later_is_on_the_next_day)
{
    static const char night[] =
        BERLIN "{rrule: 'FREQ=WEEKLY;BYDAY=FR', from: '22:00', to: '06:00'}";
    static const char round[] = UTC "{rrule: 'FREQ=WEEKLY;BYDAY=FR', from: '06:00', to: '06:00'}";
    static const char long_one[] = UTC "{rrule: 'FREQ=MONTHLY;BYMONTHDAY=20', duration: 30d}";
    static const struct example examples[] = {
        {night, "2027-01-01T23:30:00Z",
         "open since 2027-01-01T21:00:00Z next 2027-01-02T05:00:00Z"},
        {round, "2026-11-28T05:59:59Z",
         "open since 2026-11-27T06:00:00Z next 2026-11-28T06:00:00Z"},
        {long_one, "2026-03-20T00:00:00Z",
         "open since 2026-02-20T00:00:00Z next 2026-04-19T00:00:00Z"},
    };
    check_all(examples);
}

Test(window, rules_count_from_their_start_and_end)
{
    static const char second[] =
        UTC "{rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', start: 2026-01-05}";
    static const char thrice[] = UTC "{rrule: 'FREQ=DAILY;COUNT=3', start: 2026-01-05}";
    static const char until_day[] = BERLIN "{rrule: 'FREQ=DAILY;UNTIL=20260107', from: '23:00', "
                                           "to: '23:30'}";
    static const char until_utc[] =
        BERLIN "{rrule: 'FREQ=DAILY;UNTIL=20260107T215959Z', from: '23:00', to: '23:30'}";
    static const char once[] = BERLIN "{start: 2026-12-20T22:00, end: 2027-01-03}";
    static const char offset[] = BERLIN "{start: 2026-12-20T22:00:00Z, duration: 90m}";
    static const struct example examples[] = {
        {second, "2026-01-12T12:00:00Z",
         "closed since 2026-01-06T00:00:00Z next 2026-01-19T00:00:00Z"},
        {thrice, "2026-01-07T12:00:00Z",
         "open since 2026-01-05T00:00:00Z next 2026-01-08T00:00:00Z"},
        {thrice, "2026-01-08T00:00:00Z", "closed since 2026-01-08T00:00:00Z next never"},
        {until_day, "2026-01-07T12:00:00Z",
         "closed since 2026-01-06T22:30:00Z next 2026-01-07T22:00:00Z"},
        {until_day, "2026-01-08T12:00:00Z", "closed since 2026-01-07T22:30:00Z next never"},
        {until_utc, "2026-01-07T12:00:00Z", "closed since 2026-01-06T22:30:00Z next never"},
        {once, "2026-12-25T00:00:00Z", "open since 2026-12-20T21:00:00Z next 2027-01-02T23:00:00Z"},
        {offset, "2026-12-20T22:00:00Z",
         "open since 2026-12-20T22:00:00Z next 2026-12-20T23:30:00Z"},
    };
    check_all(examples);
}

Test(window, excludes_are_subtracted)
{
    static const char office[] =
        BERLIN "{rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', from: '09:00', to: '17:00'}\n"
               "- {rrule: 'FREQ=WEEKLY;BYDAY=FR', from: '16:00', to: '20:00'}\n"
               "exclude:\n- {rrule: FREQ=DAILY, from: '12:00', to: '13:00'}\n"
               "- {start: 2026-12-04, end: 2026-12-05}\n";
    static const char no_fridays[] = "exclude: [{rrule: 'FREQ=WEEKLY;BYDAY=FR'}]";
    static const char always[] = UTC "{rrule: FREQ=DAILY}";
    static const struct example examples[] = {
        {office, "2026-11-30T09:00:00Z",
         "open since 2026-11-30T08:00:00Z next 2026-11-30T11:00:00Z"},
        {office, "2026-11-30T11:30:00Z",
         "closed since 2026-11-30T11:00:00Z next 2026-11-30T12:00:00Z"},
        {office, "2026-11-27T15:30:00Z",
         "open since 2026-11-27T12:00:00Z next 2026-11-27T19:00:00Z"},
        {office, "2026-12-04T10:00:00Z",
         "closed since 2026-12-03T16:00:00Z next 2026-12-07T08:00:00Z"},
        {no_fridays, "2026-11-26T10:00:00Z",
         "open since 2026-11-21T00:00:00Z next 2026-11-27T00:00:00Z"},
        {always, "2026-11-26T10:00:00Z", "open since long ago next never"},
    };
    check_all(examples);
}

/* A window, and the message about it. */
Test(window, mistakes_are_reported_with_place_and_hint)
{
    static const struct {
        const char *window, *problem;
    } examples[] = {
        {"timeZone: Europe/Brlin\ninclude: [{rrule: FREQ=DAILY}]",
         "1:11 there is no time zone \"Europe/Brlin\""},
        {"timeZone: ../../../etc/passwd\ninclude: [{rrule: FREQ=DAILY}]",
         "1:11 there is no time zone \"../../../etc/passwd\""},
        {"timeZone: right/Europe/Berlin\ninclude: [{rrule: FREQ=DAILY}]",
         "1:11 there is no time zone \"right/Europe/Berlin\""},
        {"timeZone: localtime\ninclude: [{rrule: FREQ=DAILY}]",
         "1:11 there is no time zone \"localtime\""},
        {"timeZone: UTC", "1:1 the window has no rule"},
        {UTC "{rrule: FREQ=HOURLY}", "2:11 FREQ can't be \"HOURLY\""},
        {UTC "{rrule: 'FREQ=DAILY;BYHOUR=9'}",
         "2:11 a window's rule gives days, so BYHOUR is not allowed"},
        {UTC "{rrule: 'FREQ=DAILY;INTERVAL=70000', start: 2026-01-01}",
         "2:11 INTERVAL can't be \"70000\""},
        {UTC "{rrule: 'FREQ=DAILY;INTERVAL=1x', start: 2026-01-01}",
         "2:11 INTERVAL can't be \"1x\""},
        {UTC "{rrule: 'FREQ=DAILY;UNTIL=2027-12-31'}", "2:11 UNTIL can't be \"2027-12-31\""},
        {UTC "{rrule: 'FREQ=DAILY;UNTIL=20270231'}", "2:11 UNTIL can't be \"20270231\""},
        {UTC "{rrule: 'FREQ=DAILY;BYMONTH=5L'}", "2:11 BYMONTH can't be \"5L\""},
        {UTC "{rrule: 'RRULE:FREQ=DAILY'}",
         "2:11 the part \"RRULE:FREQ\" is unknown or has no value"},
        {UTC "{rrule: 'RSCALE=CHINESE;FREQ=DAILY'}",
         "2:11 the part \"RSCALE\" is unknown or has no value"},
        {UTC "{rrule: 'BYDAY=MO'}", "2:11 the rule has no FREQ"},
        {UTC "{rrule: ''}", "2:11 the rule has no FREQ"},
        {UTC "{rrule: 'FREQ=WEEKLY;BYDAY=MO;BYDAY=TU'}", "2:11 the rule has BYDAY twice"},
        {UTC "{rrule: 'FREQ=WEEKLY;BYDAY=1MO'}",
         "2:11 a numbered day such as 1MO has no meaning in a WEEKLY rule"},
        {UTC "{rrule: FREQ=WEEKLY}", "2:11 the rule needs a first day"},
        {UTC "{rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO'}", "2:11 the rule needs a first day"},
        {UTC "{rrule: 'FREQ=YEARLY;BYMONTHDAY=15'}",
         "2:11 BYMONTHDAY in a YEARLY rule needs BYMONTH"},
        {UTC "{rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'}", "2:11 the rule never matches a day"},
        {UTC "{rrule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'}", "2:11 the rule never matches a day"},
        {UTC "{rrule: 'FREQ=DAILY;COUNT=2;UNTIL=20270101', start: 2026-01-01}",
         "2:11 the rule has both COUNT and UNTIL"},
        {UTC "{rrule: FREQ=DAILY, from: '9:00', to: '17:00'}",
         "2:29 from is not a time of day: \"9:00\""},
        {UTC "{rrule: FREQ=DAILY, from: '09:00', to: '24:01'}",
         "2:42 to is not a time of day: \"24:01\""},
        {UTC "{rrule: FREQ=DAILY, from: '09:00'}", "2:29 from is set, but neither to nor duration"},
        {UTC "{rrule: FREQ=DAILY, to: '17:00', duration: 8h}",
         "2:46 both to: and duration: are set"},
        {UTC "{rrule: FREQ=DAILY, duration: 32d}",
         "2:33 the duration is not between a minute and 31 days"},
        {UTC "{rrule: FREQ=DAILY, end: 2026-01-01}", "2:28 end can't be used with a rule"},
        {UTC "{start: 2026-01-02, end: 2026-01-02}", "2:28 end is not after start"},
        {UTC "{start: 2026-01-02}",
         "2:3 the entry has neither a rule nor a start with either an end or a duration"},
        {UTC "{start: 2026-02-30, end: 2026-03-02}",
         "2:11 start is not a day or time: \"2026-02-30\""},
        {UTC "{start: 1999-02-03, end: 2026-03-02}", "2:11 start is out of range: \"1999-02-03\""},
        {UTC "{rrule: FREQ=DAILY}\nexclude: [{rrule: FREQ=DAILY}]",
         "1:1 the window does not open in its first 10 years"},
        {UTC "{rule: FREQ=DAILY}", "2:4 unknown field \"rule\" in include[0]"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        fixture_scope struct fixture fixture = fixture_open(examples[i].window);
        cr_expect(fixture.window == NULL, "%s", examples[i].window);
        if (fixture.problems.count == 0)
            continue;
        const struct problem *problem = &fixture.problems.items[0];
        char got[400];
        snprintf(got, sizeof got, "%u:%u %s", problem->line, problem->column, problem->message);
        cr_expect_str_eq(got, examples[i].problem, "%s: %s", examples[i].window, got);
        cr_expect_not(text_blank(problem->hint), "%s has no hint", examples[i].window);
    }
}

Test(window, the_number_of_rules_has_a_maximum)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = memory_must(open_memstream(&text, &size));
    fputs("include:\n", out);
    for (int i = 0; i <= WINDOW_RULES_MAX; i++)
        fputs("- {rrule: FREQ=DAILY}\n", out);
    fclose(out);
    fixture_scope struct fixture fixture = fixture_open(text);
    cr_assert_eq(fixture.problems.count, 1);
    cr_expect_eq(fixture.problems.items[0].code, PROBLEM_LIMIT);
    free(text);
}

Test(window, a_moment_is_printed_in_its_time_zone)
{
    char text[WINDOW_WHEN_MAX];
    fixture_scope struct fixture fixture = fixture_open(NEW_YORK "{rrule: FREQ=DAILY}");
    cr_assert(fixture.window != NULL);
    cr_expect_str_eq(window_when(fixture.window, at("2026-12-01T02:05:00Z"), text),
                     "Mon 2026-11-30 21:05 America/New_York");
}
