#include "cli/fleet_queue.h"

#include <algorithm>

namespace doctor::cli {

void FleetQueue::add(std::size_t place, Demand demand) {
  auto line = std::ranges::find_if(lines_, [&demand](const Line& one) {
    return one.demand.api == demand.api && one.demand.mcp == demand.mcp &&
           one.demand.signs_in == demand.signs_in;
  });
  if (line == lines_.end()) {
    line = lines_.insert(lines_.end(), Line{.demand = std::move(demand)});
  }
  line->places.push_back(place);
  ++waiting_;
}

std::optional<FleetQueue::Next> FleetQueue::next(Pace::Clock::time_point now) {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    Line& line = lines_[(turn_ + i) % lines_.size()];
    std::size_t& active = active_[line.demand.api];
    if (line.places.empty() || active >= per_host_) {
      continue;
    }
    auto booking = pace_.book(line.demand, now);
    if (!booking) {
      continue;
    }
    Next next{.place = line.places.front(), .host = line.demand.api, .booking = *booking};
    line.places.pop_front();
    --waiting_;
    ++active;
    turn_ = (turn_ + i + 1) % lines_.size();
    return next;
  }
  return std::nullopt;
}

std::optional<Pace::Clock::time_point> FleetQueue::ready_at(Pace::Clock::time_point now) {
  std::optional<Pace::Clock::time_point> soonest;
  for (const Line& line : lines_) {
    if (line.places.empty() || active_[line.demand.api] >= per_host_) {
      continue;
    }
    const auto ready = pace_.ready_at(line.demand, now);
    if (ready > now) {
      soonest = soonest ? std::min(*soonest, ready) : ready;
    }
  }
  return soonest;
}

std::size_t FleetQueue::longest_sign_in_line() const {
  std::size_t longest = 0;
  for (const Line& line : lines_) {
    if (line.demand.signs_in) {
      longest = std::max(longest, line.places.size());
    }
  }
  return longest;
}

}  // namespace doctor::cli
