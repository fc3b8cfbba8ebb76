#include "doc/inline.h"

#include <fmt/format.h>
#include <md4c.h>

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "doc/entities.h"
#include "doc/note_marks.h"
#include "doc/reference_marks.h"
#include "doc/span_marks.h"

namespace offprint::doc {
namespace {

constexpr std::size_t kNone = std::string::npos;
/// Deeper lists are no prose; the bound also keeps every recursion over the tree shallow.
constexpr std::size_t kListDepth = 4;
/// md4c takes time that grows faster than its text on hostile ones.
constexpr std::size_t kTextLimit = 1u << 20;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// md4c gets a copy of the text in which bytes that Markdown must not see are some neutral letter. Offsets stay, and the words are
/// taken from the text itself, so that nothing has to be put back.
constexpr char kMask = 'x';

/// The copy of a text that md4c gets, with the bytes of values masked: whatever they hold, they are words.
std::string masked_copy(SourcedText const& text) {
    std::string masked = text.text;
    for (SourcedText::Piece const& piece : text.pieces)
        if (piece.literal) masked.replace(piece.text_begin, piece.length, piece.length, kMask);
    return masked;
}

/// `5*3*2` is a product.
void mask_products(std::string& text) {
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] != '*') continue;
        bool const digit = is_digit(text[i - 1]) || is_digit(text[i + 1]);
        if (digit && is_word(text[i - 1]) && is_word(text[i + 1])) text[i] = kMask;
    }
}

/// Where no block may stand its marks are text: "1. Aries" as a label, "# 3" as a value.
void mask_blocks(std::string& text) {
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t const end = std::min(text.find('\n', begin), text.size());
        std::size_t const first = std::min(text.find_first_not_of(' ', begin), end);
        std::string_view const line = std::string_view(text).substr(first, end - first);
        bool number = false;
        std::size_t const marker = list_marker(line, number);
        if (!line.empty() && line.find_first_not_of("-=*_ ") == kNone) {
            for (std::size_t i = first; i < end; ++i) text[i] = text[i] == ' ' ? ' ' : kMask;
        } else if (marker > 0) {
            text[first + marker - 1] = kMask;
        } else if (line.starts_with('#') || line.starts_with('>')) {
            text[first] = kMask;
        }
        begin = end + 1;
    }
}

/// The address with every byte that no URI may hold as %XX (RFC 3986); PDF wants ASCII.
std::string uri_escaped(std::string_view url) {
    std::string out;
    for (char const c : url) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7F && c != '"' && c != '<' && c != '>' && c != '\\') {
            out += c;
        } else {
            out += fmt::format("%{:02X}", byte);
        }
    }
    return out;
}

bool has_scheme(std::string_view url, std::string_view scheme) {
    if (url.size() <= scheme.size()) return false;
    for (std::size_t i = 0; i < scheme.size(); ++i) {
        char const c = url[i] >= 'A' && url[i] <= 'Z' ? static_cast<char>(url[i] + 32) : url[i];
        if (c != scheme[i]) return false;
    }
    return true;
}

/// What stands in a text in place of words: the mark of a footnote, or a cross reference.
struct Mark {
    std::size_t begin = 0, end = 0;
    std::shared_ptr<NoteReference const> note;
    std::shared_ptr<CrossReference const> reference;
};

/// Takes all marks out of `masked`; they come in the order of the text.
std::vector<Mark> take_marks(SourcedText const& text, std::string& masked, NotesAllowed allowed, Diagnostics& diagnostics) {
    std::vector<Mark> marks;
    std::vector<NoteMark> const notes = take_notes(text, masked, allowed, diagnostics);
    for (NoteMark const& note : notes) marks.push_back({note.begin, note.end, note.reference, nullptr});
    for (ReferenceMark const& mark : take_references(text, masked, notes, diagnostics)) marks.push_back({mark.begin, mark.end, nullptr, mark.reference});
    std::sort(marks.begin(), marks.end(), [](Mark const& a, Mark const& b) { return a.begin < b.begin; });
    return marks;
}

/// Builds blocks from md4c's callbacks.
class Builder {
public:
    Builder(SourcedText const& text, std::string const& masked, std::vector<Mark> const& marks, std::vector<SpanMark> const& spans, Diagnostics& diagnostics)
        : text_(text), masked_(masked), marks_(marks), spans_(spans), diagnostics_(diagnostics) {
        levels_.emplace_back();
    }

