#include "data/value.h"

namespace offprint::data {

Value const* Value::find(std::string_view key) const {
    for (MapEntry const& entry : map) {
        if (entry.key.text == key) return &entry.value;
    }
    return nullptr;
}

}  // namespace offprint::data
