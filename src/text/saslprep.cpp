#include "text/saslprep.h"

#include <unicode/usprep.h>
#include <unicode/ustring.h>

#include <memory>

namespace offprint::text {
namespace {

/// NFKC makes of one UTF-16 unit at most this many.
constexpr std::size_t kMostUnits = 18;

Secret fail(std::string& error, char const* words) {
    error = words;
    return {};
}

/// UTF-16 that is wiped when it ends.
struct WipedUnits {
    explicit WipedUnits(std::size_t size) : units(size, u'\0') {}
    ~WipedUnits() { Secret::wipe(units); }
    WipedUnits(WipedUnits const&) = delete;
    WipedUnits& operator=(WipedUnits const&) = delete;
    std::int32_t room() const { return static_cast<std::int32_t>(units.size()); }
    std::u16string units;
};

}  // namespace

Secret saslprep(std::string_view password, std::string& error) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UStringPrepProfile, decltype(&usprep_close)> const profile(usprep_openByType(USPREP_RFC4013_SASLPREP, &status), usprep_close);
    if (U_FAILURE(status)) return fail(error, "the rules for passwords cannot be had");
    WipedUnits given(password.size() + 1), prepared(kMostUnits * given.units.size());
    std::int32_t length = 0;
    u_strFromUTF8(given.units.data(), given.room(), &length, password.data(), static_cast<std::int32_t>(password.size()), &status);
    if (U_FAILURE(status)) return fail(error, "it is not UTF-8");
    length = usprep_prepare(profile.get(), given.units.data(), length, prepared.units.data(), prepared.room(), USPREP_DEFAULT, nullptr, &status);
    if (status == U_STRINGPREP_UNASSIGNED_ERROR) return fail(error, "it has a character newer than Unicode 3.2, which SASLprep does not take");
    if (status == U_STRINGPREP_CHECK_BIDI_ERROR) return fail(error, "it mixes directions of writing in a way that SASLprep does not take");
    if (U_FAILURE(status)) return fail(error, "it has a character that must not be in a password, such as a control character");
    std::string out(3 * static_cast<std::size_t>(length) + 1, '\0');
    std::int32_t bytes = 0;
    u_strToUTF8(out.data(), static_cast<std::int32_t>(out.size()), &bytes, prepared.units.data(), length, &status);
    out.resize(U_SUCCESS(status) ? static_cast<std::size_t>(bytes) : 0);
    return Secret(std::move(out));
}

}  // namespace offprint::text
