/// What a model's name tells about it.
struct ModelName {
  private let name: String

  /// Takes a name as configured; of `vendor/name`, as routers write it, only the name counts.
  init(_ name: String) {
    self.name = String(name.split(separator: "/").last ?? "").lowercased()
  }

  /// Whether it thinks before it answers: then it takes no temperature and counts its thoughts as output.
  ///
  /// True for o1, o3, o4-mini, … and for gpt-5 and its kin, but not for gpt-5-chat.
  var isReasoning: Bool {
    if name.hasPrefix("gpt-5") { return !name.hasPrefix("gpt-5-chat") }
    return name.first == "o" && name.dropFirst().first?.isNumber == true
  }
}
