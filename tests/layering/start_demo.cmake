# ./start makes the demo in a new folder, finds it there again, and begins anew where it was interrupted.
set(open_twice "set -euo pipefail; . installer/packages.sh; . installer/demo.sh; bin=${BIN}
  open_demo ${WORK}/demo; made=$service_user
  open_demo ${WORK}/demo; test \"$made\" = \"$service_user\" -a -n \"$database_url\" -a -d \"$data_dir\"")
set(interrupt "set -eu; . installer/demo.sh; mark=$(unfinished_mark ${WORK}/demo)
  rm ${WORK}/demo/workspace.json; : >\"$mark\"")
file(REMOVE_RECURSE ${WORK})
foreach(script IN ITEMS "${open_twice}" "${interrupt}" "${open_twice}")
  execute_process(COMMAND bash -c "${script}" WORKING_DIRECTORY ${ROOT} OUTPUT_VARIABLE out ERROR_VARIABLE err
    RESULT_VARIABLE code TIMEOUT 120)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${script}\n${code}\n${out}${err}")
  endif()
  string(APPEND told "${out}")
endforeach()
if(NOT told MATCHES "created a demo.*as it was left.*beginning again.*created a demo.*as it was left")
  message(FATAL_ERROR "${told}")
endif()
