#include "text/break_opportunities.h"

#include "text/break_rules.h"

namespace offprint::text {

namespace {

/// Bytes to one opportunity, more or less: what is set aside for them.
constexpr std::uint32_t kBytesOfWord = 6;

constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

/// Walks over the words of a text beside the ascending opportunities.
class Words {
public:
    explicit Words(std::string_view text) : text_(text) { read(0); }
    /// Moves on until the current word ends after `at`, or no word is left.
    void advance(std::size_t at) {
        while (end_ <= at && begin_ < text_.size()) {
            before_ = left_;
            left_ = current();
            read(end_);
        }
    }
    std::size_t begin() const { return begin_; }
    std::string_view current() const { return text_.substr(begin_, end_ - begin_); }
    Junction junction() const { return {before_, left_, current()}; }

private:
    void read(std::size_t from) {
        begin_ = from;
        while (begin_ < text_.size() && is_space(text_[begin_])) ++begin_;
        end_ = begin_;
        while (end_ < text_.size() && !is_space(text_[end_])) ++end_;
    }
    std::string_view text_, before_, left_;
    std::size_t begin_ = 0, end_ = 0;
};

}  // namespace

void BreakFinder::find(std::string_view text, std::string_view language, BreakTaste taste, std::vector<Opportunity>& out) {
    out.clear();
    auto const size = static_cast<std::uint32_t>(text.size());
    if (!boundaries_.begin(text, language)) {  // at least nothing is lost
        out.push_back({size, 0, Opportunity::Kind::Forced});
        return;
    }
    out.reserve(size / kBytesOfWord + 2);
    bool const polish = language.starts_with("pl");
    Words words(text);
    std::size_t address = std::string_view::npos;  // start of the last address that was cut
    while (boundaries_.next()) {
        auto const at = static_cast<std::uint32_t>(boundaries_.at());
        std::size_t visible = at;
        while (visible > 0 && is_space(text[visible - 1])) --visible;
        if (visible > 0) words.advance(visible - 1);
        // The first opportunity inside an address, or right behind it, is the time to cut it.
        if (words.begin() < visible && words.begin() != address && is_address(words.current())) {
            address = words.begin();
            address_breaks(words.current(), static_cast<std::uint32_t>(address), out);
        }
        words.advance(at);
        bool const inside = words.begin() < at;
        if (at >= size || boundaries_.is_hard()) {
            out.push_back({at, 0, Opportunity::Kind::Forced});
        } else if (inside && words.begin() == address) {
            continue;
        } else if (inside) {
            Opportunity o = inner_break(words.current(), at - words.begin());
            o.offset = at;
            if (o.penalty < kNoBreak) out.push_back(o);
        } else if (Junction const junction = words.junction(); polish && leads_on(junction.left)) {
            continue;
        } else if (int const penalty = space_penalty(junction, taste); penalty < kNoBreak) {
            out.push_back({at, static_cast<std::int16_t>(penalty), Opportunity::Kind::Plain});
        }
    }
    if (out.empty() || out.back().offset != size) out.push_back({size, 0, Opportunity::Kind::Forced});
}

}  // namespace offprint::text
