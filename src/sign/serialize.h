// A value that was read, written again (ISO 32000-1, 7.3).
#pragma once
#include <string>

#include "reader/object.h"

namespace offprint::sign {

/// Appends a value; of a stream its dictionary alone.
void append_value(std::string& out, reader::Object const& value);
/// The entries of a dictionary without its brackets, without those keys.
std::string entries_without(reader::Object const& dictionary, std::initializer_list<std::string_view> keys);

}  // namespace offprint::sign
