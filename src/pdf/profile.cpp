#include "pdf/profile.h"

#include <algorithm>

namespace offprint::pdf {
namespace {

constexpr Profile kProfiles[] = {
    {"client", "PDF/A-2a and PDF/UA-1: the PDF that a client gets", 2, 'A', 1, false, false, false},
    {"archive", "PDF/A-3a and PDF/UA-1, with article, data, layout and build manifest attached: the record copy", 3, 'A', 1, true, false, false},
    {"modern", "PDF/A-4f, PDF/UA-2 and WTPDF, with the same attached: for readers of PDF 2.0", 4, 'F', 2, true, false, false},
    {"client-sealed", "PDF/A-2a and PDF/UA-1, signed (PAdES): wants a key, --sign-key and --sign-cert or --sign-pkcs12", 2, 'A', 1, false, true, false},
    {"locked", "PDF/UA-1, encrypted (AES-256): wants a password, --password-file; PDF/A forbids encryption, so it is not claimed", 0, '\0', 1, false, false,
     true},
};

}  // namespace

std::span<Profile const> profiles() { return kProfiles; }

Profile const* find_profile(std::string_view name) {
    auto const* const it = std::find_if(std::begin(kProfiles), std::end(kProfiles), [&](Profile const& p) { return p.name == name; });
    return it == std::end(kProfiles) ? nullptr : it;
}

}  // namespace offprint::pdf
