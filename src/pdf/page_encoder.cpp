#include "pdf/page_encoder.h"

#include <algorithm>
#include <optional>

#include "base/number.h"
#include "pdf/item_bounds.h"

namespace offprint::pdf {
namespace {

using draw::GlyphRunItem;
using draw::GroupItem;
using draw::ImageItem;
using draw::Item;
using draw::NodeId;
using draw::PathItem;
using draw::Role;

constexpr int kMaxDepth = 24;  // of groups; PDF/A allows 28 q (6.1.13), a path in the innermost may want two more
constexpr int kOpaque = 1000;
constexpr NodeId kNoMark = ~NodeId{0};

bool is_painted(Item const& item) { return !std::holds_alternative<draw::LinkItem>(item.value) && !std::holds_alternative<draw::AnchorItem>(item.value); }

/// The one node that everything painted in an item belongs to, if there is one.
std::optional<NodeId> sole_node(Item const& item) {
    if (auto const* const text = std::get_if<GlyphRunItem>(&item.value)) return text->node;
    if (auto const* const path = std::get_if<PathItem>(&item.value)) return path->node;
    if (auto const* const image = std::get_if<ImageItem>(&item.value)) return image->node;
    std::optional<NodeId> node;
    if (auto const* const group = std::get_if<GroupItem>(&item.value)) {
        for (Item const& inner : group->items) {
            if (!is_painted(inner)) continue;
            std::optional<NodeId> const mine = sole_node(inner);
            if (!mine || (node && *node != *mine)) return std::nullopt;
            node = mine;
        }
    }
    return node;
}

std::string_view trimmed_end(std::string_view text) {
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

void append_box(std::string& out, Box const& box) {
    out += '[';
    append_coordinate(out, box.left);
    for (Centi const value : {box.bottom, box.right, box.top}) {
        out += ' ';
        append_coordinate(out, value);
    }
    out += ']';
}

/// One pass over a frame. Marks are opened and closed so that they never cross BT..ET or q..Q.
class PageEncoder::Walk {
public:
    Walk(PageEncoder& encoder, draw::Page const& page, std::size_t number)
        : encoder_(encoder), number_(number), size_(page.frame.size), out_(to_centi(size_.height)), text_(out_, encoder.fonts_, encoder.runs_.get()) {}

    EncodedPage run(std::vector<Item> const& items) {
        walk(items);
        close_mark();
        page_.content = out_.take();
        page_.marks.shrink_to_fit();  // kept for all pages until the end
        return std::move(page_);
    }

private:
    // Items that follow each other under one node are one mark, whatever lines they stand on.
    void walk(std::vector<Item> const& items) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (!is_painted(items[i])) {
                note(items[i]);
                continue;
            }
            std::optional<NodeId> const node = sole_node(items[i]);
            if (!node) {
                mixed_group(std::get<GroupItem>(items[i].value));
                continue;
            }
            if (*node >= encoder_.tree_.end()) fault("E711", {}, "an item belongs to no node of the structure tree");
            if (checked(*node) != mark_) open_mark(checked(*node), items, i);
            std::visit([&](auto const& value) { paint(value); }, items[i].value);
        }
    }

    /// The node, or the layout artifact for one that is not in the tree.
    NodeId checked(NodeId node) const {
        if (draw::is_artifact(node)) return node <= draw::kArtifactFooter ? node : draw::kArtifactLayout;
        return node < encoder_.tree_.end() ? node : draw::kArtifactLayout;
    }

    void open_mark(NodeId node, std::vector<Item> const& items, std::size_t first) {
        close_mark();
        bool only_text = true;
        Rect bounds;
        for (std::size_t i = first; i < items.size(); ++i) {
            if (!is_painted(items[i])) continue;
            std::optional<NodeId> const mine = sole_node(items[i]);
            if (!mine || checked(*mine) != node) break;
            auto const* const text = std::get_if<GlyphRunItem>(&items[i].value);
            only_text = only_text && text && !text->run.underline;
            if (node == draw::kArtifactBackground) bounds = united(bounds, bounds_of(items[i]));
        }
        if (only_text)
            out_.begin_text();
        else
            out_.end_text();
        mark_ = node;
        link_ = ancestor(node, Role::Link);
        figure_ = ancestor(node, Role::Figure);
        if (figure_ == 0) figure_ = ancestor(node, Role::Formula);
        mark_in_text_ = only_text;
        out_.begin_mark(draw::is_artifact(node) ? artifact(node, bounds) : tagged(node));
    }

