// swift-tools-version: 6.2
import PackageDescription

// One target a room; imports go only downward (see README, "Rooms").
// The build comes from the toolchain and Debian alone: no package dependencies.

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error)
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A room that goes through every character of large texts: unoptimised it would make the tests of
/// all rooms above it take minutes.
func busyRoom(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies,
    swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))])
}

func tests(
  _ room: String, _ extra: [Target.Dependency] = [], fixtures: [String] = []
) -> Target {
  .testTarget(
    name: "\(room)Tests",
    dependencies: [.target(name: room)] + extra,
    exclude: fixtures,
    swiftSettings: strict
  )
}

let package = Package(
  name: "paidan",
  products: [
    .library(name: "HotlineDesk", targets: ["HotlineDesk"]),
    .executable(name: "paidan", targets: ["paidan"]),
  ],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(
      name: "CICU",
      linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]
    ),
    room("SQLite", ["CSQLite"]),
    busyRoom("ChineseText", ["CICU"]),
    room("Sealing", ["CSodium"]),
    room("WebServer", ["CMicroHTTPD"]),
    room("Hotline"),
    busyRoom("Spreadsheet", ["CZip", "CExpat", "CICU", "Hotline"]),
    room("DataFiles", ["CYAML", "Spreadsheet", "Hotline"]),
    room("WorkingTime", ["Hotline", "DataFiles"]),
    busyRoom("Regulations", ["Hotline", "DataFiles", "WorkingTime", "ChineseText"]),
    room("Lifecycle", ["Hotline", "WorkingTime", "Regulations"]),
    room("Forms", ["Hotline", "Lifecycle", "WorkingTime", "Regulations"]),
    busyRoom("Retrieval", ["ChineseText"]),
    room("Journal", ["SQLite", "Sealing", "Hotline"]),
    room("Accounts", ["Journal", "SQLite", "Sealing", "Hotline"]),
    room("Revisions", ["Journal", "SQLite", "Hotline"]),
    room(
      "Catalogue",
      ["Revisions", "Journal", "SQLite", "Hotline", "DataFiles", "WorkingTime", "ChineseText"]),
    room(
      "Knowledge",
      [
        "Revisions", "Journal", "SQLite", "Hotline", "DataFiles", "WorkingTime", "ChineseText",
        "Retrieval",
      ]),
    room("Outbox", ["CCurl", "Journal", "SQLite", "Sealing", "Hotline", "DataFiles"]),
    room("History", ["Journal", "SQLite", "Hotline", "DataFiles"]),
    room(
      "Proposals",
      [
        "Catalogue", "Knowledge", "History", "Revisions", "Journal", "SQLite", "Hotline",
        "DataFiles", "WorkingTime", "ChineseText",
      ]),
    room(
      "Tickets",
      [
        "Catalogue", "Lifecycle", "Regulations", "Journal", "Sealing", "SQLite", "ChineseText",
        "WorkingTime", "Hotline",
      ]),
    busyRoom(
      "Figures",
      [
        "Tickets", "Catalogue", "Lifecycle", "Regulations", "Journal", "SQLite", "ChineseText",
        "WorkingTime", "Hotline",
      ]),
    busyRoom(
      "Suggestions",
      [
        "History",
        "Catalogue", "Knowledge", "Regulations", "ChineseText", "Retrieval", "Hotline",
        "WorkingTime",
      ]),
    room(
      "HotlineDesk",
      [
        "History",
        "Suggestions", "Knowledge", "Catalogue", "Lifecycle", "Regulations", "WorkingTime",
        "Journal", "Tickets", "Outbox", "Forms", "Accounts", "Sealing", "Proposals", "Revisions",
        "DataFiles", "Spreadsheet", "Hotline", "ChineseText", "Retrieval", "SQLite", "Figures",
      ]),
    .target(
      name: "Service",
      dependencies: ["HotlineDesk", "WebServer", "Hotline"],
      resources: [.copy("Console"), .copy("openapi.json")],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "paidan",
      dependencies: ["HotlineDesk", "Service", "Hotline"],
      swiftSettings: strict
    ),
    tests("SQLite"),
    tests("ChineseText"),
    tests("Sealing"),
    tests("WebServer"),
    tests("Hotline"),
    tests("Spreadsheet", ["Hotline", "CZip"]),
    tests("DataFiles", ["Spreadsheet"]),
    tests("WorkingTime", ["Hotline"]),
    tests(
      "Regulations", ["Hotline", "DataFiles", "ChineseText", "WorkingTime"], fixtures: ["Fixtures"]),
    tests("Lifecycle", ["Regulations", "WorkingTime", "Hotline"]),
    tests("Forms", ["Lifecycle", "Regulations", "WorkingTime", "Hotline"]),
    tests("Retrieval"),
    tests("Journal", ["SQLite", "Sealing"]),
    tests("Accounts", ["Journal", "SQLite", "Sealing", "Hotline"]),
    tests("Revisions", ["Journal", "SQLite", "Hotline"]),
    tests("Catalogue", ["DataFiles", "Spreadsheet", "Revisions"]),
    tests("Knowledge", ["DataFiles", "Spreadsheet", "Revisions", "WorkingTime"]),
    tests("Proposals", ["Catalogue", "Knowledge", "History", "Revisions", "WorkingTime"]),
    tests("History"),
    tests(
      "Tickets",
      [
        "Catalogue", "Lifecycle", "Regulations", "Journal", "Sealing", "SQLite", "WorkingTime",
        "Hotline",
      ]),
    tests(
      "Figures",
      [
        "Tickets", "Catalogue", "Lifecycle", "Regulations", "Journal", "Sealing", "SQLite",
        "WorkingTime", "Hotline",
      ]),
    tests("Outbox", ["Journal", "SQLite", "Sealing", "Hotline", "WebServer"]),
    tests("Suggestions"),
    tests("HotlineDesk", ["SQLite", "Sealing"]),
    tests("Service", ["HotlineDesk"]),
  ],
  swiftLanguageModes: [.v6]
)
