# One INTERFACE target carries warnings, sanitizers and hardening; every target links it PRIVATE.
# -Werror comes from the developers' presets (CMAKE_COMPILE_WARNING_AS_ERROR). Not from `release`: it
# is what strangers build, and g++ 12 warns of its own headers there (-Wrestrict in std::string).
option(ONECLAW_FUZZ "Build the fuzzers (clang)" OFF)
set(ONECLAW_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")
add_library(oneclaw_flags INTERFACE)
target_compile_options(oneclaw_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-qual
  -Wformat=2 -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>)
target_compile_definitions(oneclaw_flags INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # The same sources give the same bytes in whatever folder.
  target_compile_options(oneclaw_flags INTERFACE
    -ffile-prefix-map=${PROJECT_BINARY_DIR}=build -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
endif()
if(ONECLAW_SANITIZE)
  target_compile_options(oneclaw_flags INTERFACE
    -fsanitize=${ONECLAW_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(oneclaw_flags INTERFACE -fsanitize=${ONECLAW_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(oneclaw_flags INTERFACE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
  target_link_options(oneclaw_flags INTERFACE -Wl,-z,relro,-z,now -Wl,--as-needed)
endif()
if(ONECLAW_FUZZ)
  target_compile_options(oneclaw_flags INTERFACE -fsanitize=fuzzer-no-link)  # what is fuzzed shows its coverage
endif()
