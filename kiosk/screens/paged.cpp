#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>

#include "kiosk/screens/screen.h"
#include "kiosk/screens/staff.h"

namespace vantrum::kiosk {

namespace {

constexpr Fit tight{0, 0.5f, 0};  // headings at their least

constexpr float repeated_usually = 0.4f;
constexpr float never_px = 1e6f;  // higher than anything: a way that is not taken

// What stays together on one page. Only words that are higher than a page are taken apart, between their
// lines.
struct Block {
  float space = 0, height = 0;
  std::vector<float> lines;      // their heights, where it may be taken apart
  std::vector<std::string> ids;  // of its elements
  std::function<void(const Rect&, LineRange)> draw;
};

struct Piece {
  std::size_t block = 0;
  LineRange lines;
  float y = 0, height = 0;
};

class Pages {
 public:
  Pages(const ViewModel& view, Toolkit& kit)
      : view_(view), kit_(kit), m_(kit.metrics()), bar_(kit, view), top_(std::round(m_.grid * 0.75f)) {
    for (const Element& button : view.page_buttons) (button.icon == Icon::up ? up_ : down_) = &button;
    is_message_ = bar_.is_empty() || view.screen == ScreenKind::still_there;
    arrange();
  }

  void draw() {
    const std::size_t page = kit_.page(pages_.size(), page_of(view_.focus), page_of(view_.opens_at));
    kit_.remember_first_on_page(first_on(page));
    draw_header(page);
    const float spare = room_.bottom() - end_of(pages_[page]);
    const float lower = is_message_ || pages_.size() == 1 ? std::max(0.0f, std::round(spare * 0.4f)) : 0;
    for (const Piece& piece : pages_[page]) {
      blocks_[piece.block].draw(kit_.place({room_.x, piece.y + lower, room_.w, piece.height}), piece.lines);
    }
    first_is_more_ = page + 1 < pages_.size() && view_.screen == ScreenKind::question && !has_answer();
    draw_page_buttons(page);
    bar_.draw(first_is_more_);
  }

 private:
  // The first page that shows something of this element; none for what stands on every page.
  std::optional<std::size_t> page_of(const std::string& id) const {
    if (steps() && steps()->id == id) return 0;
    for (std::size_t page = 0; page < pages_.size(); ++page) {
      for (const Piece& piece : pages_[page]) {
        const auto& ids = blocks_[piece.block].ids;
        if (std::find(ids.begin(), ids.end(), id) != ids.end()) return page;
      }
    }
    return std::nullopt;
  }

  // What began on the page before and goes on here is not meant: to read it is to go back to its beginning.
  std::string first_on(std::size_t page) const {
    for (const Piece& piece : pages_[page]) {
      const auto& ids = blocks_[piece.block].ids;
      if (piece.lines.first == 0 && !ids.empty()) return ids.front();
    }
    return {};
  }

  // The buttons that turn pages stand in a row of their own above the bar; on a low panel, where a row is
  // dear, in a column at the reading end.
  void arrange() {
    const float width = m_.width - 2 * m_.margin, low = bar_.top() - m_.gap;
    room_ = {m_.margin, top_, width, low - top_};
    split();
    if (pages_.size() == 1 || !up_ || !down_) return;
    // The way on keeps its words; the way back may have to do with its icon.
    down_width_ = std::min(width - m_.target - m_.gap, button_width(kit_, *down_, bar_style(m_)));
    up_width_ = button_width(kit_, *up_, bar_style(m_));
    if (up_width_ + m_.gap + down_width_ > width) up_width_ = 0;
    row_height_ = button_height(kit_, *down_, bar_style(m_), down_width_);
    if (up_width_ > 0)
      row_height_ = std::max(row_height_, button_height(kit_, *up_, bar_style(m_), up_width_));
    room_.h = low - row_height_ - m_.gap - top_;
    in_column_ = room_.h < m_.height * 0.6f && m_.width > m_.height;
    // Or in the bar, where its first row has room to spare.
    in_bar_ = in_column_ && bar_.spare().w >= 2 * m_.target + m_.gap;
    if (in_column_) room_ = {m_.margin, top_, in_bar_ ? width : width - m_.target - m_.gap, low - top_};
    split();
    choose_repetition();
    share_first_page();
  }

