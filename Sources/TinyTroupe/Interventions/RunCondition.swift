/// When something holds in a run: an expression, a claim that a judge looks into, or both.
public struct RunCondition: Sendable, Equatable {
  /// A claim and what makes it hold.
  public struct Claim: Sendable, Equatable {
    /// The claim, or the name of one that the judge knows.
    public var text: String
    /// Whom it is about; nil for the world.
    public var person: String?
    /// The claim holds when its score, 0 to 9, is higher.
    public var above: Double?
    /// The claim holds when its score, 0 to 9, is lower.
    public var below: Double?

    /// Makes a claim; without bounds it holds when the judge says so.
    public init(
      _ text: String, of person: String? = nil, above: Double? = nil, below: Double? = nil
    ) {
      self.text = text
      self.person = person
      self.above = above
      self.below = below
    }
  }

  /// What the run's own record must show; the judge is not asked before it does.
  public var expression: Expression
  /// What the judge must find.
  public var claim: Claim?
  /// The condition as it was written, for people.
  public var text: String

  /// Makes a condition.
  public init(_ expression: Expression, claim: Claim? = nil, text: String) {
    self.expression = expression
    self.claim = claim
    self.text = text
  }

  /// Reads an expression.
  ///
  /// - Throws: What is wrong with it.
  public init(_ text: String) throws(ExpressionError) {
    self.init(try ExpressionParser.condition(text), text: text)
  }
}
