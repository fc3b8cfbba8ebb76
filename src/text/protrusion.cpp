#include "text/protrusion.h"

#include <algorithm>
#include <iterator>

namespace offprint::text {
namespace {

struct Protrusion {
    char32_t code_point;
    short left, right;
};

/// Ascending by code point. Points and quotes are mostly white and hang by half or more; letters only as far as their slant or curve
/// leaves a hole at the edge. The share is of the advance, so a wide dash hangs by little.
constexpr Protrusion kTable[] = {
    {U'!', 0, 200},     {U'"', 500, 500},   {U'\'', 500, 500},  {U'(', 100, 0},     {U')', 0, 200},     {U'*', 300, 300},   {U',', 0, 600},
    {U'-', 500, 600},   {U'.', 0, 700},     {U':', 0, 300},     {U';', 0, 300},     {U'?', 0, 100},     {U'A', 50, 50},     {U'F', 0, 40},
    {U'J', 40, 0},      {U'K', 0, 40},      {U'L', 0, 40},      {U'O', 20, 20},     {U'Q', 20, 20},     {U'T', 60, 60},     {U'V', 50, 50},
    {U'W', 40, 40},     {U'X', 40, 40},     {U'Y', 60, 60},     {U'[', 50, 0},      {U']', 0, 100},     {U'f', 0, 30},      {U'k', 0, 40},
    {U'r', 0, 50},      {U't', 0, 40},      {U'v', 40, 40},     {U'w', 40, 40},     {U'x', 40, 40},     {U'y', 40, 50},     {0xAB, 300, 200},
    {0xAD, 0, 600},     {0xBB, 200, 300},   {0x2010, 0, 600},   {0x2011, 0, 600},   {0x2013, 200, 250}, {0x2014, 150, 200}, {0x2018, 600, 500},
    {0x2019, 500, 600}, {0x201A, 300, 300}, {0x201C, 500, 400}, {0x201D, 400, 500}, {0x201E, 300, 300}, {0x2026, 0, 150},   {0x2039, 300, 200},
    {0x203A, 200, 300}, {0x3001, 0, 500},   {0x3002, 0, 500},
};

constexpr bool ascending() {
    for (std::size_t i = 1; i < std::size(kTable); ++i) {
        if (kTable[i - 1].code_point >= kTable[i].code_point) return false;
    }
    return true;
}
static_assert(ascending(), "the table is searched by halves");

Protrusion find(char32_t code_point) {
    auto const* const at = std::lower_bound(std::begin(kTable), std::end(kTable), code_point, [](Protrusion const& p, char32_t c) { return p.code_point < c; });
    return at != std::end(kTable) && at->code_point == code_point ? *at : Protrusion{code_point, 0, 0};
}

}  // namespace

int left_permille(char32_t code_point) { return find(code_point).left; }
int right_permille(char32_t code_point) { return find(code_point).right; }

}  // namespace offprint::text
