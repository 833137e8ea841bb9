#pragma once
// Which target is next. Those of one host stand in line; the hosts take turns, and none of them may
// hold up the others: not by being slow, nor by limits that others do not have.

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/fleet_pace.h"

namespace doctor::cli {

class FleetQueue {
 public:
  struct Next {
    std::size_t place = 0;  ///< as given to `add`
    std::string host;       ///< to be given back to `ended`
    Pace::Booking booking;
  };

  /// `per_host`: so many of one host are under way at once, at most.
  FleetQueue(Pace& pace, std::size_t per_host) : pace_(pace), per_host_(per_host) {}

  void add(std::size_t place, Demand demand);
  /// The next one that may begin now; nullopt: none may.
  std::optional<Next> next(Pace::Clock::time_point now);
  void ended(const std::string& host) { --active_[host]; }

  bool empty() const { return waiting_ == 0; }
  /// When `next` may have one again as far as the pace goes; nullopt: the pace holds nothing up.
  std::optional<Pace::Clock::time_point> ready_at(Pace::Clock::time_point now);
  /// Those that wait and will sign in, of the host with the most of them.
  std::size_t longest_sign_in_line() const;

 private:
  struct Line {
    Demand demand;
    std::deque<std::size_t> places = {};
  };

  Pace& pace_;
  std::size_t per_host_;
  std::vector<Line> lines_;
  std::map<std::string, std::size_t> active_;
  std::size_t waiting_ = 0;
  std::size_t turn_ = 0;  ///< the line that is asked first
};

}  // namespace doctor::cli
