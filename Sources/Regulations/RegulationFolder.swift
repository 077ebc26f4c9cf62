import DataFiles
import Foundation
import Hotline

extension RegulationProfile {
  /// Loads every profile of a folder such as `Catalogue/regulations`.
  ///
  /// Each `.yaml` file in it is one profile; the folder `recognisers` holds what they share.
  /// - Parameter fault: what is wrong with a cited law, where a register of laws is at hand.
  /// - Throws: `DataFaults` with every fault of every file; nothing is loaded then.
  public static func load(
    folder: URL, fault: ((Citation) -> String?)? = nil
  ) throws -> [RegulationProfile] {
    let name = folder.lastPathComponent
    var faults: [DataFault] = []
    let recognisers = try RecogniserFile(
      folder: folder.appending(path: "recognisers"), name: "\(name)/recognisers")
    faults += recognisers.faults
    var profiles: [RegulationProfile] = []
    for path in TextFile.list(folder, ending: ".yaml") where !path.contains("/") {
      let file = "\(name)/\(path)"
      do {
        let text = try TextFile.read(folder.appending(path: path), as: file)
        let (profile, problems) = try read(text: text, file: file, recognisers: recognisers)
        faults += problems
        guard let profile else { continue }
        if let fault { faults += profile.lawFaults(file, fault) }
        if profiles.contains(where: { $0.id == profile.id }) {
          faults.append(
            DataFault(file: file, line: 1, field: "profile", message: "“\(profile.id)”已在别的文件里"))
        }
        profiles.append(profile)
      } catch let problem as DataFaults {
        faults += problem.faults
      }
    }
    var seen: Set<DataFault> = []
    let distinct = faults.filter { seen.insert($0).inserted }
    guard distinct.isEmpty else { throw DataFaults(distinct) }
    return profiles
  }

  /// What a register of laws finds wrong with the laws that values and rows rest on.
  private func lawFaults(_ file: String, _ fault: (Citation) -> String?) -> [DataFault] {
    let places =
      values.map { (name: $0.key, source: $0.value.source, line: $0.value.line) }
      + tables.flatMap { table, rows in
        rows.map { (name: "\(table) \($0.id)", source: $0.source, line: $0.line) }
      }
    return places.filter { $0.source.document != short }.sorted { $0.line < $1.line }.compactMap {
      place in
      let citation = Citation(document: place.source.document, article: place.source.article)
      return fault(citation).map {
        DataFault(file: file, line: place.line, field: place.name, message: $0)
      }
    }
  }

  static func read(
    text: String, file: String, recognisers: RecogniserFile
  ) throws -> (RegulationProfile?, [DataFault]) {
    var reader = RegulationReader(root: try YAMLNode(text: text, file: file), file: file)
    return reader.read(recognisers: recognisers)
  }
}
