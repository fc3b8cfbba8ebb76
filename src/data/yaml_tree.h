// The tree of values, built from yaml-cpp's events. Only for yaml.cpp.
#pragma once
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "data/bytes_check.h"
#include "data/value.h"
#include "data/yaml_scalar.h"

namespace offprint::data {

/// One scalar; yaml-cpp takes 0.13 s for each MB of a text.
inline constexpr std::size_t kScalarLimit = 1u << 20;
/// Maps with more keys than this find duplicates through a set.
inline constexpr std::size_t kLinearKeys = 16;

/// Thrown by the handler to leave yaml-cpp once a limit is spent; the fault is reported before.
struct Stop {};
/// Thrown to leave it at the place where another builder's items follow.
struct TailReached {};

/// Builds the tree from yaml-cpp's events. Marks of Debian's 0.7 count bytes after the byte order mark.
class TreeBuilder final : public YAML::EventHandler {
public:
    /// `raw` is the whole text of the source; yaml-cpp is given what begins at byte `from` of it.
    TreeBuilder(std::string_view raw, std::size_t from, SourceId source, YamlLimits const& limits, Diagnostics& diagnostics)
        : raw_(raw), from_(from), source_(source), limits_(limits), diagnostics_(diagnostics) {}

    Value take_root() { return std::move(root_); }
    std::size_t offset(YAML::Mark const& mark) const { return std::min(raw_.size(), from_ + static_cast<std::size_t>(std::max(mark.pos, 0))); }

    /// Leaves yaml-cpp (TailReached) when an item of a block list that is a value of the root map starts at this byte.
    void stop_at(std::size_t item) { tail_ = item; }
    /// After that: takes over the items of a builder whose text, a list alone, began with that item. False if they are too many.
    bool append_tail(TreeBuilder& tail) {
        nodes_ += tail.nodes_;
        if (tail.root_.kind != ValueKind::List || nodes_ > limits_.nodes) return false;
        std::vector<Value>& items = stack_.back().value.list;
        std::move(tail.root_.list.begin(), tail.root_.list.end(), std::back_inserter(items));
        last_end_ = tail.last_end_;
        close();
        close();
        return true;
    }

