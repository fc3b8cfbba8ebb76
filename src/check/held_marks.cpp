#include "check/held_marks.h"

#include <algorithm>
#include <tuple>

namespace offprint::check {
namespace {
/// More marks no file of the most objects has; lists that pages share could make any number of them.
constexpr std::size_t kMostListed = 16'777'216;
}  // namespace

void PackedNumbers::add(std::uint32_t number) {
    last_.push_back(number);
    if (last_.size() == kBlock) close_block();
}

void PackedNumbers::close_block() {
    auto const [least, most] = std::minmax_element(last_.begin(), last_.end());
    std::uint32_t const span = *most - *least;
    Block const block{*least, span <= 0xFF ? 1U : span <= 0xFFFF ? 2U : 4U, bytes_.size()};
    for (std::uint32_t const number : last_)
        for (std::uint32_t i = 0; i < block.width; ++i) bytes_.push_back(static_cast<std::uint8_t>((number - block.least) >> (8 * i)));
    blocks_.push_back(block);
    last_.clear();
}

std::uint32_t PackedNumbers::operator[](std::size_t index) const {
    if (index / kBlock >= blocks_.size()) return last_[index - blocks_.size() * kBlock];
    Block const& block = blocks_[index / kBlock];
    std::uint32_t distance = 0;
    for (std::uint32_t i = 0; i < block.width; ++i) distance |= static_cast<std::uint32_t>(bytes_[block.begin + index % kBlock * block.width + i]) << (8 * i);
    return block.least + distance;
}

bool HeldMarks::is_full() const { return elements_.size() == kMostListed; }

void HeldMarks::add_list(std::int64_t key, std::vector<std::uint32_t> const& elements) {
    List& list = lists_[key];
    list = {elements_.size(), std::min(elements.size(), kMostListed - elements_.size()), 0};
    for (std::size_t i = 0; i < list.size; ++i) elements_.add(elements[i]);
}

void HeldMarks::set_page(std::int64_t key, std::uint32_t page) {
    auto const it = lists_.find(key);
    if (it == lists_.end() || it->second.page != 0 || page == 0) return;
    it->second.page = page;
    list_of_.emplace(page, &it->second);
}

HeldMarks::List const* HeldMarks::list(std::int64_t key) const {
    auto const it = lists_.find(key);
    return it == lists_.end() ? nullptr : &it->second;
}

void HeldMarks::hold(HeldMark mark) {
    if (last_page_ != mark.page) {
        auto const it = list_of_.find(mark.page);
        last_ = it == list_of_.end() ? nullptr : it->second;
        last_page_ = mark.page;
    }
    if (last_ != nullptr && mark.mark >= 0 && static_cast<std::size_t>(mark.mark) < last_->size) {
        std::size_t const place = last_->begin + static_cast<std::size_t>(mark.mark);
        mark.second = held_[place];
        if (!mark.second && elements_[place] == mark.element) {
            held_[place] = true;
            return;
        }
    }
    others_.push_back(mark);
}

void HeldMarks::sort() {
    std::stable_sort(others_.begin(), others_.end(), [](HeldMark const& a, HeldMark const& b) {
        return std::tie(a.page, a.mark, a.second, a.order) < std::tie(b.page, b.mark, b.second, b.order);
    });
}

}  // namespace offprint::check
