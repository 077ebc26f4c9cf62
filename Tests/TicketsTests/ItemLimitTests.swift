import Catalogue
import Hotline
import Testing

@testable import Tickets

@Suite struct ItemLimitTests {
  private static let law = "市场监管示例规定"
  private static let row =
    "id,category,name,types,legal_basis,unit,agency,co_handlers,limit,limit_source,keywords,"
    + "sayings,confused_with,note\n"
    + "SC-001,市场监管/消费,退换纠纷,投诉|举报|咨询,\(law)第一条,市场监管局,,,投诉=7个工作日；举报=15个工作日,"
    + "\(law)第二条,退货|换货|三包,一|二|三|四|五,,\n"

  @Test(
    "Y14 — the item's limit for the kind of request prevails over the regulation's",
    arguments: [
      ("投诉", TimeSpan(7, .workingDay)), ("举报", TimeSpan(15, .workingDay)),
      ("咨询", TimeSpan(2, .workingDay)),
    ])
  func limitByType(type: String, span: TimeSpan) throws {
    let items = CatalogueFolder.items(Self.row, file: "", over: CatalogueContent()).items
    let desk = try Office(
      catalogue: DispatchCatalogue(CatalogueContent(items: items.map(\.value))))
    let number = try desk.receive("买的电饭煲坏了，店家不退", type: type)
    try desk.act(.dispatch, number, ["lead": "市场监管局", "item": "SC-001"])
    let record = try desk.office.record(number, for: Office.clerk)
    #expect(record.ticket.state.assignment?.limit?.span == span)
  }
}
