// An archive on a disk: opened, mended after a crash, and written to in the one order in which nothing can be lost (docs/archive.md).
#pragma once
#include "archive/checkpoint.h"
#include "archive/fault.h"
#include "archive/io.h"
#include "archive/state.h"

namespace offprint::archive {

/// Where what is. Folders without '/' at the end.
struct Places {
    std::string root;
    std::string log() const { return root + "/log"; }
    std::string checkpoints() const { return root + "/checkpoints"; }
    std::string staging() const { return root + "/staging"; }
    std::string quarantine() const { return root + "/quarantine"; }
    std::string objects() const { return root + "/objects/sha256"; }
    std::string object_folder(std::string_view hash) const;
    std::string object(std::string_view hash) const;
    std::string lock() const { return root + "/lock"; }
    std::string key() const { return root + "/key.pem"; }
    std::string public_key() const { return root + "/public.pem"; }
    std::string catalog() const { return root + "/catalog.db"; }
    std::string catalog_sum() const { return root + "/catalog.sum"; }
};

/// Read: no lock, what is signed. Look: writers are held off meanwhile. Write: alone.
enum class Access { Read, Look, Write };

struct StoreOptions {
    std::string folder;
    Access access = Access::Read;
    bool force = false;               // also on a network file system
    double wait = 10;                 // seconds for the lock
    std::string key;                  // file of the signing key; empty: the archive's own
    std::string actor;                // who acts; empty: the user's number
    std::string version;              // of the program
    std::optional<std::int64_t> now;  // seconds since 1970; none: the clock
};

/// A record to be: number, time and chain are given when it is committed.
struct Draft {
    std::string action, object, report;
    Map detail;
};

/// Files of the log and of checkpoints, as they stand on the disk.
struct RawLog {
    std::vector<Segment> segments, checkpoints;
};
bool read_raw_log(Io& io, Places const& places, RawLog& out, Fault& fault);
/// Takes the lock, waiting for it; nothing, with the fault, if another keeps it.
std::optional<OpenFile> take_lock(Io& io, StoreOptions const& options, Fault& fault);

class Store {
public:
    /// Makes an archive in a new or empty folder. `origin`: its name in checkpoints.
    static bool create(Io& io, crypto::Module const& crypto, StoreOptions const& options, std::string const& origin, Fault& fault);
    /// Opens it. For writing, what a crash left is mended first: a torn tail is cut, whole records that were never acknowledged are written again or
    /// left out where their objects are missing, staging is emptied, disposals are finished; a `repair` record tells of it.
    static std::optional<Store> open(Io& io, crypto::Module const& crypto, StoreOptions const& options, Fault& fault);

    Places const& places() const { return places_; }
    Io& io() const { return *io_; }
    crypto::Module const& crypto() const { return *crypto_; }
    State const& state() const { return state_; }
    std::vector<Entry> const& entries() const { return log_.entries; }
    std::string const& public_key() const { return public_key_; }
    /// The file of the newest checkpoint.
    std::string const& newest_checkpoint() const { return newest_checkpoint_; }
    std::string const& mended() const { return mended_; }
    std::string const& actor() const { return actor_.id; }
    /// The time that the next record would have.
    std::string now() const;

    /// Puts bytes among the objects, durable when it returns. Bytes that are there already are held against their hash.
    bool put(std::string_view bytes, std::string& hash, Fault& fault);
    /// An object's bytes; a fault if they are not those of its hash.
    std::optional<std::string> object(std::string_view hash, Fault& fault) const;
    /// Appends records, one fdatasync and one signed checkpoint for all. When it returns true they are durable, and may be acknowledged. A failure is
    /// final for this store: what is on the disk is looked at anew when it is next opened.
    bool commit(std::vector<Draft> drafts, Fault& fault);
    /// Removes objects that were disposed of.
    bool finish_disposals(Fault& fault);

private:
    Store(Io& io, crypto::Module const& crypto, StoreOptions const& options);
    std::string clock() const;
    bool read(RawLog const& raw, Fault& fault);
    bool hold_against_checkpoint(RawLog const& raw, Fault& fault);
    bool load_key(Fault& fault);
    bool recover(RawLog const& raw, Fault& fault);
    bool cut_to(std::size_t records, RawLog const& raw, Fault& fault);
    bool empty_staging(Fault& fault);
    bool has_objects(Record const& record) const;
    bool append(std::string const& frames, Fault& fault);
    bool sign(Fault& fault);
    bool fail(std::string const& what, int error, Fault& fault);

    Io* io_;
    crypto::Module const* crypto_;
    Places places_;
    OpenFile lock_;
    Actor actor_;
    std::optional<std::int64_t> fixed_now_;
    std::string key_path_, key_, public_key_, newest_checkpoint_, mended_;
    Log log_;
    Tree tree_;
    State state_;
    std::string segment_;  // the one that is written to; empty: none yet
    std::uint64_t segment_size_ = 0;
    std::size_t covered_ = 0;   // records below the newest checkpoint
    std::uint64_t staged_ = 0;  // names in staging
    bool failed_ = false;
};

}  // namespace offprint::archive
