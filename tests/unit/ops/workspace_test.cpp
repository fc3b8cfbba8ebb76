#include "ops/workspace.h"

#include "scratch.h"

using namespace offprint;
using namespace offprint::ops;
using offprint::ops::test::codes_of;
using offprint::ops::test::Scratch;

namespace {

struct Opened {
    Sources sources;
    Diagnostics faults;
    Workspace workspace;
    explicit Opened(std::string const& article) : workspace(open_workspace(article, sources, faults)) {}

    std::optional<std::string> resolve(std::string const& path) {
        auto const length = static_cast<std::uint32_t>(path.size());
        return resolve_path(workspace, SourcedText(path, sources.add("a.yaml", path), {{0, length, 0, length, true}}), faults);
    }
};

}  // namespace

TEST_CASE("The root is the nearest folder above with a workspace file") {
    Scratch const scratch;
    scratch.file("offprint.yaml", "workspace: 1\nlayout: outer\n");
    scratch.file("desk/offprint.yaml", "workspace: 1\nlayout: inner\nfonts: [type, ../shared]\n");
    Opened const inner(scratch.file("desk/notes/a.yaml")), outer(scratch.file("other/deep/a.yaml"));
    CHECK(inner.workspace.root == scratch.at("desk"));
    CHECK(inner.workspace.article_folder == scratch.at("desk/notes"));
    CHECK(inner.workspace.default_layout == "inner");
    CHECK(inner.workspace.font_folders == std::vector<std::string>{scratch.at("desk/type"), scratch.at("desk/../shared")});
    CHECK(outer.workspace.root == scratch.path().string());
    CHECK(outer.workspace.default_layout == "outer");
    CHECK(codes_of(inner.faults).empty());
}

TEST_CASE("Without a workspace file the article's own folder is the root") {
    Scratch const scratch;
    Opened const opened(scratch.file("notes/a.yaml"));
    CHECK(opened.workspace.root == scratch.at("notes"));
    CHECK(opened.workspace.default_layout.empty());
}

TEST_CASE("An article that is itself called offprint.yaml is no workspace file") {
    Scratch const scratch;
    scratch.file("offprint.yaml", "workspace: 1\n");
    Opened const opened(scratch.file("notes/offprint.yaml", "offprint: 1\n"));
    CHECK(opened.workspace.root == scratch.path().string());
    CHECK(codes_of(opened.faults).empty());
}

TEST_CASE("A damaged workspace file is told") {
    Scratch const scratch;
    scratch.file("offprint.yaml", "workspace: 1\nlayuot: x\n");
    Opened const opened(scratch.file("a.yaml"));
    CHECK(codes_of(opened.faults) == "E201");
    CHECK(opened.workspace.root == scratch.path().string());
}

TEST_CASE("A path is looked for from the article's folder, then from the root") {
    Scratch const scratch;
    scratch.file("offprint.yaml", "workspace: 1\n");
    scratch.file("data/both.csv");
    scratch.file("data/root.csv");
    scratch.file("notes/data/both.csv");
    Opened opened(scratch.file("notes/a.yaml"));
    CHECK(opened.resolve("data/both.csv") == scratch.at("notes/data/both.csv"));
    CHECK(opened.resolve("data/root.csv") == scratch.at("data/root.csv"));
    CHECK(opened.resolve("../data/both.csv") == scratch.at("data/both.csv"));
    CHECK(opened.resolve("./data/../data/root.csv") == scratch.at("data/root.csv"));
    CHECK(codes_of(opened.faults).empty());
    CHECK_FALSE(opened.resolve("data/none.csv"));
    CHECK(codes_of(opened.faults) == "E320");
}

