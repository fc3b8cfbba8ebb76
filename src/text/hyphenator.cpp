#include "text/hyphenator.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/file.h"
#include "base/utf8.h"

namespace offprint::text {
namespace {

constexpr std::size_t kHeader = 20;
constexpr std::uint32_t kMostNodes = 1u << 24;

template <typename T>
T read(std::string_view bytes, std::size_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);  // little-endian, as every machine that Debian builds us for
    return value;
}

/// "EN-us" as file names have it: "en-US". Empty for what is no language tag, so that it can never name a path.
std::string file_tag(std::string_view language) {
    std::string tag;
    std::size_t part = 0;
    for (char c : language) {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '_') c = '-';
        if (!letter && c != '-' && !(c >= '0' && c <= '9')) return {};
        if (c == '-') {
            ++part;
        } else if (letter) {
            c = static_cast<char>(part == 0 ? c | 0x20 : c & ~0x20);
        }
        tag += c;
    }
    return tag.size() > 20 ? std::string() : tag;
}

}  // namespace

/// A trie in the form that compile_hyphenation.cpp describes, checked once so that walking it needs no checks.
struct Hyphenator::Data {
    explicit Data(MappedFile mapped) : file(std::move(mapped)), bytes(file.bytes()) {}

    MappedFile file;
    std::string_view bytes;
    bool turkic = false;
    std::size_t left = 2, right = 3;
    std::uint32_t letters = 0, nodes = 0, values = 0;
    std::size_t children_at = 0, value_at = 0, label_at = 0, pool_at = 0;
    std::uint8_t ascii[128] = {};  // label + 1 of an ASCII letter, 0 for none

    std::uint32_t first_child(std::uint32_t node) const { return read<std::uint32_t>(bytes, children_at + 4 * std::size_t{node}); }
    std::uint16_t value(std::uint32_t node) const { return read<std::uint16_t>(bytes, value_at + 2 * std::size_t{node}); }
    std::uint8_t byte(std::size_t at) const { return static_cast<std::uint8_t>(bytes[at]); }
    char32_t letter(std::uint32_t index) const { return read<std::uint32_t>(bytes, kHeader + 4 * std::size_t{index}); }

    bool check_header();
    bool check_tables();
    int label_of(char32_t c) const;
    std::optional<std::uint32_t> child(std::uint32_t node, int label) const;
    void add_levels(std::vector<int> const& labels, std::vector<std::uint8_t>& levels) const;
    char32_t lower(char32_t c) const;
    void part_points(std::vector<char32_t> const& part, std::vector<std::uint32_t> const& offsets, std::vector<std::uint32_t>& points) const;
};

bool Hyphenator::Data::check_header() {
    if (bytes.size() < kHeader || bytes.substr(0, 4) != "OHYT" || read<std::uint16_t>(bytes, 4) != 1) return false;
    left = std::max<std::size_t>(1, byte(6)), right = std::max<std::size_t>(1, byte(7));
    letters = read<std::uint32_t>(bytes, 8), nodes = read<std::uint32_t>(bytes, 12), values = read<std::uint32_t>(bytes, 16);
    if (letters > 255 || nodes == 0 || nodes > kMostNodes || values > 0x10000) return false;
    children_at = kHeader + 4 * std::size_t{letters};
    value_at = children_at + 4 * (std::size_t{nodes} + 1);
    label_at = value_at + 2 * std::size_t{nodes};
    pool_at = label_at + nodes;
    return pool_at + values == bytes.size();
}

/// Children lie behind their parent and in order (so a walk ends), and every value lies in the pool.
bool Hyphenator::Data::check_tables() {
    for (std::uint32_t i = 1; i < letters; ++i) {
        if (letter(i - 1) >= letter(i)) return false;
    }
    if (first_child(0) != 1 || first_child(nodes) != nodes) return false;
    for (std::uint32_t node = 0; node < nodes; ++node) {
        if (first_child(node) <= node || first_child(node) > first_child(node + 1)) return false;
        std::size_t const at = value(node);
        if (at != 0 && (at + 2 > values || at + 2 + byte(pool_at + at + 1) > values)) return false;
    }
    for (std::uint32_t i = 0; i < letters; ++i) {
        if (letter(i) < 128) ascii[letter(i)] = static_cast<std::uint8_t>(i + 1);
    }
    return true;
}

