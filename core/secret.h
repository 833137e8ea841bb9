#pragma once
// A credential in memory. It cannot be printed, formatted, compared, copied or serialised; only
// net/ may open one (a test greps for `reveal`), to put it into a header or a body.
//
// Not covered: libcurl copies what it is given, and a credential read from the environment stays in
// `environ`. Prefer --agent-key-file and its siblings.

#include <cstddef>
#include <iosfwd>
#include <string_view>
#include <vector>

namespace doctor {

/// Gives memory back only after wiping it, so moves and destruction leave no copy behind.
template <typename T>
struct WipingAllocator {
  using value_type = T;  ///< as the standard library wants it
  WipingAllocator() = default;
  /// All are alike: there is nothing in one.
  template <typename U>
  explicit WipingAllocator(const WipingAllocator<U>&) {}
  T* allocate(std::size_t count);                          ///< declared only: it exists for char
  void deallocate(T* memory, std::size_t count) noexcept;  ///< declared only: it exists for char
  bool operator==(const WipingAllocator&) const = default;
};

/// Memory from the heap, as any allocator's.
template <>
char* WipingAllocator<char>::allocate(std::size_t count);
/// Overwrites it, then gives it back.
template <>
void WipingAllocator<char>::deallocate(char* memory, std::size_t count) noexcept;

/// Owns one credential, and overwrites its memory in the end.
class Secret {
 public:
  /// Copies `value`; the caller's copy is the caller's to wipe.
  explicit Secret(std::string_view value) : value_(value.begin(), value.end()) {}
  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret&&) noexcept = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() = default;

  /// A second owner of the same value; explicit, because copies are leaks waiting to happen.
  Secret duplicate() const { return Secret{reveal()}; }
  bool empty() const { return value_.empty(); }  ///< there is no value in it
  /// The value itself. Valid while this Secret lives. Allowed in net/ only.
  std::string_view reveal() const { return {value_.data(), value_.size()}; }

 private:
  std::vector<char, WipingAllocator<char>> value_;
};

std::ostream& operator<<(std::ostream&, const Secret&) = delete;
bool operator==(const Secret&, const Secret&) = delete;

}  // namespace doctor
