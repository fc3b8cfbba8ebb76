// Undoing Flate and its predictors (ISO 32000-1, 7.4.4).
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace offprint::reader {

/// Inflates zlib data to at most `limit` bytes; nothing if it is damaged or longer.
std::optional<std::string> inflate(std::string_view bytes, std::size_t limit);
/// The same where they need not be kept: `use` has them as long as it runs, and may change them. It must not inflate others.
bool inflate(std::string_view bytes, std::size_t limit, std::function<void(std::span<char>)> const& use);
/// Undoes PNG's predictors on rows of `columns` bytes of one-byte pixels, each behind its filter; nothing if a row is cut or its filter unknown.
std::optional<std::string> without_predictor(std::string_view rows, std::size_t columns, std::size_t pixel);
/// The same in their place; gives what is left of them.
std::optional<std::string_view> undo_predictor(std::span<char> rows, std::size_t columns, std::size_t pixel);

}  // namespace offprint::reader
