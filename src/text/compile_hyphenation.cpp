// offprint_hyphc DIC OUT [LEFT RIGHT]: compiles a hyphenation dictionary of libhyphen's text form into a trie that is mapped at run time.
//
// The trie's nodes stand in breadth-first order, so a node's children are neighbours and every node but the root is its own edge.
// File, little-endian: "OHYT", u16 version, u8 left and right minimum, u32 letters A, u32 nodes N, u32 bytes of values V;
// u32 letters[A], ascending; u32 first_child[N + 1]; u16 value[N], 0 for none; u8 label[N], an index of letters; u8 values[V].
// A value is: first position with a level, how many follow, the levels (Liang, "Word Hy-phen-a-tion by Com-put-er", 1983).
#include <iconv.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

using Letters = std::u32string;
using Levels = std::string;  // one byte a position: 0 to 9

struct Dictionary {
    std::map<Letters, Levels> patterns;
    int left = 2, right = 2;
};

/// A node while building; children ascend by letter.
struct Node {
    std::map<char32_t, Node> children;
    Levels const* levels = nullptr;
};

[[noreturn]] void fail(std::string const& message) {
    std::cerr << "offprint_hyphc: " << message << '\n';
    std::exit(1);
}

/// Text of a line in the dictionary's encoding as code points.
class Decoder {
public:
    explicit Decoder(std::string const& encoding) : handle_(iconv_open("UTF-32LE", encoding.c_str())) {
        if (handle_ == reinterpret_cast<iconv_t>(-1)) fail("unknown encoding " + encoding);
    }
    Decoder(Decoder const&) = delete;
    Decoder& operator=(Decoder const&) = delete;
    ~Decoder() { iconv_close(handle_); }
    Letters decode(std::string line) const {
        std::vector<char> out(4 * line.size() + 4);
        char *from = line.data(), *to = out.data();
        std::size_t from_left = line.size(), to_left = out.size();
        if (iconv(handle_, &from, &from_left, &to, &to_left) == static_cast<std::size_t>(-1)) fail("a line is not in the encoding the dictionary names");
        Letters letters((out.size() - to_left) / 4, U'\0');
        std::memcpy(letters.data(), out.data(), 4 * letters.size());
        return letters;
    }

private:
    iconv_t handle_;
};

/// "LEFTHYPHENMIN 2": the number, or what it was.
int number_after(std::string const& line, std::string const& key, int otherwise) {
    if (line.compare(0, key.size() + 1, key + ' ') != 0) return otherwise;
    return std::clamp(std::atoi(line.c_str() + key.size()), 1, 20);
}

/// ".a2ch4" is the letters ".ach" and the levels 0 0 2 0 4: a digit stands before the next letter.
void add_pattern(Dictionary& dictionary, Letters const& text) {
    Letters letters;
    Levels levels(1, '\0');
    for (char32_t const c : text) {
        if (c >= U'0' && c <= U'9') {
            levels.back() = static_cast<char>(c - U'0');
        } else {
            letters += c;
            levels += '\0';
        }
    }
    if (letters.empty() || letters.size() > 200) return;
    Levels& kept = dictionary.patterns[letters];
    if (kept.size() < levels.size()) kept.resize(levels.size());
    for (std::size_t i = 0; i < levels.size(); ++i) kept[i] = std::max(kept[i], levels[i]);
}

Dictionary read(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::string line;
    if (!file || !std::getline(file, line)) fail("cannot read " + path);
    while (!line.empty() && static_cast<unsigned char>(line.back()) <= ' ') line.pop_back();
    Decoder const decoder(line);
    Dictionary dictionary;
    while (std::getline(file, line)) {
        line.resize(std::min(line.size(), line.find_first_of("%#\r")));
        line.resize(line.find_last_not_of(" \t") + 1);
        if (line.empty()) continue;
        if (line == "NEXTLEVEL") dictionary.patterns.clear();  // the first level parts compounds, the last one hyphenates
        dictionary.left = number_after(line, "LEFTHYPHENMIN", dictionary.left);
        dictionary.right = number_after(line, "RIGHTHYPHENMIN", dictionary.right);
        bool const keyword = line.find(' ') != std::string::npos || line == "NEXTLEVEL";
        bool const respells = line.find('/') != std::string::npos;  // hyphenation that changes letters: we do not
        if (!keyword && !respells) add_pattern(dictionary, decoder.decode(line));
    }
    if (dictionary.patterns.empty()) fail("no patterns in " + path);
    return dictionary;
}

void put(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

/// Levels packed once each into the pool; gives the offset.
class ValuePool {
public:
    std::uint16_t add(Levels const& levels) {
        std::size_t const first = std::min(levels.find_first_not_of('\0'), levels.size());
        std::size_t const last = levels.find_last_not_of('\0');
        if (first == levels.size()) return 0;
        std::string value{static_cast<char>(first), static_cast<char>(last - first + 1)};
        value += levels.substr(first, last - first + 1);
        auto const [at, added] = offsets_.emplace(value, bytes_.size());
        if (added) bytes_ += value;
        if (bytes_.size() > 0xFFFF) fail("too many kinds of patterns for the format");
        return static_cast<std::uint16_t>(at->second);
    }
    std::string const& bytes() const { return bytes_; }

private:
    std::map<std::string, std::size_t> offsets_;
    std::string bytes_ = std::string(1, '\0');  // offset 0 means none
};

std::string compile(Dictionary const& dictionary) {
    Node root;
    std::map<char32_t, int> alphabet;
    for (auto const& [letters, levels] : dictionary.patterns) {
        Node* node = &root;
        for (char32_t const c : letters) {
            alphabet.emplace(c, 0);
            node = &node->children[c];
        }
        node->levels = &levels;
    }
    if (alphabet.size() > 255) fail("more letters than the format has room for");
    int index = 0;
    for (auto& letter : alphabet) letter.second = index++;

    std::string first_child, value, label(1, '\0');
    ValuePool pool;
    std::uint32_t nodes = 0, seen = 1;
    for (std::deque<Node const*> queue{&root}; !queue.empty(); queue.pop_front()) {
        Node const& node = *queue.front();
        put(first_child, seen, 4);
        put(value, node.levels == nullptr ? 0 : pool.add(*node.levels), 2);
        for (auto const& [letter, child] : node.children) {
            label += static_cast<char>(alphabet.at(letter));
            queue.push_back(&child);
        }
        seen += static_cast<std::uint32_t>(node.children.size());
        ++nodes;
    }
    put(first_child, seen, 4);

    std::string out = "OHYT";
    put(out, 1, 2);
    put(out, static_cast<std::uint64_t>(dictionary.left), 1);
    put(out, static_cast<std::uint64_t>(dictionary.right), 1);
    put(out, alphabet.size(), 4);
    put(out, nodes, 4);
    put(out, pool.bytes().size(), 4);
    for (auto const& letter : alphabet) put(out, letter.first, 4);
    return out + first_child + value + label + pool.bytes();
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3 && count != 5) fail("usage: offprint_hyphc DIC OUT [LEFT RIGHT]");
    Dictionary dictionary = read(arguments[1]);
    if (count == 5) {
        dictionary.left = std::max(dictionary.left, std::atoi(arguments[3]));
        dictionary.right = std::max(dictionary.right, std::atoi(arguments[4]));
    }
    std::string const bytes = compile(dictionary);
    std::ofstream out(arguments[2], std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) fail("cannot write " + std::string(arguments[2]));
    return 0;
}
