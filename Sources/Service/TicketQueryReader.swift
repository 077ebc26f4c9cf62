import Foundation
import Hotline
import HotlineDesk
import WebServer

/// Reads which tickets a list shows.
enum TicketQueryReader {
  /// The filter of a query; mistakes are left in the fields.
  static func filter(_ fields: inout FieldReader) -> DeskTicketFilter {
    var filter = DeskTicketFilter()
    filter.states = list(&fields, "state", "状态", DeskStateName.allCases)
    filter.cards = list(&fields, "card", "牌", DeskCard.allCases)
    filter.types = list(&fields, "type", "诉求类型", RequestType.allCases)
    filter.unit = fields.optionalText("unit", called: "承办单位", most: 100)
    filter.region = fields.optionalText("region", called: "地点", most: 100)
    filter.item = fields.optionalText("item", called: "事项", most: 40)
    filter.words = fields.optionalText("q", called: "查询词", most: 200)
    filter.dueBefore = moment(&fields, "due_before", "期限早于", isEnd: true)
    filter.since = moment(&fields, "since", "登记时间从", isEnd: false)
    filter.before = moment(&fields, "before", "登记时间到", isEnd: true)
    filter.open = flag(&fields, "open")
    filter.supervised = flag(&fields, "supervised") ?? false
    filter.keyMatters = flag(&fields, "key_matters") ?? false
    if let order = fields.optionalText("sort", called: "排序", most: 20) {
      if let known = DeskTicketFilter.Order(rawValue: order) {
        filter.order = known
      } else {
        fields.fault("sort", "排序应为 received 或 due。")
      }
    }
    return filter
  }

  /// The place where the page before ended.
  static func place(_ fields: inout FieldReader) -> DeskTicketPlace? {
    guard let text = fields.optionalText("cursor", called: "翻页标记", most: 64) else { return nil }
    if let place = PlaceCursor.place(text) { return place }
    fields.fault("cursor", "翻页标记无效，请用上一页给出的 next。")
    return nil
  }

  /// Values of a fixed set, several joined by commas.
  private static func list<Value: RawRepresentable & CaseIterable>(
    _ fields: inout FieldReader, _ name: String, _ title: String, _ all: [Value]
  ) -> [Value] where Value.RawValue == String {
    guard let text = fields.optionalText(name, called: title, most: 300) else { return [] }
    var values: [Value] = []
    for part in text.split(separator: ",") {
      if let value = Value(rawValue: String(part)) {
        values.append(value)
      } else {
        let known = all.map(\.rawValue).joined(separator: "、")
        fields.fault(name, "“\(part.prefix(20))”不是\(title)，可用：\(known)，多个用逗号隔开。")
      }
    }
    return values
  }

  /// A time, or a day in the hotline's time zone, which counts as a whole.
  ///
  /// - Parameter isEnd: whether a day is meant up to its end.
  private static func moment(
    _ fields: inout FieldReader, _ name: String, _ title: String, isEnd: Bool
  ) -> Date? {
    guard let text = fields.optionalText(name, called: title, most: 40) else { return nil }
    if let moment = ShanghaiTime.moment(text) { return moment }
    if let day = Day(text) { return (isEnd ? day.adding(days: 1) : day).start }
    fields.fault(
      name, "\(title)应为日期，如 2026-03-02，或者带时区的时间，如 2026-03-02T09:00:00+08:00。")
    return nil
  }

  static func flag(_ fields: inout FieldReader, _ name: String) -> Bool? {
    switch fields.optionalText(name, called: name, most: 10) {
    case nil: return nil
    case "true": return true
    case "false": return false
    default:
      fields.fault(name, "应为 true 或 false。")
      return nil
    }
  }
}

/// A place in a list of tickets, opaque to the client.
enum PlaceCursor {
  /// A cursor behind a place.
  static func text(_ place: DeskTicketPlace) -> String {
    Data("t\(place.value),\(place.row)".utf8).base64EncodedString()
      .replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
  }

  /// The place of a cursor, nil for a text that is none.
  static func place(_ text: String) -> DeskTicketPlace? {
    var padded = text.replacing("-", with: "+").replacing("_", with: "/")
    while padded.utf8.count % 4 != 0 { padded += "=" }
    guard let data = Data(base64Encoded: padded), data.first == UInt8(ascii: "t"),
      let digits = String(validating: data.dropFirst(), as: UTF8.self)
    else { return nil }
    let parts = digits.split(separator: ",").compactMap { Int($0) }
    return parts.count == 2 ? DeskTicketPlace(value: parts[0], row: parts[1]) : nil
  }
}
