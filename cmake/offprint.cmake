# The helpers that every folder uses.

find_program(OFFPRINT_CCACHE ccache)
if(OFFPRINT_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${OFFPRINT_CCACHE})
endif()

# Warnings and determinism flags, in one place. g++ 12 takes moved variants (Item, VItem) for uninitialised at -O2.
add_library(offprint_flags INTERFACE)
target_compile_options(offprint_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wconversion -Wno-sign-conversion -Wno-maybe-uninitialized -Wno-restrict -Werror
  -ffp-contract=off -fno-fast-math)
if(OFFPRINT_SANITIZE)
  target_compile_options(offprint_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(offprint_flags INTERFACE -fsanitize=address,undefined)
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
    target_link_libraries(offprint_${name} PUBLIC offprint_${below})
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

# offprint_test(ROOM FILES... ): adds unit test files of a room to the one test binary of that room.
function(offprint_test room)
  add_executable(test_${room} ${ARGN})
  target_link_libraries(test_${room} PRIVATE offprint_${room} offprint_flags offprint_test_main)
  target_compile_definitions(test_${room} PRIVATE
    OFFPRINT_SOURCE_DIR="${PROJECT_SOURCE_DIR}" OFFPRINT_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME unit_${room} COMMAND test_${room})
  set_tests_properties(unit_${room} PROPERTIES LABELS unit)
endfunction()
