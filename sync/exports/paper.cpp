#include "sync/exports/paper.h"

#include <fmt/format.h>

#include "sync/exports/chart.h"
#include "sync/exports/report_form.h"
#include "sync/exports/templates.h"
#include "sync/exports/tool.h"
#include "sync/exports/word_parts.h"

namespace vantrum::exports {

using Kind = Block::Kind;

namespace {

constexpr unsigned chart_dots_per_inch = 160;
constexpr double text_width_emu = 17.2 * 360000;  // of a page in Word, in English Metric Units

std::string whole_title(const Paper& paper) { return paper.title + " – " + paper.place; }

std::string page_block(const Block& block) {
  const auto words = escaped_xml(block.words);
  switch (block.kind) {
    case Kind::heading:
      return fmt::format("<h{0}>{1}</h{0}>\n", block.level + 1, words);
    case Kind::text:
      return fmt::format("<p>{}</p>\n", words);
    case Kind::guide:
      return fmt::format("<p class=\"guide\">{}</p>\n", words);
    case Kind::note:
      return fmt::format("<p class=\"notes\">{}</p>\n", words);
    case Kind::list: {
      std::string items;
      for (const auto& item : block.items) items += fmt::format("<li>{}</li>", escaped_xml(item));
      return fmt::format("<ul>{}</ul>\n", items);
    }
    case Kind::quote:
      return fmt::format("<blockquote><p>”{}”</p>{}</blockquote>\n", words,
                         block.about.empty() ? "" : fmt::format("<p>{}</p>", escaped_xml(block.about)));
    case Kind::table:
      return table_with(templates::page_table, block.table) + "\n";
    case Kind::chart:
      return fmt::format(
          "<figure>{}<figcaption>Samma tal står i tabellen efter diagrammet.</figcaption></figure>\n",
          block.svg);
    case Kind::box:
      return "<div class=\"box\">&nbsp;</div>\n";
  }
  return {};
}

std::string paragraph(const char* style, const std::string& words, const char* run = "") {
  return fmt::format(
      R"(<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:rPr>{}</w:rPr>
<w:t xml:space="preserve">{}</w:t></w:r></w:p>)",
      style, run, escaped_xml(words));
}

// A picture that stands in the line of text; `number` is its place among the pictures.
std::string picture(std::size_t number, const Block& block) {
  const auto size = chart_size(block.svg);
  const auto words = escaped_xml(block.words);
  return fmt::format(
      R"(<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{1:.0f}" cy="{2:.0f}"/>
<wp:docPr id="{0}" name="Diagram {0}" descr="{3}"/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>
<pic:cNvPr id="{0}" name="chart{0}.png" descr="{3}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="chart{0}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{1:.0f}" cy="{2:.0f}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>
)",
      number, text_width_emu, text_width_emu * size.height / size.width, words);
}

constexpr const char* document_box =
    R"(<w:tbl><w:tblPr><w:tblStyle w:val="Box"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>
<w:gridCol w:w="9600"/></w:tblGrid><w:tr><w:trPr><w:trHeight w:val="1700" w:hRule="atLeast"/></w:trPr><w:tc><w:tcPr>
<w:tcW w:w="5000" w:type="pct"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:p/>
)";

std::string document_block(const Block& block, std::size_t pictures) {
  switch (block.kind) {
    case Kind::heading:
      return paragraph(block.level == 1   ? "Heading1"
                       : block.level == 2 ? "Heading2"
                                          : "Heading3",
                       block.words);
    case Kind::text:
      return paragraph("Normal", block.words);
    case Kind::guide:
      return paragraph("Note", block.words, "<w:i/>");
    case Kind::note:
      return paragraph("Note", block.words);
    case Kind::list: {
      std::string items;
      for (const auto& item : block.items) items += paragraph("Normal", "• " + item);
      return items;
    }
    case Kind::quote:
      return paragraph("Normal", "”" + block.words + "”", "<w:i/>") +
             (block.about.empty() ? "" : paragraph("Note", "– " + block.about));
    case Kind::table:
      return paragraph("Heading3", block.table.caption) + table_with(templates::document_table, block.table);
    case Kind::chart:
      return picture(pictures, block);
    case Kind::box:
      return document_box;
  }
  return {};
}

constexpr const char* document_head =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>
)";
constexpr const char* document_foot =
    R"(<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1134" w:right="1021" w:bottom="1134" w:left="1021" w:header="567" w:footer="567" w:gutter="0"/>
