#include "batch/masking.h"

#include <algorithm>

namespace offprint::batch {
namespace {

constexpr std::string_view kHidden = "…";
/// Of what the run itself says of a row.
constexpr std::string_view kOwnCodes[] = {"E968", "E969", "E970", "E971", "E972"};
/// Shorter ones stand in any word; with a digit in them they are hidden as words.
constexpr std::size_t kShortestCell = 3;

/// Whether all that is quoted stands on a line.
bool quotes_only(std::string_view text, char quote, std::string_view line) {
    std::size_t begin = text.find(quote);
    while (begin != text.npos) {
        std::size_t const end = text.find(quote, begin + 1);
        if (end == text.npos || end == begin + 1 || line.find(text.substr(begin + 1, end - begin - 1)) == line.npos) return false;
        begin = text.find(quote, end + 1);
    }
    return true;
}

/// From the first quote to the last: a value may hold quotes itself.
void hide_quoted(std::string& text, std::string_view written) {
    for (char const quote : {'\'', '"'}) {
        std::size_t const begin = text.find(quote), end = text.rfind(quote);
        if (begin != text.npos && end > begin + 1 && !quotes_only(text, quote, written)) text.replace(begin + 1, end - begin - 1, kHidden);
    }
}

void hide_cells(std::string& text, Rows const& rows, std::size_t row) {
    std::string room;
    for (data::Column const* const column : rows.columns()) {
        std::string const cell(column->cells.text(row, room));
        if (cell.size() < kShortestCell) continue;
        for (std::size_t at = text.find(cell); at != text.npos; at = text.find(cell, at + kHidden.size())) text.replace(at, cell.size(), kHidden);
    }
}

std::string hide_figures(std::string_view text, std::string_view written) {
    constexpr std::string_view kAround = "'\",;.()";
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const end = std::min(text.find(' ', at), text.size());
        std::string_view const word = text.substr(at, end - at);
        bool const has_digit = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
        std::size_t const first = std::min(word.find_first_not_of(kAround), word.size());
        bool const is_hidden = has_digit && written.find(word.substr(first, word.find_last_not_of(kAround) + 1 - first)) == written.npos;
        out += is_hidden ? kHidden : word;
        if (end < text.size()) out += ' ';
        at = end + 1;
    }
    return out;
}

}  // namespace

std::string without_values(RowFault const& fault, std::string_view written, Rows const& rows, std::size_t row) {
    if (fault.is_of_machine || std::find(std::begin(kOwnCodes), std::end(kOwnCodes), fault.code) != std::end(kOwnCodes)) return fault.message;
    std::string words = fault.message;
    hide_quoted(words, written);
    hide_cells(words, rows, row);
    return hide_figures(words, written);
}

}  // namespace offprint::batch
