// The virtual vector of 16 float lanes that the contracts are written in, as compiler vectors.
//
// Included by each engine's file inside its target attribute, so the same text becomes one zmm, two ymm
// or four q registers. All operations are element-wise, so the bits do not depend on which.
#ifndef SWIFTLET_KERNELS_LANES_H
#define SWIFTLET_KERNELS_LANES_H

#include "common.h"

typedef float f32x16 __attribute__((vector_size(64)));
typedef float f32x8 __attribute__((vector_size(32)));
typedef float f32x4 __attribute__((vector_size(16)));
typedef int32_t i32x16 __attribute__((vector_size(64)));
typedef uint32_t u32x16 __attribute__((vector_size(64)));
typedef uint16_t u16x16 __attribute__((vector_size(32)));
typedef _Float16 f16x16 __attribute__((vector_size(32)));
typedef int8_t i8x16 __attribute__((vector_size(16)));

enum { LANES = 16 };

INLINE f32x16 lanes_splat(float value) {
  return (f32x16){value, value, value, value, value, value, value, value,
                  value, value, value, value, value, value, value, value};
}

INLINE f32x16 lanes_zero(void) { return (f32x16){0}; }

INLINE f32x16 lanes_load(const float *source) {
  f32x16 v;
  memcpy(&v, source, sizeof(v));
  return v;
}

// The first n < 16 lanes; the others +0, and nothing behind them is read.
INLINE f32x16 lanes_load_tail(const float *source, size_t n) {
  f32x16 v = {0};
  memcpy(&v, source, n * sizeof(float));
  return v;
}

INLINE void lanes_store(float *destination, f32x16 v) { memcpy(destination, &v, sizeof(v)); }

INLINE void lanes_store_tail(float *destination, f32x16 v, size_t n) {
  memcpy(destination, &v, n * sizeof(float));
}

INLINE f32x16 lanes_from_half(u16x16 bits) {
  f16x16 halves;
  memcpy(&halves, &bits, sizeof(halves));
  return __builtin_convertvector(halves, f32x16);
}

INLINE f32x16 lanes_load_half(const uint16_t *source) {
  u16x16 bits;
  memcpy(&bits, source, sizeof(bits));
  return lanes_from_half(bits);
}

INLINE f32x16 lanes_load_half_tail(const uint16_t *source, size_t n) {
  u16x16 bits = {0};
  memcpy(&bits, source, n * sizeof(uint16_t));
  return lanes_from_half(bits);
}

INLINE f32x16 lanes_load_bfloat(const uint16_t *source) {
  u16x16 bits;
  memcpy(&bits, source, sizeof(bits));
  return (f32x16)(__builtin_convertvector(bits, u32x16) << 16);
}

INLINE f32x16 lanes_fma(f32x16 a, f32x16 b, f32x16 c) { return __builtin_elementwise_fma(a, b, c); }

// The tree of the contracts: +8, +4, +2, +1.
INLINE float lanes_sum(f32x16 v) {
  const f32x8 s8 = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
                   __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
  const f32x4 s4 =
      __builtin_shufflevector(s8, s8, 0, 1, 2, 3) + __builtin_shufflevector(s8, s8, 4, 5, 6, 7);
  return (s4[0] + s4[2]) + (s4[1] + s4[3]);
}

// Where mask is all ones a, where it is zero b.
INLINE f32x16 lanes_select(i32x16 mask, f32x16 a, f32x16 b) {
  return (f32x16)(((u32x16)a & (u32x16)mask) | ((u32x16)b & ~(u32x16)mask));
}

INLINE u32x16 lanes_magnitude_bits(f32x16 v) { return (u32x16)v & 0x7FFFFFFFu; }

// The nearest integers, ties to even. |v| < 2^22.
INLINE i32x16 lanes_round(f32x16 v) {
#if defined(__aarch64__)
  // The compiler makes two instructions of __builtin_elementwise_roundeven and a conversion.
  float32x4_t floats[4];
  int32x4_t ints[4];
  memcpy(floats, &v, sizeof(v));
#pragma unroll
  for (size_t i = 0; i < 4; i++) ints[i] = vcvtnq_s32_f32(floats[i]);
  i32x16 result;
  memcpy(&result, ints, sizeof(result));
  return result;
#else
  return (i32x16)((u32x16)(v + SWIFTLET_ROUND_MAGIC) - SWIFTLET_ROUND_MAGIC_BITS);
#endif
}

// Round to even, then clamp to -127...127. |v| < 2^22.
INLINE i8x16 lanes_to_codes(f32x16 v) {
  i32x16 codes = lanes_round(v);
  codes = __builtin_elementwise_max(codes, (i32x16){0} - 127);
  codes = __builtin_elementwise_min(codes, (i32x16){0} + 127);
  return __builtin_convertvector(codes, i8x16);
}

// exp's polynomial around the nearest multiple of ln 2, and `two_to_n`, 2 to that multiple, as the bits that it
// adds to those of a float.
INLINE f32x16 lanes_exp_remainder(f32x16 x, u32x16 *two_to_n) {
  const f32x16 shifted = lanes_fma(x, lanes_splat(SWIFTLET_EXP_LOG2E), lanes_splat(SWIFTLET_ROUND_MAGIC));
  *two_to_n = ((u32x16)shifted - SWIFTLET_ROUND_MAGIC_BITS) << 23;
  const f32x16 count = shifted - SWIFTLET_ROUND_MAGIC;
  f32x16 r = lanes_fma(count, lanes_splat(-SWIFTLET_EXP_LN2_HIGH), x);
  r = lanes_fma(count, lanes_splat(-SWIFTLET_EXP_LN2_LOW), r);
  f32x16 p = lanes_fma(lanes_splat(SWIFTLET_EXP_P5), r, lanes_splat(SWIFTLET_EXP_P4));
  p = lanes_fma(p, r, lanes_splat(SWIFTLET_EXP_P3));
  p = lanes_fma(p, r, lanes_splat(SWIFTLET_EXP_P2));
  p = lanes_fma(p, r, lanes_splat(SWIFTLET_EXP_P1));
  p = lanes_fma(p, r, lanes_splat(SWIFTLET_EXP_P0));
  return lanes_fma(p, r * r, r) + 1.0f;
}

// swiftlet_exp, lane by lane; anything for NaN.
INLINE f32x16 lanes_exp_unless_nan(f32x16 x) {
  u32x16 two_to_n;
  const f32x16 p = lanes_exp_remainder(x, &two_to_n);
  const f32x16 result = lanes_select(x < SWIFTLET_EXP_LOW, lanes_zero(), (f32x16)((u32x16)p + two_to_n));
  return lanes_select(x > SWIFTLET_EXP_HIGH, lanes_splat(__builtin_inff()), result);
}

// swiftlet_exp of lanes that are NaN or not above 0. There the power of 2 is a number to multiply with, and NaN
// needs no care.
INLINE f32x16 lanes_exp_not_above_0(f32x16 x) {
  u32x16 two_to_n;
  const f32x16 p = lanes_exp_remainder(x, &two_to_n);
  const f32x16 result = p * (f32x16)(two_to_n + 0x3F800000u);
  return lanes_select(x < SWIFTLET_EXP_LOW, lanes_zero(), result);
}

#endif
