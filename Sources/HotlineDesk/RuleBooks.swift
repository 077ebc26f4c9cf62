import Foundation
import Hotline
import Lifecycle
import Regulations
import Sealing
import Synchronization
import Tickets
import WorkingTime

/// By which regulation new tickets are judged.
public struct RegulationChoice: Sendable, Equatable {
  /// Id of a profile; nil for the city's own.
  public var profile: String?
  /// Id of a standard laid over it.
  public var layer: String?

  /// Chooses; nil for the city's own regulation and for no layer.
  public init(profile: String? = nil, layer: String? = nil) {
    self.profile = profile
    self.layer = layer
  }

  /// The city's own regulation without a layer.
  public static let own = RegulationChoice()
}

/// Every regulation, alone and under every layer, as the machines that judge tickets.
struct RuleBooks: Sendable {
  /// The holidays, or weekends alone where no calendar ships.
  let calendar: WorkingCalendar
  private let machines: [String: TicketMachine]
  private let versions: [String: String]

  init(_ shipped: ShippedFolders?, _ profiles: [RegulationProfile]) throws {
    // Folders that were exported from a database hold no calendar.
    let dated = shipped.flatMap {
      FileManager.default.fileExists(atPath: $0.calendar.path) ? $0 : nil
    }
    let calendar = try dated.map { try WorkingCalendar(folder: $0.calendar) } ?? .weekendsOnly
    self.calendar = calendar
    let version = try shipped.map(Self.version) ?? ""
    var machines: [String: TicketMachine] = [:]
    for base in profiles where !base.isLayer {
      for layer in [nil] + profiles.filter(\.isLayer).map(Optional.some) {
        machines[TicketBooks.key(base.id, layer?.id)] = TicketMachine(
          rules: Rulebook(base, layer: layer), calendar: calendar)
      }
    }
    self.machines = machines
    versions = machines.mapValues { _ in version }
  }

  /// The books with the regulation for new tickets.
  func books(_ choice: RegulationChoice, own: String?) -> TicketBooks {
    TicketBooks(
      own: choice.profile ?? own ?? "", layer: choice.layer, machines: machines,
      versions: versions)
  }

  /// A digest of every file by which limits are worked out.
  private static func version(_ shipped: ShippedFolders) throws -> String {
    var digest = Digest()
    for folder in [shipped.regulations, shipped.calendar]
    where FileManager.default.fileExists(atPath: folder.path) {
      let files = try FileManager.default.contentsOfDirectory(
        at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil
      ).filter { $0.pathExtension == "yaml" }
      for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
        digest.add(file.lastPathComponent)
        digest.add(Array(try Data(contentsOf: file)))
      }
    }
    return digest.finish().prefix(8).map { byte in
      let text = String(byte, radix: 16)
      return text.count < 2 ? "0" + text : text
    }.joined()
  }
}

/// What is in force, replaced as a whole and read from any thread.
final class SharedState: Sendable {
  private let state = Mutex(DeskState.empty)

  var value: DeskState {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }

  /// Changes it while nobody else does.
  func change(_ body: (DeskState) -> DeskState) { state.withLock { $0 = body($0) } }
}

extension Desk {
  /// Finds a wrong regulation at the start, not at the first call.
  func check(_ choice: RegulationChoice) throws {
    if let id = choice.profile, !profiles.contains(where: { $0.id == id && !$0.isLayer }) {
      let known = profiles.filter { !$0.isLayer }.map(\.id).joined(separator: "、")
      throw InputProblem(
        code: "unknown_profile", field: "profile", message: "没有规定“\(id)”，可用的有：\(known)")
    }
    if let id = choice.layer, !profiles.contains(where: { $0.id == id && $0.isLayer }) {
      let known = profiles.filter(\.isLayer).map(\.id).joined(separator: "、")
      throw InputProblem(
        code: "unknown_layer", field: "layer", message: "没有可叠加的规范“\(id)”，可用的有：\(known)")
    }
  }
}
