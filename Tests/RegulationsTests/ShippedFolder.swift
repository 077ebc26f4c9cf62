import Foundation

@testable import Regulations

/// The shipped files, found from the place of this source.
enum Shipped {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let profiles: [String: RegulationProfile] = {
    let folder = root.appending(path: "Catalogue/regulations")
    let loaded = (try? RegulationProfile.load(folder: folder)) ?? []
    return Dictionary(loaded.map { ($0.id, $0) }) { first, _ in first }
  }()
}
