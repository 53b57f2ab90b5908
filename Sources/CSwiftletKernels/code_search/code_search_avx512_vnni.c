#if defined(__x86_64__)
#include "../private/engines_x86.h"

#define NAME(contract) swiftlet_##contract##_avx512_vnni
SWIFTLET_BEGIN_AVX512_VNNI
#include "code_search_lanes.h"
SWIFTLET_END
#endif
