// What contents of pages refer to by name beside fonts: pictures, degrees of transparency, gradients. Each is written once, however often and on
// however many pages it is used; names are numbers in order of first use.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "draw/frame.h"
#include "pdf/haru.h"
#include "pdf/workers.h"

namespace offprint::pdf {

class GraphicsResources {
public:
    /// The number of /I0, /I1 ...
    std::size_t image(draw::ImagePtr const& image);
    /// The number of /G0 ...: alphas in permille.
    std::size_t alpha(int fill, int stroke);
    /// The number of /S0 ...; where the gradient stands in a frame does not matter.
    std::size_t shading(draw::Gradient const& gradient);

    /// Makes the objects; gives the entries of a resource dictionary. Call once.
    std::string write(Haru& haru, Workers& workers);

private:
    std::string write_images(Haru& haru, Workers& workers);

    std::vector<draw::ImagePtr> images_;
    std::map<Sha256Digest, std::size_t> image_numbers_;
    std::vector<std::pair<int, int>> alphas_;
    std::vector<draw::Gradient> gradients_;
};

}  // namespace offprint::pdf
