# find_package(oneclaw_doctor): oneclaw::core, api, setup, net, probes, rules, intake, report, bundle,
# mock and fleet. A header is included by its folder: "rules/diagnosis.h".
include(${CMAKE_CURRENT_LIST_DIR}/Dependencies.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/oneclaw_doctor-targets.cmake)
