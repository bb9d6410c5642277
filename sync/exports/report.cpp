#include "sync/exports/report.h"

#include <fmt/format.h>

#include "sync/exports/report_form.h"
#include "sync/exports/report_tables.h"
#include "sync/exports/spread.h"
#include "sync/exports/templates.h"
#include "sync/exports/tool.h"
#include "sync/exports/word_parts.h"
#include "sync/results/swedish.h"

namespace vantrum::exports {

using namespace results;
namespace mustache = kainjow::mustache;

namespace {

constexpr unsigned chart_dots_per_inch = 160;

mustache::data list() { return mustache::data(mustache::data::type::list); }
mustache::data object() { return mustache::data(mustache::data::type::object); }

mustache::data fact(const std::string& name, const std::string& value) {
  auto one = object();
  one.set("name", name);
  one.set("value", value);
  return one;
}

mustache::data facts_of(const PublishedResults& results, const PublishedPlace& place) {
  auto facts = list();
  if (place.responses) {
    const auto words = results.round().for_staff ? "Svar av anställda" : "Svar av kvot";
    facts.push_back(fact(words, count_text(*place.responses) + " av " + count_text(place.quota)));
  } else {
    facts.push_back(fact("Svar", "färre än " + std::to_string(results.policy().k)));
  }
  if (place.rate_percent) facts.push_back(fact("Svarsfrekvens", percent_text(*place.rate_percent)));
  if (!place.centre) facts.push_back(fact("Familjecentraler som räknas in", std::to_string(place.centres)));
  if (!results.last_round().empty()) facts.push_back(fact("Jämförs med", results.last_round()));
  return facts;
}

class Report {
 public:
  Report(const PublishedResults& results, const PublishedPlace& place, const char* table_form)
      : results_(results), place_(place), table_form_(table_form) {}

  // Charts come from the caller: a drawing in the page, a picture beside the document.
  mustache::data data() const {
    auto data = object();
    data.set("title", place_.name + " – " + results_.round().name);
    data.set("style", page_style_with(place_.name + " · " + results_.round().name));
    data.set("place", place_.name);
    data.set("round", results_.round().name);
    data.set("region", results_.round().region_name);
    data.set("receiver", results_.round().receiver);
    data.set("open", results_.round().is_open);
    data.set("k", std::to_string(results_.policy().k));
    data.set("facts", facts_of(results_, place_));
    data.set("too_few", !place_.responses.has_value());
    add_who(data);
    add_goals(data);
    data.set("with_places", !place_.centre.has_value());
    if (!place_.centre) data.set("places_table", table(participation(results_)));
    auto boxes = list();
    for (const char* heading : {"Analys", "Förbättringsåtgärder", "Två prioriterade mål"}) {
      auto box = object();
      box.set("heading", heading);
      boxes.push_back(box);
    }
    data.set("boxes", boxes);
    auto notes = list();
    for (const auto& note : results_.notes()) {
      auto one = object();
      one.set("text", note);
      notes.push_back(one);
    }
    data.set("notes", notes);
    add_quotes(data);
    data.set("instrument", results_.instrument().title);
    data.set("version", std::to_string(results_.instrument().version));
    data.set("credit", results_.instrument().credit);
    return data;
  }

  std::string table(const WordTable& words) const { return table_with(table_form_, words); }

  static std::string heading_of(const ChartRows& rows) {
    const auto& options = rows.front()->options;
    if (rows.front()->type == survey::QuestionType::rating) return "Betyg från 0 till 10";
    return options.front().label + " … " + options.back().label;
  }

 private:
  void add(mustache::data& to, const std::string& words, const WordTable& words_table) const {
    auto one = object();
    one.set("words", words);
    one.set("table", table(words_table));
    to.push_back(one);
  }

  void add_who(mustache::data& data) const {
    auto who = list(), other = list();
    for (const auto& question : place_.questions) {
      if (question.background)
        add(who, question.words, options_table(question));
      else if (!is_scale(question.type))
        add(other, question.words, options_table(question));
    }
    for (const auto& counter : place_.counters) add(who, counter.words, counter_table(counter));
    data.set("who", who.is_non_empty_list());
    data.set("who_tables", who);
    data.set("other_tables", other);
  }

  void add_quotes(mustache::data& data) const {
    auto quotes = list();
    for (const auto& quote : place_.quotes) {
      auto one = object();
      one.set("text", quote.text);
      one.set("label", quote.label);
      one.set("labelled", !quote.label.empty());
      quotes.push_back(one);
    }
    data.set("with_quotes", !place_.quotes.empty());
    data.set("quotes", quotes);
  }

  void add_goals(mustache::data& data) const {
    data.set("with_goals", !place_.goals.empty());
    if (!place_.goals.empty()) data.set("goals_table", table(goals_of(place_)));
  }

  const PublishedResults& results_;
  const PublishedPlace& place_;
  const char* table_form_;
};

}  // namespace

std::string report_html(const PublishedResults& results, const PublishedPlace& place) {
  Report report(results, place, templates::page_table);
  auto data = report.data();
  auto charts = list();
  int number = 0;
  for (const auto& rows : charts_of(place)) {
    auto chart = object();
    chart.set("heading", Report::heading_of(rows));
    chart.set("svg", chart_svg(results, place, rows, "chart-" + std::to_string(++number)));
    chart.set("table", report.table(chart_table(results, place, rows)));
    charts.push_back(chart);
  }
  data.set("charts", charts);
  if (!place.centre) {
    if (auto svg = spread_svg(results); !svg.empty()) {
      auto spread = object();
      spread.set("svg", svg);
      data.set("spread", spread);
    }
  }
  return rendered(templates::report_page, data);
}

Result<std::string> report_pdf(const PublishedResults& results, const PublishedPlace& place) {
  return pdf_of(report_html(results, place));
}

Result<std::string> report_docx(const PublishedResults& results, const PublishedPlace& place) {
  Report report(results, place, templates::document_table);
  auto data = report.data();
  auto charts = list();
  std::vector<std::string> pictures;
  const auto all = place.responses ? charts_of(place) : std::vector<ChartRows>{};
  for (const auto& rows : all) {
    auto svg = chart_svg(results, place, rows, "chart");
    const auto size = chart_size(svg);
    pictures.push_back(TRY(png_of(svg, chart_dots_per_inch)));
    const auto number = std::to_string(pictures.size());
    auto chart = object();
    chart.set("heading", Report::heading_of(rows));
    chart.set("number", number);
    chart.set("description", words_of(rows));
    // As wide as the page's text, 17.2 cm, in English Metric Units.
    const auto wide = 17.2 * 360000;
    chart.set("cx", fmt::format("{:.0f}", wide));
    chart.set("cy", fmt::format("{:.0f}", wide * size.height / size.width));
    chart.set("table", report.table(chart_table(results, place, rows)));
    charts.push_back(chart);
  }
  data.set("charts", charts);
  return word_file(rendered(templates::report_document, data), pictures,
                   place.name + " – " + results.round().name);
}

}  // namespace vantrum::exports