    bool parse(unsigned flags) {
        MD_PARSER parser{};
        parser.flags = flags | MD_FLAG_NOHTMLBLOCKS | MD_FLAG_NOHTMLSPANS;
        parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) { return static_cast<Builder*>(self)->enter_block(type, detail); };
        parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) { return static_cast<Builder*>(self)->leave_block(type); };
        parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) { return static_cast<Builder*>(self)->enter_span(type, detail); };
        parser.leave_span = [](MD_SPANTYPE type, void*, void* self) { return static_cast<Builder*>(self)->leave_span(type); };
        parser.text = [](MD_TEXTTYPE type, MD_CHAR const* bytes, MD_SIZE size, void* self) {
            return static_cast<Builder*>(self)->add_text(type, {bytes, size});
        };
        return md_parse(masked_.data(), static_cast<MD_SIZE>(masked_.size()), &parser, this) == 0;
    }

    std::vector<MarkdownBlock> take() { return std::move(levels_.front().blocks); }

private:
    /// The document or a list item: blocks in the making, and the list that is open in it, if any.
    struct Level {
        std::vector<MarkdownBlock> blocks;
        std::vector<MarkdownBlock> lists;
    };

    // md4c calls back from C: no exception may pass, and none is thrown but for want of memory.

    int enter_block(MD_BLOCKTYPE type, void* detail) {
        switch (type) {
            case MD_BLOCK_UL:
                close_paragraph();
                open_list(MarkdownBlock::Kind::BulletList);
                break;
            case MD_BLOCK_OL:
                close_paragraph();
                if (unsigned const start = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start; start != 1) warn_start(start);
                open_list(MarkdownBlock::Kind::NumberedList);
                break;
            case MD_BLOCK_LI: levels_.emplace_back(); break;
            case MD_BLOCK_P: close_paragraph(); break;
            case MD_BLOCK_H: refuse("E251", "a heading in prose", "use the block 'section'"); break;
            case MD_BLOCK_HR: refuse("E252", "a rule between paragraphs", "use the block 'section', or delete the line"); break;
            case MD_BLOCK_CODE: refuse_code(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->fence_char != 0); break;
            case MD_BLOCK_QUOTE:
                if (quotes_++ > 0) break;  // one fault for a quotation in a quotation
                refuse("E256", "a '>' quotation in prose", "use the block 'quote'; escape a '>' that is text as '\\>'");
                break;
            default: break;
        }
        return stop_;
    }

    int leave_block(MD_BLOCKTYPE type) {
        switch (type) {
            case MD_BLOCK_LI: {
                close_paragraph();
                std::vector<MarkdownBlock> item = std::move(levels_.back().blocks);
                levels_.pop_back();
                levels_.back().lists.back().items.push_back(std::move(item));
                break;
            }
            case MD_BLOCK_QUOTE:
                close_paragraph();
                --quotes_;
                break;
            case MD_BLOCK_UL:
            case MD_BLOCK_OL: close_list(); break;
            case MD_BLOCK_CODE: {
                close_paragraph();
                // The closing fence holds no words; what comes next stands after it.
                std::size_t const at = next_line();
                if (masked_.compare(at, 3, "```") == 0 || masked_.compare(at, 3, "~~~") == 0) last_end_ = std::min(masked_.find('\n', at), masked_.size());
                break;
            }
            case MD_BLOCK_P:
            case MD_BLOCK_H: close_paragraph(); break;
            default: break;
        }
        return stop_;
    }

    int enter_span(MD_SPANTYPE type, void* detail) {
        switch (type) {
            case MD_SPAN_EM: ++emphasis_; break;
            case MD_SPAN_STRONG: ++strong_; break;
            case MD_SPAN_CODE: ++code_; break;
            case MD_SPAN_A: open_link(static_cast<MD_SPAN_A_DETAIL*>(detail)->href); break;
            case MD_SPAN_IMG: {
                std::size_t const at = std::min(masked_.find("![", last_end_), masked_.size());
                diagnostics_.error("E255", text_.span(at, std::min(at + 2, masked_.size())), "an image in prose",
                                   "use a block of its own; a '!' before a link is written '\\!'");
                break;
            }
            default: break;
        }
        return stop_;
    }

    int leave_span(MD_SPANTYPE type) {
        switch (type) {
            case MD_SPAN_EM: --emphasis_; break;
            case MD_SPAN_STRONG: --strong_; break;
            case MD_SPAN_CODE: --code_; break;
            case MD_SPAN_A:
                url_.clear();
                url_span_ = {};
                break;
            default: break;
        }
        return stop_;
    }

    int add_text(MD_TEXTTYPE type, std::string_view bytes) {
        std::size_t const at = offset(bytes);
        open_paragraph();
        switch (type) {
            case MD_TEXT_BR: add_break("\n"); break;
            case MD_TEXT_SOFTBR: add_break(" "); break;
            case MD_TEXT_NULLCHAR: current_run().text.append("\uFFFD", text_.span(last_end_, last_end_ + 1)); break;
            case MD_TEXT_ENTITY: add_entity(current_run(), bytes, at); break;
            default:
                if (at == kNone) {
                    add_break(" ");  // a line end inside a code span, or a blank that md4c made
                } else {
                    add_words(at, at + bytes.size());
                    mark(at, bytes.size());
                }
        }
        return stop_;
    }

    /// Words, with what begins and ends spans between them.
    void add_words(std::size_t at, std::size_t end) {
        auto mark = std::lower_bound(spans_.begin(), spans_.end(), at, [](SpanMark const& m, std::size_t from) { return m.begin < from; });
        for (; mark != spans_.end() && mark->end <= end; at = mark++->end) {
            add_noted_words(at, mark->begin);
            if (!mark->opens) {
                if (!said_.empty()) said_.pop_back();
                continue;
            }
            Said said = said_.empty() ? Said{} : said_.back();
            if (!mark->language.empty()) said.language = mark->language;
            if (mark->index) said.index = mark->index;
            said_.push_back(std::move(said));
        }
        add_noted_words(at, end);
    }

    /// Words, with the marks between them.
    void add_noted_words(std::size_t at, std::size_t end) {
        auto mark = std::lower_bound(marks_.begin(), marks_.end(), at, [](Mark const& m, std::size_t from) { return m.begin < from; });
        for (; mark != marks_.end() && mark->end <= end; at = mark++->end) {
            if (mark->begin > at) current_run().text.append(text_.substr(at, mark->begin - at));
            InlineRun run = look_now();
            run.note = mark->note;
            run.reference = mark->reference;
            run.text.source = text_.source;
            paragraph_->runs.push_back(std::move(run));
        }
        if (end > at) current_run().text.append(text_.substr(at, end - at));
    }

    /// Where md4c's pointer stands in the text; kNone for its own constants.
    std::size_t offset(std::string_view bytes) const {
        auto const at = std::less<char const*>{};
        if (at(bytes.data(), masked_.data()) || !at(bytes.data(), masked_.data() + masked_.size())) return kNone;
        return static_cast<std::size_t>(bytes.data() - masked_.data());
    }

    void mark(std::size_t at, std::size_t size) {
        first_ = std::min(first_, at);
        last_end_ = at + size;
    }

    /// A line end became a blank or stays a break. md4c does not say where it was: it is the next one.
    void add_break(std::string_view made) {
        std::size_t const at = std::min(masked_.find('\n', last_end_), masked_.size());
        std::size_t const end = std::min(at + 1, masked_.size());
        current_run().text.append(made, text_.span(at, end));
        last_end_ = end;
    }

    void add_entity(InlineRun& run, std::string_view bytes, std::size_t at) {
        std::string const decoded = decode_entity(bytes);
        Span const place = at == kNone ? text_.span(last_end_, last_end_) : text_.span(at, at + bytes.size());
        if (decoded.empty() && at != kNone) {
            run.text.append(text_.substr(at, bytes.size()));  // no entity: as typed
        } else {
            run.text.append(decoded.empty() ? bytes : std::string_view(decoded), place);
        }
        if (at != kNone) mark(at, bytes.size());
    }

    void open_paragraph() {
        if (paragraph_) return;
        paragraph_.emplace();
        first_ = kNone;
    }

    InlineRun look_now() const {
        InlineRun look;
        look.emphasis = emphasis_ > 0;
        look.strong = strong_ > 0;
        look.code = code_ > 0;
        look.url = url_;
        look.url_span = url_span_;
        if (!said_.empty()) {
            look.language = said_.back().language;
            look.index = said_.back().index;
        }
        return look;
    }

    InlineRun& current_run() {
        auto& runs = paragraph_->runs;
        InlineRun look = look_now();
        bool const same = !runs.empty() && runs.back().is_words() && runs.back().emphasis == look.emphasis && runs.back().strong == look.strong &&
                          runs.back().code == look.code && runs.back().language == look.language && runs.back().url == look.url &&
                          runs.back().url_span == look.url_span && runs.back().index == look.index;
        if (!same) runs.push_back(std::move(look));
        return runs.back();
    }

    void close_paragraph() {
        if (!paragraph_) return;
        if (first_ != kNone) paragraph_->span = text_.span(first_, last_end_);
        if (!paragraph_->span) paragraph_->span = paragraph_->runs.front().text.span();
        check_table();
        levels_.back().blocks.push_back(std::move(*paragraph_));
        paragraph_.reset();
    }

    /// Markdown's tables are not read; a line of dashes and bars shows that one was meant.
    void check_table() {
        if (first_ == kNone) return;
        for (std::size_t begin = first_; begin < last_end_;) {
            std::size_t const end = std::min(masked_.find('\n', begin), last_end_);
            std::string_view const line = std::string_view(masked_).substr(begin, end - begin);
            if (line.find_first_not_of("|:- ") == kNone && line.find('|') != kNone && line.find("--") != kNone) {
                diagnostics_.error("E253", text_.span(begin, end), "a table in prose", "use the blocks 'stats', 'cards' or 'chart'");
                return;
            }
            begin = end + 1;
        }
    }

    void open_list(MarkdownBlock::Kind kind) {
        MarkdownBlock list;
        list.kind = kind;
        Span const place = text_.span(next_line(), next_line());
        list.span = place;
        levels_.back().lists.push_back(std::move(list));
        if (levels_.size() <= kListDepth || stop_ != 0) return;
        diagnostics_.error("E260", place, fmt::format("lists are nested more than {} deep", kListDepth), "");
        stop_ = 1;
    }

    void close_list() {
        Level& level = levels_.back();
        MarkdownBlock list = std::move(level.lists.back());
        level.lists.pop_back();
        list.span.end = std::max(list.span.end, text_.span(last_end_, last_end_).begin);
        level.blocks.push_back(std::move(list));
    }

    /// The first byte of the first line with words after what was read: there the block that md4c just announced begins.
    std::size_t next_line() const {
        std::size_t at = 0;
        if (last_end_ > 0 && masked_[last_end_ - 1] != '\n') at = std::min(masked_.find('\n', last_end_), masked_.size());
        if (last_end_ > 0 && masked_[last_end_ - 1] == '\n') at = last_end_;
        return std::min(masked_.find_first_not_of(" \t\n", at), masked_.size());
    }

    void refuse(std::string code, std::string message, std::string hint) {
        close_paragraph();
        std::size_t const at = next_line(), end = std::min(masked_.find('\n', at), masked_.size());
        diagnostics_.error(std::move(code), text_.span(at, end), std::move(message), std::move(hint));
        if (wordless(at)) last_end_ = end;
    }

    /// Whether a line has no words that would move `last_end_` by themselves: a rule, a fence, a bare '#'.
    bool wordless(std::size_t at) const {
        std::size_t const end = std::min(masked_.find('\n', at), masked_.size());
        std::string_view const line = std::string_view(masked_).substr(at, end - at);
        return line.find_first_not_of("-*_=# \t") == kNone || line.starts_with("```") || line.starts_with("~~~");
    }

    void refuse_code(bool fenced) {
        if (fenced) return refuse("E254", "a block of code in prose", "use the block 'code'; inside a line code goes between '`'");
        refuse("E254", "these lines are indented by four or more spaces, which means code", "take the indentation away, or use the block 'code'");
    }

    void warn_start(unsigned start) {
        std::size_t const at = next_line();
        diagnostics_.warning("E259", text_.span(at, at + std::to_string(start).size() + 1), fmt::format("this makes a list that starts at {}", start),
                             fmt::format("write '{}\\.' when it is a sentence; numbered lists start at 1", start));
    }

    void open_link(MD_ATTRIBUTE const& href) {
        std::string_view const written(href.text, href.size);
        std::size_t const at = href.size == 0 ? kNone : offset(written);
        std::string url;
        for (std::size_t i = 0; href.size > 0 && href.substr_offsets[i] < href.size; ++i) {
            std::string_view const part = written.substr(href.substr_offsets[i], href.substr_offsets[i + 1] - href.substr_offsets[i]);
            std::string const decoded = href.substr_types[i] == MD_TEXT_ENTITY ? decode_entity(part) : std::string();
            std::size_t const from = offset(part);
            url += !decoded.empty() ? decoded : from == kNone ? std::string(part) : text_.text.substr(from, part.size());
        }
        std::size_t const near = std::min(last_end_, masked_.size());
        url_span_ = at == kNone ? text_.span(near, near) : text_.span(at, at + href.size);
        bool const allowed = has_scheme(url, "http://") || has_scheme(url, "https://") || has_scheme(url, "mailto:");
        if (!allowed) {
            diagnostics_.error("E257", url_span_, fmt::format("a link cannot lead to '{}'", url.substr(0, 80)),
                               "addresses start with https://, http:// or mailto:");
            url.clear();
        }
        url_ = uri_escaped(url);
    }

    SourcedText const& text_;
    std::string const& masked_;
    std::vector<Mark> const& marks_;
    std::vector<SpanMark> const& spans_;
    /// What spans say of the words that are read.
    struct Said {
        std::string language;
        std::shared_ptr<IndexMark const> index;
    };
    std::vector<Said> said_;  // inner ones behind, with what they take from the outer
    Diagnostics& diagnostics_;
    std::vector<Level> levels_;
    std::optional<MarkdownBlock> paragraph_;
    std::string url_;
    Span url_span_;
    int emphasis_ = 0, strong_ = 0, code_ = 0, quotes_ = 0, stop_ = 0;
    std::size_t first_ = kNone, last_end_ = 0;
};

