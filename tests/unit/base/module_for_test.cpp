#include "module_for_test.h"

#ifdef TEST_MODULE_none
extern "C" [[gnu::visibility("default")]] int another_call() { return 1; }
#else
namespace {

// What comes is freed here, what goes is freed there.
std::vector<std::string> words(std::vector<std::string> words) {
    for (std::string& word : words) word += std::string(100, '!');
    words.emplace_back("a last one, too long to stand in the string object itself");
    return words;
}

void tell(offprint::ByteSink& sink) { sink.append("told"); }

std::unique_ptr<offprint::ByteSink> keeper() { return std::make_unique<offprint::StringSink>(); }

}  // namespace

offprint::ModuleTable const* offprint_module() {
#ifdef TEST_MODULE_stale
    static GoodModule const table{{"offprint 0.0.1", sizeof(GoodModule)}, words, tell, keeper};
#else
    static GoodModule const table{{offprint::module_build(), sizeof(GoodModule)}, words, tell, keeper};
#endif
    return &table;
}
#endif
