internal import Glibc

/// Where idle threads sleep until there is work.
final class Parking: Sendable {
  // SAFETY: a POSIX semaphore is made for several threads; it is allocated once and never moves.
  private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<sem_t>

  init() {
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func wakeOne() {
    sem_post(semaphore)
  }

  func wait() {
    // A signal handler may end the wait early.
    while sem_wait(semaphore) != 0 {}
  }
}
