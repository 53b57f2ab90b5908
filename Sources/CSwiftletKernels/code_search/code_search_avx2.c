#if defined(__x86_64__)
#include "../private/engines_x86.h"

#define NAME(contract) swiftlet_##contract##_avx2
SWIFTLET_BEGIN_AVX2
#include "code_search_lanes.h"
SWIFTLET_END
#endif
