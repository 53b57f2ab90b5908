#if defined(__x86_64__)
#include "../private/engines_x86.h"

// 12 of 16 registers hold sums, two the weights, one the activation.
#define TOKENS 6
#define STREAMED 1
#define TILE_ROWS 1
#define NAME(contract) swiftlet_##contract##_avx2
SWIFTLET_BEGIN_AVX2
#include "matmul_float_lanes.h"
SWIFTLET_END
#endif
