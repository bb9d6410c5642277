#include "sync/exports/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "sync/results/swedish.h"
#include "sync/results/text_table.h"

namespace vantrum::exports {

using namespace results;

namespace {

using results::Detail;
using results::PublishedQuestion;

// In units of the drawing; 960 are the width of a page.
constexpr double width = 960, text_left = 1, bar_left = 330, bar_width = 330, n_right = 704,
                 dont_know_right = 768, index_left = 794, index_width = 110, row_height = 58, bar_height = 30,
                 legend_row = 26, top = 12;
constexpr std::size_t words_width = 42;

struct Part {
  std::string label;
  double share = 0;  // exact, so that the bars are (D2)
  std::uint32_t percent = 0;
};

// What a question's bar is made of; empty if it is hidden.
std::vector<Part> parts_of(const PublishedQuestion& question) {
  if (!question.n) return {};
  const auto n = static_cast<double>(*question.n);
  std::vector<Part> parts;
  if (question.detail == Detail::merged) {
    if (!question.positive) return {};
    const double share = static_cast<double>(*question.positive) / n;
    return {{"positiva", share, *question.positive_percent},
            {"övriga", 1 - share, 100 - *question.positive_percent}};
  }
  for (auto i : drawing_order(question)) {
    const auto& option = question.options[i];
    if (option.count)
      parts.push_back({option.label, static_cast<double>(*option.count) / n, *option.percent});
  }
  return parts;
}

std::string words_of(const PublishedQuestion& question) {
  if (!question.n) return question.words + " För få svar för att visas.";
  std::string text = fmt::format("{} {} svar", question.words, count_text(*question.n));
  const char* between = ": ";
  for (const auto& part : parts_of(question)) {
    text += fmt::format("{}{} {}", between, part.label, percent_text(part.percent));
    between = ", ";
  }
  text += ".";
  if (question.index) text += " Index " + index_text(*question.index) + ".";
  if (question.mean) text += " Medelvärde " + index_text(*question.mean) + " av 10.";
  if (question.dont_know && *question.dont_know > 0)
    text += fmt::format(" Vet inte: {}.", count_text(*question.dont_know));
  return text;
}

class Drawing {
 public:
  Drawing(const results::PublishedResults& results, const results::PublishedPlace& place,
          const ChartRows& rows, const std::string& id)
      : results_(results), place_(place), rows_(rows), id_(id) {}

  std::string svg() {
    body();
    const auto title = fmt::format("{}, {}", place_.name, results_.round().name);
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0:.0f} {1:.0f}" width="{0:.0f}" height="{1:.0f}" )"
        R"(role="img" aria-labelledby="{2}-t {2}-d" xml:lang="sv" font-family="Noto Sans, DejaVu Sans, Arial,
sans-serif" )"
        R"(font-size="14" fill="{5}"><title id="{2}-t">{3}</title><desc id="{2}-d">{4}</desc>{6}{7}</svg>)",
        width, y_, id_, escaped_xml(title), escaped_xml(exports::words_of(rows_)), line_ink, patterns(),
        out_);
  }

 private:
  void body() {
    out_ = fmt::format(R"(<rect width="{:.0f}" height="100%" fill="#FFFFFF"/>)", width);
    legend();
    head();
    for (const auto* question : rows_) row(*question);
    y_ += 8;
  }

  std::string patterns() const {
    return fmt::format(
        R"svg(<defs><pattern id="{0}-lines" width="7" height="7" patternUnits="userSpaceOnUse"
patternTransform="rotate(45)">)svg"
        R"(<line x1="0" y1="0" x2="0" y2="7" stroke="#0B5A4B" stroke-width="1.6"/></pattern>)"
        R"(<pattern id="{0}-dots" width="8" height="8" patternUnits="userSpaceOnUse">)"
        R"(<circle cx="2" cy="2" r="1.1" fill="#FFFFFF"/><circle cx="6" cy="6" r="1.1" fill="#FFFFFF"/></pattern>)"
        R"(<pattern id="{0}-cross" width="8" height="8" patternUnits="userSpaceOnUse">)"
        R"(<path d="M0 0L8 8M8 0L0 8" stroke="#FFFFFF" stroke-width="0.8"/></pattern></defs>)",
        id_);
  }

  void text(double x, double y, const std::string& words, const std::string& more = "") {
    out_ += fmt::format(R"(<text x="{:.1f}" y="{:.1f}"{}>{}</text>)", x, y, more.empty() ? "" : " " + more,
                        escaped_xml(words));
  }

