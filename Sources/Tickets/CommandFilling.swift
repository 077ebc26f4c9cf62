import Catalogue
import Foundation
import Hotline
import Lifecycle
import SQLite

extension TicketOffice {
  /// Fills in what the seat itself tells: a unit's account acts for its unit; aliases become names.
  func completed(_ name: CommandName, _ fields: Data, by seat: Seat) throws -> Data {
    guard Self.byUnit.contains(name) || name == .redo, var object = JSONTexts.object(fields)
    else { return fields }
    let field = Self.askedUnit.contains(name) ? "unit" : "by"
    if let named = object[field] as? String {
      // An office inside a unit is in no register: its name stays.
      guard let unit = catalogue().unit(named), unit.name != named else { return fields }
      object[field] = unit.name
    } else if let unit = seat.unit, object[field] == nil {
      object[field] = unit
    }
    return (try? JSONSerialization.data(withJSONObject: object)) ?? fields
  }

  /// Commands that a unit gives for itself.
  public static let byUnit: Set<CommandName> = [
    .acceptPredispatch, .refusePredispatch, .sign, .assignInner, .requestReturn,
    .requestExtension, .contact, .reply, .statement, .judge, .progress, .extendPromise, .solve,
    .fileCase, .dispute,
  ]

  private static let askedUnit: Set<CommandName> = [.acceptPredispatch, .refusePredispatch]

  /// Keeps a unit's account from acting in another unit's name.
  func requireOwn(_ command: TicketCommand, _ seat: Seat) throws {
    guard let unit = seat.unit else { return }
    let named: String? =
      switch command {
      case .acceptPredispatch(let by), .refusePredispatch(let by, _, _), .sign(let by),
        .assignInner(let by, _), .requestReturn(let by, _, _, _, _),
        .requestExtension(let by, _, _, _, _, _), .contact(let by, _, _, _),
        .reply(let by, _, _, _, _, _), .statement(let by, _), .judge(let by, _, _),
        .progress(let by), .extendPromise(let by, _), .solve(let by), .fileCase(let by, _),
        .dispute(let by, _):
        by
      default: nil
      }
    guard let named, named != unit else { return }
    throw InputProblem(
      code: "other_unit", field: "by", message: "当前账号属于“\(unit)”，不能以“\(named.prefix(40))”的名义办理")
  }

  /// Brings names to those of the catalogue and adds the item's limit to a dispatch.
  ///
  /// - Returns: the item by which the ticket is sent, as it stands now.
  func addCatalogue(to command: inout TicketCommand, of record: TicketRecord) throws -> SentItem? {
    switch command {
    case .predispatch(let unit):
      command = .predispatch(unit: try knownUnit(unit, "unit"))
    case .approveReturn(let lead?, let approvedBy):
      command = .approveReturn(lead: try knownUnit(lead, "lead"), approvedBy: approvedBy)
    case .fixUnit(let lead, let by, let due):
      command = .fixUnit(lead: try knownUnit(lead, "lead"), by: by, due: due)
    case .jointHandling(let units, let by, let due):
      command = .jointHandling(
        units: try units.map { try knownUnit($0, "units") }, by: by, due: due)
    case .dispatch(let lead, let co, var terms, let approvedBy):
      let item = terms.item.flatMap(item)
      if let item {
        terms.item = item.id
        terms.limit = terms.limit ?? item.limit(for: record.ticket.request.type)?.span
      }
      command = .dispatch(
        lead: try knownUnit(lead, "lead"), co: try co.map { try knownUnit($0, "co") },
        terms: terms, approvedBy: approvedBy)
      return try item.map { try sent($0) }
    default: break
    }
    return nil
  }

  private func item(_ name: String) -> CatalogueItem? {
    let catalogue = catalogue()
    return catalogue.item(name) ?? catalogue.content.items.first { $0.name == name }
  }

  private func sent(_ item: CatalogueItem) throws -> SentItem {
    let revision = try pool.read {
      try CatalogueProjection.itemVersion(item.id, at: now(), $0)
    }
    return SentItem(id: item.id, name: item.name, revision: revision ?? 0)
  }

  /// A unit's present name; any name where the catalogue holds no units.
  func knownUnit(_ name: String, _ field: String) throws -> String {
    let catalogue = catalogue()
    if catalogue.content.units.isEmpty { return name }
    if let unit = catalogue.unit(name) { return unit.name }
    throw InputProblem(
      code: "unknown_unit", field: field,
      message: "承办单位“\(name.prefix(40))”不在单位名册里，请用名册中的名称、简称或者原名")
  }
}
