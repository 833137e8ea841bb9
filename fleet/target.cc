#include "fleet/target.h"

namespace doctor::fleet {

std::string_view name_of(Credential::From from) {
  switch (from) {
    using enum Credential::From;
    case variable:
      return "variable";
    case file:
      return "file";
    case none:
      break;
  }
  return "none";
}

}  // namespace doctor::fleet
