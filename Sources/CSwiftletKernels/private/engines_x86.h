// Target attributes of the x86-64 engines: BEGIN(...) ... END around everything that uses them.
#ifndef SWIFTLET_KERNELS_ENGINES_X86_H
#define SWIFTLET_KERNELS_ENGINES_X86_H

#include <immintrin.h>

#include "common.h"

// Vectors of 64 bytes never cross a call: all functions that take them are inlined.
#pragma clang diagnostic ignored "-Wpsabi"

#define SWIFTLET_BEGIN_AVX2 \
  _Pragma("clang attribute push(__attribute__((target(\"avx2,fma,f16c\"))), apply_to = function)")
#define SWIFTLET_BEGIN_AVX2_VNNI \
  _Pragma(                       \
      "clang attribute push(__attribute__((target(\"avx2,fma,f16c,avxvnni\"))), apply_to = function)")
#define SWIFTLET_BEGIN_AVX512_VNNI                                                                  \
  _Pragma(                                                                                         \
      "clang attribute push(__attribute__((target(\"avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni\"))), apply_to = function)")
#define SWIFTLET_END _Pragma("clang attribute pop")

#endif
