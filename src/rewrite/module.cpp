#include "rewrite/module.h"

#include <exception>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFLogger.hh>
#include <qpdf/QPDFWriter.hh>
#include <qpdf/QUtil.hh>

#include "base/secret.h"

namespace offprint::rewrite {
namespace {

/// A file in memory, opened by a library that says nothing by itself.
class OpenFile {
public:
    OpenFile(std::string_view bytes, char const* password) {
        auto const logger = QPDFLogger::create();
        for (auto const set : {&QPDFLogger::setInfo, &QPDFLogger::setWarn, &QPDFLogger::setError}) ((*logger).*set)(logger->discard());
        file_.setLogger(logger);
        file_.setSuppressWarnings(true);
        file_.processMemoryFile("the file", bytes.data(), bytes.size(), password);
    }
    QPDF& operator*() { return file_; }
    QPDF* operator->() { return &file_; }

    /// What the library would have warned of; "" for a clean file.
    std::string warning() {
        auto const warnings = file_.getWarnings();
        return warnings.empty() ? std::string() : warnings.front().getMessageDetail();
    }

private:
    QPDF file_;
};

Secret random_password() {
    std::string raw(32, '\0');
    QUtil::initializeWithRandomBytes(reinterpret_cast<unsigned char*>(raw.data()), raw.size());
    Secret password(QUtil::hex_encode(raw));
    Secret::wipe(raw);
    return password;
}

std::string written(OpenFile& file, Request const& request, Secret const& user, Secret const& owner) {
    QPDFWriter writer(*file);
    writer.setOutputMemory();
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.setNewlineBeforeEndstream(true);  // ISO 19005-2, 6.1.7.1
    writer.setLinearization(request.is_linear);
    if (request.lock) {
        Permissions const& may = request.lock->permissions;
        constexpr bool kReadAloud = true, kAssemble = false, kAnnotate = false, kFillForms = false, kModify = false, kMetadataToo = true;
        writer.setR6EncryptionParameters(user.bytes().data(), owner.bytes().data(), kReadAloud, may.copy, kAssemble, kAnnotate, kFillForms, kModify,
                                         may.print ? qpdf_r3p_full : qpdf_r3p_none, kMetadataToo);
    } else {
        writer.setDeterministicID(true);
    }
    writer.write();
    auto const buffer = writer.getBufferSharedPointer();
    return std::string(reinterpret_cast<char const*>(buffer->getBuffer()), buffer->getSize());
}

/// What is wrong with a file that was written; "" if nothing is.
std::string fault_of(std::string const& pdf, std::size_t pages, Request const& request, Secret const& user) {
    OpenFile file(pdf, request.lock ? user.bytes().data() : nullptr);
    if (file->getAllPages().size() != pages) return "pages are missing";
    int revision = 0, permissions = 0;
    bool const is_locked = file->isEncrypted(revision, permissions);
    if (is_locked != request.lock.has_value()) return "it is not locked as it should be";
    if (is_locked && (revision != 6 || !file->allowAccessibility() || file->allowModifyAll())) return "it is not locked as it should be";
    if (request.is_linear && (!file->isLinearized() || !file->checkLinearization())) return "it is not linearised as it should be";
    return file.warning();
}

std::optional<std::string> rewrite(std::string_view pdf, Request const& request, std::string& error) {
    try {
        Secret const user = request.lock ? Secret(std::string(request.lock->user)) : Secret();
        Secret const owner = request.lock && !request.lock->owner.empty() ? Secret(std::string(request.lock->owner)) : random_password();
        OpenFile file(pdf, nullptr);
        std::size_t const pages = file->getAllPages().size();
        std::string out = written(file, request, user, owner);
        error = file.warning();
        if (error.empty()) error = fault_of(out, pages, request, user);
        if (error.empty()) return out;
    } catch (std::exception const& fault) { error = fault.what(); }
    return std::nullopt;
}

}  // namespace
}  // namespace offprint::rewrite

offprint::ModuleTable const* offprint_module() {
    using namespace offprint;
    static rewrite::Module const table{{module_build(), sizeof(rewrite::Module)}, rewrite::rewrite};
    return &table;
}
