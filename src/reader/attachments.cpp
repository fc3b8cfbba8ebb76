#include "reader/attachments.h"

#include "base/utf8.h"
#include "reader/trees.h"

namespace offprint::reader {
namespace {

constexpr std::size_t kMostFiles = 10'000;

/// The file specifications of a name tree, leaves from left to right. False for a tree that is none: one that leads back to itself, or too large.
bool collect(File const& file, Object const& root, std::vector<Object const*>& out) {
    bool const is_tree = each_tree_entry(file, root, "Names", kMostFiles, [&](Object const&, Object const& specification) {
        if (out.size() <= kMostFiles) out.push_back(&file.resolve(specification));
    });
    return is_tree && out.size() <= kMostFiles;
}

}  // namespace

std::string text_of(std::string_view string) {
    std::string out;
    if (string.starts_with("\xEF\xBB\xBF")) return std::string(string.substr(3));
    if (!string.starts_with("\xFE\xFF")) {
        for (char const c : string) {
            if (c >= 0)
                out += c;
            else
                utf8::append(out, 0xFFFD);
        }
        return out;
    }
    auto const unit = [&](std::size_t at) {
        return static_cast<char32_t>((static_cast<unsigned char>(string[at]) << 8) | static_cast<unsigned char>(string[at + 1]));
    };
    for (std::size_t at = 2; at + 1 < string.size(); at += 2) {
        char32_t c = unit(at);
        if (c >= 0xD800 && c < 0xDC00 && at + 3 < string.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
            at += 2;
        }
        utf8::append(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    }
    return out;
}

std::optional<std::vector<AttachedFile>> attached_files(File const& file, std::string& error) {
    std::vector<Object const*> specifications;
    Object const& tree = file.at(file.at(file.at(file.trailer(), "Root"), "Names"), "EmbeddedFiles");
    if (!tree.is(Object::Kind::Null) && !collect(file, tree, specifications)) return error = "the tree of attached files is damaged", std::nullopt;
    std::vector<AttachedFile> out;
    for (Object const* const specification : specifications) {
        AttachedFile attached;
        Object const& name = file.at(*specification, "UF");
        attached.name = text_of((name.is(Object::Kind::String) ? name : file.at(*specification, "F")).text);
        attached.relationship = file.at(*specification, "AFRelationship").text;
        Object const& stream = file.at(file.at(*specification, "EF"), "F");
        attached.mime = file.at(stream, "Subtype").text;
        std::optional<std::string> bytes = file.decoded(stream, error);
        if (!bytes) return error = "attached file '" + attached.name + "': " + error, std::nullopt;
        attached.bytes = std::move(*bytes);
        out.push_back(std::move(attached));
    }
    return out;
}

}  // namespace offprint::reader
