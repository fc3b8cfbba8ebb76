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

# offprint_room(NAME [rooms below...]): a room's include path and the rooms that it may include. The list is its row in
# src/rooms.txt; the house test holds the includes against it.
function(offprint_room name)
  add_library(offprint::${name} ALIAS offprint_${name})
  target_include_directories(offprint_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(offprint_${name} PRIVATE offprint_flags)
  foreach(below ${ARGN})
    target_link_libraries(offprint_${name} PUBLIC offprint_${below})
  endforeach()
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
