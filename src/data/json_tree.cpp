#include "data/json_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "data/bytes_check.h"

namespace offprint::data {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLinearKeys = 16;

/// Builds the tree from the events of the parser. The parser tells no places, so a cursor walks the text beside it, token by token; what it walks over is
/// well-formed, since the parser has read it.
class TreeMaker final : public nlohmann::json_sax<Json> {
public:
    TreeMaker(std::string_view text, std::size_t from, SourceId source, JsonLimits const& limits, Diagnostics& diagnostics)
        : text_(text), source_(source), limits_(limits), diagnostics_(diagnostics), at_(from) {}

    bool fine() const { return fine_; }
    Value take_root() { return std::move(root_); }

    bool null() override {
        Value value;
        value.span = word();
        return attach(std::move(value));
    }
    bool boolean(bool) override { return scalar(word()); }
    bool number_integer(number_integer_t) override { return scalar(word()); }
    bool number_unsigned(number_unsigned_t) override { return scalar(word()); }
    bool number_float(number_float_t, string_t const&) override { return scalar(word()); }
    bool string(string_t& text) override {
        auto words = string_token(text);
        if (!words) return false;
        Value value;
        value.kind = ValueKind::Scalar;
        value.quoted = true;
        value.span = last_;
        value.scalar = std::move(*words);
        return attach(std::move(value));
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(ValueKind::Map); }
    bool start_array(std::size_t) override { return open(ValueKind::List); }
    bool end_object() override { return close('}'); }
    bool end_array() override { return close(']'); }

    bool key(string_t& text) override {
        auto words = string_token(text);
        if (!words) return false;
        Frame& frame = stack_.back();
        std::vector<MapEntry> const& entries = frame.value.map;
        MapEntry const* first = nullptr;
        if (entries.size() <= kLinearKeys || frame.keys.contains(words->text)) {
            auto const it = std::find_if(entries.begin(), entries.end(), [&](MapEntry const& entry) { return entry.key.text == words->text; });
            if (it != entries.end()) first = &*it;
        }
        if (first != nullptr) {
            fault("E344", last_, fmt::format("the key '{}' stands twice in this object", shown(words->text)), "delete one of the two")
                .notes.push_back({first->key.span(), "the first stands here"});
        }
        if (entries.size() == kLinearKeys)
            for (MapEntry const& entry : entries) frame.keys.insert(entry.key.text);
        if (entries.size() >= kLinearKeys) frame.keys.insert(words->text);
        frame.drop = first != nullptr;
        frame.key = std::move(*words);
        return true;
    }

    bool parse_error(std::size_t position, std::string const& token, Json::exception const&) override {
        // The parser counts the byte at which it stopped from 1, and from where it began.
        std::size_t const at = std::min(position > 0 ? begin_of_text() + position - 1 : 0, text_.size());
        bool const ended = at >= text_.size();
        fault("E344", place(at, std::min(at + 1, text_.size())),
              ended ? std::string("the JSON text ends too early") : fmt::format("this is no JSON: '{}'", printable(token)),
              ended ? "a bracket, a brace or a quote is not closed" : "");
        return false;
    }

private:
    struct Frame {
        Value value;
        SourcedText key;
        bool drop = false;
        std::unordered_set<std::string> keys{};
    };

    std::size_t begin_of_text() const { return bom_length(text_); }
    static std::string shown(std::string const& text) { return text.size() <= 60 ? text : "…"; }
    static std::string printable(std::string const& token) {
        std::string out;
        for (char const c : token.substr(0, 30))
            if (static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F) out += c;
        return out;
    }

    Span place(std::size_t begin, std::size_t end) const { return {source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}; }

    Diagnostic& fault(char const* code, Span span, std::string message, std::string hint = {}) {
        fine_ = false;
        return diagnostics_.error(code, span, std::move(message), std::move(hint));
    }

    void skip_to_token() { at_ = std::min(text_.find_first_not_of(" \t\r\n,:", at_), text_.size()); }

    /// A number or a name.
    Span word() {
        skip_to_token();
        std::size_t const begin = at_;
        at_ = std::min(text_.find_first_of(" \t\r\n,:]}", at_), text_.size());
        return last_ = place(begin, at_);
    }

    std::optional<SourcedText> string_token(std::string const& said) {
        skip_to_token();
        std::size_t const begin = at_++;
        bool escaped = false;
        while (at_ < text_.size() && text_[at_] != '"') {
            escaped = escaped || text_[at_] == '\\';
            at_ += text_[at_] == '\\' ? 2 : 1;
        }
        at_ = std::min(at_ + 1, text_.size());
        last_ = place(begin, at_);
        for (char const c : said) {
            if (!is_control(static_cast<unsigned char>(c)) && (c != '\r' || !escaped)) continue;
            fault("E102", last_, fmt::format("control character U+{:04X} cannot stand in a text", static_cast<unsigned char>(c)), "delete it");
            return std::nullopt;
        }
        auto const length = static_cast<std::uint32_t>(said.size()), from = static_cast<std::uint32_t>(begin + 1);
        auto const written = static_cast<std::uint32_t>(at_ - begin - 2);
        return SourcedText(said, source_, {{0, length, from, written, !escaped}});
    }

