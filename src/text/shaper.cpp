#include "text/shaper.h"

#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <utility>

#include "base/utf8.h"
#include "text/break_opportunities.h"
#include "text/key_map.h"
#include "text/paragraph_memo.h"
#include "text/shape_context.h"

namespace offprint::text {
namespace {

constexpr std::size_t kCacheBytes = std::size_t{16} << 20;
/// Of one that sets copy after copy: what copies share is far less, and each worker of a batch has its own.
constexpr std::size_t kCopiesCacheBytes = std::size_t{5} << 20;
constexpr std::size_t kMaxSettings = 512;
/// Longer pieces are not likely to be met again as they stand.
constexpr std::size_t kLongNear = 64;
/// Bytes of context that a piece of several scripts takes along: no less than the limits above can use.
constexpr std::size_t kNear = 4 * kScriptSearch;

}  // namespace

struct Shaper::Cache {
    using Shelf = std::deque<ShapedPiece>;
    /// What was asked for of a piece that sees at most one character on each side: most words stand between spaces.
    struct Near {
        ShapedPtr shaped = nullptr;
        Sight sight;
        Length size, tracking, width;  // the width that was asked for last
    };
    std::vector<std::unique_ptr<ShapeSetting>> settings;
    std::size_t last = 0;
    std::uint64_t era = 1;  // counts how often settings were renumbered
    std::shared_ptr<Shelf> shelf = std::make_shared<Shelf>();
    KeyMap<ShapedPtr> pieces;
    KeyMap<Near> near_pieces;
    std::vector<std::shared_ptr<Hyphenator const>> hyphenators;  // asked so far; words are kept by their number
    KeyMap<std::vector<std::uint32_t>> hyphens;
    std::size_t bytes = 0;
    HbBuffer buffer{hb_buffer_create()};
    std::string key;
    std::array<char, 4 + kLongNear> near_room;  // for the key of a near piece
    std::vector<ShapedGlyph> glyphs;            // of the string shaped last
    Statistics statistics;

