#include "reader/page_text.h"

#include <algorithm>
#include <memory>
#include <set>

#include "base/utf8.h"
#include "reader/code_map.h"
#include "reader/content.h"

namespace offprint::reader {
namespace {

constexpr std::size_t kMostPages = 1'000'000;
/// Runs over a page's content and gathers what it shows.
class TextGatherer {
public:
    TextGatherer(File const& file, Object const& page) : file_(file), fonts_(file.at(file.at(page, "Resources"), "Font")) {}

    std::vector<MarkedText> run(std::string_view content) {
        each_operator(content, [this](std::string_view word, std::vector<Object> const& operands) { use(word, operands); });
        return std::move(texts_);
    }

private:
    void use(std::string_view word, std::vector<Object> const& operands) {
        if (word == "BDC" || word == "BMC") {
            Object const& mark = operands.size() == 2 ? operands[1]["MCID"] : file_.resolve({});
            open_.push_back(mark.is(Object::Kind::Integer) ? mark.integer : -1);
            if (open_.back() >= 0 || open_.size() == 1) texts_.push_back({open_.back(), {}});
        } else if (word == "EMC" && !open_.empty()) {
            open_.pop_back();
        } else if (word == "Tf" && operands.size() == 2) {
            font_ = &map_of(operands[0].text);
        } else if (word == "Tj" || word == "TJ" || word == "'" || word == "\"") {
            if (!operands.empty()) show(operands.back());
        }
    }

    void show(Object const& shown) {
        if (texts_.empty()) texts_.push_back({});
        if (shown.is(Object::Kind::Array)) {
            for (Object const& item : shown.items) show(item);
        } else if (shown.is(Object::Kind::String) && font_ != nullptr) {
            for (std::string_view rest = shown.text; !rest.empty();) {
                std::string_view const code = rest.substr(0, font_->length(rest));
                rest.remove_prefix(code.size());
                if (auto const it = font_->texts.find(code_of(code)); it != font_->texts.end()) texts_.back().text += it->second;
            }
        }
    }

    CodeMap const& map_of(std::string const& name) {
        auto const [it, is_new] = maps_.try_emplace(name);
        std::string error;
        if (is_new)
            if (auto const cmap = file_.decoded(file_.at(file_.at(fonts_, name), "ToUnicode"), error)) it->second = read_code_map(*cmap);
        return it->second;
    }

    File const& file_;
    Object const& fonts_;
    std::map<std::string, CodeMap> maps_;
    CodeMap const* font_ = nullptr;
    std::vector<std::int64_t> open_;
    std::vector<MarkedText> texts_;
};

}  // namespace

std::optional<std::vector<Object const*>> pages(File const& file, std::string& error) {
    std::vector<Object const*> out, open{&file.at(file.at(file.trailer(), "Root"), "Pages")};
    std::set<Object const*> seen;
    while (!open.empty()) {
        Object const* const node = open.back();
        open.pop_back();
        if (!node->is_dictionary() || !seen.insert(node).second || seen.size() > kMostPages) return error = "the tree of pages is damaged", std::nullopt;
        if (!(*node)["Type"].is_name("Pages")) {
            out.push_back(node);
            continue;
        }
        Object const& kids = file.at(*node, "Kids");
        for (std::size_t i = kids.items.size(); i-- > 0;) open.push_back(&file.resolve(kids.items[i]));
    }
    return out;
}

std::optional<std::vector<MarkedText>> marked_texts(File const& file, Object const& page, std::string& error) {
    std::optional<std::string> const content = file.decoded(file.at(page, "Contents"), error);
    if (!content) return std::nullopt;
    return TextGatherer(file, page).run(*content);
}

}  // namespace offprint::reader