    void close_mark() {
        if (mark_ == kNoMark) return;
        finish_underlines();
        if (!mark_in_text_) out_.end_text();
        out_.end_mark();
        mark_ = kNoMark;
    }

    std::string tagged(NodeId node) {
        std::string operands = "/";
        operands += draw::role_name(encoder_.tree_[node].role);
        operands += "<</MCID ";
        append_integer(operands, static_cast<std::int64_t>(page_.marks.size()));
        page_.marks.push_back(node);
        return operands + ">>";
    }

    /// ISO 32000-1, 14.8.2.2. A background must say how far it reaches.
    std::string artifact(NodeId node, Rect const& bounds) const {
        if (node == draw::kArtifactHeader) return "/Artifact<</Type/Pagination/Subtype/Header>>";
        if (node == draw::kArtifactFooter) return "/Artifact<</Type/Pagination/Subtype/Footer>>";
        if (node != draw::kArtifactBackground) return "/Artifact<</Type/Layout>>";
        std::string operands = "/Artifact<</Type/Background/BBox";
        append_box(operands, in_page_space(bounds));
        return operands + ">>";
    }

    Box in_page_space(Rect r) const {
        Centi const height = to_centi(size_.height);
        return {to_centi(r.x), height - to_centi(r.bottom()), to_centi(r.right()), height - to_centi(r.y)};
    }

    void paint(GlyphRunItem const& item) {
        if (!is_sound(item)) return;
        // A text that comes after a path under the same mark opens a text object inside it.
        text_.show(item, draw::is_artifact(mark_) ? ActualText::Never : ActualText::Allowed);
        if (figure_ != 0) reach(bounds_of(item));
        if (link_ != 0) page_.texts[link_] += item.run.text;
        if (item.run.underline) underline(item);
    }

    bool is_sound(GlyphRunItem const& item) {
        text::GlyphRun const& run = item.run;
        if (!run.face) {
            fault("E712", item, "a run of text without a font");
            return false;
        }
        if (is_far(item)) {
            too_far(item);
            return false;
        }
        std::uint32_t const count = run.face->glyph_count();
        for (text::Glyph const& glyph : run.glyphs) {
            if (glyph.id != 0 && glyph.id < count) continue;
            fault("E713", item, "no glyph for a part of '" + run.text + "' in " + run.face->postscript_name());
            return false;
        }
        return true;
    }

    void paint(PathItem const& item) {
        if (is_far(item.path)) return too_far(item);
        finish_underlines();
        bool const see_through = item.fill_alpha < kOpaque || item.stroke_alpha < kOpaque;
        if (see_through) {
            out_.save_and_clip(std::nullopt);
            out_.set_alpha(encoder_.graphics_.alpha(item.fill_alpha, item.stroke_alpha));
            page_.has_alpha = true;
        }
        if (item.gradient) {
            out_.save_and_clip(item.path, item.rule);
            out_.show_shading(encoder_.graphics_.shading(*item.gradient), item.gradient->to_frame);
            out_.restore();
            out_.paint(item.path, std::nullopt, item.stroke);
        } else {
            out_.paint(item.path, item.fill, item.stroke, item.rule);
        }
        if (see_through) out_.restore();
        if (figure_ != 0) reach(bounds_of(item));
    }

    void paint(ImageItem const& item) {
        if (is_far(item.place)) return too_far(item);
        finish_underlines();
        out_.show_image(encoder_.graphics_.image(item.image), item.place, item.image->orientation);
        page_.has_alpha = page_.has_alpha || !item.image->alpha.empty();
        if (figure_ != 0) reach(item.place);
    }

    void paint(GroupItem const& group) {
        finish_underlines();
        enter(group);
        walk(group.items);
        finish_underlines();
        leave(group);
    }
    void paint(draw::LinkItem const&) {}
    void paint(draw::AnchorItem const&) {}

    void mixed_group(GroupItem const& group) {
        close_mark();
        enter(group);
        walk(group.items);
        close_mark();
        leave(group);
    }

    void enter(GroupItem const& group) {
        if (group.clip && is_far(*group.clip)) too_far(GlyphRunItem{});
        depth_ += group.to_frame ? 2 : 1;
        if (depth_ > kMaxDepth) fault("E714", {}, "groups are nested too deeply");
        if (group.to_frame) {
            out_.save_and_clip(std::nullopt);
            out_.transform(*group.to_frame);
        }
        maps_.push_back(group.to_frame ? to_page() * *group.to_frame : to_page());
        out_.save_and_clip(group.clip, group.rule);
        Rect const page{{}, {}, size_.width, size_.height};
        Rect const outer = clips_.empty() ? page : clips_.back();
        clips_.push_back(group.clip ? intersected(outer, mapped(bounds_of(*group.clip), to_page())) : outer);
    }

