// Target attributes of the aarch64 engines: BEGIN ... END around everything that uses them.
#ifndef SWIFTLET_KERNELS_ENGINES_ARM_H
#define SWIFTLET_KERNELS_ENGINES_ARM_H

#include <arm_neon.h>

#include "common.h"

// Advanced SIMD is part of the base architecture, so plain NEON needs no attribute.
#define SWIFTLET_BEGIN_NEON_DOTPROD \
  _Pragma("clang attribute push(__attribute__((target(\"dotprod\"))), apply_to = function)")
#define SWIFTLET_BEGIN_NEON_I8MM \
  _Pragma("clang attribute push(__attribute__((target(\"dotprod,i8mm\"))), apply_to = function)")
#define SWIFTLET_END _Pragma("clang attribute pop")

#endif
