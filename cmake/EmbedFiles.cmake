# oneclaw_embed(OUT_VAR NAMESPACE ns FUNCTION fn FILES f…)
# Generates a .cc defining `std::span<const EmbeddedFile> ns::fn()`: each file's name and bytes.
# The bytes are written as integers, so no content can break the literal and no list eats a ';'.
function(oneclaw_embed out)
  cmake_parse_arguments(arg "" "NAMESPACE;FUNCTION;HEADER" "FILES" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${arg_FUNCTION}_embedded.cc)
  list(SORT arg_FILES)
  string(REPLACE ";" "|" joined "${arg_FILES}")
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DOUT=${source} -DNAMESPACE=${arg_NAMESPACE}
            -DFUNCTION=${arg_FUNCTION} -DHEADER=${arg_HEADER} "-DFILES=${joined}"
            -P ${PROJECT_SOURCE_DIR}/cmake/WriteEmbedded.cmake
    DEPENDS ${arg_FILES} ${PROJECT_SOURCE_DIR}/cmake/WriteEmbedded.cmake
    COMMENT "Embedding ${arg_FUNCTION}" VERBATIM)
  set(${out} ${source} PARENT_SCOPE)
endfunction()
