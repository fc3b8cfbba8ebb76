#include "pdf/text_encoder.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "sample.h"

using namespace offprint;
using namespace offprint::pdf;
using namespace offprint::literals;

namespace {

/// Where a viewer puts the glyphs of a content stream: only the operators that the encoder writes, widths as the font dictionary has them.
class Viewer {
public:
    struct Shown {
        double x, y;
        int cid;
    };
    explicit Viewer(std::map<int, int> widths) : widths_(std::move(widths)) {}

    std::vector<Shown> read(std::string const& content) {
        for (std::size_t at = 0; at < content.size();) {
            char const c = content[at];
            if (c == '(') {
                show(string_at(content, at));
            } else if (c == '[' || c == ']' || c == '\n' || c == ' ') {
                in_array_ = c == '[' ? true : c == ']' ? false : in_array_;
                ++at;
            } else {
                std::size_t end = content.find_first_of("[]( \n", at);
                word(content.substr(at, end - at));
                at = end;
            }
        }
        return std::move(shown_);
    }

private:
    static std::string string_at(std::string const& content, std::size_t& at) {
        std::string out;
        for (++at; content[at] != ')'; ++at) {
            if (content[at] == '\\') ++at;
            out += content[at];
        }
        ++at;
        return out;
    }
    void show(std::string const& codes) {
        for (std::size_t i = 0; i < codes.size(); ++i) {
            int cid = static_cast<unsigned char>(codes[i]);
            if (cid < 0x20) cid = cid << 8 | static_cast<unsigned char>(codes.at(++i));
            shown_.push_back({pen_, line_y_ + rise_, cid});
            pen_ += (widths_.at(cid) / 1000.0 * size_ + space_) * scale_;
        }
    }
    void word(std::string const& token) {
        if (token.empty()) return;
        if (token[0] == '/' || token.find_first_not_of("0123456789.-") == std::string::npos) {
            if (token[0] == '/') return;
            if (in_array_)
                pen_ -= std::stod(token) / 1000 * size_ * scale_;
            else
                operands_.push_back(std::stod(token));
            return;
        }
        if (token == "Td") {
            pen_ = line_x_ += operands_.at(0);
            line_y_ += operands_.at(1);
        } else if (token == "Tf") {
            size_ = operands_.back();
        } else if (token == "Tc") {
            space_ = operands_.back();
        } else if (token == "Tz") {
            scale_ = operands_.back() / 100;
        } else if (token == "Ts") {
            rise_ = operands_.back();
        }
        operands_.clear();
    }

    std::map<int, int> widths_;
    std::vector<double> operands_;
    std::vector<Shown> shown_;
    double pen_ = 0, line_x_ = 0, line_y_ = 0, size_ = 0, space_ = 0, rise_ = 0, scale_ = 1;
    bool in_array_ = false;
};

struct Wanted {
    double x, y;
};

std::string encoded(std::vector<draw::GlyphRunItem> const& items, FontEmbedder& fonts) {
    ContentStream out(84189);
    TextEncoder encoder(out, fonts);
    for (auto const& item : items) encoder.show(item, ActualText::Allowed);
    return out.take();
}

draw::GlyphRunItem at(Point origin, text::GlyphRun run) { return {draw::kFirstNode, origin, std::move(run)}; }

}  // namespace

