#include "check/review.h"

#include <algorithm>

#include "check/structure_walk.h"
#include "check/xmp.h"
#include "reader/attachments.h"
#include "reader/page_text.h"

namespace offprint::check {
namespace {

/// Words of a passage that are shown of it.
constexpr std::size_t kExcerpt = 90;

/// An element among the others, which stand in the order of reading, each before those that it holds.
struct Seen {
    std::uint32_t number = 0;
    Tag tag = kRoot;
    std::size_t end = 0;  // one past the last of those that it holds, at any depth
    bool has_content = false, is_outermost = false;
};

/// All elements of a file.
class Elements final : public ElementVisitor {
public:
    explicit Elements(Context& context) : file_(context.file), walk_(context), all_(1) {
        if (walk_.has_tree()) walk_.run(*this);
    }

    void begin(Object const& value) override {
        Element const& element = walk_.path().back();
        Seen& seen = all_.emplace_back();
        seen.number = element.number;
        seen.tag = element.tag;
        seen.is_outermost = walk_.path().size() == 2;
        if (element.number == 0) direct_.emplace(element.order, value);
    }
    void hold(Element const&, std::uint32_t, std::int64_t) override {}
    void end() override {
        Element const& element = walk_.path().back();
        all_[element.order].has_content = element.has_content;
        all_[element.order].end = all_.size();
    }

    /// From 1 on.
    std::size_t end_of_all() const { return all_.size(); }
    Seen const& operator[](std::size_t index) const { return all_[index]; }
    /// The dictionary of an element, which may be read for it.
    Object const& value_of(std::size_t element) const { return all_[element].number != 0 ? file_.object(all_[element].number) : direct_.at(element); }

private:
    reader::File const& file_;
    StructureWalk walk_;
    std::vector<Seen> all_;
    std::map<std::size_t, Object> direct_;  // elements that are no objects of their own
};

class Sheet {
public:
    Sheet(Context const& context, Elements const& elements, std::string const& name) : context_(context), elements_(elements), file_(context.file) {
        out_ = "Review of " + name + ": what only a person can judge\n";
    }

    bool read_texts(std::string& error) {
        Object value;
        for (std::size_t index = 0; index < context_.pages.size(); ++index) {
            context_.read_page(index, value);
            std::optional<std::vector<reader::MarkedText>> const texts = reader::marked_texts(file_, value, error);
            if (!texts) return false;
            for (reader::MarkedText const& text : *texts)
                if (text.mark >= 0) texts_[{context_.pages[index].number, text.mark}] += text.text;
        }
        return true;
    }

    std::string write() {
        part("Title and language", "Is the title the document's own, the language its main one?");
        line(quoted(title()) + ", " + text_of(context_.catalog()["Lang"]));
        part("Headings", "Is each a heading, and does it say what follows? Is what looks like one missing?");
        each([&](std::size_t e) {
            std::string_view const type = type_of(e);
            if (type.size() == 2 && type[0] == 'H' && type[1] >= '1' && type[1] <= '6')
                line(std::string(static_cast<std::size_t>(2 * (type[1] - '1')), ' ') + std::string(type) + " " + quoted(words(e)) + place(e));
        });
        part("Figures", "Do the words say what the figure is there to show, to somebody who does not see it?");
        each([&](std::size_t e) {
            std::string_view const type = type_of(e);
            if (type == "Figure" || type == "Formula") line(std::string(type) + place(e) + ": " + text_of(elements_.value_of(e)["Alt"]));
        });
        part("Tables", "Is it a table? Do its headers name what stands below and beside them?");
        each([&](std::size_t e) {
            if (type_of(e) == "Table") line(table(e) + place(e));
        });
        part("Links", "Do the words say where the link leads, without those around them?");
        each([&](std::size_t e) {
            if (type_of(e) == "Link") line(quoted(words(e)) + place(e));
        });
        part("Passages in other languages", "Is each in the language that it is said to be in? Are there others?");
        each([&](std::size_t e) {
            Object const& language = elements_.value_of(e)["Lang"];
            if (!elements_[e].is_outermost && !language.is(Kind::Null)) line(text_of(language) + ": " + quoted(words(e)) + place(e));
        });
        part("Order of reading", "Is it the order of thought? Are notes, asides and captions read where they belong?");
        each([&](std::size_t e) {
            std::string_view const type = type_of(e);
            bool const of_table = type == "TH" || type == "TD";  // tables were asked for above
            if (elements_[e].has_content && !of_table && type != "Link" && type != "Span" && type != "Reference")
                line(std::string(type) + " " + quoted(words(e)) + place(e));
        });
        part("To the eye", "Contrast, meaning that colour alone carries, text that flickers or is too small: look at the pages.");
        return std::move(out_);
    }

private:
    std::string_view type_of(std::size_t element) const { return context_.types[elements_[element].tag]; }

