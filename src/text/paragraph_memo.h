// Paragraphs that were broken before, for whoever sets much of the same text again and again: copies of a report differ in a few words.
#pragma once
#include <optional>
#include <vector>

#include "text/paragraph.h"

namespace offprint::text {

struct SetLines;

/// A broken paragraph hangs on its text and style alone, not on where they come from (their places, their marks). What was told of in breaking is not kept,
/// so that it is told again.
class ParagraphMemo {
public:
    /// Takes `text` and gives it broken, if the same was kept: text without soft hyphens, which stood at `soft`. Else null, and `text` stays.
    ParagraphPtr find(StyledText& text, std::vector<std::uint32_t> const& soft, SharedStyle const& style);
    /// Of thousands those go that were not asked for since the last thousand came: what every copy says stays, what only one said does not. After the first
    /// few hundred, which the first copy may be made of, a paragraph is kept when it comes again: what comes but once would take room that others have warm.
    void keep(ParagraphPtr paragraph);
    /// Lets go of all.
    void clear();

    /// What else a paragraph could be, if that was kept of one like it.
    std::optional<std::vector<ParagraphVariant>> variants(Paragraph const& paragraph);
    /// Kept only beside a paragraph that is.
    void keep_variants(Paragraph const& paragraph, std::vector<ParagraphVariant> const& variants);

private:
    static constexpr std::size_t kMost = 512;                           // of a generation
    static constexpr std::size_t kFirst = 256;                          // that are kept at once
    static constexpr std::size_t kMostSetBytes = std::size_t{1} << 20;  // of lines that are kept set
    struct Kept {
        ParagraphPtr paragraph;
        std::shared_ptr<SetLines const> set{};  // once it was asked for again
        std::optional<std::vector<ParagraphVariant>> variants;
    };
    /// Most questions are answered with no, at the cost of one look at a table that stays near: four bytes a slot, half of them empty.
    struct Generation {
        struct Slot {
            std::uint16_t hash = 0, number = 0;  // number: 1 + that of what was kept; 0: free
        };
        static constexpr std::size_t kSlots = 2 * kMost;
        std::vector<Slot> slots;
        std::vector<Kept> kept;  // without a paragraph where it moved to the young
    };
    Kept* find(std::size_t hash, StyledText const& text, std::vector<std::uint32_t> const& soft, ParagraphStyle const& style);
    Kept& add(std::size_t hash, Kept kept);
    bool is_known(std::size_t hash);

    Generation young_, old_;
    std::size_t set_bytes_ = 0;
    std::vector<std::uint32_t> seen_;  // parts of hashes, each at its own place
};

}  // namespace offprint::text
