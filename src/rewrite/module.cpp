#include "rewrite/module.h"

#include <cstdlib>
#include <exception>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFLogger.hh>
#include <qpdf/QPDFWriter.hh>
#include <qpdf/QUtil.hh>

#include "base/secret.h"

namespace offprint::rewrite {
namespace {

constexpr std::size_t kMostShift = 32;

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

/// `shift`: bytes of comment behind the head.
std::string written(OpenFile& file, Request const& request, Secret const& user, Secret const& owner, std::size_t shift) {
    QPDFWriter writer(*file);
    if (shift > 0) writer.setExtraHeaderText(std::string(shift, '%'));
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

/// Whether the hint stream of a linearised file has an end of line of its own before `endstream` (ISO 19005-2, 6.1.7.1). libqpdf leaves that out where the last
/// of the stream's bytes happens to be one.
bool hints_end_well(std::string const& pdf) {
    std::size_t const hints = pdf.find("/H [ "), key = hints == pdf.npos ? hints : pdf.find("/Length ", std::strtoull(pdf.c_str() + hints + 5, nullptr, 10)),
                      stream = key == pdf.npos ? key : pdf.find("stream\n", key);
    if (stream == pdf.npos) return false;
    std::size_t const end = stream + 7 + std::strtoull(pdf.c_str() + key + 8, nullptr, 10);
    return end < pdf.size() && pdf.compare(end, 10, "\nendstream") == 0;
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
        // All offsets in other places give other hints.
        for (std::size_t shift = 0; shift < kMostShift; ++shift) {
            OpenFile file(pdf, nullptr);
            std::size_t const pages = file->getAllPages().size();
            std::string out = written(file, request, user, owner, shift);
            if (request.is_linear && !hints_end_well(out)) continue;
            error = file.warning();
            if (error.empty()) error = fault_of(out, pages, request, user);
            if (error.empty()) return out;
            return std::nullopt;
        }
        error = "its hints do not end as they must";
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
