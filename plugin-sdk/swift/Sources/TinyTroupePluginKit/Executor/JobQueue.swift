/// Jobs in the order in which they came, in a ring that grows when it is full.
struct JobQueue {
  private var slots: [UnownedJob?] = Array(repeating: nil, count: 64)
  private var head = 0
  private var count = 0

  mutating func push(_ job: UnownedJob) {
    if count == slots.count { grow() }
    slots[(head + count) & (slots.count - 1)] = job
    count += 1
  }

  mutating func pop() -> UnownedJob? {
    guard count > 0 else { return nil }
    let job = slots[head]
    head = (head + 1) & (slots.count - 1)
    count -= 1
    return job
  }

  private mutating func grow() {
    // The size stays a power of two, so that a mask replaces the division.
    let ordered = slots[head...] + slots[..<head]
    slots = Array(ordered) + Array(repeating: nil, count: slots.count)
    head = 0
  }
}
