# SPDX-License-Identifier: MIT
add_executable(bench_http_server http_server.cpp)
target_link_libraries(bench_http_server PRIVATE wl_flags)

if(TARGET wl::http AND TARGET wl::capture)
  add_executable(bench_http_client http_client.cpp)
  target_link_libraries(bench_http_client PRIVATE wl_flags wl::http wl::capture)
endif()