  void box(double x, double y, double box_width, double height, const Shade& shade) {
    const auto shape =
        fmt::format(R"(x="{:.2f}" y="{:.1f}" width="{:.2f}" height="{:.1f}")", x, y, box_width, height);
    out_ += fmt::format(R"(<rect {} fill="{}" stroke="{}" stroke-width="1"/>)", shape, shade.fill, line_ink);
    if (*shade.pattern)
      out_ += fmt::format(R"svg(<rect {} fill="url(#{}-{})" opacity="0.55"/>)svg", shape, id_, shade.pattern);
  }

  // The answers' names, in the order of the bars. Merged rows say theirs themselves.
  void legend() {
    const auto& options = rows_.front()->options;
    double x = text_left;
    y_ = top;
    std::size_t part = 0;
    for (auto i : drawing_order(*rows_.front())) {
      const double wide = 34 + 7.6 * static_cast<double>(letters(options[i].label)) + 18;
      if (x > text_left && x + wide > width) {
        x = text_left;
        y_ += legend_row;
      }
      box(x, y_, 24, 16, shade_of(part++, options.size()));
      text(x + 32, y_ + 13, options[i].label);
      x += wide;
    }
    y_ += legend_row + 10;
  }

  void head() {
    const std::string quiet = R"(font-size="12" fill="#46565D")";
    text(bar_left, y_ + 10, "Procent av dem som tog ställning", quiet);
    text(dont_know_right, y_ + 10, "vet inte", quiet + R"( text-anchor="end")");
    text(n_right, y_ + 10, "n", quiet + R"( text-anchor="end")");
    text(index_left, y_ + 10, "Index 0–100", quiet);
    y_ += 18;
    // What the marks beside the bars are.
    double x = index_left;
    out_ += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="4.5"/>)", x + 5, y_ + 4);
    text(x + 14, y_ + 8, "här", R"(font-size="11")");
    if (place_.centre) {
      out_ += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="3" height="14"/>)", x + 46, y_ - 3);
      text(x + 54, y_ + 8, "regionen", R"(font-size="11")");
    }
    if (!results_.last_round().empty()) {
      out_ += fmt::format(
          R"(<circle cx="{:.1f}" cy="{:.1f}" r="4.5" fill="none" stroke="{}" stroke-width="1.6"/>)", x + 113,
          y_ + 4, line_ink);
      text(x + 120, y_ + 8, "förra", R"(font-size="11")");
    }
    y_ += 20;
  }

  void row(const PublishedQuestion& question) {
    out_ +=
        fmt::format(R"(<line x1="0" x2="{:.0f}" y1="{:.1f}" y2="{:.1f}" stroke="#D5CFC4"/>)", width, y_, y_);
    const auto lines = results::wrapped(question.words, words_width);
    const double middle = y_ + row_height / 2;
    double line_y = middle + 5 - 9 * (static_cast<double>(std::min<std::size_t>(lines.size(), 3)) - 1);
    for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 3); ++i, line_y += 18)
      text(text_left, line_y, lines[i] + (i == 2 && lines.size() > 3 ? " …" : ""));
    bar(question, middle);
    text(n_right, middle + 5, shown_count(question.n), R"(text-anchor="end")");
    text(dont_know_right, middle + 5, shown_percent(question.dont_know_percent),
         R"(text-anchor="end" fill="#46565D")");
    index(question, middle);
    y_ += row_height;
  }

  void bar(const PublishedQuestion& question, double middle) {
    const auto parts = parts_of(question);
    if (parts.empty()) {
      text(bar_left, middle + 5,
           std::string(dash) + " färre än " + std::to_string(results_.policy().k) + " svar",
           R"(fill="#46565D")");
      return;
    }
    const bool is_merged = question.detail == Detail::merged;  // two parts
    double x = bar_left;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const double part_width = parts[i].share * bar_width;
      if (part_width <= 0) continue;
      const auto& shade = shade_of(i, parts.size());
      box(x, middle - bar_height / 2, part_width, bar_height, shade);
      auto label = std::to_string(parts[i].percent);
      if (is_merged) label = parts[i].label + " " + percent_text(parts[i].percent);
      number_in(x, part_width, middle, label, shade);
      x += part_width;
    }
  }

