#include "math/lines.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace offprint::math {
namespace {

constexpr std::int64_t kIndentEms = 2;      // of later lines where there is no relation to stand under
constexpr std::int64_t kFarthestShare = 3;  // a relation further right than a third of the measure leaves too little room

/// Where lines may begin, and how far in.
class Breaker {
public:
    Breaker(std::vector<SetAtom> const& atoms, Length measure, Length em) : atoms_(atoms), measure_(measure), em_(em) {
        offsets_.push_back({});
        for (SetAtom const& atom : atoms_) offsets_.push_back(offsets_.back() + atom.space + atom.box.width);
        for (std::size_t i = 1; i < atoms_.size(); ++i) {
            if (atoms_[i].kind != Class::Rel) continue;
            Length const at = offsets_[i] + atoms_[i].space;
            if (at * kFarthestShare <= measure_) relation_ = i;
            break;
        }
    }

    Length indent(std::size_t first) const {
        if (first == 0 || is_new_statement(first)) return {};
        if (!relation_) return em_ * kIndentEms;
        Length const at = offsets_[*relation_] + atoms_[*relation_].space;
        // A sign for two operands stands under what follows the relation.
        if (atoms_[first].kind == Class::Rel) return at;
        return *relation_ + 1 < atoms_.size() ? offsets_[*relation_ + 1] + atoms_[*relation_ + 1].space : at;
    }
    Length width(std::size_t first, std::size_t end) const { return offsets_[end] - offsets_[first] - atoms_[first].space; }
    /// Behind a comma and a wide space stands another formula.
    bool is_new_statement(std::size_t at) const { return at > 0 && atoms_[at - 1].kind == Class::Punct && atoms_[at].space >= em_; }
    bool may_begin(std::size_t at) const {
        if (is_new_statement(at)) return true;
        return at > 0 && (atoms_[at].kind == Class::Rel || atoms_[at].kind == Class::Bin) && atoms_[at - 1].kind != Class::Rel;
    }

    /// The beginnings of the lines of the best way: least too wide, then fewest lines, then least before signs for two operands, then most even.
    std::vector<std::size_t> best() const {
        std::vector<std::size_t> places{0};
        for (std::size_t i = 1; i < atoms_.size(); ++i)
            if (may_begin(i)) places.push_back(i);
        places.push_back(atoms_.size());
        std::vector<std::int64_t> costs(places.size(), std::numeric_limits<std::int64_t>::max());
        std::vector<std::size_t> from(places.size(), 0);
        costs[0] = 0;
        for (std::size_t end = 1; end < places.size(); ++end)
            for (std::size_t begin = 0; begin < end; ++begin) {
                std::int64_t const cost = costs[begin] + line_cost(places[begin], places[end]);
                if (cost < costs[end]) {
                    costs[end] = cost;
                    from[end] = begin;
                }
            }
        std::vector<std::size_t> starts;
        for (std::size_t at = places.size() - 1; at > 0; at = from[at]) starts.push_back(places[from[at]]);
        std::reverse(starts.begin(), starts.end());
        return starts;
    }

private:
    std::int64_t line_cost(std::size_t first, std::size_t end) const {
        constexpr std::int64_t kLine = 1'000'000, kOperator = 200'000, kOverfull = 1'000'000'000;
        Length const over = indent(first) + width(first, end) - measure_;
        std::int64_t cost = kLine;
        if (first > 0 && atoms_[first].kind == Class::Bin) cost += kOperator;
        if (is_new_statement(first)) cost -= kOperator;
        if (over > Length{}) return cost + kOverfull + std::min<std::int64_t>(over.raw() / 100, kOverfull);
        std::int64_t const empty = (-over).raw() * 100 / std::max<std::int64_t>(1, measure_.raw());
        return cost + empty * empty;
    }

    std::vector<SetAtom> const& atoms_;
    Length measure_, em_;
    std::vector<Length> offsets_;  // of each atom's space, and the end
    std::optional<std::size_t> relation_;
};

}  // namespace

std::vector<Line> set_display(Setter const& setter, List const& list, Length measure) {
    Style const style{};
    std::vector<SetAtom> const atoms = setter.set_atoms(list, style);
    std::vector<Line> lines;
    if (atoms.empty()) return lines;
    Breaker const breaker(atoms, measure, setter.glyphs(style).size());
    std::vector<std::size_t> starts{0};
    if (breaker.width(0, atoms.size()) > measure) starts = breaker.best();
    for (std::size_t line = 0; line < starts.size(); ++line) {
        std::size_t const first = starts[line], end = line + 1 < starts.size() ? starts[line + 1] : atoms.size();
        Line made;
        made.indent = breaker.indent(first);
        for (std::size_t i = first; i < end; ++i) {
            if (i > first) made.box.width += atoms[i].space;
            made.box.append(atoms[i].box);
        }
        lines.push_back(std::move(made));
    }
    return lines;
}

}  // namespace offprint::math
