#include "core/secret.h"

#include <cstring>
#include <new>

namespace doctor {

template <>
char* WipingAllocator<char>::allocate(std::size_t count) {
  return static_cast<char*>(::operator new(count));
}

template <>
void WipingAllocator<char>::deallocate(char* memory, std::size_t count) noexcept {
  explicit_bzero(memory, count);
  ::operator delete(memory);
}

}  // namespace doctor