/// Index of a letter in the alphabet, or -1: no pattern has it.
int Hyphenator::Data::label_of(char32_t c) const {
    if (c < 128) return ascii[c] - 1;
    std::uint32_t low = 0, high = letters;
    while (low < high) {
        std::uint32_t const middle = (low + high) / 2;
        if (letter(middle) < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < letters && letter(low) == c ? static_cast<int>(low) : -1;
}

std::optional<std::uint32_t> Hyphenator::Data::child(std::uint32_t node, int label) const {
    std::uint32_t const end = first_child(node + 1);
    for (std::uint32_t i = first_child(node); i < end; ++i) {
        if (byte(label_at + i) == label) return i;
    }
    return std::nullopt;
}

/// Raises the level between letters to that of every pattern found there. `levels[i]` stands before letter i.
void Hyphenator::Data::add_levels(std::vector<int> const& labels, std::vector<std::uint8_t>& levels) const {
    for (std::size_t start = 0; start < labels.size(); ++start) {
        std::uint32_t node = 0;
        for (std::size_t at = start; at < labels.size() && labels[at] >= 0; ++at) {
            auto const next = child(node, labels[at]);
            if (!next) break;
            node = *next;
            std::size_t const found = value(node);
            if (found == 0) continue;
            std::size_t const first = start + byte(pool_at + found), count = byte(pool_at + found + 1);
            for (std::size_t i = 0; i < count && first + i < levels.size(); ++i) {
                levels[first + i] = std::max(levels[first + i], byte(pool_at + found + 2 + i));
            }
        }
    }
}

char32_t Hyphenator::Data::lower(char32_t c) const {
    if (c < 128) return c >= U'A' && c <= U'Z' ? (turkic && c == U'I' ? 0x131 : c + 32) : c;
    return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

/// Points of one run of letters; the patterns see it between two full stops, which stand for the word's edges.
void Hyphenator::Data::part_points(std::vector<char32_t> const& part, std::vector<std::uint32_t> const& offsets, std::vector<std::uint32_t>& points) const {
    if (part.size() < left + right) return;
    std::vector<int> labels{label_of(U'.')};
    for (char32_t const c : part) labels.push_back(label_of(lower(c)));
    labels.push_back(labels.front());
    std::vector<std::uint8_t> levels(labels.size() + 1);
    add_levels(labels, levels);
    for (std::size_t i = left; i + right <= part.size(); ++i) {
        bool const splits_mark = (U_GET_GC_MASK(static_cast<UChar32>(part[i])) & U_GC_M_MASK) != 0;
        if (levels[i + 1] % 2 == 1 && !splits_mark) points.push_back(offsets[i]);
    }
}

Hyphenator::Hyphenator(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Hyphenator::~Hyphenator() = default;

std::shared_ptr<Hyphenator const> Hyphenator::open(std::string const& folder, std::string_view language) {
    std::string tag = file_tag(language);
    // Portuguese alone has a dictionary for each country and none for all.
    if (tag == "pt") {
        auto european = open(folder, "pt-PT");
        return european ? european : open(folder, "pt-BR");
    }
    while (!tag.empty()) {
        std::string error;
        if (auto file = MappedFile::open(folder + "/" + tag + ".hyt", error)) {
            auto data = std::make_unique<Data>(std::move(*file));
            if (!data->check_header() || !data->check_tables()) return nullptr;
            data->turkic = tag.substr(0, 2) == "tr" || tag.substr(0, 2) == "az";
            return std::shared_ptr<Hyphenator const>(new Hyphenator(std::move(data)));
        }
        tag.resize(tag.find_last_of('-') == std::string::npos ? 0 : tag.find_last_of('-'));
    }
    return nullptr;
}

std::vector<std::uint32_t> Hyphenator::points(std::string_view word) const {
    std::vector<std::uint32_t> points, offsets;
    std::vector<char32_t> part;
    for (std::size_t at = 0; at < word.size();) {
        auto const begin = static_cast<std::uint32_t>(at);
        char32_t const c = utf8::next(word, at);
        bool const letter = c < 128 ? (c | 0x20) >= U'a' && (c | 0x20) <= U'z' : (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
        if (letter) {
            part.push_back(c);
            offsets.push_back(begin);
        }
        if (letter && at < word.size()) continue;
        data_->part_points(part, offsets, points);
        part.clear();
        offsets.clear();
    }
    return points;
}

}  // namespace offprint::text
