#include "base/module.h"

#include <dlfcn.h>

#include <cstring>
#include <filesystem>

#include "base/diagnostic.h"

#ifdef OFFPRINT_SANITIZED
#define OFFPRINT_SANITIZERS ", sanitizers"
#else
#define OFFPRINT_SANITIZERS ""
#endif

namespace offprint {
namespace fs = std::filesystem;

char const* module_build() { return "offprint " OFFPRINT_VERSION ", compiler " __VERSION__ OFFPRINT_SANITIZERS; }

std::vector<std::string> module_folders() {
    std::error_code failed;
    fs::path const program = fs::read_symlink("/proc/self/exe", failed);
    if (failed) return {};
    fs::path const folder = program.parent_path();
    return {folder.string(), (folder / "../lib/offprint").lexically_normal().string()};
}

ModuleTable const* open_module(std::string_view name, std::size_t table_size, std::vector<std::string> const& folders, std::string& error) {
    std::string const file = "offprint-" + std::string(name) + ".so";
    error = "there is no " + file + " beside the program";
    for (std::string const& folder : folders) {
        std::error_code failed;
        fs::path const path = fs::path(folder) / file;
        if (!fs::exists(path, failed)) continue;
        // It stays: what it gave out may be used until the end, and so may what its libraries keep.
        void* const handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (handle == nullptr) {
            char const* const words = dlerror();
            error = words != nullptr ? words : "it cannot be opened";
            return nullptr;
        }
        auto const entry = reinterpret_cast<decltype(&offprint_module)>(dlsym(handle, "offprint_module"));
        if (entry == nullptr) return error = path.string() + " is no module", nullptr;
        ModuleTable const* const table = entry();
        if (table == nullptr || table->build == nullptr || std::strcmp(table->build, module_build()) != 0 || table->size != table_size) {
            error = path.string() + " is of another build: " + (table != nullptr && table->build != nullptr ? table->build : "unknown");
            return nullptr;
        }
        error.clear();
        return table;
    }
    return nullptr;
}

ModuleTable const* open_module_or_report(std::string_view name, std::size_t table_size, Diagnostics& diagnostics) {
    std::string error;
    ModuleTable const* const table = open_module(name, table_size, module_folders(), error);
    if (table == nullptr)
        diagnostics.error("E707", {}, "the module '" + std::string(name) + "' cannot be loaded: " + error,
                          "install offprint and the libraries of this module again, or build all of it");
    return table;
}

}  // namespace offprint
