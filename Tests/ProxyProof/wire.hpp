// Frames over a socket, in both directions: what a call of the ABI becomes between two processes.
#pragma once

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "tinytroupe/plugin.h"

enum class Kind : uint32_t {
  answer,  // {-, -, value, ticket} to any frame that was asked with a ticket
  // To the child: {call, instance, value, ticket}.
  start, stop, create, destroy, invoke, cancel, chunk, done,
  // To the host: {call, nested, value, ticket}.
  emit, fail, complete, log, call_log, service, nested, abandon, random, config,
};

struct Frame {
  Kind kind = Kind::answer;
  uint64_t id[4] = {0, 0, 0, 0};
  std::string text[5];

  tt_status status() const { return static_cast<tt_status>(static_cast<int64_t>(id[2])); }
};

inline uint64_t number(const void *handle) { return reinterpret_cast<uintptr_t>(handle); }
inline uint64_t number(tt_status status) { return static_cast<uint64_t>(static_cast<int64_t>(status)); }
template <typename Handle>
Handle *handle(uint64_t value) { return reinterpret_cast<Handle *>(static_cast<uintptr_t>(value)); }

inline std::string text(tt_str value) { return value.len == 0 ? "" : std::string(value.ptr, value.len); }
inline std::string text(tt_bytes value) {
  return value.len == 0 ? "" : std::string(reinterpret_cast<const char *>(value.ptr), value.len);
}
inline tt_str str(const std::string &value) { return {value.data(), value.size()}; }
inline tt_bytes bytes(const std::string &value) {
  if (value.empty()) return {nullptr, 0};
  return {reinterpret_cast<const uint8_t *>(value.data()), value.size()};
}

// Copies what the producer declared, never past it, and zeroes the rest.
template <typename Table>
Table normalised(const Table *source) {
  Table copy;
  uint32_t declared = 0;
  std::memcpy(&declared, source, sizeof declared);
  std::memset(static_cast<void *>(&copy), 0, sizeof copy);
  std::memcpy(static_cast<void *>(&copy), source, declared < sizeof copy ? declared : sizeof copy);
  return copy;
}

// One end of the socket. Sending never blocks, from any thread: what the socket does not take at once is
// written by a thread of its own. So two ends that both have much to say never wait for each other.
class Link {
 public:
  explicit Link(int socket) : socket_(socket), writer_([this] { drain(); }) { writer_.detach(); }

  void send(const Frame &frame) {
    Header header{};
    header.kind = static_cast<uint32_t>(frame.kind);
    iovec parts[6] = {{&header, sizeof header}};
    for (int i = 0; i < 5; i++) {
      header.length[i] = static_cast<uint32_t>(frame.text[i].size());
      parts[i + 1] = {const_cast<char *>(frame.text[i].data()), frame.text[i].size()};
    }
    std::memcpy(header.id, frame.id, sizeof header.id);
    const std::lock_guard<std::mutex> lock(mutex_);
    size_t sent = backlog_.empty() && !is_draining_ ? send_now(parts) : 0;
    for (const iovec &part : parts) {
      const size_t skipped = sent < part.iov_len ? sent : part.iov_len;
      backlog_.append(static_cast<char *>(part.iov_base) + skipped, part.iov_len - skipped);
      sent -= skipped;
    }
    if (!backlog_.empty()) wakeup_.notify_one();
  }

  // The next frame; none when the other end is gone or talks nonsense. For one thread.
  std::optional<Frame> receive() {
    Header header{};
    if (!read(&header, sizeof header)) return std::nullopt;
    Frame frame;
    frame.kind = static_cast<Kind>(header.kind);
    std::memcpy(frame.id, header.id, sizeof header.id);
    for (int i = 0; i < 5; i++) {
      if (header.length[i] > (256u << 20)) return std::nullopt;
      frame.text[i].resize(header.length[i]);
      if (!read(frame.text[i].data(), frame.text[i].size())) return std::nullopt;
    }
    return frame;
  }

  // Sends and waits for the answer; none when the other end is gone. Not for the thread that receives.
  std::optional<Frame> ask(Frame frame) {
    Waiter waiter;
    {
      const std::lock_guard<std::mutex> lock(waiters_mutex_);
      if (is_closed_) return std::nullopt;
      frame.id[3] = ++ticket_;
      waiters_[frame.id[3]] = &waiter;
    }
    send(frame);
    std::unique_lock<std::mutex> lock(waiters_mutex_);
    waiter.wakeup.wait(lock, [&] { return waiter.is_over; });
    return std::move(waiter.answer);
  }

  void answer(const Frame &question, uint64_t value, std::string json = "") {
    send({Kind::answer, {0, 0, value, question.id[3]}, {std::move(json)}});
  }

  // Hands a received answer to whoever asked.
  void answered(Frame frame) {
    const std::lock_guard<std::mutex> lock(waiters_mutex_);
    const auto found = waiters_.find(frame.id[3]);
    if (found == waiters_.end()) return;
    found->second->answer = std::move(frame);
    found->second->is_over = true;
    found->second->wakeup.notify_one();
    waiters_.erase(found);
  }

  // Tells everybody who waits that no answer will come.
  void close() {
    const std::lock_guard<std::mutex> lock(waiters_mutex_);
    is_closed_ = true;
    for (auto &[ticket, waiter] : waiters_) {
      waiter->is_over = true;
      waiter->wakeup.notify_one();
    }
    waiters_.clear();
  }

 private:
  struct Header {
    uint32_t kind;
    uint32_t length[5];
    uint64_t id[4];
  };
  struct Waiter {
    std::condition_variable wakeup;
    std::optional<Frame> answer;
    bool is_over = false;
  };

  size_t send_now(iovec (&parts)[6]) {
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 6;
    const ssize_t sent = sendmsg(socket_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent < 0 ? 0 : static_cast<size_t>(sent);
  }

  void drain() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      is_draining_ = false;
      wakeup_.wait(lock, [this] { return !backlog_.empty(); });
      std::string batch;
      batch.swap(backlog_);
      is_draining_ = true;
      lock.unlock();
      for (size_t sent = 0; sent < batch.size();) {
        const ssize_t count = ::send(socket_, batch.data() + sent, batch.size() - sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) break;
        sent += static_cast<size_t>(count);
      }
      lock.lock();
    }
  }

  bool read(void *buffer, size_t size) {
    for (size_t filled = 0; filled < size;) {
      const ssize_t count = recv(socket_, static_cast<char *>(buffer) + filled, size - filled, MSG_WAITALL);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      filled += static_cast<size_t>(count);
    }
    return true;
  }

  const int socket_;
  std::mutex mutex_;
  std::condition_variable wakeup_;
  std::string backlog_;
  bool is_draining_ = false;
  std::mutex waiters_mutex_;
  std::map<uint64_t, Waiter *> waiters_;
  uint64_t ticket_ = 0;
  bool is_closed_ = false;
  std::thread writer_;
};