  // Answers without their question are hard to give: it is repeated even where it takes half of the room, if
  // that costs no page more; else its first line. The review's heading is repeated unless it costs pages.
  void choose_repetition() {
    const bool is_question = view_.screen == ScreenKind::question;
    if (pages_.size() == 1 || !(is_question || view_.screen == ScreenKind::review)) return;
    if (is_question && repeated_height() > 0) return;
    const std::size_t pages = pages_.size();
    const auto repeats = [&](float most, std::size_t lines) {
      repeated_most_ = most;
      repeated_lines_ = lines;
      split();
      return pages_.size() <= pages;
    };
    if (is_question ? repeats(0.6f, 0) || repeats(0.6f, 1) : repeats(0, 0) && pages_.size() < pages) return;
    repeats(repeated_usually, 0);
  }

  // A question without a single answer leaves visitors at a loss: where that is enough it is written as small
  // on its own page as it is on the pages after it.
  void share_first_page() {
    if (view_.screen != ScreenKind::question || pages_.size() == 1 || has_card(pages_.front())) return;
    question_is_small_ = true;
    split();
    if (has_card(pages_.front())) return;
    question_is_small_ = false;
    split();
  }
  bool has_card(const std::vector<Piece>& page) const {
    return std::any_of(page.begin(), page.end(), [&](const Piece& piece) {
      const Element* element = view_.find(blocks_[piece.block].ids.front());
      return element && is_card(element->role);
    });
  }

  void split() {
    blocks_.clear();
    pages_.assign(1, {});
    header_height_ = header_height();
    add_blocks();
    for (std::size_t at = 0; at < blocks_.size(); ++at) put(at);
  }

  // Places a block on the last page, or begins a new one with it.
  void put(std::size_t at) {
    const Block& block = blocks_[at];
    LineRange left{0, block.lines.size()};
    float height = block.height;
    while (true) {
      const float y = pages_.back().empty() ? first_y() : end_of(pages_.back()) + block.space;
      const float space = room_.bottom() - y;
      if (height <= space) return add_piece({at, left, y, height});
      const bool too_high_for_any = height > room_.bottom() - repeated_y();
      const std::size_t fitting = too_high_for_any ? lines_within(block, left, space) : 0;
      if (fitting == 0 && !pages_.back().empty()) {
        pages_.emplace_back();
        continue;
      }
      // Too high even so, and not to be taken apart: it has the page to itself, without what is repeated.
      if (left.count <= 1) return add_piece({at, left, pages_.size() > 1 ? room_.y : y, height});
      const LineRange part{left.first, std::max<std::size_t>(1, std::min(fitting, left.count - 1))};
      add_piece({at, part, y, height_of_lines(block, part)});
      left = {left.first + part.count, left.count - part.count};
      height = height_of_lines(block, left);
      pages_.emplace_back();
    }
  }
  void add_piece(const Piece& piece) { pages_.back().push_back(piece); }
  static float end_of(const std::vector<Piece>& page) {
    return page.empty() ? 0 : page.back().y + page.back().height;
  }
  static float height_of_lines(const Block& block, LineRange lines) {
    float height = 0;
    for (std::size_t i = 0; i < lines.count; ++i) height += block.lines[lines.first + i];
    return height;
  }
  static std::size_t lines_within(const Block& block, LineRange lines, float space) {
    std::size_t count = 0;
    for (float height = 0; count < lines.count; ++count) {
      height += block.lines[lines.first + count];
      if (height > space) break;
    }
    return count;
  }

  // ---- What stands on every page ----
  const Element* steps() const { return first_of(view_, Role::progress); }
  const Element* asked() const {
    const Element* question = first_of(view_, Role::question);
    return question ? question : first_of(view_, Role::heading);
  }
  float space() const { return m_.grid * 0.5f; }
  float header_height() const { return steps() ? progress_height(kit_, *steps(), room_.w) + space() : 0; }
  // The question again, small, unless it would take the room of an answer.
  TextStyle small_style() const {
    TextStyle style = bar_style(m_);
    style.weight = Weight::bold;
    return style;
  }
  TextStyle repeated_style() const {
    TextStyle style = small_style();
    style.lines_max = repeated_lines_;
    return style;
  }
  float repeated_height() const {
    if (!asked() || is_message_) return 0;
    const float height = kit_.measure(*asked(), repeated_style(), room_.w).height_px + space();
    return header_height_ + height > room_.h * repeated_most_ ? 0 : height;
  }
  // Where one answer would hardly fit below it, the progress is on the first page only.
  bool has_header(std::size_t page) const {
    return steps() && (page == 0 || room_.h - header_height_ >= m_.target * 2.2f);
  }
  float repeated_y() const { return room_.y + (has_header(1) ? header_height_ : 0) + repeated_height(); }
  float first_y() const { return pages_.size() == 1 ? room_.y + header_height_ : repeated_y(); }

