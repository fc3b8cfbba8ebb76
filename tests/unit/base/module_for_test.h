// What a module for module_test.cpp offers.
#pragma once
#include <memory>

#include "base/byte_sink.h"
#include "base/module.h"

struct GoodModule : offprint::ModuleTable {
    static constexpr std::string_view kModule = "good";
    std::vector<std::string> (*words)(std::vector<std::string> words);
    void (*tell)(offprint::ByteSink& sink);
    std::unique_ptr<offprint::ByteSink> (*keeper)();
};
