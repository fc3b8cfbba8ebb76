// What is painted: contents of pages and of the forms that they show, marks, colours, fonts.
#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <memory>
#include <utility>

#include "check/context.h"
#include "check/font_program.h"
#include "reader/attachments.h"
#include "reader/code_map.h"
#include "reader/content.h"
#include "reader/page_text.h"

namespace offprint::check {
namespace {

using reader::Operand;
using reader::to_object;

constexpr int kDeepestForm = 12;
constexpr int kDeepestState = 28;  // ISO 19005-2, 6.1.13

/// The bytes of an operator as a number; 0 for what is too long to be one.
constexpr std::uint32_t packed(std::string_view word) {
    if (word.size() > 3) return 0;
    std::uint32_t number = 0;
    for (char const c : word) number = (number << 8) | static_cast<unsigned char>(c);
    return number;
}

template <std::size_t N>
constexpr std::array<std::uint32_t, N> packed_and_sorted(std::string_view const (&words)[N]) {
    std::array<std::uint32_t, N> numbers{};
    for (std::size_t i = 0; i < N; ++i) numbers[i] = packed(words[i]);
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

constexpr auto kOperators = packed_and_sorted(
    {"q",  "Q",  "cm",  "w",  "J",   "j",  "M",  "d",  "ri", "i",  "gs", "m",  "l",  "c",  "v",  "y",  "h",  "re", "S",   "s",   "f",   "F",  "f*", "B",  "B*",
     "b",  "b*", "n",   "W",  "W*",  "BT", "ET", "Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T*", "Tj",  "TJ",  "'",   "\"", "d0", "d1", "CS",
     "cs", "SC", "SCN", "sc", "scn", "G",  "g",  "RG", "rg", "K",  "k",  "sh", "BI", "ID", "EI", "Do", "MP", "DP", "BMC", "BDC", "EMC", "BX", "EX"});

template <std::size_t N>
bool is_one_of(std::string_view word, std::string_view const (&words)[N]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

/// A set of codes, most of them of one or two bytes.
class Codes {
public:
    /// False if it was there.
    bool insert(std::uint32_t code) {
        if (code >= kFew) return others_.insert(code).second;
        if (few_.empty()) few_.resize(kFew);
        if (few_[code]) return false;
        return few_[code] = true;
    }
    /// In their order.
    template <class Use>
    void each(Use const& use) const {
        for (std::uint32_t code = 0; code < few_.size(); ++code)
            if (few_[code]) use(code);
        for (std::uint32_t const code : others_) use(code);
    }

private:
    static constexpr std::uint32_t kFew = 0x10000;
    std::vector<bool> few_;
    std::set<std::uint32_t> others_;
};

/// Whether a value is far within all limits, as nearly all are.
bool is_modest(Operand const& value) {
    constexpr std::int64_t kModest = 32767;
    switch (value.kind) {
        case Kind::Integer: return value.integer >= -kModest && value.integer <= kModest;
        case Kind::Real: return std::abs(value.real) <= kModest;
        case Kind::String: return value.text.size() <= kModest;
        case Kind::Name: return value.text.size() <= 127 && std::all_of(value.text.begin(), value.text.end(), [](char c) { return c > 0; });
        case Kind::Array: return std::all_of(value.items.begin(), value.items.end(), is_modest);
        // Of a mark that is nothing but its number; what other keys may hold has rules of its own.
        case Kind::Dictionary: return value.keys.size() == 1 && value.keys[0] == "MCID" && is_modest(value.items[0]);
        default: return false;
    }
}

/// A font as the pages use it.
struct Font {
    std::uint32_t number = 0;
    bool composite = false, embedded = false, has_unicode = false, is_type3 = false, told = false;
    std::shared_ptr<reader::CodeMap const> encoding = std::make_shared<reader::CodeMap const>(), unicode = encoding;
    bool identity = false;  // codes are CIDs
    bool of_known_collection = false;
    std::optional<GlyphWidths> program;
    std::map<std::uint32_t, double> widths;
    double default_width = 1000;
    std::array<bool, 256> is_whole{};  // bytes that are a code by themselves, whatever follows
    std::array<bool, 256> is_known{};  // those of them that were shown before
    Codes shown;
};

class ContentChecker {
public:
    explicit ContentChecker(Context& context) : context_(context), file_(context.file) {}

    void check(PageFacts& page) {
        page_ = &page;
        number_ = page.page.number;
        Object const& page_value = page.value;
        std::string error;
        std::optional<std::string> const content = content_of(page_value, error);
        if (!content) return context_.find("page-content", number_, error);
        Object const& resources = file_.at(page_value, "Resources");
        if (resources.is(Kind::Null) && !content->empty()) context_.find("resources", number_, "the page has none of its own");
        State state;
        run(*content, resources, state, 0);
        if (state.depth != 0) context_.find("marks-balanced", number_, "graphics states are left open");
        if (!open_.empty()) context_.find("marks-balanced", number_, "marked contents are left open");
        open_.clear();
        if (page.has_alpha && page_value["Group"].is(Kind::Null)) context_.find("page-group", number_, "it has transparency and no Group");
    }

    /// A page that was looked at; fonts that stand in it itself are known by their place.
    void let_go(std::unique_ptr<Object> page) {
        if (std::exchange(has_direct_font_, false)) pages_.push_back(std::move(page));
    }

    void finish() {
        for (Font const& font : fonts_) check_widths(font);
    }

private:
    struct Mark {
        bool artifact = false, tagged = false;
    };
    struct State {
        int depth = 0, floor = 0;  // floor: of the content that shows this form
        Font* font = nullptr;
        std::int64_t render = 0;
        std::vector<std::pair<Font*, std::int64_t>> saved;
    };

    std::optional<std::string> content_of(Object const& page, std::string& error) const {
        reader::File::Passing const passing(file_);
        Object const& contents = file_.at(page, "Contents");
        if (contents.is(Kind::Null)) return std::string();
        if (!contents.is(Kind::Array)) return file_.decoded(contents, error);
        std::string all;
        for (Object const& part : contents.items) {
            std::optional<std::string> const bytes = file_.decoded(file_.resolve(part), error);
            if (!bytes) return std::nullopt;
            all += *bytes + "\n";
        }
        return all;
    }

    void run(std::string_view content, Object const& resources, State& state, int level) {
        int tolerated = 0;  // BX
        reader::each_operator(content, [&](std::string_view word, std::span<Operand const> operands) {
            std::uint32_t const which = packed(word);
            if (which == packed("BX")) ++tolerated;
            if (which == packed("EX")) --tolerated;
            if (!std::binary_search(kOperators.begin(), kOperators.end(), which)) {
                if (tolerated == 0) context_.find("operator", number_, "'" + std::string(word.substr(0, 20)) + "'");
                return;
            }
            for (Operand const& operand : operands)
                if (!is_modest(operand)) check_operand(context_, number_, to_object(operand));
            use(which, operands, resources, state, level);
        });
    }

    void use(std::uint32_t which, std::span<Operand const> operands, Object const& resources, State& state, int level) {
        bool const has_operand = !operands.empty();
        switch (which) {
            case packed("q"):
                state.saved.emplace_back(state.font, state.render);
                if (++state.depth > kDeepestState) context_.find("nesting", number_, "states nest " + std::to_string(state.depth) + " deep");
                return;
            case packed("Q"):
                if (state.depth <= state.floor) return context_.find("marks-balanced", number_, "a Q without its q");
                --state.depth;
                std::tie(state.font, state.render) = state.saved.back();
                state.saved.pop_back();
                return;
            case packed("BMC"):
            case packed("BDC"): return open_mark(which == packed("BDC"), operands, resources);
            case packed("EMC"):
                if (open_.empty()) return context_.find("marks-balanced", number_, "an EMC without its beginning");
                open_.pop_back();
                return;
            case packed("Tf"):
                if (operands.size() == 2) state.font = font_of(named(resources, "Font", operands[0]));
                return;
            case packed("Tr"):
                if (has_operand) state.render = operands[0].integer;
                return;
            case packed("Tj"):
            case packed("TJ"):
            case packed("'"):
            case packed("\""):
                if (has_operand) show(operands.back(), state);
                return;
            case packed("gs"):
                if (has_operand) see_state(file_.resolve(named(resources, "ExtGState", operands[0])));
                return;
            case packed("Do"):
                if (has_operand) paint_object(named(resources, "XObject", operands[0]), resources, state, level);
                return;
            case packed("ri"):
                if (has_operand && !is_rendering_intent(operands[0].text)) context_.find("rendering-intent", number_, std::string(operands[0].text));
                return;
            case packed("S"):
            case packed("s"):
            case packed("f"):
            case packed("F"):
            case packed("f*"):
            case packed("B"):
            case packed("B*"):
            case packed("b"):
            case packed("b*"):
            case packed("sh"):
            case packed("EI"): return painted();
            case packed("k"):
            case packed("K"): return device("DeviceCMYK");
            case packed("rg"):
            case packed("RG"): return device("DeviceRGB");
            case packed("g"):
            case packed("G"): return device("DeviceGray");
            case packed("cs"):
            case packed("CS"):
                if (has_operand) see_space(operands[0], resources);
                return;
            default: return;
        }
    }

    /// What a name stands for in the resources.
    Object const& named(Object const& resources, std::string_view kind, Operand const& name) {
        Object const& value = file_.at(resources, kind)[name.text];
        if (value.is(Kind::Null)) context_.find("resources", number_, std::string(kind) + " has no '" + std::string(name.text.substr(0, 40)) + "'");
        return value;
    }

    template <class Value>  // of the file or of the content
    static std::optional<std::int64_t> mark_number(Value const& properties) {
        auto const& number = properties["MCID"];
        return number.is(Kind::Integer) ? std::optional(number.integer) : std::nullopt;
    }

    void open_mark(bool has_properties, std::span<Operand const> operands, Object const& resources) {
        Mark mark;
        mark.artifact = !operands.empty() && operands[0].is_name("Artifact");
        if (has_properties && operands.size() == 2) {
            std::optional<std::int64_t> const number =
                operands[1].is(Kind::Name) ? mark_number(file_.at(file_.at(resources, "Properties"), operands[1].text)) : mark_number(operands[1]);
            if (number && !mark.artifact) {
                mark.tagged = true;
                if (in_form_ == 0 && !note_mark(*number)) context_.find("parent-tree", number_, "a mark stands twice on its page");
            }
        }
        bool const in_text = std::any_of(open_.begin(), open_.end(), [](Mark const& m) { return m.tagged; });
        bool const in_artifact = std::any_of(open_.begin(), open_.end(), [](Mark const& m) { return m.artifact; });
        if (mark.artifact && in_text) context_.find("artifact-in-text", number_, "an artifact begins within a mark");
        if (mark.tagged && in_artifact) context_.find("text-in-artifact", number_, "a mark begins within an artifact");
        open_.push_back(mark);
    }

    /// False for one that was there: most come in their order.
    bool note_mark(std::int64_t number) {
        std::size_t const before = page_->marks.size();
        page_->marks.insert(page_->marks.end(), number);
        return page_->marks.size() != before;
    }

    void painted() {
        if (std::none_of(open_.begin(), open_.end(), [](Mark const& m) { return m.tagged || m.artifact; }) && !form_is_tagged_)
            context_.find("all-marked", number_, "something is painted outside marks");
    }

    void see_state(Object const& state) {
        for (std::string_view const key : {"CA", "ca"})
            if (auto const alpha = number_in(file_.resolve(state[key])); alpha && *alpha < 1) page_->has_alpha = true;
        if (file_.resolve(state["SMask"]).is_dictionary()) page_->has_alpha = true;
    }

    void see_space(Operand const& space, Object const& resources) {
        std::string_view const name = space.text;
        if (name == "DeviceCMYK" || name == "DeviceRGB" || name == "DeviceGray") return device(name);
        if (name != "Pattern") named(resources, "ColorSpace", space);
    }

    void device(std::string_view space) {
        if (space == "DeviceCMYK" && !context_.has_cmyk_intent) context_.find("device-cmyk", number_, "CMYK is used");
        if (space != "DeviceCMYK" && !context_.has_intent) context_.find("device-colour", number_, std::string(space) + " is used");
    }

    void paint_object(Object const& reference, Object const& outer, State const& state, int level) {
        Object const& object = file_.resolve(reference);
        if (object["Subtype"].is_name("Image")) {
            painted();
            if (object["SMask"].is(Kind::Reference)) page_->has_alpha = true;
            Object const& space = file_.resolve(object["ColorSpace"]);
            if (space.is(Kind::Name) && !file_.resolve(object["ImageMask"]).boolean) device(space.text);
            return;
        }
        if (!object["Subtype"].is_name("Form") || level >= kDeepestForm) return;
        std::string error;
        std::optional<std::string> const content = file_.decoded(object, error);
        if (!content) return context_.find("page-content", number_of(reference), error);
        std::uint32_t const before = std::exchange(number_, number_of(reference));
        bool const was_tagged = std::exchange(form_is_tagged_, form_is_tagged_ || object["StructParent"].is(Kind::Integer));
        std::size_t const marks = open_.size();
        ++in_form_;
        State inner;
        inner.font = state.font;
        inner.depth = inner.floor = state.depth;
        Object const& own = file_.at(object, "Resources");
        run(*content, own.is_dictionary() ? own : outer, inner, level + 1);
        --in_form_;
        if (open_.size() != marks) context_.find("marks-balanced", number_, "marked contents cross the end of a form");
        open_.resize(std::min(open_.size(), marks));
        form_is_tagged_ = was_tagged;
        number_ = before;
    }

    Font* font_of(Object const& reference) {
        Object const& value = file_.resolve(reference);
        if (!value.is_dictionary()) return nullptr;
        has_direct_font_ = has_direct_font_ || !reference.is(Kind::Reference);
        auto const [it, is_new] = font_of_.try_emplace(&value);
        if (is_new) it->second = &fonts_.emplace_back(read_font(number_of(reference), value));
        return it->second;
    }

    Font read_font(std::uint32_t number, Object const& value) {
        Font font;
        font.number = number;
        Object const& kind = file_.resolve(value["Subtype"]);
        font.composite = kind.is_name("Type0");
        font.is_type3 = kind.is_name("Type3");
        constexpr std::string_view kKinds[] = {"Type1", "MMType1", "TrueType", "Type3", "Type0"};
        if (!kind.is(Kind::Name) || !is_one_of(kind.text, kKinds)) context_.find("font-type", number, "of the kind '" + kind.text + "'");
        if (!font.is_type3 && !file_.resolve(value["BaseFont"]).is(Kind::Name)) context_.find("font-type", number, "it has no name");
        Object const& descendant = font.composite ? file_.at(file_.at(value, "DescendantFonts"), "") : value;
        Object const& inner =
            font.composite && !file_.at(value, "DescendantFonts").items.empty() ? file_.resolve(file_.at(value, "DescendantFonts").items[0]) : descendant;
        Object const& descriptor = file_.at(inner, "FontDescriptor");
        for (std::string_view const key : {"FontFile", "FontFile2", "FontFile3"})
            font.embedded = font.embedded || file_.resolve(descriptor[key]).is(Kind::Stream);
        std::string error;
        if (std::optional<std::string> const cmap = file_.decoded(file_.at(value, "ToUnicode"), error)) {
            font.has_unicode = true;
            font.unicode = context_.memo.code_map(*cmap);
            for (auto const& [code, text] : font.unicode->texts)
                if (text.empty() || text.find('\0') != std::string::npos || text.find("\xEF\xBB\xBF") != std::string::npos ||
                    text.find("\xEF\xBF\xBE") != std::string::npos)
                    context_.find("font-unicode-values", number, "code " + std::to_string(code));
        }
        if (!font.composite) return font;
        Object const& encoding = file_.resolve(value["Encoding"]);
        font.identity = encoding.is_name("Identity-H") || encoding.is_name("Identity-V");
        if (std::optional<std::string> const cmap = encoding.is(Kind::Stream) ? file_.decoded(encoding, error) : std::nullopt)
            font.encoding = context_.memo.code_map(*cmap);
        for (std::size_t byte = 0; byte < font.is_whole.size() && !font.identity; ++byte)
            font.is_whole[byte] = font.encoding->is_whole(static_cast<unsigned char>(byte));
        read_composite(font, value, inner, descriptor);
        return font;
    }

    void read_composite(Font& font, Object const& value, Object const& inner, Object const& descriptor) {
        bool const truetype = inner["Subtype"].is_name("CIDFontType2");
        Object const& glyphs = file_.resolve(inner["CIDToGIDMap"]);
        if (truetype && font.embedded && !glyphs.is(Kind::Stream) && !glyphs.is_name("Identity")) context_.find("font-glyph-map", font.number, "it has none");
        // Of these collections readers know the Unicode values themselves (ISO 32000-1, 9.10.2).
        std::string const& ordering = file_.resolve(file_.at(inner, "CIDSystemInfo")["Ordering"]).text;
        font.of_known_collection = ordering == "GB1" || ordering == "CNS1" || ordering == "Japan1" || ordering == "Korea1";
        std::string const &name = file_.resolve(value["BaseFont"]).text, &same = file_.resolve(inner["BaseFont"]).text,
                          &third = file_.resolve(descriptor["FontName"]).text;
        bool const tagged = name.size() > 7 && name[6] == '+' && std::all_of(name.begin(), name.begin() + 6, [](char c) { return c >= 'A' && c <= 'Z'; });
        if (!tagged || name != same || name != third) context_.find("font-name", font.number, "'" + name + "', '" + same + "', '" + third + "'");
        std::string error;
        if (truetype && glyphs.is_name("Identity"))
            if (std::optional<std::string> const bytes = file_.decoded(file_.at(descriptor, "FontFile2"), error)) font.program = read_truetype_widths(*bytes);
        font.default_width = number_in(file_.resolve(inner["DW"])).value_or(1000);
        Object const& widths = file_.resolve(inner["W"]);
        for (std::size_t i = 0; i + 1 < widths.items.size();) {
            auto const first = static_cast<std::uint32_t>(std::clamp<std::int64_t>(file_.resolve(widths.items[i]).integer, 0, 65535));
            Object const& next = file_.resolve(widths.items[i + 1]);
            if (next.is(Kind::Array)) {
                for (std::uint32_t k = 0; k < next.items.size(); ++k) font.widths[first + k] = number_in(file_.resolve(next.items[k])).value_or(0);
                i += 2;
            } else if (i + 2 < widths.items.size()) {
                auto const last = static_cast<std::uint32_t>(std::clamp<std::int64_t>(next.integer, 0, 65535));
                for (std::uint32_t cid = first; cid <= last; ++cid) font.widths[cid] = number_in(file_.resolve(widths.items[i + 2])).value_or(0);
                i += 3;
            } else {
                break;
            }
        }
    }

    void show(Operand const& shown, State const& state) {
        if (shown.is(Kind::Array)) {
            for (Operand const& item : shown.items) show(item, state);
            return;
        }
        if (!shown.is(Kind::String) || shown.text.empty()) return;
        painted();
        Font* const font = state.font;
        if (font == nullptr || state.render == 3) return;
        if (!font->embedded && !font->is_type3 && !std::exchange(font->told, true)) context_.find("font-embedded", font->number, "it is not");
        if (!font->composite) return;
        for (std::size_t at = 0; at < shown.text.size();) {
            auto const byte = static_cast<unsigned char>(shown.text[at]);
            if (font->is_known[byte]) {
                ++at;
                continue;
            }
            std::uint32_t code = byte;
            std::size_t length = 1;
            if (font->is_whole[byte]) {
                font->is_known[byte] = true;
            } else {
                std::string_view const rest = shown.text.substr(at);
                length = font->identity ? std::min<std::size_t>(2, rest.size()) : std::max<std::size_t>(font->encoding->length(rest), 1);
                code = reader::code_of(rest.substr(0, length));
            }
            at += length;
            if (font->shown.insert(code)) see_code(*font, code);
        }
    }

    static std::optional<std::uint32_t> cid_of(Font const& font, std::uint32_t code) { return font.identity ? std::optional(code) : font.encoding->cid(code); }

    void see_code(Font const& font, std::uint32_t code) {
        std::optional<std::uint32_t> const cid = cid_of(font, code);
        bool const known = font.identity || !font.encoding->cids.empty();
        if (known && (!cid || *cid == 0)) context_.find("notdef", font.number, "code " + std::to_string(code));
        if (known && !font.of_known_collection && !(font.has_unicode && font.unicode->texts.contains(code)))
            context_.find("font-unicode", font.number, "code " + std::to_string(code));
    }

    void check_widths(Font const& font) {
        if (!font.program) return;
        font.shown.each([&](std::uint32_t code) {
            std::optional<std::uint32_t> const cid = cid_of(font, code);
            if (!cid) return;
            std::optional<double> const own = font.program->width(*cid);
            auto const said = font.widths.find(*cid);
            double const width = said == font.widths.end() ? font.default_width : said->second;
            if (own && std::abs(*own - width) > 1.01)
                context_.find("font-widths", font.number,
                              "CID " + std::to_string(*cid) + ": " + std::to_string(width) + ", in the program " + std::to_string(*own));
        });
    }

    Context& context_;
    reader::File const& file_;
    PageFacts* page_ = nullptr;
    std::uint32_t number_ = 0;
    std::vector<Mark> open_;
    int in_form_ = 0;
    bool form_is_tagged_ = false;
    std::deque<Font> fonts_;
    std::map<Object const*, Font*> font_of_;
    bool has_direct_font_ = false;                // in this page, or in what it shows
    std::vector<std::unique_ptr<Object>> pages_;  // that have fonts in them
};

}  // namespace

void check_contents(Context& context, std::function<void(PageFacts const&)> const& looked_at) {
    ContentChecker checker(context);
    for (std::size_t index = 0; index < context.pages.size(); ++index) {
        auto value = std::make_unique<Object>();
        context.read_page(index, *value);
        PageFacts facts{context.pages[index], *value};
        checker.check(facts);
        looked_at(facts);
        checker.let_go(std::move(value));
    }
    checker.finish();
}

}  // namespace offprint::check
