#include "ops/fonts.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "data/record.h"
#include "fmt/format.h"
#include "ops/workspace.h"

namespace offprint::ops {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kStyles[] = {"normal", "italic"};
constexpr data::Field kFontFields[] = {
    {"family", data::Kind::Text, data::Required::Yes, "Family name."},     {"weight", data::Kind::Integer, data::Required::Yes, "100 to 900."},
    {"style", data::Kind::Choice, data::Required::No, "Slant.", kStyles},  {"file", data::Kind::Text, data::Required::Yes, "File below the folder."},
    {"sha256", data::Kind::Text, data::Required::No, "Hash of the file."},
};

/// Without a manifest every font file is opened and asked what it is.
void add_loose_fonts(text::FontCatalog& catalog, std::string const& folder, Diagnostics& diagnostics) {
    std::error_code failed;
    std::vector<std::string> files;
    for (auto it = fs::directory_iterator(folder, failed); !failed && it != fs::directory_iterator(); it.increment(failed)) {
        std::string const extension = it->path().extension().string();
        if (extension == ".ttf" || extension == ".otf") files.push_back(it->path().string());
    }
    if (failed) {
        diagnostics.error("E404", {}, fmt::format("font folder '{}' cannot be read", folder));
        return;
    }
    std::sort(files.begin(), files.end());
    for (std::string const& file : files) {
        std::string error;
        text::FontPtr const face = text::FontFace::open(file, error);
        if (face == nullptr) {
            diagnostics.warning("E404", {}, fmt::format("font '{}' is left out: {}", shown_path(file), error));
            continue;
        }
        catalog.add({face->family_name(), face->metrics().weight, face->metrics().italic_angle_thousandths != 0, file, {}});
    }
}

}  // namespace

void add_fonts(text::FontCatalog& catalog, std::string const& folder, Sources& sources, Diagnostics& diagnostics) {
    std::string const path = folder + "/manifest.yaml";
    std::error_code failed;
    if (!fs::exists(path, failed)) {
        add_loose_fonts(catalog, folder, diagnostics);
        return;
    }
    std::string error;
    auto bytes = read_file(path, 4u << 20, error);
    if (!bytes) {
        diagnostics.error("E404", {}, fmt::format("{}: {}", shown_path(path), error));
        return;
    }
    SourceId const source = sources.add(shown_path(path), std::move(*bytes));
    auto const value = data::parse_yaml(sources, source, diagnostics);
    if (!value) return;
    data::Value const* fonts = value->find("fonts");
    if (fonts == nullptr || fonts->kind != data::ValueKind::List) {
        diagnostics.error("E404", value->span, "a font manifest needs a list 'fonts'");
        return;
    }
    for (data::Value const& item : fonts->list) {
        data::Record const r(item, kFontFields, "a font", diagnostics);
        if (!r.valid()) continue;
        catalog.add({r.string("family"), static_cast<int>(*r.integer("weight")), r.choice("style").value_or(0) == 1, folder + "/" + r.string("file"),
                     r.string("sha256")});
    }
}

}  // namespace offprint::ops
