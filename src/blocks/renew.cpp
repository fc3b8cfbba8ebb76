#include "blocks/renew.h"

#include <algorithm>

namespace offprint::blocks {
namespace {

using Replacements = std::map<text::Paragraph const*, text::ParagraphPtr>;

bool same_text(text::StyledText const& a, text::StyledText const& b) { return a.text.text == b.text.text; }

/// Whether one may stand in the other's place line by line: as many lines, and no line that now ends inside a word.
bool same_lines(text::Paragraph const& a, text::Paragraph const& b) {
    return std::equal(a.lines().begin(), a.lines().end(), b.lines().begin(), b.lines().end(),
                      [](text::Line const& x, text::Line const& y) { return x.hyphenated == y.hyphenated; });
}

/// Where the lines of `set` but the first begin, in a text that differs from its own only in the words of references.
std::vector<std::uint32_t> line_starts(text::Paragraph const& set, text::StyledText const& text) {
    std::vector<std::uint32_t> starts;
    text::StyledText const& old = set.text();
    std::size_t run = 0;
    for (std::size_t line = 1; line < set.lines().size(); ++line) {
        std::uint32_t const at = set.lines()[line].begin;
        while (run + 1 < old.runs.size() && old.runs[run].end <= at) ++run;
        text::StyledText::Run const& now = text.runs[run];
        starts.push_back(std::min(now.begin + (at - old.runs[run].begin), now.end));
    }
    return starts;
}

class Renewal {
public:
    Renewal(BuildContext& context, layout::VList& list) : context_(context), list_(list) {}

    bool run(PageWords words) {
        for (ChangingParagraph& paragraph : context_.type.changing()) {
            if (!set_again(paragraph, words)) return false;
        }
        // What has room in cells is in their measure already.
        for (BuildContext::ChangingCell& cell : context_.changing_cells) {
            text::StyledText text = context_.references.renewed(cell.text, false);
            if (same_text(text, cell.text)) continue;
            if (!cell.set(text)) return false;
            cell.text = std::move(text);
        }
        if (in_flow_.empty() && in_boxes_.empty()) return true;
        if (!in_flow_.empty()) replace_in_flow();
        return in_boxes_.empty() || replace_in_boxes();
    }

private:
    /// False if it cannot be set again without building its block.
    bool set_again(ChangingParagraph& paragraph, PageWords words) {
        text::StyledText text = context_.references.renewed(paragraph.text, words == PageWords::WithRoom);
        if (same_text(text, paragraph.text)) return true;
        text::ParagraphPtr const before = before_.emplace_back(paragraph.set);
        if (words == PageWords::InRoom) {
            text::ParagraphStyle settled = *paragraph.style;
            settled.line_starts = line_starts(*before, text);
            paragraph.style = std::move(settled);
        }
        context_.type.set_again(paragraph, std::move(text));
        auto const flow = context_.changing_flow.find(before.get());
        if (flow != context_.changing_flow.end()) {
            context_.changing_flow.insert_or_assign(paragraph.set.get(), flow->second);
            in_flow_.emplace(before.get(), paragraph.set);
            return true;
        }
        in_boxes_.emplace(before.get(), paragraph.set);
        // On lines that begin where they did the marks of footnotes stand where they stood.
        return words == PageWords::InRoom || (same_lines(*before, *paragraph.set) && context_.notes.marks_in(*before).empty());
    }

    /// The paragraph of a line of the flow, if it is one that was set again.
    static Replacements::const_iterator find(layout::VItem const& item, Replacements const& among) {
        auto const* box = std::get_if<layout::VBox>(&item);
        auto const* line = box == nullptr || box->pieces.empty() ? nullptr : std::get_if<layout::LineContent>(&box->pieces.front().content);
        return line == nullptr ? among.end() : among.find(line->paragraph.get());
    }

    void replace_in_flow() {
        layout::VList whole;
        whole.reserve(list_.size() + in_flow_.size());
        for (std::size_t i = 0; i < list_.size(); ++i) {
            auto const found = find(list_[i], in_flow_);
            if (found == in_flow_.end()) {
                whole.push_back(std::move(list_[i]));
                continue;
            }
            std::size_t const from = whole.size();
            context_.append_lines(whole, found->second, context_.changing_flow.find(found->second.get())->second);
            for (std::size_t k = from; k < whole.size(); ++k) {
                if (auto* box = std::get_if<layout::VBox>(&whole[k])) context_.notes.anchor(*box);
            }
            // A paragraph's lines stand together, with a penalty between two of them.
            i += (found->first->lines().size() - 1) * 2;
        }
        list_ = std::move(whole);
    }

    /// False if a line stands in no box: then it was drawn, and its drawing must be made anew.
    bool replace_in_boxes() {
        std::size_t lines = 0;
        for (auto const& [before, now] : in_boxes_) lines += now->lines().size();
        for (layout::VItem& item : list_) {
            if (auto* box = std::get_if<layout::VBox>(&item)) lines -= replace(*box);
        }
        for (layout::VBox& note : context_.footnotes.notes) lines -= replace(note);
        return lines == 0;
    }

    std::size_t replace(layout::VBox& box) const {
        std::size_t lines = replace(box.pieces);
        for (layout::Attachment& attachment : box.attachments) lines += replace(attachment.pieces);
        return lines;
    }

    std::size_t replace(std::vector<layout::Piece>& pieces) const {
        std::size_t lines = 0;
        for (layout::Piece& piece : pieces) {
            auto* line = std::get_if<layout::LineContent>(&piece.content);
            auto const found = line == nullptr ? in_boxes_.end() : in_boxes_.find(line->paragraph.get());
            if (found == in_boxes_.end()) continue;
            line->paragraph = found->second;
            ++lines;
        }
        return lines;
    }

    BuildContext& context_;
    layout::VList& list_;
    std::vector<text::ParagraphPtr> before_;  // kept, so that no new paragraph takes the address of an old one
    Replacements in_flow_, in_boxes_;
};

}  // namespace

bool renew_references(BuildContext& context, layout::VList& list, PageWords words) { return !context.index.is_stale() && Renewal(context, list).run(words); }

}  // namespace offprint::blocks
