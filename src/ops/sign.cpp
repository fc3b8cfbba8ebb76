#include "ops/sign.h"

#include <cstdlib>
#include <ctime>

#include "base/file.h"
#include "base/secret.h"
#include "data/record.h"
#include "fmt/format.h"
#include "ops/signature_stamp.h"
#include "ops/workspace.h"
#include "reader/file.h"
#include "sign/field.h"
#include "sign/signatures.h"

namespace offprint::ops {
namespace {

constexpr std::size_t kKeyLimit = 1u << 20, kEvidenceLimit = 16u << 20;

bool refuse(Diagnostics& diagnostics, char const* code, std::string words, std::string hint = {}) {
    diagnostics.error(code, {}, std::move(words), std::move(hint));
    return false;
}

/// Files that a request names, in memory; a key's bytes are wiped.
class Files {
public:
    explicit Files(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    std::string_view read(std::string const& path, std::size_t limit) {
        if (path.empty()) return {};
        std::string error;
        std::optional<std::string> bytes = read_file(path, limit, error);
        if (!bytes || bytes->empty()) {
            good_ = refuse(diagnostics_, "E842", fmt::format("'{}' cannot be used: {}", path, bytes ? "it is empty" : error));
            return {};
        }
        return held_.emplace_back(std::make_unique<Secret>(std::move(*bytes)))->bytes();
    }
    std::vector<std::string_view> read(std::vector<std::string> const& paths, std::size_t limit) {
        std::vector<std::string_view> out;
        for (std::string const& path : paths) out.push_back(read(path, limit));
        return out;
    }
    bool are_good() const { return good_; }

private:
    Diagnostics& diagnostics_;
    std::vector<std::unique_ptr<Secret>> held_;
    bool good_ = true;
};

/// When it is signed, as M says: asked for, else SOURCE_DATE_EPOCH, else now.
std::optional<std::string> date_of(SigningRequest const& request, Diagnostics& diagnostics) {
    if (!request.date.empty()) {
        std::string const day = request.date.substr(0, 10), time = request.date.substr(day.size());
        int hour = 0, minute = 0, second = 0;
        char end = '\0';
        bool const timed = std::sscanf(time.c_str(), "T%2d:%2d:%2d%c", &hour, &minute, &second, &end) == 4 && time.size() == 10 && end == 'Z' && hour >= 0 &&
                           hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
        if (data::parse_date(day) && (time.empty() || timed)) return day + (time.empty() ? "T00:00:00Z" : time);
        refuse(diagnostics, "E841", fmt::format("'{}' is no time", request.date), "write it as 2026-06-15 or 2026-06-15T16:30:00Z");
        return std::nullopt;
    }
    std::time_t seconds = std::time(nullptr);
    if (char const* const epoch = std::getenv("SOURCE_DATE_EPOCH")) {
        char* end = nullptr;
        seconds = static_cast<std::time_t>(std::strtoll(epoch, &end, 10));
        if (*epoch == '\0' || *end != '\0' || seconds < 0 || seconds > 253402300799) {
            refuse(diagnostics, "E841", fmt::format("SOURCE_DATE_EPOCH '{}' is no time", epoch), "it counts seconds since 1970-01-01");
            return std::nullopt;
        }
    }
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts));
}

bool has_right_files(SigningRequest const& request, Diagnostics& diagnostics) {
    if (request.pkcs12.empty() && (request.key.empty() || request.certificate.empty()))
        return refuse(diagnostics, "E841", "nothing to sign with", "give a key and its certificate, '--key key.pem --cert cert.pem', or '--pkcs12 file.p12'");
    if (!request.pkcs12.empty() && !(request.key.empty() && request.certificate.empty()))
        return refuse(diagnostics, "E841", "a PKCS #12 file brings its key and certificate; '--key' and '--cert' go without it");
    return true;
}

/// Room for the signature: certificates, a time stamp with those of its authority, and what stands around them.
std::size_t room_for(crypto::Signer const& signer, bool stamped) {
    std::size_t bytes = 4096 + (stamped ? 12288 : 0);
    for (std::string const& certificate : signer.certificates()) bytes += certificate.size();
    return std::min(pdf::kMostRoom, (bytes + 1023) / 1024 * 1024);
}

std::optional<crypto::Evidence> evidence_of(SigningRequest const& request, crypto::Module const& module, Files& files, Diagnostics& diagnostics) {
    crypto::Fault fault;
    auto const lists = files.read(request.lists, kEvidenceLimit), responses = files.read(request.responses, kEvidenceLimit),
               chain = files.read(request.chain, kEvidenceLimit);
    std::optional<crypto::Evidence> evidence = files.are_good() ? module.read_evidence(chain, lists, responses, fault) : std::nullopt;
    if (!fault.words.empty()) refuse(diagnostics, "E842", fault.words);
    return evidence;
}

void report(crypto::Fault const& fault, Diagnostics& diagnostics) {
    Diagnostic& told = diagnostics.error(fault.unavailable ? "E844" : "E845", {}, fault.words);
    if (fault.unavailable) told.fault = FaultClass::DataUnavailable;
}

/// The file read, unless it is none that a revision can be added to.
std::optional<reader::File> open_finished(std::string pdf, std::string const& name, Diagnostics& diagnostics) {
    std::string error;
    std::optional<reader::File> file = reader::File::open(std::move(pdf), error);
    if (file && sign::revision_ends(*file).empty()) {
        file.reset();
        error = "it does not end as a PDF does";
    }
    if (!file) refuse(diagnostics, "E843", fmt::format("'{}' cannot be signed: {}", name, error));
    return file;
}

}  // namespace

