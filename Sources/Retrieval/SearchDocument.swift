/// What is searched: an article of the knowledge base, of a law, of a catalogue.
public struct SearchDocument: Sendable, Equatable {
  /// Name by which the caller knows it; a later document with the same name replaces it.
  public var id: String
  /// Its title, or the title of the work that it is a part of.
  public var title: String
  /// Its text.
  public var text: String
  /// How people ask for it, if that is known; each is matched on its own.
  public var questions: [String]

  /// Makes a document.
  public init(id: String, title: String, text: String, questions: [String] = []) {
    self.id = id
    self.title = title
    self.text = text
    self.questions = questions
  }
}

/// One document found.
public struct SearchHit: Sendable, Equatable {
  /// Its number: documents are counted from 0 in the order in which they were first added.
  public let document: Int
  /// Its name.
  public let id: String
  /// Its score, above 0; comparable within one answer only.
  public let score: Double
}

/// The numbers of the ranking, one set for every corpus.
public struct RankingParameters: Sendable, Equatable {
  /// How soon repetitions of a term stop counting (BM25's k1).
  public var saturation: Float = 0.9
  /// How much long documents are held back, 0 to 1 (BM25's b).
  public var lengthNormalization: Float = 0.5
  /// Weight of a term of the title beside one of the text.
  public var titleWeight: Float = 0.5
  /// Weight of bigrams, Latin and number runs, symbols.
  public var bigramWeight: Float = 1
  /// Weight of single characters.
  public var characterWeight: Float = 0.5
  /// Weight of pinyin, where a run of letters is no word of the corpus.
  public var pinyinWeight: Float = 1
  /// What is left of the weight of words that only make a sentence a question.
  public var questionPhraseWeight: Float = 0.3
  /// Weight of a term that came in as a synonym.
  public var synonymWeight: Float = 0.5
  /// Weight of the best passage beside the whole document.
  public var passageWeight: Float = 0.7
  /// Units in a passage; the next one begins at its middle.
  public var passageLength = 400
  /// How much a document gains by works that cite its title: 1 + this × ln(1 + works / unit).
  public var citationWeight: Float = 0.15
  /// Works that cite a title before it says much; one or two may be its own reprints.
  public var citationUnit: Float = 5
  /// Most terms of a query that are looked up, the most telling ones.
  public var termLimit = 256

  /// The numbers that every corpus gets.
  public init() {}
}
