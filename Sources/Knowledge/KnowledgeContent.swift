/// All that the knowledge base holds, as plain values.
public struct KnowledgeContent: Hashable, Sendable {
  /// The articles.
  public var articles: [KnowledgeArticle]
  /// The lexicon, a word a line: `word[TAB weight[TAB pinyin]]`; nil when there is none.
  public var lexicon: String?
  /// Groups of words of one meaning, `a|b|c` a line; nil when there are none.
  public var synonyms: String?

  /// Makes a content from its parts.
  public init(articles: [KnowledgeArticle] = [], lexicon: String? = nil, synonyms: String? = nil) {
    self.articles = articles
    self.lexicon = lexicon
    self.synonyms = synonyms
  }
}
