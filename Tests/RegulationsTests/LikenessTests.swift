import ChineseText
import Testing

@testable import Regulations

@Suite struct LikenessTests {
  private static func library(shownBy: String = "") throws -> RecogniserLibrary {
    let text = """
      words:
        方位: [门口|对面]
      landmarks: ["法院{方位}"]
      recognisers:
        court: {what: 某, channel: 某, likely: [法院]}
        neighbour: {what: 某, channel: 某, \(shownBy)likely: [撬锁]}
      examples:
        court: [法院的法官拖着不判, 法院不给立案, 法官不肯见我]
        neighbour: [邻居在楼道养鸡养鸭, 邻居家的鸡天天打鸣, 楼上邻居养鸭子]
        none: [路灯坏了没人修, 公交车等不来, 自来水发黄]
      """
    let (library, faults) = RecogniserCompiler.library(
      try RecogniserFile(text: text, file: "l.yaml"), wanted: ["court", "neighbour"])
    #expect(faults.isEmpty)
    return library
  }

  private static func sure(
    _ recogniser: String, _ text: String, _ library: RecogniserLibrary
  ) -> Double {
    library.recognise(NormalText(text)).first { $0.recogniser == recogniser }?.confidence ?? 0
  }

  @Test("A call in other words is likened to the examples, an ordinary one is not")
  func likeness() throws {
    let library = try Self.library()
    #expect(Self.sure("neighbour", "隔壁邻居养鸡，鸡打鸣", library) >= 0.5)
    #expect(Self.sure("neighbour", "路灯坏了很久没人修", library) < 0.2)
  }

  @Test("A pattern and likeness together are surer than either")
  func together() throws {
    let library = try Self.library()
    let both = Self.sure("court", "法院的法官拖着", library)
    #expect(both > Self.sure("court", "法院", library))
    #expect(both > Self.sure("court", "法官拖着", library))
  }

  @Test("A place named after a body says nothing of the body")
  func landmarks() throws {
    let library = try Self.library()
    #expect(Self.sure("court", "法院门口的公交车等不来", library) < 0.2)
    #expect(Self.sure("court", "法院不给立案", library) >= 0.5)
  }

  @Test("What is shown by patterns only is never shown by likeness")
  func onlyByPatterns() throws {
    let library = try Self.library(shownBy: "shown_by: patterns, ")
    let like = Self.sure("neighbour", "邻居在楼道养鸡养鸭", library)
    #expect(like > 0.3 && like < ExclusionList.displayThreshold)
    #expect(Self.sure("neighbour", "邻居撬锁养鸡", library) >= 0.5)
  }

  @Test("The operator's opening words say nothing of the matter")
  func openings() throws {
    let library = try Self.library()
    let plain = Self.sure("court", "法官不肯见我", library)
    for opening in ["市民来电反映：", "来电人称", "市民反映，"] {
      #expect(Self.sure("court", opening + "法官不肯见我", library) == plain)
    }
  }

  @Test("The same examples teach the same in every profile and every run")
  func same() throws {
    let text = "邻居养的鸭子跑到法院去了"
    let first = try Self.library().recognise(NormalText(text))
    #expect(first == (try Self.library().recognise(NormalText(text))))
  }

  @Test("A wrong way of showing is told with its line")
  func wrongShownBy() throws {
    let text = """
      recognisers:
        r: {what: 某, channel: 某, shown_by: likeness, likely: [甲]}
      """
    let (_, faults) = RecogniserCompiler.library(
      try RecogniserFile(text: text, file: "w.yaml"), wanted: ["r"])
    #expect(faults.map(\.line) == [2])
    #expect(faults.map(\.field) == ["shown_by"])
  }
}
