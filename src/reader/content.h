// The operators of content streams and CMaps (ISO 32000-1, 7.8.2).
#pragma once
#include <span>
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
    Parser parser(content, 0, Parser::Syntax::Content);
    // Objects are used again, with the room that they have.
    std::vector<Object> operands(1);
    std::size_t count = 0;
    while (!parser.at_end()) {
        std::size_t const before = parser.at();
        if (parser.read(operands[count])) {
            if (count < kMostOperands && ++count == operands.size()) operands.emplace_back();
            continue;
        }
        parser = Parser(content, before, Parser::Syntax::Content);
        std::string_view word = parser.operator_word();
        if (word == "ID") {
            std::size_t at = parser.at();
            do at = content.find("EI", at + 1);
            while (at != std::string_view::npos && !(is_white(content[at - 1]) && (at + 2 >= content.size() || is_white(content[at + 2]))));
            parser = Parser(content, at == std::string_view::npos ? content.size() : at + 2, Parser::Syntax::Content);
            word = "EI";
        }
        use(word, std::span<Object const>(operands.data(), count));
        count = 0;
        parser.skip_blanks();
        if (word.empty() && !parser.at_end()) parser = Parser(content, parser.at() + 1, Parser::Syntax::Content);
    }
}

}  // namespace offprint::reader
