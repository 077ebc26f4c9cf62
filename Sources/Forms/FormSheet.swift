import Foundation
import Hotline
import Lifecycle

/// A form with its values, filled from a ticket.
///
///     let limits = FormLimits(of: ticket, by: machine)
///     let context = FormContext(
///       offices: FormOffices(machine.rules.base), number: "HX-1", limits: limits, printedAt: now)
///     let page = FormSheet(.transfer, of: ticket, in: context).html()
///
/// Places for signatures, opinions and seals stay blank. Source: 南昌规则 附件1–4.
public struct FormSheet: Sendable, Equatable {
  /// Which form it is.
  public let form: Form
  /// The title with the authority.
  public let title: String
  /// 平台编号 or 工单号.
  public let number: String
  /// When it is printed.
  public let printedAt: Date
  /// What stands on it, from top to bottom.
  let rows: [FormRow]

  /// Fills a form.
  ///
  /// - Parameter events: what happened to the ticket; from there come the papers that it no longer
  ///   holds, such as a request to return that was decided, and how often it was sent out.
  public init(
    _ form: Form, of ticket: Ticket, events: [TicketEvent] = [], in context: FormContext
  ) {
    self.form = form
    title = FormText.clean(form.title(of: context.offices.authority))
    number = FormText.clean(context.number)
    printedAt = context.printedAt
    let filler = FormFiller(ticket: ticket, events: events, context: context)
    rows =
      switch form {
      case .transfer: filler.transfer
      case .returning: filler.returning
      case .extending: filler.extending
      case .reply: filler.reply
      }
  }
}

/// A row of a form.
enum FormRow: Sendable, Equatable {
  /// Boxes of which some are ticked, over the table.
  case boxes(name: String, [FormBox])
  /// Short values beside each other.
  case fields([FormField])
  /// A name at the left and cells under each other at its right; a height of nil is for a row that
  /// takes what its texts need.
  case block(name: [String], cells: [[FormPart]], height: RowHeight?)
  /// Lines of a letter, without a table.
  case letter([FormPart])
}

/// How high a row is, in millimetres.
struct RowHeight: Sendable, Equatable {
  /// With room for handwriting.
  var roomy: Double
  /// When a long text needs the room.
  var tight: Double

  /// Two opinions, each with its signature.
  static let opinions = RowHeight(roomy: 44, tight: 38)
  /// One opinion with its signature.
  static let opinion = RowHeight(roomy: 27, tight: 20)
  /// A leader's opinion.
  static let leader = RowHeight(roomy: 24, tight: 18)
  /// A receipt.
  static let receipt = RowHeight(roomy: 16, tight: 14)
  /// A short text.
  static let short = RowHeight(roomy: 12, tight: 12)
}

/// A box that is ticked or not.
struct FormBox: Sendable, Equatable {
  var name: String
  var isTicked: Bool
}

/// A name and its short value.
struct FormField: Sendable, Equatable {
  var name: String
  var value: String
}

/// A part of a cell.
enum FormPart: Sendable, Equatable {
  /// Names with their values on one line; where there are two, the first takes `first` millimetres.
  case line([FormField], first: Double = 0)
  /// A text of any length behind its name; the name may be empty.
  case text(name: String, String)
  /// A text of any length in a paragraph of its own, under a heading where there is one.
  case paragraph(heading: String, String)
  /// 签名 and 日期, blank.
  case signature
  /// Lines at the right edge, as under a letter.
  case closing([String])
}
