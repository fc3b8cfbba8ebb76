#include "compare/changes.h"

#include <algorithm>
#include <map>
#include <set>

#include "compare/amount.h"
#include "compare/match.h"
#include "fmt/format.h"

namespace offprint::compare {
namespace {

/// Stretches of a text are joined where only short ones stand between changes: "a [b] c [d]" reads worse than "[a b c d]".
void add_stretch(std::vector<Stretch>& out, Stretch::Kind kind, std::vector<Word> const& words, std::size_t begin, std::size_t end) {
    if (begin >= end) return;
    Stretch stretch{kind, joined(words, begin, end), words[begin].spaced};
    if (!out.empty() && out.back().kind == kind) {
        out.back().text += (stretch.spaced ? " " : "") + stretch.text;
        return;
    }
    out.push_back(std::move(stretch));
}

/// Numbers of two stretches that took each other's place, where both have as many.
void pair_amounts(std::vector<Word> const& before, std::size_t a0, std::size_t a1, std::vector<Word> const& after, std::size_t b0, std::size_t b1, char sign,
                  std::vector<AmountChange>& out) {
    auto const numbers = [](std::vector<Word> const& words, std::size_t begin, std::size_t end) {
        std::vector<std::string> found;
        for (std::size_t i = begin; i < end; ++i)
            if (words[i].is_number) found.push_back(words[i].text);
        return found;
    };
    std::vector<std::string> const was = numbers(before, a0, a1), is = numbers(after, b0, b1);
    if (was.size() != is.size()) return;
    for (std::size_t i = 0; i < was.size(); ++i)
        if (was[i] != is[i]) out.push_back({was[i], is[i], difference(was[i], is[i], sign)});
}

class Comparer {
public:
    Comparer(Document const& before, Document const& after, std::vector<DataSet> const& data_before, std::vector<DataSet> const& data_after)
        : before_(before), after_(after), data_before_(data_before), data_after_(data_after) {}

    Comparison run() {
        facts(before_.facts, after_.facts, result_.facts);
        facts(before_.form, after_.form, result_.form);
        std::vector<Match> const matches = match_blocks(before_.blocks, after_.blocks, budget_);
        for (Match const& match : matches) add(match);
        compare_data();
        std::stable_sort(result_.changes.begin(), result_.changes.end(), [](Change const& a, Change const& b) { return a.of_data < b.of_data; });
        pages(matches);
        return std::move(result_);
    }

private:
    static void facts(std::vector<Fact> const& before, std::vector<Fact> const& after, std::vector<FactChange>& out) {
        for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i)
            if (before[i].value != after[i].value) out.push_back({after[i].name, before[i].value, after[i].value});
    }

    Change change_of(Match const& match) const {
        Change change;
        Block const* const was = match.before ? &before_.blocks[*match.before] : nullptr;
        Block const* const is = match.after ? &after_.blocks[*match.after] : nullptr;
        Block const& either = is != nullptr ? *is : *was;
        change.block = either.kind;
        change.section = is != nullptr ? after_.section_of(*is) : before_.section_of(*was);
        change.title = title_of(either, is != nullptr ? data_after_ : data_before_);
        change.moved = match.moved;
        if (was != nullptr) change.before = was->regions;
        if (is != nullptr) change.after = is->regions;
        return change;
    }

    /// The title as the article has it, where the article is known; else the likeliest of its captions.
    static std::string title_of(Block const& block, std::vector<DataSet> const& sets) {
        for (DataSet const& set : sets)
            for (auto const* const titles : {&set.charts, &set.tables})
                for (std::string const& title : *titles)
                    if (std::string const* const caption = caption_of(block, title)) return *caption;
        return block.title;
    }

    /// The text above a block that prints a title of the article.
    static std::string const* caption_of(Block const& block, std::string const& title) {
        std::string const key = title_key(title);
        auto const it = std::find_if(block.captions.begin(), block.captions.end(), [&](std::string const& caption) { return title_key(caption) == key; });
        return it == block.captions.end() ? nullptr : &*it;
    }

    void add(Match const& match) {
        Change change = change_of(match);
        if (!match.before || !match.after) {
            one_sided(match, change);
        } else {
            Block const &was = before_.blocks[*match.before], &is = after_.blocks[*match.after];
            bool const same_words = say_the_same(was.words, is.words);
            if (!same_words) change.words = compare_words(was.words, is.words, after_.decimal_sign(), change.amounts, budget_);
            if (is.kind == BlockKind::Table) compare_tables(was.table, is.table, after_.decimal_sign(), change, budget_);
            bool const same = same_words && change.cells.empty() && change.remarks.empty();
            // Where an exhibit's words stand, over it, below it or beside it, is the layout's choice.
            bool const is_label = was.kind == BlockKind::Caption || is.kind == BlockKind::Caption;
            if (same && (!match.moved || is_label)) return;
            change.kind = same ? ChangeKind::Moved : ChangeKind::Changed;
            if (same) add_stretch(change.words, Stretch::Kind::Same, is.words, 0, is.words.size());
        }
        if (change.block == BlockKind::Table && !change.cells.empty()) told_tables_.insert(title_key(change.title));
        result_.changes.push_back(std::move(change));
    }

