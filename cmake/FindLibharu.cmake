# libharu's package brings no CMake file of its own. Defines the target Libharu::Libharu and Libharu_VERSION.
find_path(Libharu_INCLUDE_DIR hpdf.h)
find_library(Libharu_LIBRARY NAMES hpdf)

if(Libharu_INCLUDE_DIR AND EXISTS ${Libharu_INCLUDE_DIR}/hpdf_version.h)
  file(STRINGS ${Libharu_INCLUDE_DIR}/hpdf_version.h version_line REGEX "#define HPDF_VERSION_TEXT")
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" Libharu_VERSION "${version_line}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libharu REQUIRED_VARS Libharu_LIBRARY Libharu_INCLUDE_DIR VERSION_VAR Libharu_VERSION)

if(Libharu_FOUND AND NOT TARGET Libharu::Libharu)
  add_library(Libharu::Libharu UNKNOWN IMPORTED)
  set_target_properties(Libharu::Libharu PROPERTIES
    IMPORTED_LOCATION "${Libharu_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${Libharu_INCLUDE_DIR}")
endif()
mark_as_advanced(Libharu_INCLUDE_DIR Libharu_LIBRARY)
