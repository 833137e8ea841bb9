// Writes the schema and every sample as JSON into a folder, for a validator of another make.

#include <fstream>
#include <iostream>

#include "report/report.h"
#include "samples.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_samples FOLDER\n";
    return 2;
  }
  const std::string folder{argv[1]};
  std::ofstream{folder + "/report.schema.json"} << doctor::report::json_schema();
  for (const auto& sample : doctor::report::samples::all()) {
    std::ofstream{folder + "/" + sample.name + ".json"}
        << doctor::report::render_json(sample.report, doctor::report::Style{});
  }
  return 0;
}
