/// The numbers of items that a text cites in brackets: `[12]`, `[3, 4]`.
public enum Citations {
  /// The numbers, each once, in the order in which they come.
  public static func numbers(in text: String) -> [Int] {
    var seen: Set<Int> = []
    return text.matches(of: /\[(\d{1,9}(?:\s*,\s*\d{1,9})*)\]/).flatMap { match in
      match.1.split { !$0.isNumber }.compactMap { Int($0) }
    }.filter { seen.insert($0).inserted }
  }
}
