#include "bind/bind.h"

#include <catch2/catch.hpp>

using namespace offprint;

namespace {

/// Files that stand in a map.
class HeldFiles final : public bind::Files {
public:
    HeldFiles(Sources& sources, std::map<std::string, std::string> files) : sources_(sources), files_(std::move(files)) {}
    std::optional<std::string> find(SourcedText const& path, Diagnostics& diagnostics) override {
        if (files_.contains(path.text)) return path.text;
        diagnostics.error("E320", path.span(), "not found");
        return std::nullopt;
    }
    SourceId load(SourcedText const& path, std::size_t, Diagnostics& diagnostics) override {
        return find(path, diagnostics) ? sources_.add(path.text, files_[path.text]) : 0;
    }

private:
    Sources& sources_;
    std::map<std::string, std::string> files_;
};

/// "line:column:code" of each fault.
std::string codes(std::string const& data) {
    Sources sources;
    Diagnostics faults;
    HeldFiles files(sources, {{"a.csv", "x,y\n1,2\n"}});
    auto const tree = data::parse_yaml(sources, sources.add("data.yaml", data), faults);
    bind::Binder(files, sources).bind(*tree, {}, faults);
    std::string out;
    for (Diagnostic const& fault : faults.items()) {
        Place const place = sources.place(fault.span.source, fault.span.begin);
        out += (out.empty() ? "" : " ") + std::to_string(place.line) + ":" + std::to_string(place.column) + ":" + fault.code;
    }
    return out;
}

}  // namespace

TEST_CASE("A source of data is a file or rows in place, exactly one of them") {
    Sources sources;
    Diagnostics faults;
    HeldFiles files(sources, {{"a.csv", "x,y\n1,2\n"}});
    auto const tree = data::parse_yaml(sources, sources.add("data.yaml", "a: a.csv\nb: {csv: a.csv}\nc: {rows: [{x: 3}]}\n"), faults);
    bind::Tables const tables = bind::load_tables(*tree, files, sources, faults);
    REQUIRE(tables.size() == 3);
    CHECK(tables.at("a").find("y")->cells[0].text == "2");
    CHECK(tables.at("b").find("x")->cells[0].text == "1");
    CHECK(tables.at("c").find("x")->cells[0].text == "3");
    CHECK(faults.items().empty());

    CHECK(codes("[a]\n") == "1:1:E203");
    CHECK(codes("{a: {}}\n") == "1:5:E207");
    CHECK(codes("{a: {csv: a.csv, rows: [{x: 1}]}}\n") == "1:5:E207");
    CHECK(codes("{a: {cvs: x}, b: {csv: none.csv}}\n") == "1:6:E201 1:24:E320");  // the other source is still read
}
