# How every target of Väntrum is compiled, and the functions that declare one.

option(VANTRUM_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(VANTRUM_FUZZ "Build libFuzzer targets (needs clang 16)" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(vantrum_options INTERFACE)
target_include_directories(vantrum_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(vantrum_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
  -Wimplicit-fallthrough -Wmissing-declarations -Werror
  # GCC 12 sees uninitialised members in moved-from variants where there are none; valgrind and MSan judge better.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
  # Pictures must be the same bytes on every machine, so no fused multiply-add.
  -ffp-contract=off
  -fstack-protector-strong)
target_link_options(vantrum_options INTERFACE -Wl,-z,relro,-z,now)
if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  target_compile_definitions(vantrum_options INTERFACE _FORTIFY_SOURCE=2)
endif()
if(VANTRUM_FUZZ)
  target_compile_options(vantrum_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(VANTRUM_SANITIZE)
  # The tests' own code is watched for memory only, which compiles a fifth faster; what they test, for all but what
  # AddressSanitizer sees anyway (null, object-size), what no machine of ours minds (alignment) and casts to a derived
  # class, of which there are none (vptr): these cost as much again.
  target_compile_options(vantrum_options INTERFACE
    -fsanitize=address$<$<NOT:$<BOOL:$<TARGET_PROPERTY:IS_TEST_CODE>>>:$<COMMA>undefined>
    $<$<NOT:$<BOOL:$<TARGET_PROPERTY:IS_TEST_CODE>>>:-fno-sanitize=null$<COMMA>alignment$<COMMA>object-size$<COMMA>vptr>
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(vantrum_options INTERFACE -fsanitize=address,undefined)
endif()

# Where no cache remembers what was compiled, the standard headers are read once for all files: a tenth of the build.
# With ccache they are not, so a header that a file forgets to name is found there; nor where the optimiser looks deep
# enough to warn of what the library does, which GCC 12 no longer knows for the library's in precompiled headers.
function(vantrum_read_headers_once name is_test_code)
  if(CCACHE OR NOT VANTRUM_SANITIZE)
    return()
  endif()
  set(headers vantrum_headers_${is_test_code})
  if(NOT TARGET ${headers})
    file(WRITE ${CMAKE_BINARY_DIR}/made/headers.cpp "")
    add_library(${headers} OBJECT ${CMAKE_BINARY_DIR}/made/headers.cpp)
    target_link_libraries(${headers} PRIVATE vantrum_options)
    set_target_properties(${headers} PROPERTIES IS_TEST_CODE ${is_test_code})
    target_precompile_headers(${headers} PRIVATE <algorithm> <chrono> <functional> <map> <memory> <optional> <set> <span>
      <string> <variant> <vector>)
  endif()
  target_precompile_headers(${name} REUSE_FROM ${headers})
  set_target_properties(${name} PROPERTIES PCH_WARN_INVALID OFF)
endfunction()

# Whatever is declared below tests/ is test code.
function(vantrum_compile name)
  set(tests ${CMAKE_SOURCE_DIR}/tests)
  cmake_path(IS_PREFIX tests "${CMAKE_CURRENT_SOURCE_DIR}" is_test_code)
  set_target_properties(${name} PROPERTIES IS_TEST_CODE ${is_test_code})
  vantrum_read_headers_once(${name} ${is_test_code})
endfunction()

# vantrum_library(name SOURCES a.cpp … LINKS other … PRIVATE_LINKS third-party …)
# LINKS are visible to users of the library; PRIVATE_LINKS are the doors it keeps to itself.
function(vantrum_library name)
  cmake_parse_arguments(L "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${name} STATIC ${L_SOURCES})
  target_link_libraries(${name} PUBLIC vantrum_options ${L_LINKS} PRIVATE ${L_PRIVATE_LINKS})
  vantrum_compile(${name})
endfunction()

# vantrum_program(name SOURCES … LINKS …)
function(vantrum_program name)
  cmake_parse_arguments(P "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${P_SOURCES})
  target_link_libraries(${name} PRIVATE vantrum_options ${P_LINKS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  vantrum_compile(${name})
endfunction()
