// Reading of every block type: what is taken, and each fault at its line and column of the body.
#include "house.h"

using namespace offprint;
using blocks::test::Built;
using blocks::test::check;

TEST_CASE("hero: key data with a number or words") {
    check({{"- hero:\n", ""},
           {"- hero: {}\n", ""},
           {"- hero: {facts: [{label: A, value: 1}, {label: B, text: b}]}\n", ""},
           {"- hero: {facts: [{label: A}]}\n", "1:18:E207"},
           {"- hero: {facts: [{label: A, value: 1, text: b}]}\n", "1:18:E207"},
           {"- hero: {facts: [{value: 1}]}\n", "1:19:E202"},
           {"- hero: {facts: [{label: A, value: one}]}\n", "1:36:E204"},
           {"- hero: {fact: []}\n", "1:10:E201", "did you mean 'facts'?"},
           {"- hero: text\n", "1:9:E203"}});
}

TEST_CASE("stats: tiles as a list or below 'items'") {
    check({{"- stats: [{label: A, value: 1}]\n", ""},
           {"- stats: {items: [{label: A, text: x}], note: n}\n", ""},
           {"- stats: []\n", "1:10:E202"},
           {"- stats: {note: n}\n", "1:11:E202"},
           {"- stats: [{label: A}]\n", "1:11:E207"},
           {"- stats: [{label: A, value: 1, text: x}]\n", "1:38:E207"},
           {"- stats: [{label: A, value: 1, fromat: x}]\n", "1:32:E201", "did you mean 'format'?"},
           {"- stats: [{label: A, value: 1x}]\n", "1:29:E204"},
           {"- stats: [word]\n", "1:11:E203"},
           {"- stats: word\n", "1:10:E203"}});
}

TEST_CASE("section: a title, and what stands beside it") {
    check({{"- section: {title: T}\n", ""},
           {"- section: {number: \"01\", kicker: K, title: T}\n", ""},
           {"- section: {kicker: K}\n", "1:13:E202"},
           {"- section: {title: T, tilte: U}\n", "1:23:E201", "did you mean 'title'?"},
           {"- section: T\n", "1:12:E203"}});
}

TEST_CASE("prose: text, and only what a report can hold") {
    check({{"- words\n", ""}, {"- prose: words\n", ""}, {"- prose: [a]\n", "1:10:E203"}, {"- prose: {a: b}\n", "1:10:E203"}});
}

TEST_CASE("callout: text or blocks, exactly one of them") {
    check({{"- callout: {text: words}\n", ""},
           {"- callout: {title: T, tone: caution, body: [words, {list: [a]}]}\n", ""},
           {"- callout: {title: T}\n", "1:12:E207"},
           {"- callout: {text: a, body: [b]}\n", "1:28:E207"},
           {"- callout: {text: a, tone: insigt}\n", "1:28:E206", "did you mean 'insight'?"},
           {"- callout: {body: [{calout: {text: a}}]}\n", "1:21:E209", "did you mean 'callout'?"},
           {"- callout: words\n", "1:12:E203"}});
}

TEST_CASE("chart: a known kind with its own keys") {
    check({{"- chart: {kind: bar, title: T, x: [a, b], y: [1, 2]}\n", ""},
           {"- chart: {kind: pie, title: T}\n", "1:17:E601", "kinds: bar, combo, ladder, line"},
           {"- chart: {kind: bra, title: T}\n", "1:17:E601", "did you mean 'bar'?"},
           {"- chart: {kind: bar, x: [a], y: [1]}\n", "1:11:E202"},
           {"- chart: {title: T}\n", "1:11:E202"},
           {"- chart: {kind: bar, title: T, data: nope, x: a, y: b}\n", "1:38:E602"},
           {"- chart: bar\n", "1:10:E203"}});
}

TEST_CASE("cards: a list or below 'items', one to eight columns") {
    check({{"- cards: [{title: A}]\n", ""},
           {"- cards: {title: T, columns: 8, items: [{title: A, kicker: k, text: words}]}\n", ""},
           {"- cards: {columns: 9, items: [{title: A}]}\n", "1:20:E206"},
           {"- cards: {columns: 0, items: [{title: A}]}\n", "1:20:E206"},
           {"- cards: []\n", "1:10:E202"},
           {"- cards: {title: T}\n", "1:11:E202"},
           {"- cards: [{text: a}]\n", "1:12:E202"},
           {"- cards: {items: [{title: A, txt: b}]}\n", "1:30:E201", "did you mean 'text'?"}});
}

TEST_CASE("list: items of one paragraph each") {
    check({{"- list: [a, b]\n", ""},
           {"- list: {items: [a], marks: number}\n", ""},
           {"- list: []\n", "1:9:E202"},
           {"- list: {marks: number}\n", "1:10:E202"},
           {"- list: [a, {b: c}]\n", "1:13:E203"},
           {"- list: {items: [a], marks: square}\n", "1:29:E206"},
           {"- list: [\"a\\n\\nb\"]\n", "1:16:E258"}});
}

TEST_CASE("takeaway: a sentence to remember") {
    check({{"- takeaway: {title: T}\n", ""},
           {"- takeaway: {kicker: K, title: T, text: words}\n", ""},
           {"- takeaway: {text: words}\n", "1:14:E202"},
           {"- takeaway: words\n", "1:13:E203"}});
}

TEST_CASE("disclaimer: takes no keys of its own") {
    check({{"- disclaimer:\n", ""}, {"- disclaimer: {}\n", ""}, {"- disclaimer: words\n", "1:15:E203"}, {"- disclaimer: {text: a}\n", "1:15:E203"}});
}

TEST_CASE("Faults of several blocks are told in one run") {
    Built const built("- section: {}\n- callout: {}\n- list: []\n- stats: [{}]\n");
    CHECK(built.codes() == "1:12:E202 2:12:E207 3:9:E202 4:11:E202");
}
