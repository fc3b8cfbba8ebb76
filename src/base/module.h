// Modules: parts of the program that few runs need, with the libraries that only they need. A module is a shared object, offprint-NAME.so, that is
// loaded when a run first asks for it and stays until the end.
//
// A module exports one call, which gives a table of functions. The table's type stands in the module's `module.h`, of plain data and of types of rooms below;
// it derives from ModuleTable and names the module:
//
//     struct Module : ModuleTable {                                // greet/module.h
//         static constexpr std::string_view kModule = "greet";
//         std::string (*greeting)(std::string_view name);
//     };
//     ModuleTable const* offprint_module() {                       // greet/module.cpp
//         static Module const table{{module_build(), sizeof(Module)}, greeting};
//         return &table;
//     }
//     if (auto const* greet = load_module<greet::Module>(diagnostics)) greet->greeting("Ada");   // who needs it
//
// Strings, vectors, smart pointers and objects with virtual functions may cross the border either way: program and modules are built together and share the
// program's `operator new`. Exceptions, streams, `dynamic_cast` and anything of the module's libraries may not: each function catches what its library throws.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace offprint {

class Diagnostics;

/// Head of every table: who built it, and how long the whole table is. Both are held against what the program expects.
struct ModuleTable {
    char const* build = nullptr;
    std::size_t size = 0;
};

/// Version, compiler and sanitizers that this part was built with. A module of another build is refused: its types may be laid out otherwise.
char const* module_build();

/// Where modules are: beside the program (in the build tree), or ../lib/offprint from it (where it is installed). Nowhere else, whatever the environment says.
std::vector<std::string> module_folders();

/// Opens a module and gives its table; null, with the reason in `error`, if it is not there or of another build.
ModuleTable const* open_module(std::string_view name, std::size_t table_size, std::vector<std::string> const& folders, std::string& error);
ModuleTable const* open_module_or_report(std::string_view name, std::size_t table_size, Diagnostics& diagnostics);

/// The module whose table is `Table`; null, reported (E707), if it cannot be had. Any thread, any number of times.
template <class Table>
Table const* load_module(Diagnostics& diagnostics) {
    return static_cast<Table const*>(open_module_or_report(Table::kModule, sizeof(Table), diagnostics));
}

}  // namespace offprint

/// What a module exports, and nothing else of it.
extern "C" [[gnu::visibility("default")]] offprint::ModuleTable const* offprint_module();
