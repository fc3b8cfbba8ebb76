#include "batch/deposit.h"

#include <unordered_set>

namespace offprint::batch {
namespace {

constexpr std::size_t kGroup = 100;  // one sync and one signed checkpoint each

}  // namespace

bool deposit(archive::Store& store, std::string const& folder, Manifest const& manifest, std::vector<std::string> const& classes, std::size_t& added,
             archive::Fault& fault) {
    std::unordered_set<std::string> there;
    for (archive::Report const& report : store.state().reports) there.insert(report.object);
    archive::AddRequest request;
    request.classes = classes;
    auto const put = [&] {
        if (request.files.empty()) return true;
        if (!archive::add(store, request, fault)) return false;
        added += request.files.size();
        request.files.clear();
        request.clients.clear();
        return true;
    };
    for (SealedFile const& file : manifest.files) {
        if (!there.insert(file.sha256).second) continue;
        request.files.push_back(folder + "/" + file.path);
        request.clients.push_back(file.row);
        if (request.files.size() >= kGroup && !put()) return false;
    }
    return put();
}

}  // namespace offprint::batch
