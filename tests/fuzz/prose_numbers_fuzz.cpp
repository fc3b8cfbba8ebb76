// Any text in three languages through the search for numbers in prose: what is found stands in the text, in order.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ops/prose_numbers.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace offprint;
    std::string const words(reinterpret_cast<char const*>(data), size);
    for (char const* const language : {"en-US", "de", "fr"}) {
        std::size_t end = 0;
        for (ops::ProseNumber const& number : ops::prose_numbers(SourcedText(words), {data::number_locale(language), {"May", "juin"}})) {
            if (number.begin < end || number.end <= number.begin || number.end > words.size()) std::abort();
            end = number.begin + 1;
        }
    }
    return 0;
}
