import Foundation
import Synchronization
import TinyTroupe
import TinyTroupeKernel

/// A line at the bottom of a terminal that says how far a run is, around another way of showing it.
///
/// The line is drawn twice a second on standard error, on a thread of its own, and taken away before anything
/// else is written. Off a terminal there is none.
final class ProgressLine: RunObserver {
  private struct State {
    var run: RunOverture?
    var step = 0
    var isDrawn = false
    var isOver = false
  }

  private let inner: any RunObserver
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  init(around inner: any RunObserver, terminal: Terminal) {
    self.inner = inner
    isShown = terminal.isInteractive
  }

  func started(_ run: RunOverture) {
    state.withLock { $0.run = run }
    inner.started(run)
    guard isShown else { return }
    startThread(named: "tt-progress") { self.keepDrawing() }
  }

  func observed(_ event: Event) {
    clear()
    if event.kind == .stepStarted { state.withLock { $0.step = event.step } }
    inner.observed(event)
  }

  func tabulated(_ table: ResultTable, path: String) {
    clear()
    inner.tabulated(table, path: path)
  }

  func wrote(_ path: String) {
    clear()
    inner.wrote(path)
  }

  /// Takes the line away for good.
  func finish() {
    clear()
    state.withLock { $0.isOver = true }
  }

  private func keepDrawing() {
    while !state.withLock({ $0.isOver }) {
      usleep(500_000)
      state.withLock { state in
        guard let run = state.run, !state.isOver else { return }
        state.isDrawn = true
        Self.write("\r\u{1B}[2K" + text(run, step: state.step) + "\r")
      }
    }
  }

  private func clear() {
    guard isShown else { return }
    state.withLock { state in
      if state.isDrawn { Self.write("\r\u{1B}[2K") }
      state.isDrawn = false
    }
  }

  private func text(_ run: RunOverture, step: Int) -> String {
    let usage = run.usage()
    let seconds = Int((ContinuousClock.now - start) / .seconds(1))
    let clock = "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    let calls = "\(usage.calls) calls, \(usage.inFlight) in flight"
    return
      "step \(step) of \(run.steps) · \(calls) · \(usage.tokens) tokens\(usage.costInWords) · \(clock)\(remaining(run, step, seconds))"
  }

  /// What the steps so far let one expect of the rest.
  private func remaining(_ run: RunOverture, _ step: Int, _ seconds: Int) -> String {
    guard step > 1, step <= run.steps else { return "" }
    let left = seconds * (run.steps - step + 1) / (step - 1)
    return left > 1 ? " · about \(left) s left" : ""
  }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
