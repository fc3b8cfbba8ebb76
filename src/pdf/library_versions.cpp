#include "pdf/library_versions.h"

#include <hpdf.h>
#include <libdeflate.h>

namespace offprint::pdf {

std::vector<std::pair<std::string, std::string>> library_versions() { return {{"libdeflate", LIBDEFLATE_VERSION_STRING}, {"libharu", HPDF_GetVersion()}}; }

}  // namespace offprint::pdf
