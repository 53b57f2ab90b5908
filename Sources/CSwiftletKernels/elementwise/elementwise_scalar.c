// Norms and activation functions over one vector.
#include "../private/common.h"

float swiftlet_exp(float x) {
  // x = n ln 2 + r with |r| <= ln(2) / 2, by adding and subtracting a constant that rounds.
  const float shifted = __builtin_fmaf(x, SWIFTLET_EXP_LOG2E, SWIFTLET_ROUND_MAGIC);
  const uint32_t n = swiftlet_bits(shifted) - SWIFTLET_ROUND_MAGIC_BITS;
  const float count = shifted - SWIFTLET_ROUND_MAGIC;
  float r = __builtin_fmaf(count, -SWIFTLET_EXP_LN2_HIGH, x);
  r = __builtin_fmaf(count, -SWIFTLET_EXP_LN2_LOW, r);
  float p = __builtin_fmaf(SWIFTLET_EXP_P5, r, SWIFTLET_EXP_P4);
  p = __builtin_fmaf(p, r, SWIFTLET_EXP_P3);
  p = __builtin_fmaf(p, r, SWIFTLET_EXP_P2);
  p = __builtin_fmaf(p, r, SWIFTLET_EXP_P1);
  p = __builtin_fmaf(p, r, SWIFTLET_EXP_P0);
  p = __builtin_fmaf(p, r * r, r) + 1.0f;
  // Times 2^n in the exponent field: between the two limits the result is normal, so this is exact.
  const float scaled = swiftlet_from_bits(swiftlet_bits(p) + (n << 23));
  if (x != x) return x;
  if (x < SWIFTLET_EXP_LOW) return 0;
  if (x > SWIFTLET_EXP_HIGH) return __builtin_inff();
  return scaled;
}

static float sum_of_lanes(const float lanes[16]) {
  float s[8];
  for (size_t l = 0; l < 8; l++) s[l] = lanes[l] + lanes[l + 8];
  for (size_t l = 0; l < 4; l++) s[l] += s[l + 4];
  for (size_t l = 0; l < 2; l++) s[l] += s[l + 2];
  return s[0] + s[1];
}

void swiftlet_rms_norm_f32_f32_f32_scalar(float *dst, const float *src, const float *weight,
                                          size_t count, float epsilon) {
  float lanes[16] = {0};
  for (size_t i = 0; i < count; i++) lanes[i % 16] = __builtin_fmaf(src[i], src[i], lanes[i % 16]);
  const float r = 1.0f / __builtin_sqrtf(sum_of_lanes(lanes) / (float)count + epsilon);
  for (size_t i = 0; i < count; i++) dst[i] = (src[i] * r) * weight[i];
}

void swiftlet_add_f32_f32_scalar(float *dst, const float *src, size_t count) {
  for (size_t i = 0; i < count; i++) dst[i] += src[i];
}

void swiftlet_rope_f32_f32_scalar(float *dst, const float *src, const float *cosine,
                                  const float *sine, size_t half) {
  for (size_t i = 0; i < half; i++) {
    const float a = src[i], b = src[half + i];
    dst[i] = __builtin_fmaf(a, cosine[i], -(b * sine[i]));
    dst[half + i] = __builtin_fmaf(b, cosine[i], a * sine[i]);
  }
}

void swiftlet_silu_multiply_f32_f32_scalar(float *gate, const float *up, size_t count) {
  for (size_t i = 0; i < count; i++) {
    gate[i] = (gate[i] / (1.0f + swiftlet_exp(-gate[i]))) * up[i];
  }
}

void swiftlet_gelu_multiply_f32_f32_scalar(float *gate, const float *up, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const float x = gate[i];
    const float twice_u = x * __builtin_fmaf(x * x, SWIFTLET_GELU_CUBIC, SWIFTLET_GELU_LINEAR);
    gate[i] = (x / (1.0f + swiftlet_exp(-twice_u))) * up[i];
  }
}

void swiftlet_divide_f32_f32_scalar(float *dst, const float *src, float divisor, size_t count) {
  for (size_t i = 0; i < count; i++) dst[i] = src[i] / divisor;
}