    void one_sided(Match const& match, Change& change) const {
        Block const& block = match.after ? after_.blocks[*match.after] : before_.blocks[*match.before];
        change.kind = match.after ? ChangeKind::Added : ChangeKind::Removed;
        auto const kind = match.after ? Stretch::Kind::Added : Stretch::Kind::Removed;
        add_stretch(change.words, kind, block.words, 0, block.words.size());
        if (block.kind != BlockKind::Table) return;
        change.remarks.push_back(fmt::format("{} rows, {} columns", block.table.rows.size(), block.table.columns.size()));
        for (Row const& row : block.table.rows) {
            if (change.remarks.size() > 12) break;
            change.remarks.push_back(words_of_row(row));
        }
    }

    /// Data of charts are told with their chart; those of tables only where nothing of them is seen in print.
    void compare_data() {
        std::map<std::string, DataSet const*> old;
        for (DataSet const& set : data_before_) old.emplace(set.name, &set);
        for (DataSet const& set : data_after_) {
            auto const it = old.find(set.name);
            if (it == old.end()) continue;
            bool const in_print =
                set.charts.empty() && std::any_of(set.tables.begin(), set.tables.end(), [&](auto const& t) { return told_tables_.contains(title_key(t)); });
            if (in_print) continue;
            Change change;
            compare_tables(it->second->table, set.table, '.', change, budget_);
            if (!change.cells.empty() || !change.remarks.empty()) add_data(set, std::move(change));
        }
    }

    void add_data(DataSet const& set, Change change) {
        std::string const title = !set.charts.empty() ? set.charts.front() : !set.tables.empty() ? set.tables.front() : set.name;
        for (Change& told : result_.changes) {
            if (told.block != BlockKind::Figure || set.charts.empty() || title_key(told.title) != title_key(title) || told.kind != ChangeKind::Changed)
                continue;
            told.cells.insert(told.cells.end(), change.cells.begin(), change.cells.end());
            told.remarks.insert(told.remarks.end(), change.remarks.begin(), change.remarks.end());
            return;
        }
        change.of_data = true;
        change.block = set.charts.empty() ? BlockKind::Table : BlockKind::Figure;
        change.title = title;
        if (set.name != title) change.remarks.push_back(fmt::format("Data source: {}.", set.name));
        place(before_, title, change.before, nullptr);
        place(after_, title, change.after, &change.section);
        result_.changes.push_back(std::move(change));
    }

    /// Where the exhibit of a title stands.
    static void place(Document const& document, std::string const& title, std::vector<Region>& regions, std::string* section) {
        for (Block const& block : document.blocks) {
            if (caption_of(block, title) == nullptr) continue;
            regions = block.regions;
            if (section != nullptr) *section = document.section_of(block);
            return;
        }
    }

    void pages(std::vector<Match> const& matches) {
        std::vector<std::map<std::size_t, std::size_t>> votes(after_.pages.size());
        for (Match const& match : matches) {
            if (!match.before || !match.after) continue;
            for (Region const& region : after_.blocks[*match.after].regions)
                if (region.page < votes.size()) ++votes[region.page][before_.blocks[*match.before].page()];
        }
        for (auto const& vote : votes) {
            auto const most = std::max_element(vote.begin(), vote.end(), [](auto const& a, auto const& b) { return a.second < b.second; });
            result_.page_before.push_back(most == vote.end() ? std::nullopt : std::optional(most->first));
        }
    }

    Document const &before_, &after_;
    std::vector<DataSet> const &data_before_, &data_after_;
    Budget budget_;
    std::set<std::string> told_tables_;
    Comparison result_;
};

}  // namespace

std::vector<Stretch> compare_words(std::vector<Word> const& before, std::vector<Word> const& after, char decimal_sign, std::vector<AmountChange>& amounts,
                                   Budget& budget) {
    Numbering numbers;
    auto const members = [&](std::vector<std::string> const& keys) {
        std::vector<std::uint32_t> out;
        for (std::string const& key : keys) out.push_back(numbers.of(key));
        return out;
    };
    auto const keys = keys_of(before, after);
    std::vector<std::uint32_t> const a = members(keys.first), b = members(keys.second);
    std::vector<Stretch> out;
    std::size_t at_a = 0, at_b = 0;
    auto const changed_until = [&](std::size_t end_a, std::size_t end_b) {
        add_stretch(out, Stretch::Kind::Removed, before, at_a, end_a);
        add_stretch(out, Stretch::Kind::Added, after, at_b, end_b);
        pair_amounts(before, at_a, end_a, after, at_b, end_b, decimal_sign, amounts);
    };
    for (auto const& [i, k] : common_subsequence(a, b, budget)) {
        changed_until(i, k);
        add_stretch(out, Stretch::Kind::Same, after, k, k + 1);
        at_a = i + 1, at_b = k + 1;
    }
    changed_until(before.size(), after.size());
    return out;
}

Comparison compare(Document const& before, Document const& after, std::vector<DataSet> const& data_before, std::vector<DataSet> const& data_after) {
    return Comparer(before, after, data_before, data_after).run();
}

std::string_view name_of(BlockKind kind) {
    switch (kind) {
        case BlockKind::Heading: return "heading";
        case BlockKind::Paragraph: return "paragraph";
        case BlockKind::Item: return "list item";
        case BlockKind::Note: return "footnote";
        case BlockKind::Caption: return "caption";
        case BlockKind::Table: return "table";
        case BlockKind::Figure: return "figure";
    }
    return {};
}

}  // namespace offprint::compare
