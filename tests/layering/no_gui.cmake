# The command line runs on servers: it links nothing that draws.
# cmake -DPROGRAM=<wikivaultctl> -P no_gui.cmake
execute_process(COMMAND ldd ${PROGRAM} OUTPUT_VARIABLE libraries RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "ldd cannot read ${PROGRAM}")
endif()
if(libraries MATCHES "lib(Qt6Gui|Qt6Widgets|Qt6Svg|X11|xcb|EGL|GL)[.]")
  message(FATAL_ERROR "${PROGRAM} links ${CMAKE_MATCH_0}:\n${libraries}")
endif()
if(NOT libraries MATCHES "libQt6Core")
  message(FATAL_ERROR "${PROGRAM} does not link Qt Core; is this the right file?\n${libraries}")
endif()
