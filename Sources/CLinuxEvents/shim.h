// What Swift's module of the C library leaves out: epoll, event and signal file
// descriptors, and a thread's name.

#ifndef TINYTROUPE_CLINUXEVENTS_SHIM_H
#define TINYTROUPE_CLINUXEVENTS_SHIM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>

// Names the calling thread, for debuggers; the kernel keeps 15 bytes.
static inline void tt_name_this_thread(const char *_Nonnull name) {
  prctl(PR_SET_NAME, name, 0L, 0L, 0L);
}

#endif
