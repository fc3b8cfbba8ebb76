#include "math/spacing.h"

#include <array>
#include <optional>

namespace offprint::math {
namespace {

// From The TeXbook, page 170: thin is 3, medium 4, thick 5; negative where there is none in scripts. Pairs that cannot come (a sign for two operands that
// has none) have no space.
constexpr std::array<std::array<int, 8>, 8> kSpaces = {{
    //  Ord Op Bin Rel Open Close Punct Inner
    {0, 3, -4, -5, 0, 0, 0, -3},      // Ord
    {3, 3, 0, -5, 0, 0, 0, -3},       // Op
    {-4, -4, 0, 0, -4, 0, 0, -4},     // Bin
    {-5, -5, 0, 0, -5, 0, 0, -5},     // Rel
    {0, 0, 0, 0, 0, 0, 0, 0},         // Open
    {0, 3, -4, -5, 0, 0, 0, -3},      // Close
    {-3, -3, 0, -3, -3, -3, -3, -3},  // Punct
    {-3, 3, -4, -5, -3, 0, -3, -3},   // Inner
}};

bool takes_no_left_operand(Class before) {
    return before == Class::Bin || before == Class::Op || before == Class::Rel || before == Class::Open || before == Class::Punct;
}

}  // namespace

int space_between(Class left, Class right, bool in_script) {
    int const space = kSpaces[static_cast<std::size_t>(left)][static_cast<std::size_t>(right)];
    return space >= 0 ? space : in_script ? 0 : -space;
}

std::vector<Class> settled_classes(List const& list) {
    std::vector<Class> classes(list.size(), Class::Ord);
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!is_atom(list[i])) continue;
        Class kind = list[i].kind;
        if (kind == Class::Bin && (!last || takes_no_left_operand(classes[*last]))) kind = Class::Ord;
        bool const ends_operand = kind == Class::Rel || kind == Class::Close || kind == Class::Punct;
        if (ends_operand && last && classes[*last] == Class::Bin) classes[*last] = Class::Ord;
        classes[i] = kind;
        last = i;
    }
    if (last && classes[*last] == Class::Bin) classes[*last] = Class::Ord;
    return classes;
}

}  // namespace offprint::math
