// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

namespace bench {

/// "--name value" pairs of a command line, with defaults; "--help" prints the usage and ends the program.
class Options
{
public:
    Options(int argc, char** argv, std::map<std::string, std::string> defaults, const char* usage)
        : m_values(std::move(defaults))
    {
        for (int i = 1; i < argc; ++i) {
            const std::string name = argv[i];
            if (name == "--help") {
                std::printf("%s", usage);
                std::exit(0);
            }
            const bool isKnown = name.rfind("--", 0) == 0 && m_values.count(name.substr(2)) > 0;
            if (!isKnown || i + 1 == argc) {
                std::fprintf(stderr, "%s: not understood: %s\n%s", argv[0], name.c_str(), usage);
                std::exit(2);
            }
            m_values[name.substr(2)] = argv[++i];
        }
    }

    [[nodiscard]] const std::string& text(const std::string& name) const { return m_values.at(name); }
    [[nodiscard]] long number(const std::string& name) const { return std::atol(text(name).c_str()); }
    [[nodiscard]] double real(const std::string& name) const { return std::atof(text(name).c_str()); }

private:
    std::map<std::string, std::string> m_values;
};

} // namespace bench
