#include "sync/exports/templates.h"

namespace vantrum::exports::templates {

const char* const page_style = R"css(
:root { --ink: #17252B; --quiet: #46565D; --leaf: #0B5A4B; --line: #8A8478; --room: #FBF7F0; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--room); color: var(--ink); line-height: 1.5;
  font-family: "Noto Sans", "DejaVu Sans", Arial, sans-serif; font-size: 1rem; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 2.5rem 0 .75rem; color: var(--leaf); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p { margin: .5rem 0; max-width: 44rem; }
.lead { color: var(--quiet); margin-top: 0; }
.facts { margin: 1.25rem 0; padding: 0; }
.facts div { display: inline-block; margin: 0 2.5rem .5rem 0; vertical-align: top; } .facts dt { color: var(--quiet);
font-size: .875rem; }
.facts dd { margin: 0; font-size: 1.35rem; font-weight: 600; }
figure { margin: 1rem 0; background: #fff; padding: 1rem; border: 1px solid #E3DCCF; border-radius: .5rem; }
figure svg { width: 100%; height: auto; display: block; }
figcaption { color: var(--quiet); font-size: .875rem; margin-top: .5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: #fff; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: 1.25rem 0 .5rem; }
th, td { padding: .4rem .5rem; text-align: left; vertical-align: top; border-bottom: 1px solid #E3DCCF; }
thead th { border-bottom: 2px solid #8A8478; font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums; } td.number { white-space: nowrap; }
.box { border: 1px solid #8A8478; border-radius: .25rem; min-height: 7rem; background: #fff; padding: .5rem; }
ul { padding-left: 1.25rem; } li { margin: .25rem 0; max-width: 44rem; }
.notes { font-size: .9rem; }
blockquote { margin: 1rem 0; padding: .25rem 1rem; border-inline-start: 4px solid #0B5A4B; max-width: 44rem;
  background: #fff; break-inside: avoid; } blockquote footer { color: var(--quiet); font-size: .9rem; }
@page { size: A4; margin: 18mm 16mm 20mm;
  @bottom-left { content: "{{footer}}"; font-size: 8pt; color: #46565D; font-family: "Noto Sans", sans-serif; }
  @bottom-right { content: counter(page) " (" counter(pages) ")"; font-size: 8pt; color: #46565D;
    font-family: "Noto Sans", sans-serif; } }
@media print {
  body { background: #fff; font-size: 10pt; } main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; } h2 { font-size: 14pt; margin-top: 18pt; break-after: avoid; } h3 { break-after: avoid; }
  figure { border: 0; padding: 0; margin: 6pt 0; break-inside: avoid; } table { font-size: 7.5pt; } tr {
break-inside: avoid; }
  th, td { padding: 2.5pt 3pt; } th:first-child { width: 27%; } caption { font-size: 9pt; padding: 12pt 0 3pt; }
thead { display: table-header-group; } .wide { overflow: visible; }
  .box { min-height: 4.5cm; break-inside: avoid; }
}
)css";

const char* const paper_style = R"css(
.guide { color: var(--quiet); font-style: italic; }
blockquote { margin: .75rem 0; padding: 0 0 0 1rem; border-left: .25rem solid var(--leaf); }
blockquote p + p { color: var(--quiet); font-size: .9rem; margin-top: 0; }
h4 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
@media print { .box { min-height: 3cm; } blockquote { break-inside: avoid; } h4 { break-after: avoid; } }
)css";

const char* const report_page = R"html(<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title>
<meta name="author" content="{{receiver}}">
<style>{{{style}}}</style>
</head>
<body>
<main>
<h1>{{place}}</h1>
<p class="lead">{{round}} · {{region}}{{#open}} · omgången pågår{{/open}}</p>
<dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>
{{#too_few}}<p>Färre än {{k}} svar har kommit in. Då visas inga resultat, för att ingen ska kunna kännas
igen.</p>{{/too_few}}
{{^too_few}}
{{#who}}<h2>Vilka som har svarat</h2>{{/who}}
{{#who_tables}}
{{{table}}}
{{/who_tables}}
<h2>Svaren på frågorna</h2>
{{#charts}}
<h3>{{heading}}</h3>
<figure>{{{svg}}}<figcaption>Samma tal står i tabellen efter diagrammet.</figcaption></figure>
{{{table}}}
{{/charts}}
{{#spread}}
<h2>Spridning mellan familjecentralerna</h2>
<p>Varje punkt är en familjecentrals index. Punkterna har inga namn.</p>
<figure>{{{svg}}}</figure>
{{/spread}}
{{#other_tables}}
{{{table}}}
{{/other_tables}}
{{#with_goals}}
<h2>Målen</h2>
{{{goals_table}}}
{{/with_goals}}
{{#with_quotes}}<h2>Med besökarnas egna ord</h2>
<p>Utvalda av den som läser fritexterna. […] står där ord har tagits bort.</p>{{/with_quotes}}
{{#quotes}}<blockquote dir="auto">{{text}}
{{#labelled}}<footer dir="ltr" lang="sv">– {{label}}</footer>{{/labelled}}</blockquote>
{{/quotes}}
{{/too_few}}
{{#with_places}}
<h2>Deltagande</h2>
{{{places_table}}}
{{/with_places}}
{{#boxes}}<h2>{{heading}}</h2><div class="box">&nbsp;</div>{{/boxes}}
<h2>Så är siffrorna gjorda</h2>
<ul class="notes">{{#notes}}<li>{{text}}</li>{{/notes}}</ul>
<p class="notes">Frågorna: {{instrument}}, version {{version}}. {{credit}} Mottagare: {{receiver}}.</p>
</main>
</body>
</html>
)html";

const char* const page_table =
    R"html(<div class="wide" tabindex="0" role="region" aria-label="{{caption}}"><table><caption>{{caption}}</caption>
<thead><tr>{{#head}}<th scope="col"{{#number}} class="number"{{/number}}>{{text}}</th>{{/head}}</tr></thead>
<tbody>{{#rows}}<tr><th scope="row">{{first}}</th>{{#cells}}<td{{#number}}
class="number"{{/number}}>{{text}}</td>{{/cells}}</tr>
{{/rows}}</tbody></table></div>)html";

const char* const document_table =
    R"xml(<w:tbl><w:tblPr><w:tblStyle w:val="Numbers"/><w:tblW w:w="5000" w:type="pct"/>
<w:tblCaption w:val="{{caption}}"/></w:tblPr><w:tblGrid>{{#head}}<w:gridCol w:w="{{width}}"/>{{/head}}</w:tblGrid>
<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{{#head}}<w:tc><w:tcPr><w:tcW w:w="{{width}}" w:type="dxa"/>
</w:tcPr><w:p><w:pPr><w:pStyle w:val="{{#number}}CellNumber{{/number}}{{^number}}Cell{{/number}}"/></w:pPr><w:r>
<w:rPr><w:b/><w:sz w:val="14"/></w:rPr><w:t>{{text}}</w:t></w:r></w:p></w:tc>{{/head}}</w:tr>
{{#rows}}<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{{first_width}}" w:type="dxa"/></w:tcPr><w:p>
<w:pPr><w:pStyle w:val="Cell"/></w:pPr><w:r><w:t>{{first}}</w:t></w:r></w:p></w:tc>{{#cells}}<w:tc><w:tcPr>
<w:tcW w:w="{{width}}" w:type="dxa"/></w:tcPr><w:p><w:pPr>
<w:pStyle w:val="{{#number}}CellNumber{{/number}}{{^number}}Cell{{/number}}"/></w:pPr><w:r><w:t>{{text}}</w:t></w:r>
</w:p></w:tc>{{/cells}}</w:tr>
{{/rows}}</w:tbl><w:p/>)xml";

const char* const report_document = R"xml(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{{place}}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Subtitle"/></w:pPr><w:r>
<w:t>{{round}} · {{region}}{{#open}} · omgången pågår{{/open}}</w:t></w:r></w:p>
{{#facts}}<w:p><w:r><w:t xml:space="preserve">{{name}}: </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{{value}}</w:t>
</w:r></w:p>{{/facts}}
{{#too_few}}<w:p><w:r>
<w:t>Färre än {{k}} svar har kommit in. Då visas inga resultat, för att ingen ska kunna kännas igen.</w:t></w:r>
</w:p>{{/too_few}}
{{^too_few}}
{{#who}}<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Vilka som har svarat</w:t></w:r></w:p>{{/who}}
{{#who_tables}}<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>{{words}}</w:t>
</w:r></w:p>{{{table}}}{{/who_tables}}
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Svaren på frågorna</w:t></w:r></w:p>
{{#charts}}<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>{{heading}}</w:t></w:r></w:p>
<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{{cx}}" cy="{{cy}}"/>
<wp:docPr id="{{number}}" name="Diagram {{number}}" descr="{{description}}"/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>
<pic:cNvPr id="{{number}}" name="chart{{number}}.png" descr="{{description}}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="chart{{number}}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{{cx}}" cy="{{cy}}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>
{{{table}}}{{/charts}}
{{#other_tables}}<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>{{words}}</w:t>
</w:r></w:p>{{{table}}}{{/other_tables}}
{{#with_goals}}<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Målen</w:t></w:r>
</w:p>{{{goals_table}}}{{/with_goals}}
{{#with_quotes}}<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Med besökarnas egna ord</w:t></w:r>
</w:p><w:p><w:r>
<w:t>Utvalda av den som läser fritexterna. […] står där ord har tagits bort.</w:t></w:r></w:p>
{{/with_quotes}}{{#quotes}}<w:p><w:pPr><w:ind w:left="567" w:right="567"/></w:pPr>
<w:r><w:t xml:space="preserve">{{text}}</w:t></w:r>
{{#labelled}}<w:r><w:t xml:space="preserve"> – {{label}}</w:t></w:r>{{/labelled}}</w:p>{{/quotes}}
{{/too_few}}
{{#with_places}}<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Deltagande</w:t></w:r>
</w:p>{{{places_table}}}{{/with_places}}
{{#boxes}}<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{{heading}}</w:t></w:r></w:p>
<w:tbl><w:tblPr><w:tblStyle w:val="Box"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>
<w:gridCol w:w="9600"/></w:tblGrid><w:tr><w:trPr><w:trHeight w:val="2200" w:hRule="atLeast"/></w:trPr><w:tc><w:tcPr>
<w:tcW w:w="5000" w:type="pct"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:p/>{{/boxes}}
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Så är siffrorna gjorda</w:t></w:r></w:p>
{{#notes}}<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr><w:r><w:t>{{text}}</w:t></w:r></w:p>{{/notes}}
<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr><w:r>
<w:t>Frågorna: {{instrument}}, version {{version}}. {{credit}} Mottagare: {{receiver}}.</w:t></w:r></w:p>
<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1134" w:right="1021" w:bottom="1134" w:left="1021" w:header="567" w:footer="567" w:gutter="0"/>
</w:sectPr>
</w:body></w:document>
)xml";

}  // namespace vantrum::exports::templates
