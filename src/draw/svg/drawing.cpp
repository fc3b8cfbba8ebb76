#include <algorithm>

#include "base/utf8.h"
#include "draw/svg/tree.h"

namespace offprint::draw::svg {
namespace {

constexpr double kDefaultWidth = 300, kDefaultHeight = 150;  // CSS 2.1, 10.3.2
constexpr double kPointsPerPixel = 0.75;

/// The entities that a DOCTYPE declares, by name. pugixml passes them over.
std::vector<std::string> declared_entities(std::string_view bytes) {
    std::vector<std::string> names;
    constexpr std::string_view kBegin = "<!ENTITY";
    constexpr std::size_t kMost = 1000;
    for (std::size_t at = bytes.find(kBegin); at != bytes.npos && names.size() < kMost; at = bytes.find(kBegin, at)) {
        at += kBegin.size();
        std::string_view const rest = trimmed(bytes.substr(at, 200));
        std::size_t const end = rest.find_first_of(" \t\r\n\"'>");
        if (end != rest.npos && end > 0) names.emplace_back(rest.substr(0, end));
    }
    return names;
}

/// Names all elements and reads style sheets; the first of two with one id holds. Walks without recursion: files may be nested as deep as they are long.
void look_at_elements(Drawing::Tree& tree) {
    for (pugi::xml_node node = tree.root; node;) {
        if (node.type() == pugi::node_element) {
            if (pugi::xml_attribute const id = node.attribute("id")) tree.by_id.try_emplace(id.value(), node);
            if (local_name(node.name()) == "style") tree.sheet.add(node);
        }
        if (node.first_child()) {
            node = node.first_child();
            continue;
        }
        while (node && node != tree.root && !node.next_sibling()) node = node.parent();
        node = !node || node == tree.root ? pugi::xml_node{} : node.next_sibling();
    }
}

void read_size(Drawing::Tree& tree) {
    std::optional<ViewBox> const view = parse_view_box(tree.root.attribute("viewBox").value());
    double const wide = view ? view->width : kDefaultWidth, high = view ? view->height : kDefaultHeight;
    auto const side = [&](char const* name, double whole) {
        std::string_view const text = tree.root.attribute(name).value();
        // A share of the window is no size on paper.
        if (text.empty() || text.back() == '%') return 0.0;
        return parse_length(text, whole).value_or(0);
    };
    double width = side("width", wide), height = side("height", high);
    if (width <= 0 && height <= 0) width = wide;
    if (width <= 0) width = height * wide / high;
    if (height <= 0) height = width * high / wide;
    tree.view = view.value_or(ViewBox{0, 0, width, height});
    tree.width = width * kPointsPerPixel;
    tree.height = height * kPointsPerPixel;
}

}  // namespace

Drawing::Drawing() : tree_(std::make_unique<Tree>()) {}
Drawing::~Drawing() = default;
double Drawing::width() const { return tree_->width; }
double Drawing::height() const { return tree_->height; }

std::size_t Drawing::Tree::line_of(pugi::xml_node node) const {
    std::ptrdiff_t const offset = node.offset_debug();
    if (offset < 0) return 1;
    return static_cast<std::size_t>(std::upper_bound(line_starts.begin(), line_starts.end(), static_cast<std::size_t>(offset)) - line_starts.begin());
}

std::string_view local_name(char const* name) {
    std::string_view const all = name;
    std::size_t const colon = all.find(':');
    return colon == all.npos ? all : all.substr(colon + 1);
}

std::string_view href_of(pugi::xml_node node) {
    pugi::xml_attribute const plain = node.attribute("href");
    return plain ? plain.value() : node.attribute("xlink:href").value();
}

std::string_view Drawing::Tree::property_of(pugi::xml_node node, std::string_view name) const {
    std::string_view found = node.attribute(std::string(name).c_str()).value();
    auto const look = [&](std::string_view key, std::string_view value) {
        if (key == name) found = value;
    };
    if (!sheet.empty())
        for (SheetRule const* rule : sheet.rules_of(node)) each_declaration(rule->declarations, look);
    each_declaration(node.attribute("style").value(), look);
    return found;
}

std::string_view Drawing::Tree::entity_in(std::string_view text) const {
    if (entities.empty()) return {};
    for (std::size_t at = text.find('&'); at != text.npos; at = text.find('&', at + 1)) {
        std::size_t const end = text.find(';', at);
        if (end == text.npos) break;
        if (std::find(entities.begin(), entities.end(), text.substr(at + 1, end - at - 1)) != entities.end()) return text.substr(at, end + 1 - at);
    }
    return {};
}

std::optional<ViewBox> parse_view_box(std::string_view text) {
    std::vector<double> const v = parse_numbers(text);
    if (v.size() != 4 || v[2] <= 0 || v[3] <= 0) return std::nullopt;
    return ViewBox{v[0], v[1], v[2], v[3]};
}

Transform fitted(ViewBox const& view, double width, double height, std::string_view aspect) {
    double x = width / view.width, y = height / view.height;
    bool const stretched = aspect.find("none") != aspect.npos;
    if (!stretched) x = y = aspect.find("slice") != aspect.npos ? std::max(x, y) : std::min(x, y);
    auto const share = [&](std::string_view low, std::string_view high) {
        return aspect.find(low) != aspect.npos ? 0.0 : aspect.find(high) != aspect.npos ? 1.0 : 0.5;
    };
    double const left = stretched ? 0 : (width - view.width * x) * share("xMin", "xMax");
    double const top = stretched ? 0 : (height - view.height * y) * share("YMin", "YMax");
    return Transform::move(left, top) * Transform::scale(x, y) * Transform::move(-view.x, -view.y);
}

bool is_svg(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    bytes = trimmed(bytes);
    return bytes.starts_with('<') && bytes.substr(0, 4096).find("svg") != bytes.npos;
}

std::shared_ptr<Drawing const> parse(std::string bytes, std::string& fault, Limits const& limits) {
    auto drawing = std::make_shared<Drawing>();
    Drawing::Tree& tree = *drawing->tree_;
    if (bytes.size() > limits.bytes) return fault = "the file is too large", nullptr;
    if (utf8::find_invalid(bytes) != std::string::npos) return fault = "it is not in UTF-8", nullptr;
    tree.bytes = std::move(bytes);
    // parse_default knows the five entities of XML and no others; a DOCTYPE is passed over unread.
    pugi::xml_parse_result const result =
        tree.document.load_buffer(tree.bytes.data(), tree.bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    if (!result) return fault = std::string("it is not well-formed XML: ") + result.description(), nullptr;
    tree.root = tree.document.document_element();
    if (local_name(tree.root.name()) != "svg") return fault = "its outermost element is not 'svg'", nullptr;
    tree.line_starts.push_back(0);
    for (std::size_t i = 0; i < tree.bytes.size(); ++i)
        if (tree.bytes[i] == '\n') tree.line_starts.push_back(i + 1);
    tree.entities = declared_entities(tree.bytes);
    look_at_elements(tree);
    read_size(tree);
    if (!(tree.width >= 0.1 && tree.height >= 0.1 && tree.width <= 1e6 && tree.height <= 1e6)) return fault = "its size is no size of a picture", nullptr;
    return drawing;
}

}  // namespace offprint::draw::svg
