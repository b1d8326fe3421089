# SPDX-License-Identifier: MIT
add_executable(bench_capture_append capture_append.cpp)
target_link_libraries(bench_capture_append PRIVATE wl::capture)
