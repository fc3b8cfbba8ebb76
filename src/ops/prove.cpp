#include "ops/prove.h"

#include <algorithm>
#include <map>

#include "crypto/module.h"
#include "fmt/format.h"
#include "reader/attachments.h"
#include "sign/later_changes.h"
#include "sign/signatures.h"

namespace offprint::ops {
namespace {

using Kind = Finding::Kind;

constexpr std::string_view kLevels[] = {"none", "B-B", "B-T", "B-LT", "B-LTA"};  // ETSI EN 319 142-1, 6

std::size_t rank_of(std::string_view level) { return static_cast<std::size_t>(std::find(std::begin(kLevels), std::end(kLevels), level) - std::begin(kLevels)); }

crypto::Evidence evidence_of(reader::File const& file) {
    crypto::Evidence out;
    reader::Object const& store = file.at(file.at(file.trailer(), "Root"), "DSS");
    for (auto const& [key, list] : {std::pair{"Certs", &out.certificates}, {"CRLs", &out.revocation_lists}, {"OCSPs", &out.ocsp_responses}}) {
        for (reader::Object const& item : file.at(store, key).items) {
            std::string error;
            if (auto bytes = file.decoded(file.resolve(item), error); bytes && list->size() < 1000) list->push_back(std::move(*bytes));
        }
    }
    return out;
}

class SignatureProof {
public:
    SignatureProof(reader::File const& file, sign::Signatures const& signatures, crypto::Module const& module, ProofRequest const& request,
                   std::vector<Finding>& findings)
        : file_(file),
          signatures_(signatures),
          module_(module),
          request_(request),
          findings_(findings),
          evidence_(evidence_of(file)),
          ends_(sign::revision_ends(file)) {}

    void run() {
        findings_.insert(findings_.end(), signatures_.wrong.begin(), signatures_.wrong.end());
        look_for_removed();
        for (sign::Signature const& signature : signatures_.all) {
            std::size_t const before = findings_.size();
            check(signature);
            holds_ = holds_ && std::none_of(findings_.begin() + static_cast<std::ptrdiff_t>(before), findings_.end(),
                                            [](Finding const& f) { return f.kind == Kind::Differs; });
        }
        tell_level();
    }

private:
    void add(Kind kind, char const* part, std::string words) { findings_.push_back({kind, part, std::move(words)}); }

    /// Signatures that an earlier revision had and the last has not.
    void look_for_removed() {
        for (std::size_t const end : ends_) {
            std::string error;
            auto const earlier = end == file_.bytes().size() ? std::nullopt : reader::File::open(std::string(file_.bytes().substr(0, end)), error);
            if (!earlier) continue;
            for (sign::Signature const& old : sign::read_signatures(*earlier).all) {
                bool const is_there =
                    std::any_of(signatures_.all.begin(), signatures_.all.end(), [&](sign::Signature const& s) { return s.begin == old.begin; });
                if (!is_there) add(Kind::Differs, "signature", fmt::format("'{}' was taken out by a later revision", old.field));
            }
        }
    }

    void check(sign::Signature const& signature) {
        add(Kind::Note, signature.is_time_stamp ? "time stamp" : "signed", words_of(signature));
        auto const at = std::lower_bound(ends_.begin(), ends_.end(), signature.revision_end);
        add(Kind::Proved, "byte range",
            fmt::format("all but the signature, to byte {}: the end of revision {} of {}", signature.revision_end, at - ends_.begin() + 1, ends_.size()));
        std::optional<std::string_view> const der = sign::der_before_zeros(signature.contents);
        if (!der) return add(Kind::Differs, "signature", "what stands in its place is no signature followed by zeros");
        crypto::Question const question{signature.pieces(file_.bytes()), *der, &evidence_, request_.trusted, request_.at};
        crypto::Answer const answer = signature.is_time_stamp ? module_.check_time_stamp(question) : module_.check_signature(question);
        findings_.insert(findings_.end(), answer.findings.begin(), answer.findings.end());
        if (!signature.is_time_stamp) note_level(answer);
        stamped_later_ = stamped_later_ || (signature.is_time_stamp && answer.stamped);
        check_later(signature);
    }

    static std::string words_of(sign::Signature const& signature) {
        std::string out = fmt::format("'{}'", signature.field);
        if (signature.is_time_stamp) return out;
        for (auto const& [label, text] :
             {std::pair{"", &signature.name}, {"says ", &signature.date}, {"reason: ", &signature.reason}, {"at ", &signature.location}})
            if (!text->empty()) out += fmt::format(", {}{}", label, *text);
        return out + (signature.certifies ? "; certified: no change is allowed" : "");
    }

    void note_level(crypto::Answer const& answer) {
        std::size_t const level = !answer.stamped ? 1 : answer.has_revocation ? 3 : 2;
        level_ = level_ == 0 ? level : std::min(level_, level);
    }

