// Solves a DIMACS min-cost-flow file with LEMON and prints one JSON line. Usage: driver <file.min> <ns|cs>
// Build: g++ -O3 -march=native -std=c++14 driver.cpp -o driver
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#include <lemon/static_graph.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <sys/resource.h>
#include <vector>

using namespace lemon;
typedef std::chrono::steady_clock Clock;
static double since(Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); }
static double cpu() { return double(std::clock()) / CLOCKS_PER_SEC; }

static std::vector<char> text;
static size_t at = 0;
static long long number() {
  while (text[at] == ' ' || text[at] == '\t') at++;
  bool negative = text[at] == '-';
  if (negative) at++;
  long long value = 0;
  while (text[at] >= '0' && text[at] <= '9') value = value * 10 + (text[at++] - '0');
  return negative ? -value : value;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  FILE *file = fopen(argv[1], "rb");
  if (!file) return 2;
  fseek(file, 0, SEEK_END);
  text.resize(ftell(file) + 2);
  rewind(file);
  size_t length = fread(text.data(), 1, text.size() - 2, file);
  fclose(file);
  text[length] = '\n';
  std::vector<std::pair<int, int>> ends;
  std::vector<long long> capacity, cost, supply;
  while (at < length) {
    char kind = text[at++];
    if (kind == 'p') {
      while (text[at] != 'n') at++;
      at++;
      supply.assign(number(), 0);
      long long arcs = number();
      ends.reserve(arcs), capacity.reserve(arcs), cost.reserve(arcs);
    } else if (kind == 'n') {
      long long node = number();
      supply[node - 1] += number();
    } else if (kind == 'a') {
      int from = number(), to = number();
      number();
      ends.push_back({from - 1, to - 1});
      capacity.push_back(number());
      cost.push_back(number());
    }
    while (text[at] != '\n') at++;
    at++;
  }
  std::vector<char>().swap(text);

  Clock::time_point start = Clock::now();
  double cpuStart = cpu();
  SmartDigraph graph;
  graph.reserveNode(supply.size());
  graph.reserveArc(ends.size());
  for (size_t i = 0; i < supply.size(); i++) graph.addNode();
  for (auto &end : ends) graph.addArc(graph.nodeFromId(end.first), graph.nodeFromId(end.second));
  SmartDigraph::ArcMap<int> capacities(graph), costs(graph);
  SmartDigraph::NodeMap<int> supplies(graph);
  for (size_t i = 0; i < supply.size(); i++) supplies[graph.nodeFromId(i)] = supply[i];
  for (size_t i = 0; i < ends.size(); i++) {
    capacities[graph.arcFromId(i)] = capacity[i];
    costs[graph.arcFromId(i)] = cost[i];
  }
  double build = since(start), buildCpu = cpu() - cpuStart;
  start = Clock::now();
  cpuStart = cpu();
  bool optimal;
  long long objective = 0;
  std::vector<long long> price(supply.size());
  if (!strcmp(argv[2], "cs")) {
    CostScaling<SmartDigraph, int, long long> solver(graph);
    SmartDigraph::ArcMap<long long> wide(graph);
    for (size_t i = 0; i < ends.size(); i++) wide[graph.arcFromId(i)] = cost[i];
    solver.upperMap(capacities).costMap(wide).supplyMap(supplies);
    optimal = solver.run() == CostScaling<SmartDigraph, int, long long>::OPTIMAL;
    if (optimal) {
      objective = solver.totalCost<long long>();
      for (size_t i = 0; i < supply.size(); i++) price[i] = solver.potential(graph.nodeFromId(i));
    }
  } else {
    NetworkSimplex<SmartDigraph, int, long long> solver(graph);
    SmartDigraph::ArcMap<long long> wide(graph);
    for (size_t i = 0; i < ends.size(); i++) wide[graph.arcFromId(i)] = cost[i];
    solver.upperMap(capacities).costMap(wide).supplyMap(supplies);
    optimal = solver.run() == NetworkSimplex<SmartDigraph, int, long long>::OPTIMAL;
    if (optimal) {
      objective = solver.totalCost<long long>();
      for (size_t i = 0; i < supply.size(); i++) price[i] = solver.potential(graph.nodeFromId(i));
    }
  }
  double seconds = since(start), cpuSeconds = cpu() - cpuStart;
  long long dual = 0;
  for (size_t i = 0; i < supply.size(); i++) dual -= price[i] * supply[i];
  for (size_t i = 0; i < ends.size(); i++) {
    long long reduced = cost[i] + price[ends[i].first] - price[ends[i].second];
    if (reduced < 0) dual += reduced * capacity[i];
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  if (!optimal) {
    printf("{\"status\":\"none\",\"seconds\":%.4f,\"buildSeconds\":%.4f,\"arcs\":%zu}\n", seconds, build, ends.size());
    return 0;
  }
  printf("{\"objective\":%lld,\"dual\":%lld,\"seconds\":%.4f,\"buildSeconds\":%.4f,\"cpuSeconds\":%.4f,\"arcs\":%zu,\"peakMB\":%ld}\n", objective,
         dual, seconds, build, cpuSeconds + buildCpu, ends.size(), usage.ru_maxrss / 1024);
  return 0;
}
