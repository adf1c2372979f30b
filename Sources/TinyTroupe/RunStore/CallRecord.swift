package import TinyTroupeDigest

/// How a logged call ended.
package enum CallOutcome: Sendable, Hashable {
  /// It gave JSON and perhaps raw bytes.
  case reply(json: [UInt8], body: [UInt8] = [])
  /// It failed with a status of the ABI (negative) and an error as JSON. Replay repeats failures
  /// too.
  case failure(status: Int32, error: [UInt8])
}

/// Tokens that a call to a model used.
package struct TokenUsage: Sendable, Hashable {
  /// All tokens of the request, the cached ones among them.
  package var input: Int
  /// Tokens of the request that the server had cached.
  package var cached: Int
  /// All tokens of the reply, those of reasoning among them.
  package var output: Int
  /// Tokens of the reply that nobody sees.
  package var reasoning: Int

  /// Makes a usage.
  package init(input: Int = 0, cached: Int = 0, output: Int = 0, reasoning: Int = 0) {
    self.input = input
    self.cached = cached
    self.output = output
    self.reasoning = reasoning
  }

  /// Adds two usages.
  package static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
    TokenUsage(
      input: left.input + right.input, cached: left.cached + right.cached,
      output: left.output + right.output, reasoning: left.reasoning + right.reasoning)
  }
}

/// A call whose outcome may differ between runs: what it asked, how it ended and what it cost.
package struct CallRecord: Sendable {
  /// Its identity in the run; a path is logged once.
  package var path: String
  /// Service or kind with the operation: `tt.llm.complete`.
  package var op: String
  /// What it was for, such as `act`.
  package var purpose: String?
  /// The person whom it served.
  package var agent: String?
  /// The step to which it belongs.
  package var step: Int
  /// What it asked.
  package var request: CallRequest
  /// How it ended.
  package var outcome: CallOutcome
  /// What the study calls the model; nil for calls of no model.
  package var llm: String?
  /// The model version that the server reported.
  package var model: String?
  /// What it used.
  package var usage: TokenUsage
  /// What it cost; nil when nobody knows.
  package var cost: Money?
  /// How often it was sent; 0 when it never was.
  package var attempts: Int
  /// Wall time of its start, nanoseconds since 1970 in UTC.
  ///
  /// Not part of any hash.
  package var startedNS: Int64
  /// Wall time of its end, nanoseconds since 1970 in UTC.
  ///
  /// Not part of any hash.
  package var finishedNS: Int64

  /// Makes a record.
  package init(
    path: String, op: String, purpose: String? = nil, agent: String? = nil, step: Int,
    request: CallRequest, outcome: CallOutcome, llm: String? = nil, model: String? = nil,
    usage: TokenUsage = TokenUsage(), cost: Money? = .zero, attempts: Int = 1, startedNS: Int64,
    finishedNS: Int64
  ) {
    self.path = path
    self.op = op
    self.purpose = purpose
    self.agent = agent
    self.step = step
    self.request = request
    self.outcome = outcome
    self.llm = llm
    self.model = model
    self.usage = usage
    self.cost = cost
    self.attempts = attempts
    self.startedNS = startedNS
    self.finishedNS = finishedNS
  }
}

/// An external effect that is about to be performed.
package struct BegunEffect: Sendable {
  /// The path of the call that performs it.
  package var path: String
  /// Service or kind with the operation.
  package var op: String
  /// The person whom it serves.
  package var agent: String?
  /// The step to which it belongs.
  package var step: Int
  /// What identifies the request.
  package var requestHash: SHA256Digest
  /// Wall time, nanoseconds since 1970 in UTC.
  package var begunNS: Int64

  /// Makes an effect.
  package init(
    path: String, op: String, agent: String? = nil, step: Int, requestHash: SHA256Digest,
    begunNS: Int64
  ) {
    self.path = path
    self.op = op
    self.agent = agent
    self.step = step
    self.requestHash = requestHash
    self.begunNS = begunNS
  }

  /// What the performer is given to recognise a repetition: SHA-256 of the path.
  package var idempotencyKey: String { Self.key(of: path) }

  /// The key of the effect with a path.
  package static func key(of path: String) -> String { SHA256Digest(of: path.utf8).description }
}
