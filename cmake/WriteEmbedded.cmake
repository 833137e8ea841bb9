# Called by oneclaw_embed at build time.
cmake_minimum_required(VERSION 3.25)
string(REPLACE "|" ";" files "${FILES}")
set(arrays "")
set(rows "")
set(index 0)
foreach(file IN LISTS files)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  get_filename_component(name "${file}" NAME_WE)
  string(APPEND arrays "constexpr unsigned char bytes_${index}[] = {${bytes}0x00};\n")
  string(APPEND rows "    {\"${name}\", bytes_${index}, sizeof(bytes_${index}) - 1},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUT}.new" "// Generated; see cmake/WriteEmbedded.cmake.
// NOLINTBEGIN
#include \"${HEADER}\"

namespace ${NAMESPACE} {
namespace {
${arrays}
constexpr EmbeddedFile files[] = {
${rows}    {{}, nullptr, 0}};  // the last is no file: an array needs an element
}  // namespace
std::span<const EmbeddedFile> ${FUNCTION}() { return {files, ${index}}; }
}  // namespace ${NAMESPACE}
// NOLINTEND
")
file(RENAME "${OUT}.new" "${OUT}")
