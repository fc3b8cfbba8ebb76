// Small files with a table of cross references, to sign and to change.
#pragma once
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "reader/file.h"

namespace small_file {

/// A file of objects numbered from 1; the first is the catalogue.
inline std::string with_table(std::vector<std::string> const& objects) {
    std::string out = "%PDF-1.7\n";
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        offsets.push_back(out.size());
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    std::size_t const table = out.size();
    out += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
    for (std::size_t const offset : offsets) {
        std::string const digits = std::to_string(offset);
        out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    std::string const id(32, 'A');
    return out + "trailer\n<</Root 1 0 R/ID[<" + id + "><" + id + ">]/Size " + std::to_string(objects.size() + 1) + ">>\nstartxref\n" + std::to_string(table) +
           "\n%%EOF\n";
}

/// A tagged page with a link. 1 catalogue, 2 page tree, 3 page, 4 structure root, 5 document, 6 parent tree, 7 link, 8 its element.
inline std::vector<std::string> tagged_page() {
    return {"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Annots[7 0 R]/Tabs/S/StructParents 0/Resources<</XObject<</X 99 0 R>>>>>>",
            "<</Type/StructTreeRoot/K 5 0 R/ParentTree 6 0 R/ParentTreeNextKey 2>>",
            "<</S/Document/P 4 0 R/K 8 0 R>>",
            "<</Nums[0[8 0 R]1 8 0 R]>>",
            "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/F 4/StructParent 1/Contents(a \\) b)>>",
            "<</S/Link/P 5 0 R/K<</Type/OBJR/Obj 7 0 R>>/Pg 3 0 R>>"};
}

inline offprint::reader::File opened(std::string bytes) {
    std::string error;
    std::optional<offprint::reader::File> file = offprint::reader::File::open(std::move(bytes), error);
    INFO(error);
    REQUIRE(file);
    return std::move(*file);
}

}  // namespace small_file