  // On a plate of the part's own colour, so that the pattern does not run through the digits.
  void number_in(double x, double part_width, double middle, const std::string& label, const Shade& shade) {
    const double label_width = 8.4 * static_cast<double>(letters(label)) + 6;
    if (part_width < label_width) return;  // too narrow for its number, which stands in the table
    const double centre = x + part_width / 2;
    if (*shade.pattern)
      out_ += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="20" rx="3" fill="{}"/>)",
                          centre - label_width / 2, middle - 10, label_width, shade.fill);
    text(centre, middle + 5, label,
         fmt::format(R"(text-anchor="middle" font-weight="600" fill="{}")", shade.ink));
  }

  void index(const PublishedQuestion& question, double middle) {
    if (question.mean) {
      text(index_left, middle + 5, "medel " + index_text(*question.mean) + " av 10");
      return;
    }
    if (!question.index) {
      text(index_left + index_width + 8, middle + 5, dash);
      return;
    }
    auto at = [](double value) { return index_left + value * index_width / 100; };
    out_ += fmt::format(
        R"(<line x1="{0:.1f}" x2="{1:.1f}" y1="{2:.1f}" y2="{2:.1f}" stroke="#6B7A80" stroke-width="1"/>)",
        at(0), at(100), middle);
    for (double mark : {0.0, 50.0, 100.0}) {
      out_ += fmt::format(R"(<line x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}" stroke="#6B7A80"/>)",
                          at(mark), middle - 4, middle + 4);
    }
    if (question.last && question.last->index) {
      out_ += fmt::format(
          R"(<circle cx="{:.1f}" cy="{:.1f}" r="5.5" fill="#FFFFFF" stroke="{}" stroke-width="1.6"/>)",
          at(*question.last->index), middle, line_ink);
    }
    if (const auto* region = place_.centre ? of_region(question.id) : nullptr; region && region->index) {
      out_ += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="3" height="20"/>)", at(*region->index) - 1.5,
                          middle - 10);
    }
    out_ += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="5"/>)", at(*question.index), middle);
    text(index_left + index_width + 8, middle + 5, index_text(*question.index));
  }

  const PublishedQuestion* of_region(const std::string& question) const {
    for (const auto& other : results_.region().questions) {
      if (other.id == question) return &other;
    }
    return nullptr;
  }

  static std::size_t letters(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  }

  const results::PublishedResults& results_;
  const results::PublishedPlace& place_;
  const ChartRows& rows_;
  const std::string& id_;
  std::string out_;
  double y_ = top;
};

}  // namespace

std::string escaped_xml(const std::string& text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

ChartSize chart_size(const std::string& svg) {
  ChartSize size;
  check(std::sscanf(svg.c_str() + svg.find("viewBox"), "viewBox=\"0 0 %lf %lf\"", &size.width,
                    &size.height) == 2);
  return size;
}

const std::vector<Shade>& shades(std::size_t parts) {
  static const Shade strong{"#0B5A4B", "#FFFFFF", ""}, good{"#BFE3D3", "#17252B", "lines"},
      weak{"#B4532F", "#FFFFFF", "dots"}, bad{"#2B0B10", "#FFFFFF", "cross"},
      middle{"#F4EFE4", "#17252B", ""};
  static const std::vector<Shade> two = {strong, {"#F4EFE4", "#17252B", ""}}, three = {strong, good, weak},
                                  four = {strong, good, weak, bad}, five = {strong, good, weak, middle, bad};
  switch (parts) {
    case 0:
    case 1:
    case 2:
      return two;
    case 3:
      return three;
    case 4:
      return four;
    default:
      return five;
  }
}

const Shade& shade_of(std::size_t part, std::size_t parts) {
  const auto& kinds = shades(parts);
  return kinds[parts <= kinds.size() ? part : part * kinds.size() / parts];
}

std::vector<std::size_t> drawing_order(const results::PublishedQuestion& question) {
  std::vector<std::size_t> order(question.options.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (question.type == survey::QuestionType::rating) std::reverse(order.begin(), order.end());
  return order;
}

bool is_scale(survey::QuestionType type) {
  using survey::QuestionType;
  return type == QuestionType::scale || type == QuestionType::feeling || type == QuestionType::rating;
}

std::vector<ChartRows> charts_of(const results::PublishedPlace& place) {
  std::vector<ChartRows> charts;
  auto same_answers = [](const PublishedQuestion& a, const PublishedQuestion& b) {
    return std::equal(a.options.begin(), a.options.end(), b.options.begin(), b.options.end(),
                      [](const auto& x, const auto& y) { return x.code == y.code && x.label == y.label; });
  };
  for (const auto& question : place.questions) {
    if (question.background || !is_scale(question.type)) continue;
    auto it = std::find_if(charts.begin(), charts.end(),
                           [&](const auto& rows) { return same_answers(*rows.front(), question); });
    it == charts.end() ? charts.push_back({&question}) : it->push_back(&question);
  }
  return charts;
}

std::string words_of(const ChartRows& rows) {
  std::string text;
  for (const auto* question : rows) text += (text.empty() ? "" : " ") + words_of(*question);
  return text;
}

std::string chart_svg(const results::PublishedResults& results, const results::PublishedPlace& place,
                      const ChartRows& rows, const std::string& id) {
  return Drawing(results, place, rows, id).svg();
}

}  // namespace vantrum::exports
