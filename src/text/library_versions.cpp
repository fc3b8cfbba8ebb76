#include "text/library_versions.h"

#include <hb.h>
#include <unicode/uversion.h>

namespace offprint::text {

std::vector<std::pair<std::string, std::string>> library_versions() {
    UVersionInfo icu;
    char icu_words[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(icu);
    u_versionToString(icu, icu_words);
    return {{"HarfBuzz", hb_version_string()}, {"ICU", icu_words}};
}

}  // namespace offprint::text
