extension FormMarkup {
  /// How a form looks on paper and on the screen.
  ///
  /// Every height is given, so that the page is full and never runs over; `FormLayout` knows the
  /// same lengths.
  static let style = """
    @page { size: A4; margin: 16mm 18mm; }
    * { box-sizing: border-box; margin: 0; padding: 0; }
    html { color: #000; background: #fff; }
    body { font: 11pt/1.5 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, "Noto Sans CJK SC", serif; }
    .sheet { width: 174mm; height: 263mm; position: relative; overflow: hidden; break-inside: avoid; }
    .sheet + .sheet { break-before: page; }
    h1 { height: 17mm; line-height: 15mm; text-align: center; font-weight: 700; white-space: nowrap; }
    h1 small { font-size: 70%; font-weight: 400; }
    h2 { font-size: var(--type); line-height: 1.5; font-weight: 700; margin-top: 2mm; }
    .boxes { height: 10mm; line-height: 9mm; }
    .box { margin-right: 1.2em; white-space: nowrap; }
    table { width: 173.4mm; margin-left: 0.3mm; border-collapse: collapse; table-layout: fixed; }
    col.name { width: 28mm; }
    th, td { border: 0.3mm solid #000; padding: 0 2mm; vertical-align: middle; }
    th { font-weight: 400; text-align: center; line-height: 1.4; }
    th span { display: block; }
    td { padding: 2.4mm 2.7mm; vertical-align: top; overflow-wrap: anywhere; }
    td.short { padding: 0 2mm; vertical-align: middle; font-size: 10.5pt; line-height: 1.3; }
    b { font-weight: 400; }
    i { display: inline-block; width: 26mm; height: 1em; border-bottom: 0.2mm solid #000; }
    p.line { height: 6mm; line-height: 6mm; font-size: 11pt; flex: none; display: flex; white-space: nowrap; }
    p.line span { flex: 1; }
    .text { font-size: var(--type); line-height: 1.5; word-break: break-all; text-align: justify; }
    .fill { display: flex; flex-direction: column; }
    .fill .text { flex: 0 0 auto; }
    .fill .text:not(.text ~ .text) { flex: 1 0 auto; }
    .indented p { text-indent: 2em; }
    td.signed { position: relative; padding: 1.5mm 2.7mm 7mm; }
    td.signed .text { font-size: 10.5pt; line-height: 1.35; }
    .signature { position: absolute; right: 6mm; bottom: 1mm; font-size: 10.5pt; }
    .signature span { margin-left: 6mm; }
    .lines { padding: 2mm 0; font-size: 12pt; }
    .lines p.line { height: 9mm; line-height: 9mm; font-size: 12pt; }
    .letter { padding: 2mm 0; }
    .closing { padding-top: 12mm; text-align: right; }
    .closing p { height: 9mm; line-height: 9mm; padding-right: 16mm; }
    .foot { position: absolute; left: 0; right: 0; bottom: 0; height: 5mm; line-height: 5mm; font-size: 8pt; text-align: right; color: #444; }
    @media screen {
      html { background: #777; }
      .sheet { width: 210mm; height: 297mm; padding: 16mm 18mm; margin: 6mm auto; background: #fff; box-shadow: 0 1mm 3mm #333; }
      .foot { left: 18mm; right: 18mm; bottom: 18mm; }
    }
    """
}
