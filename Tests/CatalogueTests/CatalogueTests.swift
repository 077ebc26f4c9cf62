import Catalogue
import DataFiles
import Foundation
import Hotline
import Journal
import SQLite
import Testing

/// A folder of catalogue files made for a test and gone after it.
final class CatalogueFixture {
  let folder: URL

  init(_ files: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "paidan-\(UUID().uuidString)")
    for (name, text) in files {
      let url = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static let units = """
    name,kind,aliases,former_names,duties,legal_basis,not_ours,note
    甲市城管局,市级部门,城管|城管局,甲市城管办,管市容。,城市市容和环境卫生管理条例第四条,小区噪声→乙镇,待确认
    乙镇政府,镇街,乙镇,,管乙镇。,,,
    """
  static let regions = """
    name,kind,parent,unit,aliases
    甲市,市,,,
    乙镇,镇,甲市,乙镇政府,老乙
    丙村,村,乙镇,,
    """
  static let laws = """
    title,category,date,last_article,status
    城市市容和环境卫生管理条例,行政法规,2017-03-01,44,现行有效
    旧法,法律,1990-01-01,10,已废止
    """
  static let itemHead =
    "id,category,name,types,legal_basis,unit,agency,co_handlers,limit,limit_source,keywords,"
    + "sayings,confused_with,note\n"
  static let item =
    "CG-001,城市管理/市容,占道经营,投诉|举报,城市市容和环境卫生管理条例第十四条,属地镇街,综合行政执法局,甲市城管局,"
    + "7个工作日,城市市容和环境卫生管理条例第四条,占道|摊贩|人行道,一|二|三|四|五,CG-002：那是广告,\n"
  static let second =
    "CG-002,城市管理/广告,违规广告,投诉,城市市容和环境卫生管理条例第十一条,甲市城管局,,,,,"
    + "广告|招牌|灯箱,六|七|八|九|十,,\n"

  static var whole: [String: String] {
    [
      "units.csv": units, "regions.csv": regions, "laws.csv": laws,
      "items/城市管理.csv": itemHead + item + second,
    ]
  }
}

@Suite struct CatalogueFolderTests {
  @Test func aSoundFolderReadsWithoutFault() throws {
    let fixture = try CatalogueFixture(CatalogueFixture.whole)
    let (content, faults) = CatalogueFolder.read(fixture.folder)
    #expect(faults.isEmpty, "\(faults)")
    #expect(content.units.count == 2)
    #expect(content.items[0].limit == TimeSpan(7, .workingDay))
    #expect(content.items[0].isTerritorial)
    #expect(content.items[0].confusions[0].other == "CG-002")
    #expect(content.units[0].misdirections[0].rightPlace == "乙镇")
  }

  @Test func whatIsWrittenReadsBackEqual() throws {
    let fixture = try CatalogueFixture(CatalogueFixture.whole)
    let content = CatalogueFolder.read(fixture.folder).content
    let files = Dictionary(
      uniqueKeysWithValues: CatalogueFolder.files(content).map { ($0.path, $0.text) })
    let again = try CatalogueFixture(files)
    let (read, faults) = CatalogueFolder.read(again.folder)
    #expect(faults.isEmpty, "\(faults)")
    #expect(read == content)
  }

