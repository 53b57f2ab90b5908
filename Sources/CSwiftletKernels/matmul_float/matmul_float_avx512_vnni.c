#if defined(__x86_64__)
#include "../private/engines_x86.h"

// 24 of 32 registers hold sums, two the weights; activations are broadcast from memory.
#define TOKENS 12
#define STREAMED 3
#define TILE_ROWS 2
#define NAME(contract) swiftlet_##contract##_avx512_vnni
SWIFTLET_BEGIN_AVX512_VNNI
#include "matmul_float_lanes.h"
SWIFTLET_END
#endif
