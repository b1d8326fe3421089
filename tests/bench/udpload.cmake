# SPDX-License-Identifier: MIT
add_executable(bench_udpload udpload.cpp)
target_link_libraries(bench_udpload PRIVATE Threads::Threads)