  @Test func twentyMistakesAreAllNamedWithTheirPlace() throws {
    var files = CatalogueFixture.whole
    let basis = "城市市容和环境卫生管理条例"
    files["items/错误.csv"] =
      CatalogueFixture.itemHead + """
        bad-1,一级,重名,抱怨,没有这部法第一条,无此单位,,无此协办,很快,,一|二,a|b,XX-999：不同,
        CG-001,城市管理/市容,占道经营,投诉,\(basis)第四十五条,属地镇街,,甲市城管局,,\(basis)第四条,一|二|三,a|b|c|d|a,无分隔,
        CG-003,城市管理/市容,第三,投诉,旧法第一条,甲市城管局,某局,甲市城管局,3个工作日,,一|二|三,a|b|c|d|e,CG-003：自己,
        CG-004,城市管理//空,,,,,,,,,,,,
        CG-005,少一格
        """
    let fixture = try CatalogueFixture(files)
    let faults = CatalogueFolder.read(fixture.folder).faults
    let places = Set(faults.map { "\($0.line) \($0.field)" })
    let expected = [
      "2 id", "2 category", "2 types", "2 legal_basis", "2 unit", "2 co_handlers", "2 limit",
      "2 keywords", "2 sayings", "2 confused_with", "3 id", "3 name", "3 legal_basis", "3 agency",
      "3 limit_source", "3 sayings", "3 confused_with", "4 legal_basis", "4 agency",
      "4 co_handlers", "4 limit_source", "4 confused_with", "5 category", "5 name", "5 types",
      "5 unit",
    ]
    #expect(faults.contains { $0.line == 6 })
    for place in expected { #expect(places.contains(place), "\(place) not in \(places.sorted())") }
    #expect(faults.allSatisfy { $0.file == "items/错误.csv" })
  }

  @Test(
    "a faulty unit or region is named",
    arguments: [
      ("units.csv", "丙,市级部门,城管,,事。,,,\n", "aliases"),
      ("units.csv", "甲市城管局,市级部门,,,事。,,,\n", "name"),
      ("units.csv", "丁,局,,,事。,,,\n", "kind"),
      ("units.csv", "丁,市级部门,,,,,,\n", "duties"),
      ("units.csv", "丁,市级部门,,,事。,城市市容和环境卫生管理条例,,\n", "legal_basis"),
      ("regions.csv", "丁村,村,无此镇,,\n", "parent"),
      ("regions.csv", "丁村,村,,,\n", "parent"),
      ("regions.csv", "丁村,村,乙镇,无此单位,\n", "unit"),
      ("regions.csv", "丙村,村,乙镇,,\n", "name"),
      ("regions.csv", "圈,村,圈,,\n", "parent"),
      ("regions.csv", "乙市,市,乙镇,,\n", "parent"),
      ("laws.csv", "新法,法律,2024年,10,现行有效\n", "date"),
      ("laws.csv", "新法,法律,,十,现行有效\n", "last_article"),
    ])
  func faultyRows(file: String, row: String, field: String) throws {
    var files = CatalogueFixture.whole
    files[file]?.append("\n" + row)
    let fixture = try CatalogueFixture(files)
    let faults = CatalogueFolder.read(fixture.folder).faults
    #expect(faults.contains { $0.file == file && $0.field == field }, "\(faults)")
  }

  @Test func aMissingFolderIsSaid() {
    #expect(!CatalogueFolder.read(URL(filePath: "/nowhere/at/all")).faults.isEmpty)
  }
}

@Suite struct DispatchCatalogueTests {
  @Test func namesAliasesAndFormerNamesFindAUnit() throws {
    let fixture = try CatalogueFixture(CatalogueFixture.whole)
    let catalogue = DispatchCatalogue(CatalogueFolder.read(fixture.folder).content)
    for name in ["甲市城管局", "城管", "甲市城管办"] {
      #expect(catalogue.unit(name)?.name == "甲市城管局")
    }
    #expect(catalogue.unit("无") == nil)
    #expect(catalogue.item("CG-002")?.name == "违规广告")
  }

  @Test func aVillageAnswersToItsTown() throws {
    let fixture = try CatalogueFixture(CatalogueFixture.whole)
    let catalogue = DispatchCatalogue(CatalogueFolder.read(fixture.folder).content)
    let village = try #require(catalogue.regions("丙村").first)
    #expect(catalogue.territoryUnit(of: village) == "乙镇政府")
    #expect(catalogue.regions("老乙").first?.name == "乙镇")
    let city = try #require(catalogue.regions("甲市").first)
    #expect(catalogue.territoryUnit(of: city) == nil)
  }
}

@Suite struct CatalogueProjectionTests {
  @Test func theJournalGivesBackWhatWasImportedAndASecondImportChangesNothing() throws {
    let fixture = try CatalogueFixture(CatalogueFixture.whole)
    var content = CatalogueFolder.read(fixture.folder).content
    let pool = try ConnectionPool(path: fixture.folder.appending(path: "t.sqlite").path)
    var migrations = Migrations()
    EventJournal.addMigrations(to: &migrations)
    CatalogueProjection.addMigrations(to: &migrations)
    try pool.exclusively { try migrations.apply(to: $0) }
    let journal = EventJournal(pool: pool, projections: [CatalogueProjection()])
    func stored() throws -> CatalogueContent {
      try pool.read { try CatalogueProjection.content($0) }
    }

    try journal.append(CatalogueProjection.changes(from: stored(), to: content), by: "import")
    #expect(try stored() == content)
    #expect(try CatalogueProjection.changes(from: stored(), to: content).isEmpty)

    content.items[0].name = "占用人行道经营"
    let changes = try CatalogueProjection.changes(from: stored(), to: content)
    #expect(changes.map(\.stream) == ["item/CG-001"])
    try journal.append(changes, by: "import")
    #expect(try stored() == content)
    try journal.rebuild()
    #expect(try stored() == content)
    try journal.append([NewEntry(stream: "item/CG-001", type: "item-ended", body: "{}")], by: "甲")
    #expect(try stored().items.map(\.id) == ["CG-002"])
  }
}
