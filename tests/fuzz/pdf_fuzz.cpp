// libFuzzer: any bytes as a PDF are read or refused.
#include "reader/attachments.h"
#include "reader/page_text.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    std::string error;
    auto const file = offprint::reader::File::open(std::string(reinterpret_cast<char const*>(data), size), error);
    if (!file) return 0;
    offprint::reader::attached_files(*file, error);
    if (auto const pages = offprint::reader::pages(*file, error))
        for (auto const* const page : *pages) offprint::reader::marked_texts(*file, *page, error);
    return 0;
}
