import Glibc

/// What is due when: a binary heap by time, then by order of entry.
struct Deadlines<Element> {
  private struct Entry {
    let time: UInt64
    let sequence: Int
    let element: Element

    func isBefore(_ other: Entry) -> Bool {
      time == other.time ? sequence < other.sequence : time < other.time
    }
  }

  private var heap: [Entry] = []
  private var sequence = 0

  /// Nanoseconds of the monotonic clock.
  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  mutating func add(_ element: Element, at time: UInt64) {
    sequence += 1
    heap.append(Entry(time: time, sequence: sequence, element: element))
    var child = heap.count - 1
    while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// How long epoll may wait, in milliseconds, rounded up; -1 when nothing is due ever.
  func patience() -> Int32 {
    guard let first = heap.first else { return -1 }
    let now = Self.now()
    guard first.time > now else { return 0 }
    return Int32(clamping: (first.time - now + 999_999) / 1_000_000)
  }

  /// Takes the first element that is due by `time`.
  mutating func take(by time: UInt64) -> Element? {
    guard let first = heap.first, first.time <= time, let last = heap.popLast() else { return nil }
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return first.element
  }

  private mutating func sink() {
    var parent = 0
    while true {
      let left = 2 * parent + 1
      guard left < heap.count else { return }
      let right = left + 1
      let child = right < heap.count && heap[right].isBefore(heap[left]) ? right : left
      guard heap[child].isBefore(heap[parent]) else { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
