import Foundation
import Hotline
import Journal
import Revisions
import SQLite

extension CatalogueProjection {
  /// Every revision of units, places, items and laws; streams are `unit/…`, `region/…`, `item/…`
  /// and `law/…`.
  public static let revisions = RevisionTable("catalogue_revision") { entry in
    guard let kind = Kind.allCases.first(where: { entry.stream.hasPrefix($0.rawValue + "/") })
    else { return nil }
    let isEnd = entry.type == "\(kind.rawValue)-ended"
    guard isEnd || entry.type == "\(kind.rawValue)-revised" else { return nil }
    let period = try entry.decoded(Dated.self).validity ?? .always
    return Revision(entry, isEnd: isEnd, period: period)
  }

  /// What a revision's body tells of its period; a body without one means always.
  struct Dated: Codable { var validity: Validity? }

  /// The catalogue as it was in force at a moment, by what was recorded until another.
  ///
  /// - Parameter recorded: leave it out for all that is known now; for the catalogue as people saw
  ///   it on a day, give that day for both.
  public static func content(
    _ connection: Connection, at moment: Date, knownAt recorded: Date = .distantFuture
  ) throws -> CatalogueContent {
    var content = CatalogueContent()
    for timeline in try revisions.timelines("", connection) {
      guard let revision = timeline.revision(at: moment, knownAt: recorded) else { continue }
      switch Kind(rawValue: String(revision.stream.prefix { $0 != "/" })) {
      case .unit: content.units.append(try revision.decoded())
      case .region: content.regions.append(try revision.decoded())
      case .item: content.items.append(try revision.decoded())
      case .law: content.laws.append(try revision.decoded())
      case nil: continue
      }
    }
    return content
  }

  /// The entry that ends an item.
  ///
  /// - Parameter moment: from when; nil for its recording.
  public static func end(
    item id: String, from moment: Date?, expectedVersion: Int? = nil
  ) throws -> NewEntry {
    try NewEntry(
      stream: "item/\(id)", expectedVersion: expectedVersion, type: "item-ended",
      encoding: Dated(validity: moment.map { Validity(from: $0) }))
  }

  /// The entry that brings an old revision back as a new one.
  ///
  /// - Parameter validity: when it is to be in force again.
  /// - Parameter expectedVersion: the version on which the person looked.
  /// - Throws: `InputProblem` when the revision is the record's end.
  public static func returning(
    to revision: Revision, validity: Validity, expectedVersion: Int
  ) throws -> NewEntry {
    guard !revision.isEnd else {
      throw InputProblem(
        code: "revision_is_end", field: "version", message: "第\(revision.version)版是终止记录，请选一个有内容的版本")
    }
    func entry<Value: Codable>(_ kind: Kind, _ value: Value) throws -> NewEntry {
      try NewEntry(
        stream: revision.stream, expectedVersion: expectedVersion,
        type: "\(kind.rawValue)-revised", encoding: value)
    }
    let validity = validity == .always ? nil : validity
    switch Kind(rawValue: String(revision.stream.prefix { $0 != "/" })) {
    case .unit:
      var unit: HandlingUnit = try revision.decoded()
      unit.validity = validity
      return try entry(.unit, unit)
    case .region:
      var region: Region = try revision.decoded()
      region.validity = validity
      return try entry(.region, region)
    case .item:
      var item: CatalogueItem = try revision.decoded()
      item.validity = validity
      return try entry(.item, item)
    case .law: return try entry(.law, revision.decoded(Law.self))
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

  /// The fields in which two revisions of one kind of record differ.
  public static func differences(from old: Revision?, to new: Revision?) -> [FieldChange] {
    guard let stream = (new ?? old)?.stream else { return [] }
    return FieldChange.between(
      old.flatMap { $0.isEnd ? nil : $0.body }, new.flatMap { $0.isEnd ? nil : $0.body },
      names: fieldNames(stream))
  }
}
