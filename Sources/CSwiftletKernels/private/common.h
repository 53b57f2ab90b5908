// What every kernel file starts with: no contraction, bit casts, float16 in integer steps.
#ifndef SWIFTLET_KERNELS_COMMON_H
#define SWIFTLET_KERNELS_COMMON_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../include/swiftlet_kernels.h"
#include "variants.h"

#define INLINE static inline __attribute__((always_inline))

// a * b + c is fused only where a kernel says so: the bits must not depend on the compiler's mood.
#pragma STDC FP_CONTRACT OFF

_Static_assert(sizeof(float) == 4 && sizeof(uint16_t) == 2, "planes are read as IEEE words");
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "planes are little-endian"
#endif

enum {
  SWIFTLET_TILE_ROWS = 16,     // TileLayout.tileRows
  SWIFTLET_TILE_COLUMNS = 32,  // TileLayout.tileColumns, and an activation group
  SWIFTLET_INT4_TILE_BYTES = 256,
  SWIFTLET_INT8_TILE_BYTES = 512,
  SWIFTLET_RANGE_BYTES = sizeof(swiftlet_scale_range),  // ScaleRange.byteCount
};

// Bytes of the zero points of a group: as many bits each as a code has. TILE_BYTES is the includer's.
#define SWIFTLET_ZERO_POINTS_BYTES (TILE_BYTES / SWIFTLET_TILE_COLUMNS)
// 16 of them, all `zero_point`.
#define SWIFTLET_SYMMETRIC(zero_point) \
  SWIFTLET_SIXTEEN(TILE_BYTES == SWIFTLET_INT4_TILE_BYTES ? ((zero_point) & 15) * 0x11 : (zero_point))

#define SWIFTLET_SIXTEEN(x) {x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}

// The scales of a tile row of a matrix that has none: float16 1.
static const uint16_t swiftlet_ones[SWIFTLET_TILE_ROWS] __attribute__((unused)) =
    SWIFTLET_SIXTEEN(0x3C00);

// 1.5 * 2^23: adding it rounds |x| < 2^22 to the nearest integer, ties to even, and leaves that integer
// in the low bits. The same in every instruction set, unlike a conversion of NaN or of large values.
#define SWIFTLET_ROUND_MAGIC 12582912.0f
#define SWIFTLET_ROUND_MAGIC_BITS 0x4B400000u

// exp: the range in which the result is a normal float (see swiftlet_exp).
#define SWIFTLET_EXP_LOW -87.3f
#define SWIFTLET_EXP_HIGH 88.7f
#define SWIFTLET_EXP_LOG2E 1.44269504088896341f
// ln 2 in two parts; the first has 10 significant bits, so that its product with n is exact.
#define SWIFTLET_EXP_LN2_HIGH 0.693359375f
#define SWIFTLET_EXP_LN2_LOW -2.12194440e-4f
// exp(r) = 1 + r + r^2 * P(r) on |r| <= ln(2) / 2; Cephes, expf.c (Moshier).
#define SWIFTLET_EXP_P5 1.9875691500e-4f
#define SWIFTLET_EXP_P4 1.3981999507e-3f
#define SWIFTLET_EXP_P3 8.3334519073e-3f
#define SWIFTLET_EXP_P2 4.1665795894e-2f
#define SWIFTLET_EXP_P1 1.6666665459e-1f
#define SWIFTLET_EXP_P0 5.0000001201e-1f

// GELU: 2 sqrt(2 / pi), and that times 0.044715.
#define SWIFTLET_GELU_LINEAR 1.5957691216f
#define SWIFTLET_GELU_CUBIC 0.0713548163f

// How far from a whole number of steps a weight on a grid may be: far above the rounding of a division and a product
// (2^-22 of up to 255 steps), far below a step.
#define SWIFTLET_GRID_TOLERANCE 0x1p-12f

// Activation groups below this are zero: 127 / m stays far from overflow.
#define SWIFTLET_SMALLEST_MAGNITUDE 1e-30f
#define SWIFTLET_NAN_BITS 0x7FC00000u
#define SWIFTLET_HALF_NAN 0x7E00u

