# The helpers that every folder uses.

find_program(OFFPRINT_CCACHE ccache)
if(OFFPRINT_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${OFFPRINT_CCACHE})
endif()

# Warnings and determinism flags, in one place. g++ 12 takes moved variants (Item, VItem) for uninitialised at -O2.
add_library(offprint_flags INTERFACE)
target_compile_options(offprint_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wconversion -Wno-sign-conversion -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict>
  -ffp-contract=off -fno-fast-math)
if(OFFPRINT_SANITIZE)
  target_compile_options(offprint_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(offprint_flags INTERFACE -fsanitize=address,undefined)
  target_compile_definitions(offprint_flags INTERFACE OFFPRINT_SANITIZED)
endif()
if(OFFPRINT_FUZZ)
  target_compile_options(offprint_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# A release is small where it is not busy: what is mapped of the program counts as its memory. Rooms whose loops take the time are built for
# speed; functions that nobody calls are left out, and those that are the same to the byte are there once, where the linker can do that.
set(OFFPRINT_BUSY_ROOMS base data text layout pdf)
if(NOT OFFPRINT_SANITIZE)
  target_compile_options(offprint_flags INTERFACE $<$<CONFIG:Release>:-ffunction-sections>)
  include(CheckLinkerFlag)
  check_linker_flag(CXX "-fuse-ld=gold;-Wl,--icf=safe" OFFPRINT_GOLD)
  check_linker_flag(CXX "-Wl,--gc-sections" OFFPRINT_GC_SECTIONS)
endif()

# offprint_room(NAME [rooms below...]): a room's include path and the rooms that it may include. The list is its row in
# src/rooms.txt; the house test holds the includes against it.
function(offprint_room name)
  add_library(offprint::${name} ALIAS offprint_${name})
  target_include_directories(offprint_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(offprint_${name} PRIVATE offprint_flags)
  if(NOT name IN_LIST OFFPRINT_BUSY_ROOMS)
    target_compile_options(offprint_${name} PRIVATE $<$<CONFIG:Release>:-O2>)
  endif()
  foreach(below ${ARGN})
    if(TARGET offprint_module_${below})
      add_dependencies(offprint_${name} offprint_module_${below})  # only its module.h is included; it is loaded when it is needed
    else()
      target_link_libraries(offprint_${name} PUBLIC offprint_${below})
    endif()
  endforeach()
endfunction()

# The core libraries in C++ are linked into the program where their archives are there, all of them or none: each one that is loaded
# brings the shared C++ library, whose symbols take longer to bind at start than all others. Sanitizers want the shared one.
if(OFFPRINT_SANITIZE)
  set(OFFPRINT_STATIC_CORE OFF)
endif()
if(OFFPRINT_STATIC_CORE)
  foreach(core yaml-cpp icui18n icuuc icudata jpeg pugixml)
    find_library(OFFPRINT_ARCHIVE_${core} NAMES lib${core}.a)
    if(NOT OFFPRINT_ARCHIVE_${core})
      message(WARNING "lib${core}.a is missing: the program loads shared libraries instead and starts 1 ms later")
      set(OFFPRINT_STATIC_CORE OFF)
    endif()
  endforeach()
endif()

# offprint_link_core(ROOM SHARED LIBRARIES...): links a room with the archives of core libraries, or with the shared target.
# ICU's data must come as an archive where its code does: a shared one of 31 MB would be copied into the program at each start.
function(offprint_link_core room shared)
  if(OFFPRINT_STATIC_CORE)
    foreach(library ${ARGN})
      target_link_libraries(offprint_${room} PRIVATE ${OFFPRINT_ARCHIVE_${library}})
    endforeach()
  else()
    target_link_libraries(offprint_${room} PRIVATE ${shared})
  endif()
endfunction()

# offprint_module(NAME ROOMS rooms below... SOURCES files... [LIBRARIES what only it links]): a part of the program that is loaded when it is needed, built
# as offprint-NAME.so beside the program (base/module.h). It exports one call. The rooms below are linked into it once more, as position-independent code; they
# keep nothing that both copies would have to share. The shared C++ library is loaded with it, as libraries in C++ want it.
set_property(GLOBAL PROPERTY OFFPRINT_MODULES)
function(offprint_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "ROOMS;SOURCES;LIBRARIES")
  set(target offprint_module_${name})
  add_library(${target} MODULE ${arg_SOURCES})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O2>)
  foreach(room ${arg_ROOMS})
    offprint_room_for_modules(${room})
    target_link_libraries(${target} PRIVATE offprint_${room}_for_modules)
  endforeach()
  target_link_libraries(${target} PRIVATE ${arg_LIBRARIES} offprint_flags)
  # Nothing is left to be found at load time, except by sanitizers in the program.
  target_link_options(${target} PRIVATE -Wl,--exclude-libs,ALL -Wl,--gc-sections -Wl,--as-needed $<$<NOT:$<BOOL:${OFFPRINT_SANITIZE}>>:-Wl,-z,defs>)
  set_target_properties(${target} PROPERTIES PREFIX "" OUTPUT_NAME offprint-${name} LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  set_property(GLOBAL APPEND PROPERTY OFFPRINT_MODULES ${target})
  install(TARGETS ${target} LIBRARY DESTINATION lib/offprint)
endfunction()

# A room's sources a second time, as modules link them.
function(offprint_room_for_modules room)
  set(target offprint_${room}_for_modules)
  if(TARGET ${target})
    return()
  endif()
  get_target_property(sources offprint_${room} SOURCES)
  get_target_property(folder offprint_${room} SOURCE_DIR)
  list(TRANSFORM sources PREPEND ${folder}/)
  add_library(${target} STATIC ${sources})
  foreach(what INCLUDE_DIRECTORIES INTERFACE_INCLUDE_DIRECTORIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES COMPILE_DEFINITIONS COMPILE_OPTIONS)
    get_target_property(values offprint_${room} ${what})
    if(values)
      set_target_properties(${target} PROPERTIES ${what} "${values}")
    endif()
  endforeach()
  get_target_property(libraries offprint_${room} LINK_LIBRARIES)
  foreach(library ${libraries})
    if(library MATCHES "^offprint_(.*)$" AND NOT library STREQUAL offprint_flags)
      offprint_room_for_modules(${CMAKE_MATCH_1})
      target_link_libraries(${target} PUBLIC ${library}_for_modules)
    else()
      target_link_libraries(${target} PRIVATE ${library})
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON EXCLUDE_FROM_ALL ON)
endfunction()

# offprint_test(ROOM FILES... ): adds unit test files of a room to the one test binary of that room.
function(offprint_test room)
  add_executable(test_${room} ${ARGN})
  target_link_libraries(test_${room} PRIVATE offprint_${room} offprint_flags offprint_test_main)
  target_compile_definitions(test_${room} PRIVATE
    OFFPRINT_SOURCE_DIR="${PROJECT_SOURCE_DIR}" OFFPRINT_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME unit_${room} COMMAND test_${room})
  set_tests_properties(unit_${room} PROPERTIES LABELS unit)
endfunction()
