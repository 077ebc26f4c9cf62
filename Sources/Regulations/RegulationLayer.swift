extension RegulationProfile {
  /// This profile with a layer over it, such as Nanjing's standard for rehandling.
  ///
  /// The layer's values and tables take the place of this profile's; their sources stay the layer's.
  /// Articles, exclusions and emergencies stay this profile's, the layer's articles follow.
  public func laid(under layer: RegulationProfile) -> RegulationProfile {
    RegulationProfile(
      id: id, title: title, short: short, number: number, from: from, isLayer: isLayer,
      articles: articles, values: values.merging(layer.values) { _, new in new },
      tables: tables.merging(layer.tables) { _, new in new }, exclusions: exclusions,
      emergencies: emergencies)
  }
}
