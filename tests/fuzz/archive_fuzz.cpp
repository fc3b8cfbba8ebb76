// libFuzzer: any bytes are a log and a checkpoint, or are refused; what is read is written back to the same bytes.
#include <cstdlib>

#include "archive/checkpoint.h"
#include "archive/state.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace offprint::archive;
    std::string const bytes(reinterpret_cast<char const*>(data), size);
    Log const log = read_log({{segment_name(0), bytes}});
    std::string back, fault;
    for (Entry const& entry : log.entries) back += framed(to_bytes(entry.record));
    if (back + log.torn != bytes.substr(0, back.size() + log.torn.size()) || (log.fault.empty() && back.size() + log.torn.size() != size)) std::abort();
    state_of(log.entries, fault);
    // The same bytes as one record, without a frame whose CRC no mutation hits.
    if (auto const record = read_record(bytes); record && to_bytes(*record) != bytes) std::abort();
    if (auto const checkpoint = read_checkpoint(bytes); checkpoint && !bytes.starts_with(signed_text(checkpoint->checkpoint))) std::abort();
    return 0;
}
