// What is read before type is set: once for what all copies of an article share, then for each copy.
#pragma once
#include <future>
#include <map>

#include "ops/stage_clock.h"
#include "ops/typeset.h"
#include "ops/yaml_files.h"
#include "pdf/font_memo.h"
#include "pdf/run_memo.h"

namespace offprint::ops {

/// What copies of one article share, from files to shaped words. Made for one render, or kept by a press; not shared between threads.
class Stock {
public:
    /// `lasts`: for more than one copy.
    Stock(Sources& sources, bool lasts);

    /// Reads the article, its workspace, its policy, the fonts, and the layout that it seems to want. False, reported, if there is no article.
    bool open(RenderRequest const& request, Diagnostics& diagnostics, StageClock& clock);
    /// Binds and reads the article for a copy, with all that it needs. False, reported, if nothing can be set.
    bool read_copy(Inputs& in, RenderRequest const& request, Diagnostics& diagnostics, StageClock& clock);

    /// Reads the data of a copy and nothing else; faults of it are told.
    void read_data(RenderRequest const& request, Diagnostics& diagnostics);
    /// Lets all processes see one state of the article's databases (bind/bind.h).
    void share_databases(Diagnostics& diagnostics) { binder_->share_databases(tree_, diagnostics); }
    /// Reads the data that all copies have in common, so that they have it once (bind/bind.h).
    void read_ahead(RenderRequest const& request);
    /// Where its data is written to, or comes from (bind/snapshot.h).
    bind::Binder& binder() { return *binder_; }

    text::Shaper& shaper() { return shaper_; }
    /// Fonts cut for earlier copies; null where there is but one.
    std::shared_ptr<pdf::FontMemo> const& font_memo() const { return font_memo_; }
    /// Glyph runs shown in earlier copies; null where there is but one.
    std::shared_ptr<pdf::RunMemo> const& run_memo() const { return run_memo_; }
    /// The output intent's colour profile; empty, reported, if it is missing.
    std::string const& colour_profile(Diagnostics& diagnostics);
    Sources& sources() { return sources_; }
    Workspace const& workspace() const { return workspace_; }
    text::FontCatalog const& fonts() const { return fonts_; }
    /// The article's layout, as it was guessed; null if it could not be read.
    std::shared_ptr<doc::Theme const> const& layout() const { return layout_.theme; }
    /// The SHA-256 in hex of each font's file, in the order of the entries, if copies are made from this stock.
    std::vector<std::string> const& font_sums() const { return font_sums_; }
    /// Lets go of the sources that came after the first `count`, which belonged to one copy.
    void forget_after(std::size_t count);

private:
    /// A layout read before the article is known to ask for it.
    struct GuessedLayout {
        std::string name, variant;
        std::shared_ptr<doc::Theme const> theme;
        Diagnostics faults;
    };

    /// The layout and the variant that the article seems to want, after the command line's own words.
    static GuessedLayout guess_layout(std::string_view article, RenderRequest const& request, Workspace const& workspace);
    bool read_layout_and_paper(Inputs& in, LayoutFinder& layouts, Diagnostics& diagnostics);
    /// The generated words of a language; English ones, with a warning at `place`, where there are none.
    std::optional<doc::Messages> load_messages(std::string const& language, Span place, Diagnostics& diagnostics);
    std::shared_ptr<text::Hyphenator const> hyphenator(std::string_view language);

    Sources& sources_;
    bool lasts_;
    YamlFiles yaml_;
    Workspace workspace_;
    text::FontCatalog fonts_;
    data::Value tree_;  // the article as it was written, settings laid over it
    GuessedLayout layout_;
    KnownPaths known_paths_;
    Disclosures policy_;
    Diagnostics font_faults_;
    std::unique_ptr<bind::Files> files_;
    std::unique_ptr<bind::Binder> binder_;
    std::map<std::string, doc::Messages, std::less<>> messages_;  // by language
    std::map<std::string, std::shared_ptr<text::Hyphenator const>, std::less<>> hyphenators_;
    text::Shaper shaper_;
    std::shared_ptr<pdf::FontMemo> font_memo_;
    std::shared_ptr<pdf::RunMemo> run_memo_;
    std::string share_, colour_profile_;
    std::vector<std::string> font_sums_;
};

}  // namespace offprint::ops