    void OnDocumentStart(YAML::Mark const& mark) override {
        if (!started_) {
            started_ = true;
            return;
        }
        diagnostics_.error("E109", word_at(offset(mark)), "a second document starts here; a file holds one", "delete the '---', or make two files");
        throw Stop{};
    }
    void OnDocumentEnd() override {}

    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
        count(mark);
        if (ignored_depth_ > 0) return;
        std::size_t const at = offset(mark);
        check_properties(at, anchor, "?");
        std::size_t const length = null_word(at);
        if (!stack_.empty() && stack_.back().expects_key()) {
            if (length == 0) {
                diagnostics_.error("E113", point(at), "a key is missing before ':'");
                return begin_entry(SourcedText{}, true);
            }
            auto const begin = static_cast<std::uint32_t>(at), size = static_cast<std::uint32_t>(length);
            return take_key(SourcedText(std::string(raw_.substr(at, length)), source_, {{0, size, begin, size, true}}));
        }
        Value value;
        // Nothing written: the place is the end of what stands before (yaml-cpp marks what comes next).
        value.span = length > 0 ? Span{source_, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + length)} : Span{source_, last_end_, last_end_};
        attach(std::move(value));
    }

    void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override {
        count(mark);
        if (ignored_depth_ > 0) return;
        Span const place = word_at(offset(mark));
        diagnostics_.error("E106", place, "aliases are not allowed", "write the value out; a text that starts with '*' goes in quotes");
        if (!stack_.empty() && stack_.back().expects_key()) return begin_entry(SourcedText{}, true);
        Value value;
        value.span = place;
        attach(std::move(value));
    }

    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor, std::string const& text) override {
        leave_at_tail(mark);
        count(mark);
        if (ignored_depth_ > 0) return;
        std::size_t const at = offset(mark);
        if (text.size() > kScalarLimit) {
            diagnostics_.error("E114", point(at), fmt::format("a text of {} bytes; the limit is {}", text.size(), kScalarLimit));
            throw Stop{};
        }
        check_properties(at, anchor, tag);
        bool const plain = tag == "?";
        ScalarMap map = map_scalar(raw_, at, plain, text, parent_indent());
        if (!map.closed) diagnostics_.error("E104", point(at), "a quoted text is not closed before the end of the file", "add the second quote");
        Value value;
        value.kind = ValueKind::Scalar;
        value.span = {source_, map.begin, map.end};
        value.quoted = !plain;
        value.scalar = SourcedText(text, source_, std::move(map.pieces));
        check_controls(value.scalar);
        if (stack_.empty() || !stack_.back().expects_key()) return attach(std::move(value));
        last_end_ = map.end;
        bool const merge = plain && text == "<<";
        if (merge) diagnostics_.error("E108", value.span, "merge keys ('<<') are not allowed", "write the keys out");
        if (merge) return begin_entry(std::move(value.scalar), true);
        take_key(std::move(value.scalar));
    }

    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override {
        open(mark, tag, anchor, style, ValueKind::List);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override {
        open(mark, tag, anchor, style, ValueKind::Map);
    }
    void OnMapEnd() override { close(); }

private:
    /// A list or map that is not closed yet.
    struct Frame {
        Value value;
        bool flow = false;
        int column = 0;
        bool has_key = false, drop = false;  // Map: a key waits for its value; that pair is not kept
        SourcedText key;
        std::unordered_set<std::string> keys{};
        bool expects_key() const { return value.kind == ValueKind::Map && !has_key; }
    };

    Span point(std::size_t at) const { return {source_, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(std::min(at + 1, raw_.size()))}; }
    /// From a byte to the next blank or structure character.
    Span word_at(std::size_t at) const {
        std::size_t const end = std::min(raw_.find_first_of(" \t\r\n,[]{}", at), raw_.size());
        return end > at ? Span{source_, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)} : point(at);
    }

    void leave_at_tail(YAML::Mark const& mark) const {
        if (stack_.size() == 2 && stack_.back().value.kind == ValueKind::List && !stack_.back().flow && offset(mark) == tail_) throw TailReached{};
    }

    void count(YAML::Mark const& mark) {
        if (++nodes_ <= limits_.nodes) return;
        diagnostics_.error("E111", point(offset(mark)), fmt::format("the file holds more than {} values", limits_.nodes));
        throw Stop{};
    }

    /// Anchors and tags, which `yaml-cpp` marks as the start of their node.
    void check_properties(std::size_t at, YAML::anchor_t anchor, std::string const& tag) {
        if (anchor != 0) diagnostics_.error("E106", word_at(at), "anchors are not allowed", "a text that starts with '&' goes in quotes");
        bool const tagged = tag != "?" && tag != "!" && !tag.empty();
        if (tagged || (anchor == 0 && at < raw_.size() && raw_[at] == '!')) {
            diagnostics_.error("E107", word_at(at), "tags are not allowed", "delete it; a text that starts with '!' goes in quotes");
        }
    }

    /// Controls that an escape such as "\0" made; written ones are refused before.
    void check_controls(SourcedText const& text) {
        for (std::size_t i = 0; i < text.text.size(); ++i) {
            auto const c = static_cast<unsigned char>(text.text[i]);
            if (!is_control(c) && c != '\r') continue;
            diagnostics_.error("E102", text.span(i, i + 1), fmt::format("control character U+{:04X} cannot stand in a text", c), "delete it");
            return;
        }
    }

    /// Length of a written null at an offset; a word that goes on or that is a key is none.
    std::size_t null_word(std::size_t at) const {
        for (std::string_view const word : {"~", "null", "Null", "NULL"}) {
            if (!raw_.substr(at).starts_with(word)) continue;
            std::size_t const end = at + word.size();
            if (end < raw_.size() && std::string_view(" \t\r\n,]}:").find(raw_[end]) == std::string_view::npos) continue;
            std::size_t const next = std::min(raw_.find_first_not_of(" \t", end), raw_.size());
            bool const is_key = next < raw_.size() && raw_[next] == ':';
            bool const key_wanted = !stack_.empty() && stack_.back().expects_key();
            return is_key == key_wanted ? word.size() : 0;
        }
        return 0;
    }

    int parent_indent() const { return stack_.empty() || stack_.back().flow ? -1 : stack_.back().column; }

    void take_key(SourcedText key) {
        Frame& frame = stack_.back();
        MapEntry const* first = nullptr;
        auto& entries = frame.value.map;
        if (entries.size() <= kLinearKeys || frame.keys.contains(key.text)) {
            auto const it = std::find_if(entries.begin(), entries.end(), [&](MapEntry const& e) { return e.key.text == key.text; });
            if (it != entries.end()) first = &*it;
        }
        if (first != nullptr) {
            auto& fault = diagnostics_.error("E105", key.span(), fmt::format("key '{}' stands twice in this map", key.text), "delete one of the two");
            fault.notes.push_back({first->key.span(), "the first stands here"});
        }
        begin_entry(std::move(key), first != nullptr);
    }

    void begin_entry(SourcedText key, bool drop) {
        Frame& frame = stack_.back();
        if (!key.empty()) last_end_ = key.span().end;
        frame.key = std::move(key);
        frame.has_key = true;
        frame.drop = drop;
    }

    void open(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style, ValueKind kind) {
        leave_at_tail(mark);
        count(mark);
        if (ignored_depth_ > 0) {
            check_depth(mark);
            ++ignored_depth_;
            return;
        }
        std::size_t const at = offset(mark);
        if (raw_.substr(at).starts_with("{{")) {
            diagnostics_.error("E112", {source_, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 2)},
                               "a value that starts with '{{' must be quoted", "write \"{{ … }}\"");
            return ignore(at);
        }
        check_properties(at, anchor, tag);
        if (!stack_.empty() && stack_.back().expects_key()) {
            diagnostics_.error("E113", point(at), "a key must be a text", "text that holds braces, brackets or commas goes in quotes");
            return ignore(at);
        }
        check_depth(mark);
        Frame frame;
        frame.value.kind = kind;
        frame.value.span = {source_, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at)};
        frame.flow = style == YAML::EmitterStyle::Flow;
        frame.column = mark.column;
        stack_.push_back(std::move(frame));
        if (raw_.substr(at).starts_with('[') || raw_.substr(at).starts_with('{')) last_end_ = static_cast<std::uint32_t>(at + 1);
    }

    void check_depth(YAML::Mark const& mark) {
        if (stack_.size() + ignored_depth_ < limits_.depth) return;
        diagnostics_.error("E110", point(offset(mark)), fmt::format("lists and maps are nested more than {} deep", limits_.depth));
        throw Stop{};
    }

    /// Passes over a list or map whose fault is reported; in its place stands a null (or a key that is dropped).
    void ignore(std::size_t at) {
        ignored_depth_ = 1;
        ignored_at_ = static_cast<std::uint32_t>(at);
    }

    void close() {
        if (ignored_depth_ > 0) {
            if (--ignored_depth_ > 0) return;
            if (!stack_.empty() && stack_.back().expects_key()) return begin_entry(SourcedText{}, true);
            Value null;
            null.span = {source_, ignored_at_, ignored_at_ + 1};
            return attach(std::move(null));
        }
        Value value = std::move(stack_.back().value);
        stack_.pop_back();
        value.span.end = std::max(value.span.begin, last_end_);
        char const opening = value.span.begin < raw_.size() ? raw_[value.span.begin] : '\0';
        if ((value.kind == ValueKind::List && opening == '[') || (value.kind == ValueKind::Map && opening == '{')) {
            value.span.end = closing_bracket(value.span.end, opening == '[' ? ']' : '}');
        }
        attach(std::move(value));
    }

    /// End of a flow list or map: yaml-cpp does not tell where the bracket is.
    std::uint32_t closing_bracket(std::size_t at, char bracket) const {
        for (; at < raw_.size() && raw_[at] != bracket; ++at) {
            if (raw_[at] == '#') at = std::min(raw_.find('\n', at), raw_.size() - 1);
        }
        return static_cast<std::uint32_t>(std::min(at + 1, raw_.size()));
    }

    void attach(Value value) {
        last_end_ = std::max(last_end_, value.span.end);
        if (stack_.empty()) {
            root_ = std::move(value);
            return;
        }
        Frame& frame = stack_.back();
        if (frame.value.kind == ValueKind::List) {
            frame.value.list.push_back(std::move(value));
            return;
        }
        frame.has_key = false;
        if (frame.drop) return;
        auto& entries = frame.value.map;
        entries.push_back({std::move(frame.key), std::move(value)});
        if (entries.size() == kLinearKeys + 1) {
            for (MapEntry const& entry : entries) frame.keys.insert(entry.key.text);
        } else if (entries.size() > kLinearKeys) {
            frame.keys.insert(entries.back().key.text);
        }
    }

    std::string_view raw_;
    std::size_t from_;
    std::size_t tail_ = std::string_view::npos;
    SourceId source_;
    YamlLimits const& limits_;
    Diagnostics& diagnostics_;
    std::vector<Frame> stack_;
    Value root_;
    bool started_ = false;
    std::size_t nodes_ = 0, ignored_depth_ = 0;
    std::uint32_t last_end_ = 0, ignored_at_ = 0;
};

}  // namespace offprint::data
