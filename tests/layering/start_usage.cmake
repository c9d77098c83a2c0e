# ./start refuses what it does not know before it installs or builds anything.
foreach(words "--stak" "--profile" "--read-onyl")
  execute_process(COMMAND ${ROOT}/start ${words} OUTPUT_VARIABLE out ERROR_VARIABLE err RESULT_VARIABLE code TIMEOUT 20)
  if(NOT code EQUAL 64 OR NOT out STREQUAL "" OR NOT err MATCHES "There is no option .*--stack|--profile needs a value")
    message(FATAL_ERROR "./start ${words}: ${code}\n${out}${err}")
  endif()
endforeach()
