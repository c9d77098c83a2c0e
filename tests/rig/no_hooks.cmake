# What is shipped holds no failpoint and no deliberate bug; the rig's own program does, so the search can see.
# cmake -DPROGRAM=<wikivaultctl> -DRIG=<rig_cycle> -P no_hooks.cmake
set(traces "refs\\.locked|publish\\.noted|delete-before-move|wikivault3rig")
file(STRINGS ${PROGRAM} shipped REGEX "${traces}" LIMIT_COUNT 1)
if(shipped)
  message(FATAL_ERROR "${PROGRAM} holds hooks of the rig: ${shipped}")
endif()
file(STRINGS ${RIG} planted REGEX "${traces}" LIMIT_COUNT 1)
if(NOT planted)
  message(FATAL_ERROR "the search finds nothing in ${RIG} either: it looks for the wrong names")
endif()
message(STATUS "no hook of the rig in ${PROGRAM}")
