// The operators of content streams and CMaps (ISO 32000-1, 7.8.2).
#pragma once
#include <string_view>
#include <vector>

#include "reader/parser.h"

namespace offprint::reader {

/// Operands beyond these are dropped.
inline constexpr std::size_t kMostOperands = 1024;

/// Calls `use(operator, operands)` for every operator; what is neither is passed over. The bytes of a picture within the content (8.9.7) are skipped, and its
/// operator is "EI".
template <class Use>
void each_operator(std::string_view content, Use const& use) {
    Parser parser(content);
    std::vector<Object> operands;
    while (!parser.at_end()) {
        std::size_t const before = parser.at();
        if (parser.read(operands.emplace_back())) {
            if (operands.size() > kMostOperands) operands.pop_back();
            continue;
        }
        operands.pop_back();
        parser = Parser(content, before);
        std::string_view word = parser.operator_word();
        if (word == "ID") {
            std::size_t at = parser.at();
            do at = content.find("EI", at + 1);
            while (at != std::string_view::npos && !(is_white(content[at - 1]) && (at + 2 >= content.size() || is_white(content[at + 2]))));
            parser = Parser(content, at == std::string_view::npos ? content.size() : at + 2);
            word = "EI";
        }
        use(word, operands);
        operands.clear();
        parser.skip_blanks();
        if (word.empty() && !parser.at_end()) parser = Parser(content, parser.at() + 1);
    }
}

}  // namespace offprint::reader