    bool scalar(Span span) {
        Value value;
        value.kind = ValueKind::Scalar;
        value.span = span;
        std::uint32_t const length = span.end - span.begin;
        value.scalar = SourcedText(std::string(text_.substr(span.begin, length)), source_, {{0, length, span.begin, length, true}});
        return attach(std::move(value));
    }

    bool counted(Span span) {
        if (++values_ <= limits_.values) return true;
        fault("E111", span, fmt::format("the file holds more than {} values", limits_.values));
        return false;
    }

    bool open(ValueKind kind) {
        skip_to_token();
        Span const span = place(at_, at_ + 1);
        if (stack_.size() >= limits_.depth) {
            fault("E110", span, fmt::format("lists and objects are nested more than {} deep", limits_.depth));
            return false;
        }
        ++at_;
        if (!counted(span)) return false;
        Frame& frame = stack_.emplace_back();
        frame.value.kind = kind;
        frame.value.span = span;
        return true;
    }

    bool close(char bracket) {
        at_ = std::min(text_.find(bracket, at_), text_.size() - 1) + 1;
        Value value = std::move(stack_.back().value);
        stack_.pop_back();
        value.span.end = static_cast<std::uint32_t>(at_);
        return place_in(std::move(value));
    }

    bool attach(Value value) { return counted(value.span) && place_in(std::move(value)); }

    bool place_in(Value value) {
        if (stack_.empty()) {
            root_ = std::move(value);
            return true;
        }
        Frame& frame = stack_.back();
        if (frame.value.kind == ValueKind::List)
            frame.value.list.push_back(std::move(value));
        else if (!frame.drop)
            frame.value.map.push_back({std::move(frame.key), std::move(value)});
        return true;
    }

    std::string_view text_;
    SourceId source_;
    JsonLimits const& limits_;
    Diagnostics& diagnostics_;
    std::size_t at_, values_ = 0;
    Span last_;
    std::vector<Frame> stack_;
    Value root_;
    bool fine_ = true;
};

}  // namespace

std::optional<Value> parse_json(Sources const& sources, SourceId source, Diagnostics& diagnostics, JsonLimits const& limits) {
    if (!check_bytes(sources, source, limits.bytes, diagnostics)) return std::nullopt;
    std::string_view const text = sources.text(source);
    std::size_t const from = bom_length(text);
    TreeMaker maker(text, from, source, limits, diagnostics);
    bool const read = Json::sax_parse(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), &maker);
    return read && maker.fine() ? std::optional(maker.take_root()) : std::nullopt;
}

Value const* find_pointer(Value const& root, SourcedText const& pointer, Diagnostics& diagnostics) {
    std::string_view const all = pointer.text;
    Value const* value = &root;
    auto const lost = [&](std::size_t begin, std::size_t end, std::string message, std::string hint) -> Value const* {
        diagnostics.error("E345", pointer.span(begin, end), std::move(message), std::move(hint))
            .notes.push_back({{value->span.source, value->span.begin, value->span.begin + 1}, "it is looked for here"});
        return nullptr;
    };
    if (!all.empty() && all.front() != '/') return lost(0, all.size(), fmt::format("'{}' is no JSON pointer", all.substr(0, 60)), "write /clients/0/holdings");
    for (std::size_t at = 0; at < all.size();) {
        std::size_t const end = std::min(all.find('/', at + 1), all.size());
        std::string part;
        for (std::size_t i = at + 1; i < end; ++i) {
            if (all[i] != '~') {
                part += all[i];
                continue;
            }
            char const next = i + 1 < end ? all[++i] : '\0';
            if (next != '0' && next != '1') return lost(at, end, "'~' stands before neither 0 nor 1", "'~0' is a tilde, '~1' a slash");
            part += next == '0' ? '~' : '/';
        }
        Value const* next = nullptr;
        if (value->kind == ValueKind::Map) {
            next = value->find(part);
            if (next == nullptr) {
                std::vector<std::string_view> names;
                for (MapEntry const& entry : value->map) names.push_back(entry.key.text);
                std::string_view const meant = names.size() <= 1000 ? did_you_mean(part, names) : std::string_view{};
                return lost(at, end, fmt::format("there is no key '{}'", part.substr(0, 60)),
                            meant.empty() ? std::string{} : fmt::format("did you mean '{}'?", meant));
            }
        } else if (value->kind == ValueKind::List) {
            bool const number = !part.empty() && part.size() <= 9 && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
                                (part.size() == 1 || part[0] != '0');
            std::size_t const index = number ? std::stoul(part) : 0;
            if (!number || index >= value->list.size())
                return lost(at, end, fmt::format("there is no item '{}' in a list of {}", part.substr(0, 60), value->list.size()), "items are counted from 0");
            next = &value->list[index];
        } else {
            return lost(at, end, "the pointer goes on below a single value", {});
        }
        value = next;
        at = end;
    }
    return value;
}

}  // namespace offprint::data
