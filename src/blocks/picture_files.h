// Where pictures come from: blocks name a path, whoever runs them finds the file.
#pragma once
#include "base/source.h"
#include "draw/picture.h"

namespace offprint::blocks {

class PictureFiles {
public:
    virtual ~PictureFiles() = default;
    /// The picture of a file that the article names; null, reported at the path, when there is none. A file is read once.
    virtual draw::PicturePtr open(SourcedText const& path) = 0;
};

}  // namespace offprint::blocks
