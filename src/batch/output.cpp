#include "batch/output.h"

#include <sys/stat.h>

#include <cerrno>

namespace offprint::batch {
namespace {

int make_folder(archive::Io& io, std::string const& path) {
    int const error = io.make_folder(path);
    return error == -EEXIST ? 0 : error;
}

/// The folder of a path, or nothing.
std::string folder_of(std::string const& path) {
    std::size_t const slash = path.rfind('/');
    return slash == path.npos ? std::string() : path.substr(0, slash);
}

}  // namespace

std::string path_of_key(std::string const& key) { return key.substr(0, 2) + "/" + key.substr(2, 2) + "/" + key + ".pdf"; }

int make_out_folders(archive::Io& io, OutPlaces const& places) {
    for (std::size_t slash = places.root.find('/', 1); slash != places.root.npos; slash = places.root.find('/', slash + 1))
        if (int const error = make_folder(io, places.root.substr(0, slash)); error < 0 && error != -EACCES && error != -EROFS) return error;
    for (std::string const& folder : {places.root, places.state(), places.staging()})
        if (int const error = make_folder(io, folder); error < 0) return error;
    int const file = io.create(places.lock(), 0644);
    if (file < 0) return file == -EEXIST ? 0 : file;
    return io.close(file);
}

int sweep_staging(archive::Io& io, OutPlaces const& places) {
    int error = 0;
    auto const names = io.list(places.staging(), error);
    if (!names) return -error;
    for (std::string const& name : *names)
        if (int const failed = io.remove(places.staging() + "/" + name); failed < 0 && failed != -ENOENT) return failed;
    return 0;
}

int stage(archive::Io& io, std::string const& path, std::string_view bytes, Durability durability) {
    int created = io.create(path, 0644);
    if (created == -EEXIST) {  // of a worker that was lost over this row and had the same number
        if (int const removed = io.remove(path); removed < 0) return removed;
        created = io.create(path, 0644);
    }
    archive::OpenFile file(io, created);
    if (file.get() < 0) return file.get();
    int error = archive::write_all(io, file.get(), bytes);
    if (error >= 0 && durability == Durability::Each) error = io.sync(file.get());
    if (error >= 0) error = file.close();
    if (error < 0) io.remove(path);
    return error < 0 ? error : 0;
}

int Placer::make_folders_of(std::string const& path) {
    std::string const folder = folder_of(path);
    if (folder.empty() || made_.contains(folder)) return 0;
    for (std::size_t slash = folder.find('/'); slash != folder.npos; slash = folder.find('/', slash + 1))
        if (int const error = make_folder(*io_, places_.root + "/" + folder.substr(0, slash)); error < 0) return error;
    if (int const error = make_folder(*io_, places_.root + "/" + folder); error < 0) return error;
    made_.insert(folder);
    return 0;
}

int Placer::sync_folders(std::vector<Staged> const& files) {
    std::set<std::string> folders{places_.root};
    for (Staged const& file : files)
        for (std::string folder = folder_of(file.path); !folder.empty(); folder = folder_of(folder)) folders.insert(places_.root + "/" + folder);
    for (std::string const& folder : folders)
        if (int const error = io_->sync_folder(folder); error < 0) return error;
    return 0;
}

int Placer::place(std::vector<Staged> const& files) {
    if (files.empty()) return 0;
    int error = 0;
    // A name must never stand for bytes that a loss of power takes away.
    if (durability_ == Durability::Group) error = io_->sync_all(places_.staging());
    for (Staged const& file : files) {
        if (error >= 0) error = make_folders_of(file.path);
        if (error >= 0) error = io_->rename(file.from, places_.root + "/" + file.path);
    }
    if (error >= 0 && durability_ == Durability::Group) error = io_->sync_all(places_.root);
    if (error >= 0 && durability_ == Durability::Each) error = sync_folders(files);
    return error < 0 ? error : 0;
}

bool has_size(std::string const& path, std::uint64_t size) {
    struct stat info;
    return ::lstat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) && static_cast<std::uint64_t>(info.st_size) == size;
}

int replace_file(archive::Io& io, OutPlaces const& places, std::string const& path, std::string_view bytes) {
    std::string const folder = folder_of(path), name = path.substr(folder.size() + 1);
    int const error = archive::write_whole_file(io, places.staging(), folder, name, bytes, 0644, true);
    return error < 0 ? error : 0;
}

}  // namespace offprint::batch