std::optional<Signing> Signing::open(SigningRequest const& request, Diagnostics& diagnostics) {
    if (!has_right_files(request, diagnostics)) return std::nullopt;
    std::optional<std::string> date = date_of(request, diagnostics);
    std::optional<Secret> const passphrase = read_secret(request.passphrase, "passphrase", "E841", diagnostics);
    Files files(diagnostics);
    crypto::KeyFiles const key{files.read(request.key, kKeyLimit), files.read(request.certificate, kKeyLimit), files.read(request.pkcs12, kKeyLimit),
                               passphrase ? passphrase->bytes() : std::string_view(), files.read(request.chain, kKeyLimit)};
    if (!date || !passphrase || !files.are_good()) return std::nullopt;
    Signing signing;
    signing.module_ = load_module<crypto::Module>(diagnostics);
    if (signing.module_ == nullptr) return std::nullopt;
    crypto::Fault fault;
    signing.signer_ = signing.module_->open_signer(key, fault);
    if (!signing.signer_) return refuse(diagnostics, "E842", fault.words), std::nullopt;
    if (request.adds_evidence || !request.lists.empty() || !request.responses.empty()) {
        std::optional<crypto::Evidence> evidence = evidence_of(request, *signing.module_, files, diagnostics);
        if (!evidence) return std::nullopt;
        signing.evidence_ = std::move(*evidence);
        signing.evidence_.certificates = signing.signer_->certificates();
    }
    signing.authority_ = request.authority;
    signing.words_ = {request.name.empty() ? signing.signer_->name() : request.name, request.reason, request.location, std::move(*date)};
    signing.words_.room = room_for(*signing.signer_, !request.authority.empty());
    signing.words_.certifies = request.certifies;
    return signing;
}