    template <class Call>
    void each(Call const& call) {
        bool any = false;
        for (std::size_t i = 1; i < elements_.end_of_all(); ++i) {
            std::size_t const before = out_.size();
            call(i);
            any = any || out_.size() != before;
        }
        if (!any) out_ += "  none\n";
    }

    void part(std::string const& name, std::string const& question) { out_ += "\n" + name + "\n[ ] " + question + "\n"; }
    void line(std::string const& words) { out_ += "  " + words + "\n"; }

    std::string text_of(Object const& value) const {
        Object const& is = file_.resolve(value);
        std::string text = is.is(Kind::String) ? reader::text_of(is.text) : "";
        // A sheet has its lines: controls in a file's words do not make others.
        std::replace_if(
            text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
        return text;
    }
    std::string title() const {
        std::string error;
        std::optional<Xmp> const xmp = read_xmp(file_, error);
        return xmp ? xmp->value("dc:title") : text_of(file_.at(file_.trailer(), "Info")["Title"]);
    }

    static std::string quoted(std::string text) {
        if (text.size() > kExcerpt) {
            std::size_t cut = kExcerpt;
            while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
            text = text.substr(0, cut) + "…";
        }
        return "“" + text + "”";
    }

    /// The text of an element and those in it, in order, as far as an excerpt shows it.
    std::string words(std::size_t element) const {
        std::string text;
        Object const& value = elements_.value_of(element);
        collect(value, value, 0, text);
        std::replace_if(
            text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
        for (std::size_t at; (at = text.find("\xC2\xAD")) != std::string::npos;) text.erase(at, 2);
        while (!text.empty() && text.back() == ' ') text.pop_back();
        return text;
    }

    void collect(Object const& value, Object const& holder, int depth, std::string& text) const {
        if (depth > 40 || text.size() > 2 * kExcerpt) return;
        Object const& kids = file_.resolve(value["K"]);
        auto const add = [&](Object const& reference) {
            Object const& kid = file_.resolve(reference);
            Object const& page = kid.is_dictionary() && !kid["Pg"].is(Kind::Null) ? kid["Pg"] : holder["Pg"];
            if (kid.is(Kind::Integer) || kid["Type"].is_name("MCR")) {
                auto const found = texts_.find({number_of(page), kid.is(Kind::Integer) ? kid.integer : file_.resolve(kid["MCID"]).integer});
                if (found != texts_.end()) text += found->second;
            } else if (file_.resolve(kid["S"]).is(Kind::Name)) {
                std::string const& type = file_.resolve(kid["S"]).text;
                bool const within_line = type == "Span" || type == "Link" || type == "Reference";
                if (!within_line && !text.empty() && text.back() != ' ') text += ' ';
                collect(kid, kid, depth + 1, text);
            }
        };
        if (!kids.is(Kind::Array)) return add(value["K"]);
        for (Object const& kid : kids.items) add(kid);
    }

    /// Where it, or the first that it holds, stands.
    std::string place(std::size_t element) const {
        std::size_t const end = elements_[element].end;
        for (bool holds = true; holds; ++element) {
            auto const page = context_.page_of.find(number_of(elements_.value_of(element)["Pg"]));
            if (page != context_.page_of.end()) return ", page " + std::to_string(page->second + 1);
            holds = elements_[element].end > element + 1 && element + 1 < end;
        }
        return {};
    }

    std::string table(std::size_t element) const {
        std::size_t rows = 0;
        std::string caption, headers;
        for (std::size_t part = element + 1, next = 0; part < elements_[element].end; part = next) {
            std::string_view const type = type_of(part);
            if (type == "Caption") caption = words(part);
            if (type == "TR") ++rows;
            if (type == "TH" && headers.size() < kExcerpt) headers += (headers.empty() ? "" : " | ") + words(part);
            next = type == "Caption" || type == "TH" || type == "TD" ? elements_[part].end : part + 1;
        }
        return quoted(caption) + ", " + std::to_string(rows) + " rows, headers " + quoted(headers);
    }

    Context const& context_;
    Elements const& elements_;
    reader::File const& file_;
    std::map<std::pair<std::uint32_t, std::int64_t>, std::string> texts_;
    std::string out_;
};

}  // namespace

std::optional<std::string> review_sheet(reader::File const& file, std::string const& name, std::string& error) {
    Report report;
    report.claims = kHouse;
    Memo of_this_file;
    Context context(file, report, of_this_file);
    read_pages(context);
    Elements const elements(context);
    if (elements.end_of_all() < 2) return error = "it has no tags", std::nullopt;
    Sheet sheet(context, elements, name);
    if (!sheet.read_texts(error)) return std::nullopt;
    return sheet.write();
}

}  // namespace offprint::check
