#include "data/yaml_halves.h"

#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>
#include <thread>

namespace offprint::data {
namespace {

/// The text as a stream, without a copy.
class ViewBuffer : public std::streambuf {
public:
    explicit ViewBuffer(std::string_view text) {
        char* const begin = const_cast<char*>(text.data());  // setg wants it so; nothing writes
        setg(begin, begin, begin + text.size());
    }
};

/// A place near the middle where an item of the outermost list may begin.
struct Split {
    std::size_t line = 0;    // first byte of the item's line
    std::size_t indent = 0;  // of its dash
    std::size_t item = 0;    // first byte behind the dash and its spaces
};

/// The least indented line that begins with a dash, of those behind the middle. A guess: whoever reads the first half proves it.
std::optional<Split> find_split(std::string_view raw) {
    constexpr std::size_t kReach = 32u << 10;
    std::optional<Split> best;
    std::size_t const end = std::min(raw.size(), raw.size() / 2 + kReach);
    for (std::size_t at = raw.find('\n', raw.size() / 2); at < end; at = raw.find('\n', at + 1)) {
        std::size_t const dash = raw.find_first_not_of(' ', at + 1);
        if (dash == raw.npos || raw.substr(dash, 2) != "- ") continue;
        std::size_t const item = raw.find_first_not_of(' ', dash + 1);
        std::size_t const indent = dash - at - 1;
        if (item != raw.npos && (!best || indent < best->indent)) best = Split{at + 1, indent, item};
    }
    return best;
}

}  // namespace

void run_parser(std::string_view text, TreeBuilder& builder) {
    ViewBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {}
}

std::optional<Value> parse_in_halves(std::string_view raw, SourceId source, YamlLimits const& limits) {
    std::optional<Split> const split = find_split(raw);
    if (!split) return std::nullopt;
    YamlLimits tail_limits = limits;
    --tail_limits.depth;  // the root map is missing
    Diagnostics head_faults, tail_faults;
    TreeBuilder head(raw, bom_length(raw), source, limits, head_faults), tail(raw, split->line, source, tail_limits, tail_faults);
    head.stop_at(split->item);
    bool tail_read = false, reached = false;
    std::thread reader([&] {
        try {
            run_parser(raw.substr(split->line), tail);
            tail_read = true;
        } catch (...) {}  // a limit, a fault of the text, no memory: all are met again when the whole is read
    });
    try {
        run_parser(raw.substr(bom_length(raw)), head);
    } catch (TailReached const&) { reached = true; } catch (...) {
    }
    reader.join();
    if (!reached || !tail_read || !head_faults.items().empty() || !tail_faults.items().empty() || !head.append_tail(tail)) return std::nullopt;
    return head.take_root();
}

}  // namespace offprint::data
