// Style sheets inside a drawing, as far as drawing programs write them: selectors of an element's name, classes and an id ("rect", ".k", "#a",
// "rect.k"), in lists. What is more is named, never passed over.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

namespace offprint::draw::svg {

/// What a sheet says of the elements that one selector chooses.
struct SheetRule {
    std::string element, id;  // empty: any
    std::vector<std::string> classes;
    int weight = 0;  // CSS's specificity: an id before classes before a name
    std::string declarations;

    bool holds_for(pugi::xml_node node) const;
};

class StyleSheet {
public:
    /// Adds the rules of one `style` element.
    void add(pugi::xml_node style);
    bool empty() const { return rules_.empty(); }
    /// The rules of an element, the one that wins last.
    std::vector<SheetRule const*> rules_of(pugi::xml_node node) const;
    /// What is not read: a few words, and in which element.
    struct Unread {
        std::string what;
        pugi::xml_node at;
    };
    std::vector<Unread> const& unread() const { return unread_; }

private:
    void add_rule(std::string_view selectors, std::string_view declarations, pugi::xml_node at);

    std::vector<SheetRule> rules_;                             // in order of the file
    std::multimap<std::string, std::size_t, std::less<>> by_;  // "#id", else ".class", else the name, else "*"
    std::vector<Unread> unread_;
};

}  // namespace offprint::draw::svg