</w:sectPr></w:body></w:document>
)";

std::string text_of_table(const WordTable& table) {
  std::string all = "  " + table.caption + "\n";
  for (const auto& row : table.rows) {
    all += "  " + row.front();
    for (std::size_t i = 1; i < row.size(); ++i)
      all += fmt::format("{}{}: {}", i == 1 ? " – " : " · ", table.head[i], row[i]);
    all += "\n";
  }
  return all;
}

}  // namespace

Block heading(unsigned level, std::string words, std::string about) {
  Block block;
  block.kind = Kind::heading, block.level = level;
  block.words = std::move(words), block.about = std::move(about);
  return block;
}

namespace {

Block of_words(Kind kind, std::string words) {
  Block block;
  block.kind = kind, block.words = std::move(words);
  return block;
}

}  // namespace

Block text(std::string words) { return of_words(Kind::text, std::move(words)); }
Block guide(std::string words) { return of_words(Kind::guide, std::move(words)); }
Block note(std::string words) { return of_words(Kind::note, std::move(words)); }
Block box() { return of_words(Kind::box, ""); }

Block list(std::vector<std::string> items) {
  Block block;
  block.kind = Kind::list, block.items = std::move(items);
  return block;
}

Block quote(std::string words, std::string about) {
  auto block = of_words(Kind::quote, std::move(words));
  block.about = std::move(about);
  return block;
}

Block table(WordTable words) {
  Block block;
  block.kind = Kind::table, block.table = std::move(words);
  return block;
}

Block chart(std::string svg, std::string words) {
  auto block = of_words(Kind::chart, std::move(words));
  block.svg = std::move(svg);
  return block;
}

std::string paper_html(const Paper& paper) {
  std::string page = fmt::format(
      "<!doctype html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n"
      "<meta name=\"author\" content=\"{}\">\n<style>{}{}</style>\n</head>\n<body>\n<main>\n",
      escaped_xml(whole_title(paper)), escaped_xml(paper.author),
      page_style_with(paper.place + " · " + paper.title), templates::paper_style);
  page += fmt::format("<h1>{}</h1>\n<p class=\"lead\">{} · {}</p>\n", escaped_xml(paper.place),
                      escaped_xml(paper.title), escaped_xml(paper.lead));
  if (!paper.facts.empty()) {
    page += "<dl class=\"facts\">";
    for (const auto& fact : paper.facts)
      page +=
          fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", escaped_xml(fact.name), escaped_xml(fact.value));
    page += "</dl>\n";
  }
  for (const auto& block : paper.blocks) page += page_block(block);
  return page + "</main>\n</body>\n</html>\n";
}

Result<std::string> paper_pdf(const Paper& paper) { return pdf_of(paper_html(paper)); }

Result<std::string> paper_docx(const Paper& paper) {
  std::string document = document_head;
  document += paragraph("Title", paper.place) + paragraph("Subtitle", paper.title + " · " + paper.lead);
  for (const auto& fact : paper.facts) document += paragraph("Normal", fact.name + ": " + fact.value);
  std::vector<std::string> pictures;
  for (const auto& block : paper.blocks) {
    if (block.kind == Kind::chart) pictures.push_back(TRY(png_of(block.svg, chart_dots_per_inch)));
    document += document_block(block, pictures.size());
  }
  return word_file(document + document_foot, pictures, whole_title(paper));
}

std::string paper_text(const Paper& paper) {
  std::string all = fmt::format("{}\n{} · {}\n", paper.place, paper.title, paper.lead);
  for (const auto& fact : paper.facts) all += fmt::format("{}: {}\n", fact.name, fact.value);
  for (const auto& block : paper.blocks) {
    switch (block.kind) {
      case Kind::heading:
        all += fmt::format("\n{} {}\n", std::string(block.level, '#'), block.words);
        break;
      case Kind::list:
        for (const auto& item : block.items) all += "  - " + item + "\n";
        break;
      case Kind::quote:
        all += fmt::format("  ”{}”{}\n", block.words, block.about.empty() ? "" : " – " + block.about);
        break;
      case Kind::table:
        all += text_of_table(block.table);
        break;
      case Kind::guide:
        all += "  (" + block.words + ")\n";
        break;
      case Kind::box:
        all += "  …\n";
        break;
      case Kind::text:
      case Kind::note:
      case Kind::chart:
        all += "  " + block.words + "\n";
    }
  }
  return all;
}

}  // namespace vantrum::exports
