#include "sync/exports/word_parts.h"

#include <fmt/format.h>

#include "sync/exports/archive.h"
#include "sync/exports/chart.h"

namespace vantrum::exports {
namespace {

constexpr const char* declaration = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";

constexpr const char* content_types =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>)";

constexpr const char* package_relations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="document" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
Target="word/document.xml"/>
<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
Target="docProps/core.xml"/></Relationships>)";

std::string paragraph_style(const char* id, const char* name, const char* based_on, const char* paragraph,
                            const char* run) {
  const auto parent = *based_on ? fmt::format(R"(<w:basedOn w:val="{}"/>)", based_on) : std::string();
  return fmt::format(
      R"(<w:style w:type="paragraph"{} w:styleId="{}"><w:name w:val="{}"/>{}<w:qFormat/><w:pPr>{}</w:pPr>
<w:rPr>{}</w:rPr></w:style>)",
      *based_on ? "" : R"( w:default="1")", id, name, parent, paragraph, run);
}

std::string styles() {
  const auto lines = [](const char* side, const char* colour) {
    return fmt::format(R"(<w:{} w:val="single" w:sz="6" w:space="0" w:color="{}"/>)", side, colour);
  };
  std::string all =
      R"(<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults>
<w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/>
<w:lang w:val="sv-SE"/></w:rPr></w:rPrDefault></w:docDefaults>)";
  all += paragraph_style("Normal", "Normal", "",
                         R"(<w:spacing w:after="100" w:line="264" w:lineRule="auto"/>)", "");
  all += paragraph_style("Title", "Title", "Normal", R"(<w:spacing w:after="40"/>)",
                         R"(<w:b/><w:sz w:val="44"/>)");
  all += paragraph_style("Subtitle", "Subtitle", "Normal", R"(<w:spacing w:after="200"/>)",
                         R"(<w:color w:val="46565D"/><w:sz w:val="24"/>)");
  all += paragraph_style("Heading1", "heading 1", "Normal",
                         R"(<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>)",
                         R"(<w:b/><w:color w:val="0B5A4B"/><w:sz w:val="30"/>)");
  all += paragraph_style("Heading2", "heading 2", "Normal",
                         R"(<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/>)",
                         R"(<w:b/><w:sz w:val="24"/>)");
  all += paragraph_style("Heading3", "heading 3", "Normal",
                         R"(<w:keepNext/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="2"/>)",
                         R"(<w:b/><w:sz w:val="20"/>)");
  all += paragraph_style("Cell", "Cell", "Normal",
                         R"(<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>)",
                         R"(<w:sz w:val="17"/>)");
  all += paragraph_style("CellNumber", "Cell Number", "Cell", R"(<w:jc w:val="right"/>)", "");
  all += paragraph_style("Note", "Note", "Normal", "", R"(<w:sz w:val="18"/>)");
  all += fmt::format(
      R"(<w:style w:type="table" w:styleId="Numbers"><w:name w:val="Numbers"/><w:tblPr>
<w:tblBorders>{}{}</w:tblBorders><w:tblCellMar><w:left w:w="30" w:type="dxa"/><w:right w:w="30" w:type="dxa"/>
</w:tblCellMar></w:tblPr></w:style>)",
      lines("bottom", "8A8478"), lines("insideH", "D5CFC4"));
  all += fmt::format(
      R"(<w:style w:type="table" w:styleId="Box"><w:name w:val="Box"/><w:tblPr><w:tblBorders>{}{}{}{}</w:tblBorders>
</w:tblPr></w:style>)",
      lines("top", "8A8478"), lines("left", "8A8478"), lines("bottom", "8A8478"), lines("right", "8A8478"));
  return all + "</w:styles>";
}

std::string document_relations(std::size_t pictures) {
  std::string all =
      R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="styles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
Target="styles.xml"/>)";
  for (std::size_t i = 1; i <= pictures; ++i) {
    all += fmt::format(
        R"(<Relationship Id="chart{0}"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/chart{0}.png"/>)",
        i);
  }
  return all + "</Relationships>";
}

std::string core(const std::string& title) {
  return fmt::format(
      R"(<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:language>sv-SE</dc:language>
</cp:coreProperties>)",
      escaped_xml(title));
}

}  // namespace

Result<std::string> word_file(const std::string& document, const std::vector<std::string>& pictures,
                              const std::string& title) {
  std::vector<ArchiveFile> files = {
      {"[Content_Types].xml", std::string(declaration) + content_types},
      {"_rels/.rels", std::string(declaration) + package_relations},
      {"word/document.xml", document},
      {"word/styles.xml", std::string(declaration) + styles()},
      {"word/_rels/document.xml.rels", std::string(declaration) + document_relations(pictures.size())},
      {"docProps/core.xml", std::string(declaration) + core(title)}};
  for (std::size_t i = 0; i < pictures.size(); ++i)
    files.push_back({fmt::format("word/media/chart{}.png", i + 1), pictures[i]});
  return zip_of(files);
}

}  // namespace vantrum::exports
