// The folder of a run and how PDFs come into it: staged by workers, then put in place in groups, durable before the ledger tells of them. Staging is a folder
// of its own on the same file system, not the target's: what a crash leaves is found without walking over a million files.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "archive/io.h"

namespace offprint::batch {

/// Where what is. `root` without '/' at the end.
struct OutPlaces {
    std::string root;
    std::string state() const { return root + "/.offprint"; }
    std::string staging() const { return state() + "/staging"; }
    std::string lock() const { return state() + "/lock"; }
    std::string ledger() const { return state() + "/ledger.jsonl"; }
    std::string manifest() const { return root + "/manifest.json"; }
    std::string failures() const { return root + "/failed.csv"; }
};

/// Where a PDF stands below the root if it has no name of its own: ab/cd/KEY.pdf.
std::string path_of_key(std::string const& key);

/// When a PDF is safe from a loss of power: each by itself; by groups, of which the last may be made again; whenever the system likes.
enum class Durability { Each, Group, None };

/// Makes the folders of a run. 0 or a negative errno.
int make_out_folders(archive::Io& io, OutPlaces const& places);
/// Removes what a run that was cut off left in staging. 0 or a negative errno.
int sweep_staging(archive::Io& io, OutPlaces const& places);
/// Writes a file to staging, in a worker. 0 or a negative errno; then nothing of it is left.
int stage(archive::Io& io, std::string const& path, std::string_view bytes, Durability durability);

/// A file in staging and where it belongs, below the root.
struct Staged {
    std::string from, path;
};

/// Puts staged files in their places.
class Placer {
public:
    Placer(archive::Io& io, OutPlaces places, Durability durability) : io_(&io), places_(std::move(places)), durability_(durability) {}
    /// Makes the folders of a file that will be placed; 0 or a negative errno. Done as files come it costs no time of its own: a group then waits for less.
    int make_folders_of(std::string const& path);
    /// When it gives 0 all are there and durable. After a negative errno some may be there, whole.
    int place(std::vector<Staged> const& files);

private:
    int sync_folders(std::vector<Staged> const& files);

    archive::Io* io_;
    OutPlaces places_;
    Durability durability_;
    std::set<std::string> made_;
};

/// Whether a regular file of that size stands there.
bool has_size(std::string const& path, std::uint64_t size);

/// A small file of the run, replaced whole and durable. 0 or a negative errno.
int replace_file(archive::Io& io, OutPlaces const& places, std::string const& path, std::string_view bytes);

}  // namespace offprint::batch
