// Glyph runs to text operators. The pen of a viewer is followed exactly: it moves by the widths in the font dictionary (whole
// thousandths of an em) and by what TJ and Tc say. Where it would leave the wanted place too far it is put right, as seldom as can
// be: every correction costs bytes in the file.
#pragma once
#include <span>

#include "draw/frame.h"
#include "pdf/content_stream.h"
#include "pdf/font_embedder.h"
#include "pdf/run_memo.h"

namespace offprint::pdf {

/// A pen position: ten millionths of a point.
using Tick = std::int64_t;
inline constexpr Tick kTicksPerPoint = 10'000'000;
inline constexpr Tick kTicksPerMilli = kTicksPerPoint / 1000;
inline constexpr Tick kTicksPerCenti = kTicksPerPoint / kCentiPerPoint;
/// Farther than this from its place (0.009 pt) no glyph is left.
inline constexpr Tick kTolerance = 90'000;

constexpr Tick to_ticks(std::int64_t raw) {
    std::int64_t const scaled_raw = raw * 78'125;  // 10^7 / 65536 = 78125 / 512
    return (scaled_raw + (scaled_raw < 0 ? -256 : 256)) / 512;
}

/// Whether several glyphs of one cluster may be wrapped in a span with the text that they stand for.
enum class ActualText { Allowed, Never };

class TextEncoder {
public:
    /// `memo`: runs that were shown in other files; may be null.
    TextEncoder(ContentStream& out, FontEmbedder& fonts, RunMemo* memo = nullptr) : out_(out), fonts_(fonts), memo_(memo) {}

    /// Shows a run whose coordinates and glyphs were checked. The text object stays open.
    void show(draw::GlyphRunItem const& item, ActualText actual_text);

private:
    /// Glyphs [begin, end) that stand for one text.
    struct Cluster {
        std::size_t begin, end;
        std::string_view text;
    };
    static Cluster cluster_at(text::GlyphRun const& run, std::size_t begin);
    static std::string_view glyph_text(text::GlyphRun const& run, Cluster const& cluster, std::size_t glyph, bool& one_by_one);
    std::int64_t tracking_milli(text::GlyphRun const& run);
    void measure(std::span<text::Glyph const> glyphs);
    void plan(draw::GlyphRunItem const& item, Centi x);
    void show_cluster(text::GlyphRun const& run, Cluster const& cluster, ActualText actual_text);
    bool goes_on(text::Glyph const& glyph, std::int64_t move) const;
    std::size_t show_bytes(text::GlyphRun const& run, std::size_t begin);
    void show_byte(int byte);
    void show_code(std::uint16_t cid);
    void show_glyph(text::Glyph const& glyph, std::string_view text, std::int64_t move);
    bool show_known(text::GlyphRun const& run, ShownRun const& known, Centi x, Centi y);
    void keep(RunMemo::Key const& key);
    void close_string();
    void flush();
    /// What the pen moves by under the run's horizontal scaling. Rounded: a tick is so small that a line of them is not seen.
    Tick expanded(Tick ticks) const { return expansion_ == 0 ? ticks : ticks + (ticks * expansion_ + (ticks < 0 ? -500 : 500)) / 1000; }

    ContentStream& out_;
    FontEmbedder& fonts_;
    RunMemo* memo_;
    // Of the run being shown:
    std::size_t font_ = 0;
    std::int64_t size_milli_ = 0, space_milli_ = 0, rise_milli_ = 0;
    int expansion_ = 0;                // permille
    std::int64_t move_unit_ = 1;       // tenths of a TJ unit that moves are counted in
    std::vector<Tick> widths_;         // by glyph, as the run is expanded; without the constant space
    std::vector<Tick> extra_;          // by glyph: advance beyond its width
    std::vector<Tick> drift_;          // by glyph: wanted place less the pen's, were nothing put right
    std::vector<std::int64_t> moves_;  // by glyph: units to move on by before it
    std::string array_;
    bool string_open_ = false, adjusted_ = false;
    bool is_whole_ = true;  // it is one array, each glyph a cluster of its own
};

/// Corrections that keep every |drift - correction| within `tolerance`, changed as seldom as possible. All in ticks; corrections are multiples
/// of `unit`. Gives for each place the multiples to move on by before it. Where a choice is left, the last large change is repeated: equal
/// blanks give equal numbers, which deflate well.
std::vector<std::int64_t> plan_corrections(std::vector<Tick> const& drift, Tick unit, Tick tolerance);
/// The same into `moves`, for the room that it has.
void plan_corrections(std::vector<Tick> const& drift, Tick unit, Tick tolerance, std::vector<std::int64_t>& moves);

}  // namespace offprint::pdf