bool Signing::fill(std::string& pdf, Diagnostics& diagnostics) const {
    std::string error;
    std::optional<reader::File> const file = reader::File::open(pdf, error);
    std::optional<sign::Signature> hole = file ? sign::open_hole(*file) : std::nullopt;
    if (!hole) return refuse(diagnostics, "E845", "the place of the signature is not found " + error);
    sign::close_range(pdf, *hole);
    crypto::Fault fault;
    std::optional<std::string> const signature = signer_->sign(hole->pieces(pdf), authority_, fault);
    if (!signature) return report(fault, diagnostics), false;
    if (!sign::fill(pdf, *hole, *signature))
        return refuse(diagnostics, "E845", fmt::format("the signature takes {} bytes, more than its place has", signature->size()),
                      "give fewer certificates in the chain");
    // What does not hold must not leave the program.
    std::optional<reader::File> const made = reader::File::open(pdf, error);
    sign::Signatures const read = made ? sign::read_signatures(*made) : sign::Signatures{};
    crypto::Question question;
    question.pieces = hole->pieces(pdf);
    question.signature = *signature;
    if (authority_.empty()) {
        std::tm parts{};
        ::strptime(words_.date.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
        question.at = static_cast<std::int64_t>(timegm(&parts));
    }
    crypto::Answer const answer = module_->check_signature(question);
    for (Finding const& finding : answer.findings)
        if (finding.kind == Finding::Kind::Differs)
            return refuse(diagnostics, "E845", fmt::format("the signature would not hold: {}: {}", finding.part, finding.words));
    if (!read.wrong.empty() || read.all.empty()) return refuse(diagnostics, "E845", "the signature would not stand in the file as it must");
    return true;
}

std::optional<std::string> sign_file(std::string pdf, SigningRequest const& request, std::string const& shown_name, Diagnostics& diagnostics) {
    std::optional<Signing> const signing = Signing::open(request, diagnostics);
    std::optional<reader::File> const file = open_finished(std::move(pdf), shown_name, diagnostics);
    if (!signing || !file) return std::nullopt;
    sign::Signatures const before = sign::read_signatures(*file);
    if (!before.all.empty() || !before.wrong.empty()) {
        refuse(diagnostics, "E843", fmt::format("'{}' is signed already; a second signature would be a change of what is signed", shown_name),
               "sign the file as it was rendered, or add evidence and a time stamp with '--extend'");
        return std::nullopt;
    }
    std::optional<sign::Stamp> stamp;
    if (!request.stamp.empty() && !(stamp = draw_stamp(request.stamp, signing->words(), diagnostics))) return std::nullopt;
    std::string error;
    std::optional<std::string> out = sign::with_addition(*file, {signing->words(), signing->evidence(), std::move(stamp)}, error);
    if (!out) return refuse(diagnostics, "E843", fmt::format("'{}' cannot be signed: {}", shown_name, error)), std::nullopt;
    if (!signing->fill(*out, diagnostics)) return std::nullopt;
    return out;
}

std::optional<std::string> extend_file(std::string pdf, SigningRequest const& request, std::string const& shown_name, Diagnostics& diagnostics) {
    std::optional<reader::File> file = open_finished(std::move(pdf), shown_name, diagnostics);
    crypto::Module const* const module = file ? load_module<crypto::Module>(diagnostics) : nullptr;
    if (module == nullptr) return std::nullopt;
    if (sign::read_signatures(*file).all.empty())
        return refuse(diagnostics, "E843", fmt::format("'{}' is not signed, so there is nothing to extend", shown_name)), std::nullopt;
    Files files(diagnostics);
    std::optional<crypto::Evidence> evidence = evidence_of(request, *module, files, diagnostics);
    if (!evidence) return std::nullopt;
    std::string error;
    sign::Addition addition{std::nullopt, std::move(*evidence)};
    if (!request.authority.empty()) {
        pdf::SignatureWords& words = addition.signature.emplace();
        words.is_time_stamp = true;
    }
    std::optional<std::string> out = sign::with_addition(*file, addition, error);
    if (!out) return refuse(diagnostics, "E843", fmt::format("'{}' cannot be extended: {}", shown_name, error)), std::nullopt;
    if (request.authority.empty()) return out;
    std::optional<reader::File> const open = reader::File::open(*out, error);
    std::optional<sign::Signature> hole = open ? sign::open_hole(*open) : std::nullopt;
    if (!hole) return refuse(diagnostics, "E845", "the place of the time stamp is not found " + error), std::nullopt;
    sign::close_range(*out, *hole);
    crypto::Fault fault;
    std::optional<std::string> const token = module->time_stamp(hole->pieces(*out), request.authority, fault);
    if (!token) return report(fault, diagnostics), std::nullopt;
    if (!sign::fill(*out, *hole, *token)) return refuse(diagnostics, "E845", "the time stamp is larger than its place"), std::nullopt;
    return out;
}

}  // namespace offprint::ops
