import Foundation
import Hotline
import Journal
import Revisions
import SQLite

extension CatalogueProjection {
  /// Every revision of units, places, items and laws; streams are `unit/…`, `region/…`, `item/…`
  /// and `law/…`.
  public static let revisions = RevisionTable(
    "catalogue_revision", kinds: Kind.allCases.map(\.rawValue)
  ) { try $0.decoded(DatedBody.self).validity ?? .always }

  /// The catalogue as it was in force at a moment, by what was recorded until another.
  ///
  /// - Parameter recorded: leave it out for all that is known now; for the catalogue as people saw
  ///   it on a day, give that day for both.
  public static func content(
    _ connection: Connection, at moment: Date, knownAt recorded: Date = .distantFuture
  ) throws -> CatalogueContent {
    var content = CatalogueContent()
    for revision in try revisions.inForce(at: moment, knownAt: recorded, connection) {
      switch Kind(rawValue: revision.kind) {
      case .unit: content.units.append(try revision.decoded())
      case .region: content.regions.append(try revision.decoded())
      case .item: content.items.append(try revision.decoded())
      case .law: content.laws.append(try revision.decoded())
      case nil: continue
      }
    }
    return content
  }

  /// The version of an item's revision in force at a moment, as a ticket keeps it; nil when none is.
  public static func itemVersion(
    _ id: String, at moment: Date, _ connection: Connection
  ) throws -> Int? {
    try revisions.standing(of: "item/\(id)", at: moment, connection)?.version
  }

  /// The entry that brings an old revision back as a new one.
  ///
  /// - Parameter validity: when it is to be in force again.
  /// - Parameter expectedVersion: the version on which the person looked.
  /// - Throws: `InputProblem` when the revision is the record's end.
  public static func returning(
    to revision: Revision, validity: Validity, expectedVersion: Int
  ) throws -> NewEntry {
    let validity = validity == .always ? nil : validity
    switch Kind(rawValue: revision.kind) {
    case .unit:
      return try revision.returned(as: HandlingUnit.self, expectedVersion: expectedVersion) {
        $0.validity = validity
      }
    case .region:
      return try revision.returned(as: Region.self, expectedVersion: expectedVersion) {
        $0.validity = validity
      }
    case .item:
      return try revision.returned(as: CatalogueItem.self, expectedVersion: expectedVersion) {
        $0.validity = validity
      }
    case .law:
      return try revision.returned(as: Law.self, expectedVersion: expectedVersion) { _ in }
    case nil:
      throw InputProblem(
        code: "not_catalogue", field: "stream", message: "“\(revision.stream)”不是目录里的记录")
    }
  }

  /// Keys of a record's JSON and their names for people, in the order in which they are shown.
  ///
  /// - Parameter stream: any stream of the record's kind, such as `item/CG-001`.
  public static func fieldNames(_ stream: String) -> [(key: String, name: String)] {
    switch Kind(rawValue: String(stream.prefix { $0 != "/" })) {
    case .item: itemFieldNames
    case .unit:
      [
        ("name", "名称"), ("kind", "类别"), ("aliases", "别名"), ("formerNames", "曾用名"),
        ("duties", "职责"), ("legalBasis", "职责依据"), ("misdirections", "常见误派"), ("note", "备注"),
        ("validity", "有效期"),
      ]
    case .region:
      [
        ("name", "地名"), ("kind", "类别"), ("parent", "上级地名"), ("unit", "属地单位"), ("aliases", "别名"),
        ("validity", "有效期"),
      ]
    case .law:
      [
        ("title", "名称"), ("category", "类别"), ("date", "公布日期"), ("lastArticle", "最后一条"),
        ("status", "效力"),
      ]
    case nil: []
    }
  }

  private static let itemFieldNames = [
    ("id", "编号"), ("category", "分类"), ("name", "事项名称"), ("types", "诉求类型"),
    ("legalBasis", "法律依据"), ("unit", "承办单位"), ("agency", "镇街所属机构"), ("coHandlers", "协办单位"),
    ("limit", "办理期限"), ("limitSource", "期限依据"), ("typeLimits", "分类期限"), ("keywords", "关键词"),
    ("sayings", "常见说法"),
    ("confusions", "易混事项"), ("note", "备注"), ("validity", "有效期"),
  ]
}
