/// The words of a speech that bear meaning, in order, each as a 64-bit digest of its lower case.
struct SpokenWords: Sendable, Hashable {
  /// All words but fillers.
  private(set) var all: [UInt64] = []
  /// Numbers and negations, each of which turns the meaning.
  private(set) var decisive: [UInt64] = []

  init(_ text: String) {
    all.reserveCapacity(text.utf8.count / 4)
    var word = WordDigest()
    for scalar in text.unicodeScalars {
      switch SpeechCharacter(scalar) {
      case .letter: word.add(scalar)
      case .digit:
        word.add(scalar)
        word.hasDigit = true
      case .apostrophe: word.addApostrophe()
      case .ideograph:
        finish(&word)
        word.add(scalar)
        finish(&word)
      case .space: finish(&word)
      }
    }
    finish(&word)
  }

  private mutating func finish(_ word: inout WordDigest) {
    guard !word.isEmpty else { return }
    let digest = word.digest
    if !Self.fillers.contains(digest) {
      all.append(digest)
      if word.isDecisive || Self.negations.contains(digest) { decisive.append(digest) }
    }
    word = WordDigest()
  }

  /// Fillers that change nothing; other languages simply have none.
  private static let fillers = digests(
    "a an the um uh oh ah well so just really very quite actually basically please")

  /// Of the languages that most people write; `n't` is known by its ending.
  private static let negations = digests(
    "not no never nothing nobody none neither nor without cannot nicht nichts kein keine keinen nie"
      + " niemals ne pas rien jamais nada nunca não non niente mai niet geen не нет никогда لا नहीं"
      + " 不 没 沒 未 无 無")

  private static func digests(_ words: String) -> Set<UInt64> {
    Set(
      words.split(separator: " ").map { text in
        var word = WordDigest()
        for scalar in text.unicodeScalars { word.add(scalar) }
        return word.digest
      })
  }
}

/// What a character is to a speech.
enum SpeechCharacter {
  case letter
  case digit
  case apostrophe
  /// A word by itself, in scripts that put no spaces between words.
  case ideograph
  case space

  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x61...0x7A, 0x41...0x5A: self = .letter
    case 0x30...0x39: self = .digit
    case 0x27, 0x2019: self = .apostrophe
    case 0..<0x80: self = .space
    // Kana and Chinese characters.
    case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
      self = .ideograph
    // Thai, Lao, Burmese, Khmer.
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF:
      self = scalar.properties.isAlphabetic ? .ideograph : .space
    default:
      self =
        scalar.properties.numericType != nil
        ? .digit : scalar.properties.isAlphabetic ? .letter : .space
    }
  }
}

/// The digest of a word while it is being read: FNV-1a over its lower case, by Fowler, Noll and Vo.
private struct WordDigest {
  private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x0000_0100_0000_01B3

  private(set) var digest = start
  private var last: UInt32 = 0
  private var beforeLast: UInt32 = 0
  /// An apostrophe counts once a letter follows.
  private var hasOpenApostrophe = false
  var hasDigit = false

  var isEmpty: Bool { digest == Self.start }

  /// True for a word with a digit, and for one that ends in `n't`.
  var isDecisive: Bool {
    hasDigit || (last == 0x74 && beforeLast == 0x27)
  }

  mutating func add(_ scalar: Unicode.Scalar) {
    if hasOpenApostrophe {
      hasOpenApostrophe = false
      mix(0x27)
    }
    switch scalar.value {
    case 0x41...0x5A: mix(scalar.value + 0x20)
    case 0..<0x80: mix(scalar.value)
    default: for lower in scalar.properties.lowercaseMapping.unicodeScalars { mix(lower.value) }
    }
  }

  mutating func addApostrophe() { hasOpenApostrophe = !isEmpty }

  private mutating func mix(_ value: UInt32) {
    digest = (digest ^ UInt64(value)) &* Self.prime
    (beforeLast, last) = (last, value)
  }
}
