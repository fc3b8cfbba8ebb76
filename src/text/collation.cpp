#include "text/collation.h"

#include <unicode/alphaindex.h>
#include <unicode/coll.h>

#include <memory>

namespace offprint::text {
namespace {

std::string key_of(icu::Collator const& collator, icu::UnicodeString const& text) {
    std::string key(static_cast<std::size_t>(collator.getSortKey(text, nullptr, 0)), '\0');
    collator.getSortKey(text, reinterpret_cast<std::uint8_t*>(key.data()), static_cast<std::int32_t>(key.size()));
    return key;
}

}  // namespace

std::vector<CollationKey> collation_keys(std::span<std::string const> texts, std::string const& language) {
    std::vector<CollationKey> keys(texts.size());
    UErrorCode status = U_ZERO_ERROR;
    icu::Locale const locale = icu::Locale::forLanguageTag(language, status);
    if (U_FAILURE(status)) status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> const order(icu::Collator::createInstance(locale, status));
    if (U_FAILURE(status)) {
        for (std::size_t i = 0; i < texts.size(); ++i) keys[i] = {texts[i], texts[i], {}};
        return keys;
    }
    std::unique_ptr<icu::Collator> const same(order->clone());
    same->setStrength(icu::Collator::SECONDARY);
    icu::AlphabeticIndex letters(locale, status);
    std::unique_ptr<icu::AlphabeticIndex::ImmutableIndex> const buckets(letters.buildImmutableIndex(status));
    for (std::size_t i = 0; i < texts.size(); ++i) {
        icu::UnicodeString const text = icu::UnicodeString::fromUTF8(texts[i]);
        keys[i].order = key_of(*order, text);
        keys[i].same = key_of(*same, text);
        if (U_FAILURE(status)) continue;
        icu::AlphabeticIndex::Bucket const* const bucket = buckets->getBucket(buckets->getBucketIndex(text, status));
        if (bucket == nullptr) continue;
        if (bucket->getLabelType() == U_ALPHAINDEX_NORMAL)
            bucket->getLabel().toUTF8String(keys[i].letter);
        else if (!text.isEmpty() && u_isdigit(text.char32At(0)))
            keys[i].letter = "#";
    }
    return keys;
}

}  // namespace offprint::text