    void leave(GroupItem const& group) {
        out_.restore();
        if (group.to_frame) out_.restore();
        depth_ -= group.to_frame ? 2 : 1;
        clips_.pop_back();
        maps_.pop_back();
    }

    Transform to_page() const { return maps_.empty() ? Transform{} : maps_.back(); }

    void underline(GlyphRunItem const& item) {
        text::FontMetrics const& m = item.run.face->metrics();
        Length const thickness = max(item.run.face->at_size(m.underline_thickness, item.run.size), Length::points(0.3));
        Length const top = item.origin.y - item.run.rise - item.run.face->at_size(m.underline_position, item.run.size) - thickness / 2;
        Length width;
        std::size_t const text_end = trimmed_end(item.run.text).size();
        for (text::Glyph const& glyph : item.run.glyphs)
            if (glyph.cluster < text_end) width += Length::from_raw(glyph.advance);
        underlines_.push_back({PathItem{mark_, Path::rect({item.origin.x, top, width, thickness}), item.run.color, std::nullopt}});
    }

    // Lines under words wait until the text object that they belong to has ended.
    void finish_underlines() {
        if (underlines_.empty()) return;
        out_.end_text();
        for (PathItem const& line : underlines_) out_.paint(line.path, line.fill, line.stroke);
        underlines_.clear();
    }

    void note(Item const& item) {
        if (auto const* const anchor = std::get_if<draw::AnchorItem>(&item.value)) page_.anchors.push_back(*anchor);
        auto const* const link = std::get_if<draw::LinkItem>(&item.value);
        if (!link) return;
        NodeId const node = ancestor(checked(link->node), Role::Link);
        if (node == 0) return fault("E715", *link, "the area of a link that has no Link node");
        if (is_far(link->area)) return too_far(*link);
        // Pieces of one link side by side on a line are one area.
        if (!page_.links.empty()) {
            LinkArea& last = page_.links.back();
            bool const touches = last.area.y == link->area.y && last.area.height == link->area.height && last.area.right() == link->area.x;
            if (last.node == node && touches) {
                last.area.width += link->area.width;
                return;
            }
        }
        page_.links.push_back({node, link->area});
    }

    /// The nearest node of a role, from `node` upwards; 0 if there is none.
    NodeId ancestor(NodeId node, Role role) const {
        while (!draw::is_artifact(node)) {
            if (encoder_.tree_[node].role == role) return node;
            node = encoder_.tree_.parent(node);
        }
        return 0;
    }

    /// The open mark's figure has this much painted.
    void reach(Rect bounds) {
        bounds = mapped(bounds, to_page());
        if (!clips_.empty()) bounds = intersected(bounds, clips_.back());
        Rect& all = page_.figures[figure_];
        all = united(all, bounds);
    }

    template <class Painted>
    void too_far(Painted const& item) {
        fault("E716", item, "something stands more than 30,000 pt from the page");
    }
    template <class Painted>
    void fault(std::string code, Painted const& item, std::string message) {
        bool const known = !draw::is_artifact(item.node) && item.node < encoder_.tree_.end();
        fault(std::move(code), known ? encoder_.tree_[item.node].span : Span{}, std::move(message));
    }
    void fault(std::string code, Span span, std::string message) {
        message += ", on page ";
        append_integer(message, static_cast<std::int64_t>(number_));
        encoder_.faults_.error(std::move(code), span, std::move(message));
    }

    PageEncoder& encoder_;
    std::size_t number_;
    Size size_;
    ContentStream out_;
    TextEncoder text_;
    EncodedPage page_;
    NodeId mark_ = kNoMark;
    NodeId link_ = 0, figure_ = 0;  // (a formula is one as well) that the open mark stands in; 0: none
    bool mark_in_text_ = false;
    std::vector<Rect> clips_;
    int depth_ = 0;                // of saved states
    std::vector<Transform> maps_;  // of the open groups, each to the page
    std::vector<PathItem> underlines_;
};

EncodedPage PageEncoder::encode(draw::Page const& page, std::size_t number) { return Walk(*this, page, number).run(page.frame.items); }

}  // namespace offprint::pdf
