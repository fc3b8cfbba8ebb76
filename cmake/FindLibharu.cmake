# Finds libharu (the package brings no CMake file of its own). Defines the target Libharu::hpdf and Libharu_VERSION.
find_path(Libharu_INCLUDE_DIR hpdf.h)
find_library(Libharu_LIBRARY NAMES hpdf libhpdf)

if(Libharu_INCLUDE_DIR AND EXISTS ${Libharu_INCLUDE_DIR}/hpdf_version.h)
  file(STRINGS ${Libharu_INCLUDE_DIR}/hpdf_version.h version_line REGEX "#define HPDF_VERSION_TEXT")
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" Libharu_VERSION "${version_line}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libharu REQUIRED_VARS Libharu_LIBRARY Libharu_INCLUDE_DIR VERSION_VAR Libharu_VERSION)

if(Libharu_FOUND AND NOT TARGET Libharu::hpdf)
  add_library(Libharu::hpdf UNKNOWN IMPORTED)
  set_target_properties(Libharu::hpdf PROPERTIES
    IMPORTED_LOCATION ${Libharu_LIBRARY} INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${Libharu_INCLUDE_DIR})
endif()
mark_as_advanced(Libharu_INCLUDE_DIR Libharu_LIBRARY)
