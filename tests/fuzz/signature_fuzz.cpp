// libFuzzer: the signatures of any bytes are read or refused, and what came after them is told.
#include <cstdlib>

#include "sign/later_changes.h"
#include "sign/signatures.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace offprint;
    std::string error;
    auto const file = reader::File::open(std::string(reinterpret_cast<char const*>(data), size), error);
    if (!file) return 0;
    for (sign::Signature const& signature : sign::read_signatures(*file).all) {
        if (signature.begin >= signature.end || signature.end > signature.revision_end || signature.revision_end > size) std::abort();
        sign::der_before_zeros(signature.contents);
        if (auto const before = reader::File::open(std::string(file->bytes().substr(0, signature.revision_end)), error))
            sign::forbidden_changes(*before, *file);
    }
    return 0;
}
