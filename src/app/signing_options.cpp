#include "app/signing_options.h"

namespace offprint::app {

void add_secret_options(CLI::App& command, ops::SecretPlace& place, std::string const& name, std::string const& what, char const* group) {
    command.add_option("--" + name + "-file", place.file, "File that holds " + what)->group(group);
    command.add_option("--" + name + "-fd", place.descriptor, "Open file descriptor to read it from")->check(CLI::Range(0, 1 << 20))->group(group);
    command.add_option("--" + name + "-env", place.variable, "Name of the environment variable that holds it")->group(group);
}

void add_signing_options(CLI::App& command, ops::SigningRequest& request, std::string const& prefix) {
    auto const name = [&](char const* option) { return "--" + prefix + option; };
    command.add_option(name("key"), request.key, "Private key (PEM; RSA or elliptic curve)")->group("Signature");
    command.add_option(name("cert"), request.certificate, "Its certificate (PEM), and any above it")->group("Signature");
    command.add_option(name("pkcs12"), request.pkcs12, "Key and certificates in one file, instead")->group("Signature");
    command.add_option(name("chain"), request.chain, "Certificates (PEM) between the key's and one that readers trust")
        ->allow_extra_args(false)
        ->group("Signature");
    add_secret_options(command, request.passphrase, prefix + "passphrase", "the key's passphrase", "Signature");
    command.add_option(name("name"), request.name, "Who signs; default: as the certificate says")->group("Signature");
    command.add_option(name("reason"), request.reason, "Why")->group("Signature");
    command.add_option(name("location"), request.location, "Where")->group("Signature");
    command.add_option(name("date"), request.date, "When: 2026-06-15 or 2026-06-15T16:30:00Z. Default: SOURCE_DATE_EPOCH, else now")->group("Signature");
    command.add_option(name("tsa"), request.authority, "http:// address of a time stamping authority (RFC 3161): its stamp goes into the signature")
        ->group("Signature");
    command.add_option(name("crl"), request.lists, "Revocation list (PEM or DER) that goes into the file")->allow_extra_args(false)->group("Signature");
    command.add_option(name("ocsp"), request.responses, "OCSP response (DER) that goes into the file")->allow_extra_args(false)->group("Signature");
    command.add_flag(name("dss"), request.adds_evidence, "The certificates go into the file as evidence too (DSS), as lists and responses do")
        ->group("Signature");
    command.add_flag(name("certify"), request.certifies, "Certify: readers shall allow no change at all (DocMDP, P 1)")->group("Signature");
}

}  // namespace offprint::app
