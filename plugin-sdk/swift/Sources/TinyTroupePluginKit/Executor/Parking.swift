internal import Glibc

/// Where threads sleep until there is work for them.
package final class Parking: Sendable {
  // SAFETY: a POSIX semaphore is made for several threads; it is allocated once and never moves.
  private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<sem_t>

  /// Makes an empty place.
  package init() {
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// Wakes one sleeper, or lets the next one pass.
  package func wakeOne() {
    sem_post(semaphore)
  }

  /// Sleeps until woken.
  package func wait() {
    // A signal handler may end the wait early.
    while sem_wait(semaphore) != 0 {}
  }
}