  void draw_header(std::size_t page) {
    float y = room_.y;
    if (page > 0 && pages_[page].front().y < repeated_y()) return;
    if (has_header(page)) {
      progress(kit_, *steps(), kit_.place({room_.x, y, room_.w, header_height_ - space()}));
      y += header_height_;
    }
    if (page == 0 || repeated_height() <= 0) return;
    kit_.text(*asked(), repeated_style(), kit_.place({room_.x, y, room_.w, repeated_height() - space()}),
              kit_.theme().quiet_ink);
  }

  void draw_page_buttons(std::size_t page) {
    const bool has_up = up_ && page > 0, has_down = down_ && page + 1 < pages_.size();
    if (in_bar_) {
      const Rect spare = bar_.spare();
      const float last = spare.right() - m_.target, before = last - m_.gap - m_.target;
      if (has_up) icon_button(kit_, *up_, kit_.place({before, spare.y, m_.target, spare.h}));
      if (has_down)
        icon_button(kit_, *down_, kit_.place({last, spare.y, m_.target, spare.h}), first_is_more_);
      return;
    }
    if (in_column_) {
      const float x = m_.width - m_.margin - m_.target, low = room_.bottom() - m_.target;
      if (has_up) icon_button(kit_, *up_, kit_.place({x, room_.y, m_.target, m_.target}));
      if (has_down) icon_button(kit_, *down_, kit_.place({x, low, m_.target, m_.target}), first_is_more_);
      return;
    }
    const float y = room_.bottom() + m_.gap;
    if (has_down) {
      const Rect rect{m_.width - m_.margin - down_width_, y, down_width_, row_height_};
      if (first_is_more_) {
        primary_button(kit_, *down_, kit_.place(rect), bar_style(m_));
      } else {
        quiet_button(kit_, *down_, kit_.place(rect), bar_style(m_));
      }
    }
    if (!has_up) return;
    if (up_width_ <= 0) return icon_button(kit_, *up_, kit_.place({m_.margin, y, m_.target, row_height_}));
    quiet_button(kit_, *up_, kit_.place({m_.margin, y, up_width_, row_height_}), bar_style(m_));
  }

  // While answers are still to be seen and none is chosen, "Visa mer" is the thing to do and not "Hoppa
  // över".
  bool has_answer() const {
    return std::any_of(view_.elements.begin(), view_.elements.end(),
                       [](const Element& element) { return is_card(element.role) && element.selected; });
  }

  // ---- Blocks ----
  void add_blocks() {
    std::vector<const Element*> cards;
    for (const Element& element : view_.elements) {
      if (is_card(element.role)) {
        cards.push_back(&element);
      } else {
        add_cards(std::exchange(cards, {}));
        add_block(element);
      }
    }
    add_cards(cards);
  }

  void add_block(const Element& element) {
    switch (element.role) {
      case Role::question:
        if (question_is_small_) return add_words(element, small_style(), kit_.theme().ink, m_.grid);
        [[fallthrough]];
      case Role::heading:
        return add_words(element, question_style(m_, tight), kit_.theme().ink, m_.grid);
      case Role::text:
        return add_words(element, body_style(m_), kit_.theme().ink, m_.grid * 0.75f);
      case Role::note:
        return add_words(element, bar_style(m_), note_colour(element, kit_.theme()), m_.grid * 0.5f);
      case Role::fact:
        return add({m_.grid * 0.5f,
                    fact_height(kit_, element, room_.w),
                    {},
                    {element.id},
                    [=, this, &element](const Rect& rect, LineRange) { fact(kit_, element, rect); }});
      case Role::gauge: {
        const float side = gauge_side(m_, std::min(room_.w, room_.h * 0.6f));
        return add({m_.grid, side, {}, {element.id}, [=, this, &element](const Rect& rect, LineRange) {
                      gauge(kit_, element, {rect.centre_x() - side / 2, rect.y, side, side});
                    }});
      }
      case Role::start: {
        const float width = std::min(room_.w, start_width(kit_, element, room_.w));
        return add({m_.grid,
                    start_height(kit_, element, width),
                    {},
                    {element.id},
                    [=, this, &element](const Rect& rect, LineRange) {
                      const float x = kit_.right_to_left() ? rect.right() - width : rect.x;
                      start_button(kit_, element, {x, rect.y, width, rect.h});
                    }});
      }
      case Role::countdown: {
        const float side = countdown_size(kit_, element, tight);
        if (side > room_.h * 0.8f) return add_words(element, bar_style(m_), kit_.theme().ink, m_.grid);
        return add({m_.grid, side, {}, {element.id}, [=, this, &element](const Rect& rect, LineRange) {
                      countdown(kit_, element, {rect.centre_x() - side / 2, rect.y, side, side}, tight);
                    }});
      }
      default:  // the bar's buttons and the progress have their place; pictures give way
        return;
    }
  }

