#include "pdf/font_memo.h"

namespace offprint::pdf {

std::shared_ptr<CutFont const> FontMemo::find(std::string const& key) const {
    std::lock_guard const lock(mutex_);
    auto const it = fonts_.find(key);
    return it == fonts_.end() ? nullptr : it->second;
}

void FontMemo::keep(std::string key, std::shared_ptr<CutFont const> font) {
    std::lock_guard const lock(mutex_);
    if (fonts_.size() >= kMost) fonts_.clear();
    fonts_.emplace(std::move(key), std::move(font));
}

}  // namespace offprint::pdf