TEST_CASE("a viewer finds every glyph within a hundredth of a point of its place") {
    std::minstd_rand random(11);
    auto const between = [&](int low, int high) { return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1)); };
    std::vector<text::FontPtr> const faces = {sample::font("inter/Inter-Regular.ttf"), sample::font("source-serif-4/SourceSerif4-Regular.ttf"),
                                              sample::font("ibm-plex-mono/IBMPlexMono-Regular.ttf")};
    FontEmbedder fonts;
    std::vector<draw::GlyphRunItem> items;
    std::vector<Wanted> wanted;
    std::map<int, int> widths;
    for (int round = 0; round < 600; ++round) {
        text::FontPtr const& face = faces[random() % faces.size()];
        Length const tracking = round % 4 == 0 ? Length::from_raw(between(-30000, 60000)) : Length{};
        text::GlyphRun run = sample::run(face, Length::from_raw(between(4 * 65536, 40 * 65536)),
                                         sample::words(static_cast<std::size_t>(between(1, 12)), static_cast<unsigned>(random())), tracking);
        if (round % 3 == 0) run = sample::justified(std::move(run), run.width() + Length::from_raw(between(-65536, 20 * 65536)));
        for (text::Glyph& glyph : run.glyphs) {
            if (random() % 9 == 0) glyph.advance += between(-40000, 40000);
            if (random() % 40 == 0) glyph.x_offset = between(-90000, 90000);
            if (random() % 50 == 0) glyph.y_offset = between(-90000, 90000);
        }
        if (round % 5 == 0) run.rise = 3.5_pt;
        if (round % 7 == 0) {
            run.expansion = between(-4, 4) * 5;
            for (text::Glyph& glyph : run.glyphs) glyph.advance += glyph.advance * run.expansion / 1000;
        }
        Point const origin{Length::from_raw(between(0, 500 * 65536)), Length::from_raw(between(0, 800 * 65536))};
        Length x = origin.x;
        for (text::Glyph const& glyph : run.glyphs) {
            wanted.push_back(
                {(x + Length::from_raw(glyph.x_offset)).to_points(), 841.89 - (origin.y - run.rise - Length::from_raw(glyph.y_offset)).to_points()});
            x += Length::from_raw(glyph.advance);
        }
        items.push_back(at(origin, std::move(run)));
    }
    // One font at a time, as codes of different fonts are the same numbers.
    std::size_t next = 0;
    for (draw::GlyphRunItem const& item : items) {
        FontEmbedder mine;
        std::string const content = encoded({item}, mine);
        widths.clear();
        for (text::Glyph const& glyph : item.run.glyphs) {
            FontEmbedder::Code const& code = mine.code(0, glyph.id, std::string_view(item.run.text).substr(glyph.cluster, 1));
            widths[code.cid] = code.width;
        }
        auto const shown = Viewer(widths).read(content);
        REQUIRE(shown.size() == item.run.glyphs.size());
        for (Viewer::Shown const& glyph : shown) {
            REQUIRE(std::abs(glyph.x - wanted[next].x) < 0.01);
            REQUIRE(std::abs(glyph.y - wanted[next].y) < 0.01);
            ++next;
        }
    }
    // And all lines of one page in one text object.
    std::string const page = encoded(items, fonts);
    CHECK(page.find("BT", 3) == std::string::npos);
}

TEST_CASE("expansion is said by Tz, and needs no corrections of its own") {
    FontEmbedder fonts;
    text::GlyphRun plain = sample::run(sample::font("source-serif-4/SourceSerif4-Regular.ttf"), 10_pt, "Evenly set");
    text::GlyphRun wide = plain;
    wide.expansion = 15;
    for (text::Glyph& glyph : wide.glyphs) glyph.advance += glyph.advance * 15 / 1000;
    std::string const content = encoded({at({}, plain), at({}, wide), at({}, plain)}, fonts);
    CHECK(content.find("\n101.5 Tz\n") != std::string::npos);
    CHECK(content.find("\n100 Tz\n") != std::string::npos);
    CHECK(std::count(content.begin(), content.end(), '[') == 0);
}

TEST_CASE("constant tracking is said once, by Tc") {
    FontEmbedder fonts;
    text::FontPtr const face = sample::font("ibm-plex-mono/IBMPlexMono-Regular.ttf");
    std::string const content =
        encoded({at({0_pt, 0_pt}, sample::run(face, 8_pt, "SIGNAL", 0.5_pt)), at({0_pt, 20_pt}, sample::run(face, 8_pt, "plain text"))}, fonts);
    CHECK(content.find(".5 Tc") != std::string::npos);
    CHECK(content.find("\n0 Tc") != std::string::npos);
    CHECK(content.find("TJ") == std::string::npos);
}