  void add(Block block) { blocks_.push_back(std::move(block)); }

  void add_words(const Element& element, TextStyle style, Rgb colour, float space) {
    if (is_message_) style = centred(style);
    const bool sprig = !is_message_ && has_sprig(view_, element);
    const Paragraph& words = kit_.measure(element, style, room_.w - (sprig ? sprig_indent(style) : 0));
    Block block{space, words.height_px, {}, {element.id}, {}};
    for (std::size_t i = 0; i < words.lines.size(); ++i) block.lines.push_back(height_of(words, {i, 1}));
    block.draw = [=, this, &element](const Rect& rect, LineRange lines) {
      if (sprig) return text_with_sprig(kit_, element, style, rect, lines);
      kit_.text(element, style, rect, colour, lines);
    };
    add(std::move(block));
  }

  // Two columns where that saves a third of the height; what is set apart has a row of its own.
  void add_cards(const std::vector<const Element*>& cards) {
    if (cards.empty()) return;
    const float one = rows_height(rows_of(cards, 1), 1), two = rows_height(rows_of(cards, 2), 2);
    const std::size_t columns = m_.width > m_.height && two < one * 0.67f ? 2 : 1;
    const float width = card_width(columns);
    bool apart = false, first = true;
    for (const auto& row : rows_of(cards, columns)) {
      const float space = first ? m_.grid : row.front()->apart && !apart ? m_.gap * 1.5f : m_.gap;
      apart = row.front()->apart;
      first = false;
      std::vector<std::string> ids;
      for (const Element* element : row) ids.push_back(element->id);
      add({space, row_height(row, columns), {}, std::move(ids), [=, this](const Rect& rect, LineRange) {
             for (std::size_t i = 0; i < row.size(); ++i) {
               const float along = static_cast<float>(i) * (width + m_.gap);
               const float x = kit_.right_to_left() ? rect.right() - along - width : rect.x + along;
               card(kit_, *row[i], {x, rect.y, width, rect.h}, cards_fit());
             }
           }});
    }
  }
  // No link is higher than a page has room for.
  Fit cards_fit() const { return {tight.headings, tight.spaces, room_.bottom() - repeated_y()}; }
  using Row = std::vector<const Element*>;
  static std::vector<Row> rows_of(const std::vector<const Element*>& cards, std::size_t columns) {
    std::vector<Row> rows;
    for (const Element* card : cards) {
      const bool leaves = !rows.empty() && card->apart != rows.back().back()->apart;
      if (rows.empty() || rows.back().size() == columns || leaves) rows.emplace_back();
      rows.back().push_back(card);
    }
    return rows;
  }
  float card_width(std::size_t columns) const {
    const auto count = static_cast<float>(columns);
    return std::floor((room_.w - m_.gap * (count - 1)) / count);
  }
  float row_height(const Row& row, std::size_t columns) const {
    float height = 0;
    for (const Element* card : row) {
      if (columns > 1 && card_splits_word(kit_, *card, card_width(columns), cards_fit())) return never_px;
      height = std::max(height, card_height(kit_, *card, card_width(columns), cards_fit()));
    }
    return height;
  }
  float rows_height(const std::vector<Row>& rows, std::size_t columns) const {
    float height = 0;
    for (const Row& row : rows) height += row_height(row, columns) + m_.gap;
    return height;
  }

  const ViewModel& view_;
  Toolkit& kit_;
  const Metrics& m_;
  Bar bar_;
  float top_;
  Rect room_;
  const Element *up_ = nullptr, *down_ = nullptr;
  bool is_message_ = false, in_column_ = false, in_bar_ = false, first_is_more_ = false;
  bool question_is_small_ = false;
  float repeated_most_ = repeated_usually;  // of the room, with the progress
  std::size_t repeated_lines_ = 0;          // at most; 0: all of them
  float row_height_ = 0, up_width_ = 0, down_width_ = 0, header_height_ = 0;
  std::vector<Block> blocks_;
  std::vector<std::vector<Piece>> pages_;
};

}  // namespace

void draw_paged(const ViewModel& view, Toolkit& kit) { Pages(view, kit).draw(); }

}  // namespace vantrum::kiosk