    std::size_t setting(FontPtr const& face, CharStyle const& style, hb_script_t script);
    ShapedPtr shape_script(std::size_t index, Joined const& joined, Sight& sight) {
        bool ignored = false;
        return shape_script(index, joined, sight, ignored);
    }
    ShapedPtr shape_script(std::size_t index, Joined const& joined, Sight& sight, bool& near);
    std::string_view near_key(std::size_t index, Joined const& joined);
    void count(std::size_t cost);
    void shape_whole(ShapeSetting& setting, Joined const& context);
    ShapedPiece& make(ShapeSetting& setting, Joined const& context);
    void forget_pieces() {
        pieces.clear();
        near_pieces.clear();
    }
};

Shaper::Shaper() : cache_(std::make_unique<Cache>()) {}
Shaper::~Shaper() = default;
void Shaper::remember_paragraphs() { memo_ = std::make_unique<ParagraphMemo>(); }
Shaper::Statistics const& Shaper::statistics() const { return cache_->statistics; }

std::shared_ptr<void const> Shaper::shelf() {
    if (cache_->bytes > (memo_ ? kCopiesCacheBytes : kCacheBytes)) {
        cache_->forget_pieces();
        cache_->hyphens.clear();
        if (memo_) memo_->clear();  // its paragraphs would keep the shelf
        cache_->shelf = std::make_shared<Cache::Shelf>();
        cache_->bytes = 0;
    }
    return cache_->shelf;
}

std::vector<std::uint32_t> const& Shaper::hyphen_points(std::shared_ptr<Hyphenator const> const& hyphenator, std::string_view word) {
    auto& known = cache_->hyphenators;
    auto const place = std::find(known.begin(), known.end(), hyphenator);
    std::size_t const number = static_cast<std::size_t>(place - known.begin());
    if (place == known.end()) known.push_back(hyphenator);
    std::string& key = cache_->key;
    key.assign(1, static_cast<char>(number & 0xFF)).append(1, static_cast<char>(number >> 8 & 0xFF)).append(word);
    if (auto const* const found = cache_->hyphens.find(key)) return *found;
    cache_->count(key.size());
    return cache_->hyphens.add(key, hyphenator->points(word));
}

BreakFinder& Shaper::break_finder() {
    if (!break_finder_) break_finder_ = std::make_unique<BreakFinder>();
    return *break_finder_;
}

std::size_t Shaper::Cache::setting(FontPtr const& face, CharStyle const& style, hb_script_t script) {
    if (last < settings.size() && settings[last]->fits(face.get(), style, script)) return last;
    for (last = 0; last < settings.size(); ++last) {
        if (settings[last]->fits(face.get(), style, script)) return last;
    }
    if (settings.size() == kMaxSettings) {
        settings.clear();
        forget_pieces();  // their keys name settings by number
        ++era;
    }
    settings.push_back(std::make_unique<ShapeSetting>(face, style, script));
    return last = settings.size() - 1;
}

/// Shapes context, text and context as one string into `glyphs`; clusters count from the start of the context.
void Shaper::Cache::shape_whole(ShapeSetting& setting, Joined const& j) {
    hb_buffer_t* const b = buffer.get();
    PlainShaping& plain = setting.plain();
    auto const each = [&](auto const& add) {
        unsigned base = 0;
        for (std::string_view const part : {j.before, j.text, j.after}) {
            for (std::size_t at = 0; at < part.size();) {
                auto const cluster = base + static_cast<unsigned>(at);
                add(utf8::next(part, at), cluster);
            }
            base += static_cast<unsigned>(part.size());
        }
    };
    plain.clear();
    each([&](char32_t c, unsigned cluster) { plain.add(setting.replacement(c), cluster); });
    PlainShaping::Verdict const verdict = plain.set(glyphs);
    if (verdict == PlainShaping::Verdict::Set) return;
    hb_buffer_clear_contents(b);
    each([&](char32_t c, unsigned cluster) { setting.add(b, c, cluster); });
    setting.shape(b);
    ShapeSetting::read(b, glyphs);
    if (verdict == PlainShaping::Verdict::Learn) plain.learn(glyphs);
}

/// Shapes a text in its context and keeps its own glyphs. A cluster that straddles an edge belongs to the piece in which it starts, so
/// pieces side by side hold each glyph once.
ShapedPiece& Shaper::Cache::make(ShapeSetting& setting, Joined const& j) {
    shape_whole(setting, j);
    auto const begin = static_cast<std::uint32_t>(j.before.size()), end = begin + static_cast<std::uint32_t>(j.text.size());
    auto const inside = [&](ShapedGlyph const& glyph) { return glyph.cluster >= begin && glyph.cluster < end; };
    ShapedPiece& piece = shelf->emplace_back();
    piece.face = setting.face();
    piece.glyphs.reserve(static_cast<std::size_t>(std::count_if(glyphs.begin(), glyphs.end(), inside)));
    for (ShapedGlyph glyph : glyphs) {
        if (!inside(glyph)) continue;
        glyph.cluster -= begin;
        piece.glyphs.push_back(glyph);
        piece.advance += glyph.advance;
    }
    statistics.glyphs += piece.glyphs.size();
    return piece;
}

/// An entry or a piece takes so many bytes.
void Shaper::Cache::count(std::size_t cost) {
    constexpr std::size_t kEntry = 160;  // slots, entry, counts, headers
    bytes += cost + kEntry;
}

/// Text of one script: reduces the context, then looks the piece up. `near`: one character on each side decided all.
ShapedPtr Shaper::Cache::shape_script(std::size_t index, Joined const& joined, Sight& sight, bool& near) {
    ShapeSetting& setting = *settings[index];
    auto const [left, right] = context_of(setting, joined, buffer.get());
    sight = {left.blind, right.blind};
    near = left.near && right.near;
    Joined const needed{joined.before.substr(joined.before.size() - left.bytes), joined.text, joined.after.substr(0, right.bytes)};
    key.clear();
    for (std::size_t const number : {index, left.bytes, right.bytes}) {
        key += static_cast<char>(number & 0xFF);  // two bytes do: settings and contexts are limited
        key += static_cast<char>(number >> 8 & 0xFF);
    }
    key.append(needed.before).append(needed.text).append(needed.after);
    if (ShapedPtr const* const found = pieces.find(key)) {
        ++statistics.hits;
        return *found;
    }
    ++statistics.misses;
    ShapedPiece const& piece = make(setting, needed);
    count(key.size() + piece.glyphs.size() * sizeof(ShapedGlyph));
    pieces.add(key, &piece);
    return &piece;
}

/// The key of a near piece, good until the next one; empty when it cannot be one.
std::string_view Shaper::Cache::near_key(std::size_t index, Joined const& j) {
    constexpr char kNone = '\xFF';
    char const left = j.before.empty() ? kNone : j.before.back(), right = j.after.empty() ? kNone : j.after.front();
    auto const is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (!(left == kNone || is_ascii(left)) || !(right == kNone || is_ascii(right)) || j.text.size() > kLongNear) return {};
    near_room[0] = static_cast<char>(index & 0xFF), near_room[1] = static_cast<char>(index >> 8 & 0xFF), near_room[2] = left, near_room[3] = right;
    std::copy(j.text.begin(), j.text.end(), near_room.begin() + 4);
    return {near_room.data(), 4 + j.text.size()};
}

Shaper::Stretch Shaper::stretch(FontPtr const& face, CharStyle const& style, std::string_view text) {
    return {&face, &style, script_end(text, HB_SCRIPT_LATIN) == text.size(), 0, 0};
}

Shaper::Fitted Shaper::fit(Stretch& stretch, std::string_view before, std::string_view text, std::string_view after) {
    CharStyle const& style = *stretch.style;
    Fitted fitted;
    if (!stretch.latin) {
        fitted.shaped = shape(*stretch.face, style, before, text, after, fitted.sight);
        fitted.width = piece_width(*fitted.shaped, style.size, style.tracking);
        return fitted;
    }
    if (stretch.era != cache_->era) {
        stretch.setting = cache_->setting(*stretch.face, style, HB_SCRIPT_LATIN);
        stretch.era = cache_->era;
    }
    Joined const joined{before, text, after};
    std::string_view const near = cache_->near_key(stretch.setting, joined);
    if (Cache::Near* const found = near.empty() ? nullptr : cache_->near_pieces.find(near)) {
        ++cache_->statistics.hits;
        Cache::Near& known = *found;
        if (known.size != style.size || known.tracking != style.tracking) {
            known.width = piece_width(*known.shaped, style.size, style.tracking);
            known.size = style.size, known.tracking = style.tracking;
        }
        return {known.shaped, known.sight, known.width};
    }
    bool decided = false;
    fitted.shaped = cache_->shape_script(stretch.setting, joined, fitted.sight, decided);
    fitted.width = piece_width(*fitted.shaped, style.size, style.tracking);
    if (!near.empty() && decided) {
        cache_->count(near.size());
        cache_->near_pieces.add(near, Cache::Near{fitted.shaped, fitted.sight, style.size, style.tracking, fitted.width});
    }
    return fitted;
}

ShapedPtr Shaper::shape(FontPtr const& face, CharStyle const& style, std::string_view before, std::string_view text, std::string_view after, Sight& sight) {
    Joined joined{before, text, after};
    hb_script_t script = script_at_start(joined);
    std::size_t end = script_end(text, script);
    if (end == text.size()) return cache_->shape_script(cache_->setting(face, style, script), joined, sight);

    // Several scripts: each run is shaped by its own rules. Rare, so the joined piece itself is not cached.
    ShapedPiece whole;
    whole.face = face;
    std::size_t near_begin = before.size() - std::min(before.size(), kNear), near_end = std::min(after.size(), kNear);
    while (near_begin < before.size() && utf8::is_continuation(before[near_begin])) ++near_begin;
    while (near_end > 0 && near_end < after.size() && utf8::is_continuation(after[near_end])) --near_end;
    before = before.substr(near_begin), after = after.substr(0, near_end);
    std::string const all = std::string(before).append(text).append(after);
    std::string_view const view = all;
    std::size_t const text_end = before.size() + text.size();
    for (std::size_t begin = before.size(); begin < text_end;) {
        Joined const run{view.substr(0, begin), view.substr(begin, end), view.substr(begin + end)};
        ShapedPtr const part = cache_->shape_script(cache_->setting(face, style, script), run, sight);
        for (ShapedGlyph glyph : part->glyphs) {
            glyph.cluster += static_cast<std::uint32_t>(begin - before.size());
            whole.glyphs.push_back(glyph);
        }
        whole.advance += part->advance;
        begin += end;
        std::string_view const rest = view.substr(begin, text_end - begin);
        script = script_at_start({view.substr(0, begin), rest, after});
        end = script_end(rest, script);
    }
    sight = {};
    cache_->count(whole.glyphs.size() * sizeof(ShapedGlyph));
    return &cache_->shelf->emplace_back(std::move(whole));
}

}  // namespace offprint::text
