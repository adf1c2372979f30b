/// A table of lines with slots: `{topic}`, or `{Topic}` where a sentence begins with it.
struct Lines: Sendable {
  /// One line, ready to be filled.
  struct Line: Sendable {
    fileprivate enum Piece: Sendable {
      case text(String)
      case slot(Slot, isCapital: Bool)
    }

    fileprivate let pieces: [Piece]
    /// The bits of its slots.
    let needs: UInt32
  }

  let lines: [Line]
  /// The lines as written.
  let source: String

  /// Takes one line from each line of `source`.
  init(_ source: String) {
    self.source = source
    lines = source.split(separator: "\n").map { Line(String($0)) }
  }

  /// Chooses a line whose slots are all filled; nil when there is none.
  ///
  /// Only every second line is open to each turn, and those that are open take turns, so that a person never
  /// says the same twice in a row; neighbours have different seats, so that they don't all say the same.
  private func pick(seat: Int, turn: Int, _ fillings: Fillings) -> Line? {
    for parity in [turn & 1, 1 - turn & 1] {
      let open = stride(from: parity, to: lines.count, by: 2)
      let fitting = open.count { lines[$0].fits(fillings) }
      guard fitting > 0 else { continue }
      var rest = (seat + turn / 2) % fitting
      for position in open where lines[position].fits(fillings) {
        if rest == 0 { return lines[position] }
        rest -= 1
      }
    }
    return nil
  }

  /// Chooses and fills a line; empty when none fits.
  func say(seat: Int, turn: Int, _ fillings: Fillings) -> String {
    pick(seat: seat, turn: turn, fillings)?.filled(with: fillings) ?? ""
  }
}

extension Lines.Line {
  init(_ line: String) {
    var pieces: [Piece] = []
    var needs: UInt32 = 0
    for (position, part) in line.split(separator: "{", omittingEmptySubsequences: false)
      .enumerated()
    {
      let halves = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
      if position > 0, halves.count == 2, let (slot, isCapital) = Self.slot(halves[0]) {
        needs |= slot.bit
        pieces.append(.slot(slot, isCapital: isCapital))
        pieces.append(.text(String(halves[1])))
      } else {
        pieces.append(.text(String(part)))
      }
    }
    self.pieces = pieces
    self.needs = needs
  }

  private static func slot(_ name: Substring) -> (Slot, isCapital: Bool)? {
    let isCapital = name.first?.isUppercase ?? false
    let wanted = name.prefix(1).lowercased() + name.dropFirst()
    return Slot.allCases.first { "\($0)" == wanted }.map { ($0, isCapital) }
  }

  func fits(_ fillings: Fillings) -> Bool { needs & ~fillings.available == 0 }

  func filled(with fillings: Fillings) -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let part): text += part
      case .slot(let slot, let isCapital):
        let filling = fillings[slot] ?? ""
        text += isCapital ? filling.capitalisedFirst : filling
      }
    }
    return text
  }

  /// The text that stands before a slot; nil when the line lacks the slot.
  func text(before slot: Slot) -> String? {
    let place = pieces.firstIndex { piece in
      if case .slot(slot, _) = piece { true } else { false }
    }
    guard let place, place > 0, case .text(let text) = pieces[place - 1] else { return nil }
    return text
  }

  /// The longest text between slots, by which a line is recognised that begins with one.
  var longestText: String {
    pieces.reduce("") { longest, piece in
      guard case .text(let text) = piece, text.utf8.count > longest.utf8.count else {
        return longest
      }
      return text
    }
  }
}

extension String {
  /// The text with a capital at its start.
  var capitalisedFirst: String {
    if let first = utf8.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z") {
      return self
    }
    guard let first, first.isLowercase else { return self }
    return first.uppercased() + dropFirst()
  }
}
