# cpack --config build/release/CPackConfig.cmake: a Debian package of the program.
# Nobody's address is made up: .invalid reaches nobody. Who distributes a package says who they are.
set(ONECLAW_MAINTAINER "The oneclaw-doctor authors <unset@oneclaw-doctor.invalid>"
    CACHE STRING "Maintainer of the Debian package")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME oneclaw-doctor)
set(CPACK_PACKAGE_CONTACT "${ONECLAW_MAINTAINER}")
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};${PROJECT_NAME};program;/")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "finds out why a 1Claw client fails")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Looks at what the clients of the secrets service 1Claw on this machine would
really use, probes the way to the API, and prints the cause and the documented
fix. It changes no setting and never reads a secret's value.")
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/DebianFiles.cmake)
include(CPack)