// Where the scales of a matrix are: those of its first group, and how many bytes it is to the next group and tile row.
// Scales that are not there are one tile row of ones that is read again and again.
typedef struct {
  const uint8_t *first;
  size_t step;
  size_t stride;
  int have_ranges;  // one lies in front of each tile row's, SWIFTLET_RANGE_BYTES
} swiftlet_scales;

INLINE swiftlet_scales swiftlet_scales_of(const swiftlet_matrix *matrix, size_t groups_stride) {
  if (matrix->scales == NULL) return (swiftlet_scales){.first = (const uint8_t *)swiftlet_ones};
  if (!matrix->has_scale_ranges) {
    const size_t step = SWIFTLET_TILE_ROWS * sizeof(uint16_t);
    return (swiftlet_scales){.first = matrix->scales, .step = step, .stride = groups_stride * step};
  }
  return (swiftlet_scales){
      .first = (const uint8_t *)matrix->scales + SWIFTLET_RANGE_BYTES,
      .step = SWIFTLET_TILE_ROWS,
      .stride = SWIFTLET_RANGE_BYTES + groups_stride * SWIFTLET_TILE_ROWS,
      .have_ranges = 1};
}

static inline uint32_t swiftlet_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  return bits;
}

static inline float swiftlet_from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

// Exact; a NaN becomes quiet as the hardware instructions make it.
static inline float swiftlet_from_half(uint16_t half) {
  const uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
  const uint32_t exponent = (half >> 10) & 0x1Fu;
  const uint32_t fraction = half & 0x3FFu;
  if (exponent == 0x1F) {
    return swiftlet_from_bits(sign | 0x7F800000u | fraction << 13 | (fraction ? 0x400000u : 0));
  }
  if (exponent != 0) return swiftlet_from_bits(sign | (exponent + 112) << 23 | fraction << 13);
  return swiftlet_from_bits(swiftlet_bits((float)fraction * 0x1p-24f) | sign);
}

// Nearest, ties to even.
static inline uint16_t swiftlet_to_half(float value) {
  const uint32_t bits = swiftlet_bits(value);
  const uint32_t sign = (bits >> 16) & 0x8000u;
  const uint32_t magnitude = bits & 0x7FFFFFFFu;
  if (magnitude > 0x7F800000u) return (uint16_t)(sign | 0x7E00u | ((magnitude >> 13) & 0x1FFu));
  if (magnitude >= 0x477FF000u) return (uint16_t)(sign | 0x7C00u);
  if (magnitude < 0x38800000u) {
    // Below the smallest normal half: adding 0.5 rounds at 2^-24.
    const float rounded = swiftlet_from_bits(magnitude) + 0.5f;
    return (uint16_t)(sign | (swiftlet_bits(rounded) - 0x3F000000u));
  }
  const uint32_t even = (magnitude >> 13) & 1u;
  return (uint16_t)(sign | (((magnitude + 0xFFFu + even) >> 13) - (112u << 10)));
}

static inline float swiftlet_from_bfloat(uint16_t bits) {
  return swiftlet_from_bits((uint32_t)bits << 16);
}

// The float16 nearest to a scale, but not zero: the smallest step errs less than none.
static inline float swiftlet_stored_scale(float scale) {
  const float stored = swiftlet_from_half(swiftlet_to_half(scale));
  if (stored != 0) return stored;
  return swiftlet_from_bits(swiftlet_bits(0x1p-24f) | (swiftlet_bits(scale) & 0x80000000u));
}

// Round to even, then clamp to the range of a symmetric int8 code. |value| < 2^22.
static inline int8_t swiftlet_to_code(float value) {
  const int32_t code = (int32_t)(swiftlet_bits(value + SWIFTLET_ROUND_MAGIC) - SWIFTLET_ROUND_MAGIC_BITS);
  return (int8_t)(code < -127 ? -127 : code > 127 ? 127 : code);
}

#endif