TEST_CASE("No path leads out of the root") {
    Scratch const scratch;
    scratch.file("secret.csv");
    scratch.file("rooted/secret.csv");
    scratch.file("root/offprint.yaml", "workspace: 1\n");
    scratch.file("root/in.csv");
    std::filesystem::create_symlink(scratch.at("secret.csv"), scratch.at("root/link.csv"));
    std::filesystem::create_directory_symlink(scratch.path(), scratch.at("root/up"));
    std::filesystem::create_symlink(scratch.at("root/in.csv"), scratch.at("root/inside.csv"));
    std::string const article = scratch.file("root/notes/a.yaml");
    for (std::string const& path :
         {std::string("../../secret.csv"), std::string("../../rooted/secret.csv"), std::string("../link.csv"), std::string("link.csv"),
          std::string("up/secret.csv"), std::string("x/../../../secret.csv"), scratch.at("root/in.csv"), std::string("/etc/passwd")}) {
        Opened opened(article);
        INFO(path);
        CHECK_FALSE(opened.resolve(path));
        CHECK(codes_of(opened.faults) == "E321");
    }
    Opened opened(article);
    CHECK(opened.resolve("inside.csv") == scratch.at("root/in.csv"));  // a link inside the root is followed
    CHECK_FALSE(opened.resolve(""));
    CHECK_FALSE(opened.resolve(std::string("a\0b", 3)));
    CHECK(codes_of(opened.faults) == "E320 E320");
}

TEST_CASE("Layouts are looked up in the workspace, then among the program's own") {
    Scratch const scratch;
    scratch.file("offprint.yaml", "workspace: 1\n");
    scratch.file("layouts/house.yaml", "layout: house\n");
    scratch.file("layouts/classic-note.yaml", "layout: mine\n");
    scratch.file("layouts/legal/std.yaml");
    Opened opened(scratch.file("a.yaml"));
    LayoutFinder finder(opened.workspace, test::kShare, opened.sources, opened.faults);
    auto text = [&](std::string const& name) {
        SourceId const id = finder.load(name, {});
        return id == 0 ? std::string() : std::string(opened.sources.text(id)).substr(0, 12);
    };
    CHECK(text("house") == "layout: hous");
    CHECK(text("classic-note") == "layout: mine");
    CHECK_FALSE(text("conviction-note").empty());
    CHECK_FALSE(text("tokens/house").empty());
    CHECK(codes_of(opened.faults).empty());
    for (char const* name : {"../a", "hous", "a/../../x", "", "no such"}) {
        INFO(name);
        CHECK(finder.load(name, {}) == 0);
    }
    CHECK(opened.faults.error_count() >= 4);
    bool offered = false;
    for (Diagnostic const& d : opened.faults.items()) offered |= !d.hints.empty() && d.hints[0] == "did you mean 'house'?";
    CHECK(offered);
    CHECK(finder.clause_paths("legal", "std") == std::vector<std::string>{scratch.at("layouts/legal/std.yaml")});
    CHECK(finder.clause_paths("clauses", "goai-standard").size() == 1);
    CHECK(finder.clause_paths("clauses", "us-finra/ratings").size() == 1);
    for (char const* id : {"none", "../house", "", ".", "legal/std", "us-finra/../std", "a/b/c", "std@1", "/std", "std/"})
        CHECK(finder.clause_paths("legal", id).empty());
    scratch.file("layouts/legal/eu/x@10.yaml", "");
    scratch.file("layouts/legal/eu/x@9.yaml", "");
    scratch.file("layouts/legal/eu/x@nine.yaml", "");
    scratch.file("layouts/legal/eu/xy.yaml", "");
    CHECK(finder.clause_paths("legal", "eu/x") == std::vector<std::string>{scratch.at("layouts/legal/eu/x@9.yaml"), scratch.at("layouts/legal/eu/x@10.yaml")});
}

TEST_CASE("Paths are shown as a person would type them") {
    std::string const here = std::filesystem::current_path().string();
    CHECK(shown_path(here + "/a/b.yaml") == "a/b.yaml");
    CHECK(shown_path("/no/such/place") == "/no/such/place");
    CHECK(shown_path("a.yaml") == "a.yaml");
}