TEST_CASE("a cluster of several glyphs is wrapped in its text, one that is its characters' own glyphs is not") {
    FontEmbedder fonts;
    text::FontPtr const face = sample::font("inter/Inter-Regular.ttf");
    text::GlyphRun ligature = sample::run(face, 10_pt, "xfiy");
    ligature.glyphs[1].id = face->nominal_glyph('Q');
    ligature.glyphs.erase(ligature.glyphs.begin() + 2);
    CHECK(encoded({at({}, ligature)}, fonts).find("/Span") == std::string::npos);
    CHECK(fonts.code(0, face->nominal_glyph('Q'), "fi").cid == 0x80);

    text::GlyphRun split = sample::run(face, 10_pt, "x\xC3\xA9y");
    split.glyphs.insert(split.glyphs.begin() + 2, split.glyphs[1]);
    split.glyphs[1].id = face->nominal_glyph('e');
    std::string const content = encoded({at({}, split)}, fonts);
    CHECK(content.find("/Span<</ActualText<FEFF00E9>>>BDC") != std::string::npos);
    CHECK(content.find("EMC") != std::string::npos);

    text::GlyphRun apart = sample::run(face, 10_pt, "ab");
    apart.glyphs[1].cluster = 0;
    CHECK(encoded({at({}, apart)}, fonts).find("/Span") == std::string::npos);
}

TEST_CASE("glyphs against the order of the text are wrapped as a whole") {
    FontEmbedder fonts;
    text::GlyphRun run = sample::run(sample::font("inter/Inter-Regular.ttf"), 10_pt, "abc");
    std::swap(run.glyphs[0], run.glyphs[2]);
    std::string const content = encoded({at({}, run)}, fonts);
    CHECK(content.find("/Span<</ActualText(abc)>>BDC") != std::string::npos);
}

TEST_CASE("a run without glyphs or size shows nothing") {
    FontEmbedder fonts;
    text::FontPtr const face = sample::font("inter/Inter-Regular.ttf");
    CHECK(encoded({at({}, sample::run(face, 10_pt, "")), at({}, sample::run(face, 0_pt, "a"))}, fonts).empty());
}

TEST_CASE("clusters that lie outside the text do no harm") {
    FontEmbedder fonts;
    text::GlyphRun run = sample::run(sample::font("inter/Inter-Regular.ttf"), 10_pt, "ab");
    run.glyphs[1].cluster = 1000;
    CHECK_FALSE(encoded({at({}, run)}, fonts).empty());
}

namespace {

/// The fewest changes of correction that keep all places within the tolerance, tried exhaustively (`from` starts the next stretch).
int fewest_changes(std::vector<Tick> const& drift, Tick unit, Tick tolerance, std::size_t from, std::int64_t current) {
    int best = 1000;
    auto const reach = [&](std::int64_t correction) {
        std::size_t end = from;
        while (end < drift.size() && std::abs(drift[end] - correction * unit) <= tolerance) ++end;
        return end;
    };
    for (std::int64_t correction = -6; correction <= 6; ++correction) {
        std::size_t const end = reach(correction);
        if (end == from) continue;
        int const cost = correction == current ? 0 : 1;
        // Any shorter stretch may be better for what follows, so all are tried.
        for (std::size_t stop = end; stop > from; --stop)
            best = std::min(best, cost + (stop == drift.size() ? 0 : fewest_changes(drift, unit, tolerance, stop, correction)));
    }
    return best;
}

}  // namespace

TEST_CASE("corrections keep all places within the tolerance, with the fewest changes") {
    std::minstd_rand random(5);
    for (int round = 0; round < 300; ++round) {
        std::vector<Tick> drift = {static_cast<Tick>(random() % 11) - 5};
        for (std::size_t n = random() % 5; n > 0; --n) drift.push_back(drift.back() + static_cast<Tick>(random() % 21) - 10);
        Tick const unit = 1 + static_cast<Tick>(random() % 10), tolerance = unit / 2 + 1 + static_cast<Tick>(random() % 5);
        std::vector<std::int64_t> const moves = plan_corrections(drift, unit, tolerance);
        REQUIRE(moves.size() == drift.size());
        std::int64_t correction = 0;
        int changes = 0;
        bool small = true;
        for (std::size_t i = 0; i < drift.size(); ++i) {
            correction += moves[i];
            changes += moves[i] != 0 ? 1 : 0;
            small = small && std::abs(correction) <= 6;
            CHECK(std::abs(drift[i] - correction * unit) <= tolerance);
        }
        // The first stretch keeps to no correction where it may, so one change more than the fewest is allowed.
        if (small) CHECK(changes <= fewest_changes(drift, unit, tolerance, 0, 0) + 1);
    }
}

TEST_CASE("corrections hold no matter how coarse the unit is") {
    CHECK(plan_corrections({}, 10, 1).empty());
    CHECK(plan_corrections({0, 14, 14, -6}, 10, 1) == std::vector<std::int64_t>{0, 1, 0, -2});
}