    void check_later(sign::Signature const& signature) {
        std::size_t const size = file_.bytes().size();
        bool const is_last = ends_.empty() || signature.revision_end + 2 >= size;
        if (is_last) return add(Kind::Proved, "later", "nothing was added after it");
        auto const [known, is_new] = changes_.try_emplace(signature.revision_end);
        std::vector<std::string>& wrong = known->second;
        if (is_new) {
            std::string error;
            auto const before = reader::File::open(std::string(file_.bytes().substr(0, signature.revision_end)), error);
            wrong = before ? sign::forbidden_changes(*before, file_) : std::vector{"what was signed is no file in itself: " + error};
        }
        if (wrong.empty())
            add(Kind::Proved, "later", "only what proves it longer was added (DSS, time stamps)");
        else
            add(Kind::Differs, "later", fmt::format("changed after it was signed: {}", fmt::join(wrong, "; ")));
    }

    void tell_level() {
        std::size_t const level = !holds_ || !signatures_.wrong.empty() ? 0 : level_ == 3 && stamped_later_ ? 4 : level_;
        std::string const name = level == 0 ? "none" : fmt::format("PAdES-{}", kLevels[level]);
        if (request_.level.empty())
            add(Kind::Note, "level", name);
        else
            add(level >= rank_of(request_.level) ? Kind::Proved : Kind::Differs, "level", fmt::format("{}, wanted: PAdES-{} or higher", name, request_.level));
    }

    reader::File const& file_;
    sign::Signatures const& signatures_;
    crypto::Module const& module_;
    ProofRequest const& request_;
    std::vector<Finding>& findings_;
    crypto::Evidence evidence_;
    std::vector<std::size_t> ends_;
    std::map<std::size_t, std::vector<std::string>> changes_;  // since each revision's end
    bool holds_ = true, stamped_later_ = false;
    std::size_t level_ = 0;
};

/// Whether an earlier revision has a signature.
bool was_signed(reader::File const& file) {
    std::vector<std::size_t> const ends = sign::revision_ends(file);
    return std::any_of(ends.begin(), ends.end(), [&](std::size_t end) {
        std::string error;
        auto const earlier = reader::File::open(std::string(file.bytes().substr(0, end)), error);
        return earlier && !sign::read_signatures(*earlier).all.empty();
    });
}

bool has_manifest(reader::File const& file) {
    std::string error;
    auto const attached = reader::attached_files(file, error);
    // One that cannot be read is told by whoever needs it.
    return !attached || std::any_of(attached->begin(), attached->end(), [](reader::AttachedFile const& f) { return f.name == kManifestName; });
}

}  // namespace

bool carries_proof(std::string pdf) {
    std::string error;
    std::optional<reader::File> const file = reader::File::open(std::move(pdf), error);
    if (!file || has_manifest(*file)) return true;
    sign::Signatures const signatures = sign::read_signatures(*file);
    return !signatures.all.empty() || !signatures.wrong.empty() || was_signed(*file);
}

Rebuild prove(std::string pdf, ProofRequest const& request, Sources& sources, Diagnostics& diagnostics) {
    std::string error;
    std::optional<reader::File> const file = reader::File::open(pdf, error);
    sign::Signatures const signatures = file ? sign::read_signatures(*file) : sign::Signatures{};
    bool const is_signed = !signatures.all.empty() || !signatures.wrong.empty() || (file && was_signed(*file));
    Rebuild proof;
    // A signature that is taken off leaves a file that may well prove itself, but not what is asked for.
    if (file && !is_signed && !request.level.empty()) {
        proof.findings.push_back({Kind::Differs, "level", fmt::format("it is not signed, wanted: PAdES-{} or higher", request.level)});
        return proof;
    }
    if (file && !file->trailer()["Encrypt"].is(reader::Object::Kind::Null)) {
        diagnostics.error("E803", {}, fmt::format("'{}' cannot be read: it is encrypted", request.how.article),
                          "a locked copy proves nothing; keep a record copy");
        return proof;
    }
    if (!is_signed) return verify_archive_copy(std::move(pdf), request.how, sources, diagnostics);
    crypto::Module const* const module = load_module<crypto::Module>(diagnostics);
    if (module == nullptr) return proof;
    SignatureProof(*file, signatures, *module, request, proof.findings).run();
    if (!has_manifest(*file)) return proof;
    // The signature came after the document was made: its first revision is what can be made again.
    std::vector<std::size_t> const ends = sign::revision_ends(*file);
    if (!ends.empty()) pdf.resize(ends.front());
    Rebuild const archive = verify_archive_copy(std::move(pdf), request.how, sources, diagnostics);
    proof.findings.insert(proof.findings.end(), archive.findings.begin(), archive.findings.end());
    if (archive.findings.empty()) proof.findings.push_back({Kind::Differs, "document", "its archive copy cannot be proved; the fault is told above"});
    return proof;
}

}  // namespace offprint::ops
