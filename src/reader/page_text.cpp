#include "reader/page_text.h"

#include <algorithm>
#include <memory>
#include <set>

#include "base/utf8.h"
#include "reader/attachments.h"
#include "reader/parser.h"

namespace offprint::reader {
namespace {

constexpr std::size_t kMostPages = 1'000'000;
constexpr std::size_t kMostOperands = 1024;

/// Codes that a CMap allows: as many bytes, each of them in its range (ISO 32000-1, 9.7.6.2).
struct Codespace {
    std::string low, high;
    bool holds(std::string_view bytes) const {
        if (bytes.size() < low.size()) return false;
        for (std::size_t i = 0; i < low.size(); ++i) {
            auto const byte = [&](std::string_view of) { return static_cast<unsigned char>(of[i]); };
            if (byte(bytes) < byte(low) || byte(bytes) > byte(high)) return false;
        }
        return true;
    }
};

/// Codes to UTF-8.
struct CodeMap {
    std::vector<Codespace> spaces;
    std::map<std::uint32_t, std::string> texts;

    /// Length of the code at the beginning of a text; where there is none, that of the shortest.
    std::size_t length(std::string_view bytes) const {
        std::size_t shortest = 2;
        for (Codespace const& space : spaces) {
            if (space.holds(bytes)) return space.low.size();
            shortest = std::min(shortest, space.low.size());
        }
        return std::min(shortest, bytes.size());
    }
};

std::uint32_t code_of(std::string_view bytes) {
    std::uint32_t code = 0;
    for (char const c : bytes.substr(0, 4)) code = (code << 8) | static_cast<unsigned char>(c);
    return code;
}

/// Calls `use(operator, operands)` for every operator of a content stream or CMap; what is neither is passed over.
template <class Use>
void each_operator(std::string_view content, Use const& use) {
    Parser parser(content);
    std::vector<Object> operands;
    while (!parser.at_end()) {
        std::size_t const before = parser.at();
        if (std::optional<Object> value = parser.value()) {
            if (operands.size() < kMostOperands) operands.push_back(std::move(*value));
            continue;
        }
        parser = Parser(content, before);
        std::string_view const word = parser.operator_word();
        use(word, operands);
        operands.clear();
        parser.skip_blanks();
        if (word.empty() && !parser.at_end()) parser = Parser(content, parser.at() + 1);
    }
}

/// The bfchar and bfrange entries of a ToUnicode CMap (ISO 32000-1, 9.10.3).
CodeMap read_to_unicode(std::string_view cmap) {
    CodeMap map;
    each_operator(cmap, [&](std::string_view word, std::vector<Object> const& operands) {
        if (word == "endcodespacerange") {
            for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
                Codespace space{operands[i].text, operands[i + 1].text};
                if (!space.low.empty() && space.low.size() <= 4 && space.low.size() == space.high.size()) map.spaces.push_back(std::move(space));
            }
        } else if (word == "endbfchar") {
            for (std::size_t i = 0; i + 1 < operands.size(); i += 2) map.texts[code_of(operands[i].text)] = text_of("\xFE\xFF" + operands[i + 1].text);
        } else if (word == "endbfrange") {
            for (std::size_t i = 0; i + 2 < operands.size(); i += 3) {
                std::uint32_t const first = code_of(operands[i].text), last = code_of(operands[i + 1].text);
                std::string target = operands[i + 2].text;
                for (std::uint32_t code = first; code <= last && code - first < 256; ++code) {
                    bool const listed = operands[i + 2].is(Object::Kind::Array);
                    if (listed && code - first >= operands[i + 2].items.size()) break;
                    map.texts[code] = text_of("\xFE\xFF" + (listed ? operands[i + 2].items[code - first].text : target));
                    if (!target.empty()) ++target.back();
                }
            }
        }
    });
    return map;
}

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
            if (auto const cmap = file_.decoded(file_.at(file_.at(fonts_, name), "ToUnicode"), error)) it->second = read_to_unicode(*cmap);
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
