#include "pdf/font_memo.h"

#include "pdf/deflate.h"

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

std::string FontMemo::deflated(std::string_view bytes) {
    std::lock_guard const lock(mutex_);
    auto known = streams_.find(bytes);
    if (known == streams_.end()) {
        if (streams_.size() >= kMost) streams_.clear();
        known = streams_.emplace(bytes, deflate(bytes)).first;
    }
    return known->second;
}

}  // namespace offprint::pdf
