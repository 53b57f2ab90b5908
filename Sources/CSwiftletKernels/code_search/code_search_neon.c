#if defined(__aarch64__)
#include "../private/engines_arm.h"

#define NAME(contract) swiftlet_##contract##_neon
#include "code_search_lanes.h"
#endif
