// Seeded mutations of a small corpus through each parser: at worst a fault, never a crash, and places always inside the source. The same
// entry points stand in tests/fuzz for libFuzzer.
#include <algorithm>
#include <random>

#include "data/number_format.h"
#include "data/table.h"
#include "yaml_testing.h"

using namespace offprint;
using namespace offprint::data;

namespace {

/// Changes, cuts, doubles and mixes bytes.
std::string mutate(std::string text, std::string const& other, std::mt19937& random) {
    constexpr std::string_view kSpecial =
        "[]{},:-?&*!|>'\"%@`#~\\ \t\r\n\0\x80\xEF\xBB\xBF"
        "09ax;.$+";
    for (std::size_t n = 1 + random() % 6; n > 0; --n) {
        std::size_t const at = text.empty() ? 0 : random() % text.size();
        switch (random() % 6) {
            case 0:
                if (!text.empty()) text[at] = static_cast<char>(random() % 256);
                break;
            case 1: text.insert(at, 1, kSpecial[random() % kSpecial.size()]); break;
            case 2: text.erase(at, 1 + random() % 8); break;
            case 3: text.insert(at, text.substr(random() % (text.size() + 1), random() % 32)); break;
            case 4: text.insert(at, other.substr(random() % (other.size() + 1), random() % 32)); break;
            default: text.insert(at, std::string(random() % 5, kSpecial[random() % kSpecial.size()])); break;
        }
    }
    return text;
}

void check_places(Diagnostics const& faults, std::size_t size) {
    for (Diagnostic const& d : faults.items()) {
        CHECK(d.span.begin <= d.span.end);
        CHECK(d.span.end <= size);
        CHECK_FALSE(d.message.empty());
    }
}

/// Every map covers its text; every place lies in the source.
void check_value(Value const& value, std::string_view raw) {
    CHECK(value.span.end <= raw.size());
    std::size_t at = 0;
    for (auto const& p : value.scalar.pieces) {
        CHECK(p.text_begin == at);
        CHECK(p.source_begin + p.source_length <= raw.size());
        if (p.in_step) CHECK(raw.substr(p.source_begin, p.length) == std::string_view(value.scalar.text).substr(p.text_begin, p.length));
        at += p.length;
    }
    if (value.kind == ValueKind::Scalar) CHECK(at == value.scalar.text.size());
    for (Value const& item : value.list) check_value(item, raw);
    for (MapEntry const& entry : value.map) check_value(entry.value, raw);
}

}  // namespace

TEST_CASE("mutated YAML") {
    std::string const corpus[] = {
        "offprint: 1\ntitle: \"a\\nb\"\nauthors: [x, 'y''z']\nbody:\n  - stats:\n      - {label: \"Q1'26\", value: 308.4e6}\n  - |\n    one *two*\n\n    "
        "three\n",
        "a: >-\n  folded\n  é text\n\n   more\nb: |2+\n    x\nc: {d: {e: [f, {g: h}]}}\n? i\n: j\n",
        "\xEF\xBB\xBFk: v\r\nl:\r\n- 1\r\n-\r\n- ~\r\nm: plain\r\n  more\r\n",
    };
    std::mt19937 random(17);
    for (int i = 0; i < 20000; ++i) {
        std::string const text = mutate(corpus[i % 3], corpus[(i + 1) % 3], random);
        INFO(text);
        Parsed const p(text);
        check_places(p.faults, text.size());
        CHECK((p.value.has_value() || p.faults.has_errors()));
        if (p.value) check_value(*p.value, text);
    }
}

TEST_CASE("mutated CSV") {
    std::string const corpus[] = {"year,revenue,eps\n2026E,1.55,3.00\n2027E,2.18,4.20\n", "a,\"b \"\"q\"\"\"\r\n\"x\r\ny\",\r\n"};
    std::mt19937 random(19);
    for (int i = 0; i < 20000; ++i) {
        std::string const text = mutate(corpus[i % 2], corpus[(i + 1) % 2], random);
        INFO(text);
        Sources sources;
        Diagnostics faults;
        auto const table = parse_csv(sources, sources.add("t.csv", text), "t", faults);
        check_places(faults, text.size());
        CHECK(table.has_value() != faults.has_errors());
        if (!table) continue;
        for (Column const& column : table->columns) {
            CHECK(column.cells.size() == table->rows());
            number_cells(column, faults);
        }
        check_places(faults, text.size());
    }
}

TEST_CASE("mutated number formats") {
    std::string const corpus[] = {"#,##0.0;(#,##0.0);\"–\"", "~$0.0a", "+0.0%", "$0.00\"B\"", "0.0,,\\M"};
    std::mt19937 random(23);
    for (int i = 0; i < 10000; ++i) {
        std::string const text = mutate(corpus[i % 5], corpus[(i + 1) % 5], random);
        INFO(text);
        auto const size = static_cast<std::uint32_t>(text.size());
        Diagnostics faults;
        auto const format = parse_number_format(SourcedText(text, 1, {{0, size, 0, size, true}}), faults);
        check_places(faults, text.size());
        CHECK(format.has_value() != faults.has_errors());
        if (!format) continue;
        for (Decimal const value : {Decimal{0, 0}, Decimal{-5, -3}, Decimal{123456789, 3}, Decimal{-1, 400}}) {
            std::string const shown = format_number(value, *format, number_locale("fr"));
            CHECK(shown.size() < 1500);
        }
    }
}
