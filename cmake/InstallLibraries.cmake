# The folders as libraries for other programs: archives, headers, and a package that finds them.
# `cli` is the program; what it is made of is for everyone.
include(CMakePackageConfigHelpers)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/oneclaw_doctor)
set(headers ${CMAKE_INSTALL_INCLUDEDIR}/oneclaw_doctor)
get_property(modules GLOBAL PROPERTY ONECLAW_MODULES)
list(REMOVE_ITEM modules cli)
foreach(module IN LISTS modules)
  install(TARGETS oneclaw_${module} EXPORT oneclaw_doctor COMPONENT development
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${headers})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${module} DESTINATION ${headers} COMPONENT development
          FILES_MATCHING PATTERN *.h PATTERN catalog EXCLUDE PATTERN scenarios EXCLUDE
          PATTERN table EXCLUDE)
endforeach()
install(EXPORT oneclaw_doctor NAMESPACE oneclaw:: FILE oneclaw_doctor-targets.cmake
        DESTINATION ${package} COMPONENT development)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/oneclaw_doctor-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_SOURCE_DIR}/cmake/oneclaw_doctor-config.cmake
              ${PROJECT_SOURCE_DIR}/cmake/Dependencies.cmake
              ${PROJECT_BINARY_DIR}/oneclaw_doctor-config-version.cmake
        DESTINATION ${package} COMPONENT development)