bool is_short_enough(SourcedText const& text, Diagnostics& diagnostics) {
    if (text.text.size() <= kTextLimit) return true;
    diagnostics.error("E261", text.span(0, 1), fmt::format("a text of {} bytes; the limit is {}", text.text.size(), kTextLimit));
    return false;
}

std::vector<MarkdownBlock> parse(SourcedText const& text, std::string& masked, std::vector<Mark> const& marks, unsigned flags, Diagnostics& diagnostics) {
    std::vector<SpanMark> const spans = take_spans(text, masked, diagnostics);
    mask_products(masked);
    Builder builder(text, masked, marks, spans, diagnostics);
    if (!builder.parse(flags)) return {};
    return builder.take();
}

/// Two lines that start as items of a list where only words may stand.
void check_no_list(SourcedText const& text, std::string_view masked, Diagnostics& diagnostics) {
    int items = 0;
    for (std::size_t begin = 0; begin < masked.size();) {
        std::size_t const end = std::min(masked.find('\n', begin), masked.size());
        std::size_t const first = std::min(masked.find_first_not_of(' ', begin), end);
        bool number = false;
        if (list_marker(masked.substr(first, end - first), number) > 0 && ++items == 2) {
            diagnostics.error("E262", text.span(first, end), "a list cannot stand in this text", "it is one paragraph; lists go in 'body'");
            return;
        }
        begin = end + 1;
    }
}

