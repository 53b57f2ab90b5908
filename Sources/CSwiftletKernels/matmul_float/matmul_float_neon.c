#if defined(__aarch64__)
#include "../private/engines_arm.h"

// 24 of 32 registers hold sums, four the weights, one the activation.
#define TOKENS 6
#define STREAMED 1
#define TILE_ROWS 1
#define NAME(contract) swiftlet_##contract##_neon
#include "matmul_float_lanes.h"
#endif
