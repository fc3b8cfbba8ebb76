// The structure tree, gone through once in the order of reading (ISO 32000-1, 14.7). A long table has a million elements: of each is known what it is, while it
// and those around it are open, and no more.
#pragma once
#include <memory>

#include "check/context.h"

namespace offprint::check {

struct Element {
    std::uint32_t order = 0;   // in reading, from 1; 0: the root of the tree
    std::uint32_t number = 0;  // of its object; 0: it is none of its own
    Tag tag = kRoot;           // the standard type that it stands for, or its own
    std::uint32_t page = 0;    // number of its page; 0: it names none
    bool has_content = false;  // marks or annotations of its own, so far
};

/// What is done with elements as they come.
class ElementVisitor {
public:
    virtual ~ElementVisitor() = default;
    /// An element begins: it is the last of the path.
    virtual void begin(Object const& value) = 0;
    /// It holds a mark.
    virtual void hold(Element const& element, std::uint32_t page, std::int64_t mark) = 0;
    /// It ends: the last of the path, which is then taken from it.
    virtual void end() = 0;
};

class StructureWalk {
public:
    explicit StructureWalk(Context& context);
    StructureWalk(StructureWalk const&) = delete;
    StructureWalk& operator=(StructureWalk const&) = delete;

    bool has_tree() const { return root_.is_dictionary(); }
    Object const& root() const { return root_; }
    void run(ElementVisitor& visitor);
    /// The elements that are open, the root first.
    std::vector<Element> const& path() const { return path_; }
    /// Elements so far.
    std::uint32_t count() const { return count_; }

private:
    /// What stands under K and is still to be looked at: objects at equal distances, or an element that is no object of its own.
    struct Kids {
        std::uint32_t number = 0, step = 0, count = 1;
        std::unique_ptr<Object> direct;
    };

    void see(Object const& value, std::uint32_t number);
    bool see_content(Object const& value, Element& holder);
    void hold_mark(Element& holder, std::uint32_t page, std::int64_t mark);
    void begin(Element const& element, Object const& value);
    void end();
    void open_kids(Object const& list, std::size_t begin);
    void open_kid(Object const& kid, std::size_t begin);
    void open_reference(std::uint32_t number, std::size_t begin);
    Tag tag_of(std::string const& name, std::uint32_t number);
    std::string_view standard(std::string_view type, std::uint32_t number);

    Context& context_;
    reader::File const& file_;
    Object const& root_;
    bool pdf2_;
    ElementVisitor* visitor_ = nullptr;
    std::vector<Element> path_;
    std::vector<std::size_t> begins_;   // by element of the path: where its kids begin in `open_`
    std::vector<Kids> open_;            // the next is the last
    std::size_t kids_ = 0, marks_ = 0;  // kids_: that were opened, content and all
    std::uint32_t count_ = 0;
};

}  // namespace offprint::check