std::vector<InlineRun> parse_paragraph(SourcedText const& text, NotesAllowed allowed, Diagnostics& diagnostics) {
    if (!is_short_enough(text, diagnostics)) return {};
    std::string masked = masked_copy(text);
    std::vector<Mark> const marks = take_marks(text, masked, allowed, diagnostics);
    check_no_list(text, masked, diagnostics);
    mask_blocks(masked);
    std::vector<MarkdownBlock> blocks = parse(text, masked, marks, MD_FLAG_NOINDENTEDCODEBLOCKS, diagnostics);
    if (blocks.empty()) return {};
    if (blocks.size() > 1) diagnostics.error("E258", blocks[1].span, "a second paragraph cannot stand in this text", "delete the empty line");
    return std::move(blocks.front().runs);
}

}  // namespace

std::vector<MarkdownBlock> parse_markdown(SourcedText const& text, Diagnostics& diagnostics) {
    if (!is_short_enough(text, diagnostics)) return {};
    std::string masked = masked_copy(text);
    std::vector<Mark> const marks = take_marks(text, masked, NotesAllowed::Yes, diagnostics);
    return parse(text, masked, marks, 0, diagnostics);
}

std::vector<InlineRun> parse_inline(SourcedText const& text, Diagnostics& diagnostics) { return parse_paragraph(text, NotesAllowed::Yes, diagnostics); }

std::shared_ptr<NoteText> parse_note(SourcedText const& text, Diagnostics& diagnostics) {
    return std::make_shared<NoteText>(NoteText{parse_paragraph(text, NotesAllowed::No, diagnostics), text.span()});
}

}  // namespace offprint::doc
