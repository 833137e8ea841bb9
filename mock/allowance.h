#pragma once
// What a limiter still grants: tokens that come back at a steady rate.

#include <algorithm>
#include <chrono>

namespace doctor::mock {

class Allowance {
 public:
  /// Full at first.
  Allowance(double burst, double per_second)
      : burst_(burst), per_second_(per_second), left_(burst) {}

  /// Takes one; false: there is none.
  bool take(std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now()) {
    left_ =
        std::min(burst_, left_ + std::chrono::duration<double>(now - since_).count() * per_second_);
    since_ = now;
    if (left_ < 1) {
      return false;
    }
    left_ -= 1;
    return true;
  }

 private:
  double burst_;
  double per_second_;
  double left_;
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

}  // namespace doctor::mock
