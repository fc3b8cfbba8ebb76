// Random flows with everything that can stand in them, from a seed.
#pragma once
#include <random>

#include "solid.h"

namespace offprint::layout::test {

class Dice {
public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    int upto(int most) { return static_cast<int>(engine_() % static_cast<unsigned>(most + 1)); }  // 0..most
    bool one_in(int n) { return upto(n - 1) == 0; }
    Length points(int most) { return Length::points(upto(most)); }

private:
    std::mt19937 engine_;
};

inline std::vector<Step> random_steps(Dice& dice, Length height) {
    std::vector<Step> steps;
    for (Length at = 4_pt + dice.points(16); at < height && steps.size() < 3; at += 4_pt + dice.points(20)) {
        steps.push_back({at, dice.upto(4000), dice.one_in(2) ? dice.points(5) : Length{}, dice.one_in(2) ? dice.points(5) : Length{}});
    }
    return steps;
}

inline VBox random_box(Dice& dice) {
    VBox box = dice.one_in(2) ? line() : solid(dice.points(35), dice.one_in(3), dice.points(12));
    if (dice.one_in(40)) box.height = 90_pt + dice.points(40);
    if (dice.one_in(5)) box.height = 20_pt + dice.points(60), box.steps = random_steps(dice, box.height);
    box.clears_rail = dice.one_in(6);
    for (int i = dice.one_in(4) ? 1 + dice.upto(1) : 0; i > 0; --i) box = with_rail(std::move(box), dice.points(14) - 4_pt, dice.points(24));
    return box;
}

inline VPenalty random_penalty(Dice& dice) {
    static char const* const reasons[] = {"widow", "orphan", "heading alone"};
    VPenalty penalty{dice.upto(8000) - 1000, reasons[dice.upto(2)]};
    if (dice.one_in(6)) penalty.cost = kForbidden;
    if (dice.one_in(12)) penalty.cost = kForced;
    if (dice.one_in(3)) penalty.after = dice.points(8);
    if (dice.one_in(3)) penalty.before = dice.points(8);
    if (dice.one_in(5)) penalty.reach = dice.points(30);
    penalty.in_text = dice.one_in(3);
    return penalty;
}

/// Up to `boxes` boxes with everything that can stand between them.
inline VList random_list(Dice& dice, int boxes) {
    VList list;
    int open = 0;
    for (int i = 0; i < boxes; ++i) {
        if (!dice.one_in(5)) list.emplace_back(VGlue{dice.one_in(2) ? Length{} : dice.points(12), dice.one_in(3) ? dice.upto(3) : 0});
        if (open > 0 && dice.one_in(3)) list.emplace_back(GroupEnd{}), --open;
        for (int k = dice.one_in(3) ? dice.upto(2) : 0; k > 0; --k) list.emplace_back(random_penalty(dice));
        if (dice.one_in(6)) list.emplace_back(group(dice.points(6), dice.points(6))), ++open;
        if (dice.one_in(6)) list.emplace_back(VGlue{dice.points(6), dice.upto(1)});
        list.emplace_back(random_box(dice));
    }
    return list;
}

inline PageGeometry random_geometry(Dice& dice) {
    PageGeometry geometry = ten_lines();
    geometry.height = 50_pt + dice.points(60);
    geometry.first_height = dice.one_in(2) ? geometry.height : 40_pt + dice.points(40);
    if (dice.one_in(8)) geometry.grid = Length{};
    geometry.grid_origin = dice.points(13);
    return geometry;
}

}  // namespace offprint::layout::test
