/// Where replies are kept over several runs.
public struct CachePlan: Sendable, Hashable {
  /// The cache's file; a relative path counts from the folder from which the study was named.
  public var path: String
  /// How many megabytes (10^6 bytes) the replies in it may have; the least recently used give way.
  public var maxMegabytes: Int

  /// Room for some 200,000 replies.
  public static let standardMegabytes = 1000

  /// Makes a plan.
  public init(path: String, maxMegabytes: Int = standardMegabytes) {
    self.path = path
    self.maxMegabytes = maxMegabytes
  }
}
