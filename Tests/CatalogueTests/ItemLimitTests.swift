import Catalogue
import Foundation
import Hotline
import Testing

@Suite struct ItemLimitTests {
  static let law = "城市市容和环境卫生管理条例"

  /// The item CG-002 with other limits, and what is wrong with it.
  private func read(
    _ limit: String, _ source: String, types: String = "投诉|举报|咨询"
  ) throws -> (item: CatalogueItem, faults: [DataFault]) {
    let row = CatalogueFixture.second.replacingOccurrences(
      of: "投诉,\(Self.law)第十一条,甲市城管局,,,,,",
      with: "\(types),\(Self.law)第十一条,甲市城管局,,,\(limit),\(source),")
    var files = CatalogueFixture.whole
    files["items/城市管理.csv"] = CatalogueFixture.itemHead + CatalogueFixture.item + row
    let fixture = try CatalogueFixture(files)
    let (content, faults) = CatalogueFolder.read(fixture.folder)
    return (try #require(content.items.first { $0.id == "CG-002" }), faults)
  }

  @Test func eachKindOfRequestHasItsOwnLimitAndTheRestTheCommonOne() throws {
    let (item, faults) = try read(
      "3个工作日；投诉=7个工作日；举报=15个工作日", "\(Self.law)第四条；举报=\(Self.law)第五条")
    #expect(faults.isEmpty, "\(faults)")
    #expect(item.limit(for: .complaint)?.span == TimeSpan(7, .workingDay))
    #expect(item.limit(for: .complaint)?.source?.article == "第四条")
    #expect(item.limit(for: .report)?.span == TimeSpan(15, .workingDay))
    #expect(item.limit(for: .report)?.source?.article == "第五条")
    #expect(item.limit(for: .consultation)?.span == TimeSpan(3, .workingDay))
  }

  @Test func aKindWithoutLimitIsLeftToTheRegulation() throws {
    let (item, faults) = try read("投诉=7工作日;举报=15工作日", "\(Self.law)第四条")
    #expect(faults.isEmpty, "\(faults)")
    #expect(item.limit == nil)
    #expect(item.limit(for: .consultation) == nil)
    #expect(item.limit(for: .report)?.span == TimeSpan(15, .workingDay))
  }

  @Test func oneLimitForAllStaysValid() throws {
    let (item, faults) = try read("7个工作日", "\(Self.law)第四条")
    #expect(faults.isEmpty, "\(faults)")
    #expect(item.typeLimits == nil)
    for type in item.types {
      #expect(item.limit(for: type)?.span == TimeSpan(7, .workingDay))
    }
  }

  @Test(arguments: [
    ("催办=7个工作日", "城市市容和环境卫生管理条例第四条", "“催办”不是诉求类型"),
    ("投诉=很快", "城市市容和环境卫生管理条例第四条", "“很快”不是期限"),
    ("投诉=", "城市市容和环境卫生管理条例第四条", "“”不是期限"),
    ("求助=7个工作日", "城市市容和环境卫生管理条例第四条", "“求助”不在这个事项的诉求类型里"),
    ("投诉=7个工作日；投诉=8个工作日", "城市市容和环境卫生管理条例第四条", "“投诉”写了两次"),
    ("7个工作日；8个工作日", "城市市容和环境卫生管理条例第四条", "只能有一个"),
    ("投诉=7个工作日", "", "“投诉”的期限没有依据"),
    ("投诉=7个工作日；举报=9个工作日", "投诉=城市市容和环境卫生管理条例第四条", "“举报”的期限没有依据"),
    ("投诉=7个工作日", "投诉=城市市容和环境卫生管理条例第九十九条", "没有第九十九条"),
    ("投诉=7个工作日", "投诉=城市市容和环境卫生管理条例", "没有条号"),
    ("投诉=7个工作日", "举报=城市市容和环境卫生管理条例第四条", "“举报”有依据而没有期限"),
    (
      "投诉=7个工作日", "城市市容和环境卫生管理条例第四条；投诉=城市市容和环境卫生管理条例第五条",
      "没有对应的期限"
    ),
    ("7个工作日", "城市市容和环境卫生管理条例第四条|城市市容和环境卫生管理条例第五条", "一个期限只写一个依据"),
    ("7个工作日", "投诉=城市市容和环境卫生管理条例第四条", "期限和期限依据要么都写"),
  ])
  func aFaultyLimitIsNamed(limit: String, source: String, message: String) throws {
    let faults = try read(limit, source).faults
    let found = faults.contains {
      $0.line == 3 && $0.field.hasPrefix("limit") && $0.message.contains(message)
    }
    #expect(found, "\(faults)")
  }

  @Test func limitsAreWrittenAsTheyAreRead() throws {
    let (item, _) = try read(
      "3个工作日；投诉=7个工作日；举报=15个工作日", "\(Self.law)第四条；举报=\(Self.law)第五条")
    let text = CatalogueFolder.text(of: [item])
    let again = CatalogueFolder.items(text, file: "", over: CatalogueContent()).items
    #expect(again.map(\.value) == [item])
    let copy = try JSONDecoder().decode(
      CatalogueItem.self, from: try JSONEncoder().encode(item))
    #expect(copy == item)
  }

  @Test func anItemStoredBeforeLimitsByTypeIsStillRead() throws {
    let (item, _) = try read("7个工作日", "\(Self.law)第四条")
    let body = String(decoding: try JSONEncoder().encode(item), as: UTF8.self)
    #expect(!body.contains("typeLimits"))
    #expect(try JSONDecoder().decode(CatalogueItem.self, from: Data(body.utf8)) == item)
  }

  @Test func anotherCheckOfLimitsNamesFileAndLine() throws {
    let fixture = try CatalogueFixture(CatalogueFixture.whole)
    let faults = CatalogueFolder.read(fixture.folder) { item in
      item.limit(for: .complaint).map { ["\($0.span)太长"] } ?? []
    }.faults
    #expect(faults.map(\.line) == [2])
    #expect(faults.map(\.message) == ["7个工作日太长"])
    #expect(faults.map(\.field) == ["limit"])
  }
}
