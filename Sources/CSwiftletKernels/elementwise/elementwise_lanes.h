// The contracts of elementwise_scalar.c on lanes; the includer defines NAME(contract).
#include "../private/lanes.h"

void NAME(rms_norm_f32_f32_f32)(float *dst, const float *src, const float *weight, size_t count,
                                float epsilon) {
  const size_t whole = count - count % LANES, tail = count % LANES;
  f32x16 squares = lanes_zero();
  for (size_t i = 0; i < whole; i += LANES) {
    const f32x16 v = lanes_load(src + i);
    squares = lanes_fma(v, v, squares);
  }
  if (tail != 0) {
    const f32x16 v = lanes_load_tail(src + whole, tail);
    squares = lanes_fma(v, v, squares);
  }
  const float r = 1.0f / __builtin_sqrtf(lanes_sum(squares) / (float)count + epsilon);
  for (size_t i = 0; i < whole; i += LANES) {
    lanes_store(dst + i, (lanes_load(src + i) * r) * lanes_load(weight + i));
  }
  for (size_t i = whole; i < count; i++) dst[i] = (src[i] * r) * weight[i];
}

void NAME(add_f32_f32)(float *dst, const float *src, size_t count) {
  const size_t whole = count - count % LANES;
  for (size_t i = 0; i < whole; i += LANES) {
    lanes_store(dst + i, lanes_load(dst + i) + lanes_load(src + i));
  }
  for (size_t i = whole; i < count; i++) dst[i] += src[i];
}

void NAME(rope_f32_f32)(float *dst, const float *src, const float *cosine, const float *sine,
                        size_t half) {
  const size_t whole = half - half % LANES;
  for (size_t i = 0; i < whole; i += LANES) {
    const f32x16 a = lanes_load(src + i), b = lanes_load(src + half + i);
    const f32x16 c = lanes_load(cosine + i), s = lanes_load(sine + i);
    lanes_store(dst + i, lanes_fma(a, c, -(b * s)));
    lanes_store(dst + half + i, lanes_fma(b, c, a * s));
  }
  for (size_t i = whole; i < half; i++) {
    const float a = src[i], b = src[half + i];
    dst[i] = __builtin_fmaf(a, cosine[i], -(b * sine[i]));
    dst[half + i] = __builtin_fmaf(b, cosine[i], a * sine[i]);
  }
}

typedef enum { SILU, GELU } activation;

INLINE f32x16 activate(f32x16 gate, f32x16 up, activation type) {
  f32x16 x = gate;
  if (type == GELU) {
    x = gate * lanes_fma(gate * gate, lanes_splat(SWIFTLET_GELU_CUBIC), lanes_splat(SWIFTLET_GELU_LINEAR));
  }
  // NaN in the gate is one in the quotient, whatever the exponential is.
  return (gate / (1.0f + lanes_exp_unless_nan(-x))) * up;
}

INLINE void activate_multiply(float *gate, const float *up, size_t count, activation type) {
  const size_t whole = count - count % LANES, tail = count % LANES;
  for (size_t i = 0; i < whole; i += LANES) {
    lanes_store(gate + i, activate(lanes_load(gate + i), lanes_load(up + i), type));
  }
  if (tail != 0) {
    const f32x16 v =
        activate(lanes_load_tail(gate + whole, tail), lanes_load_tail(up + whole, tail), type);
    lanes_store_tail(gate + whole, v, tail);
  }
}

void NAME(silu_multiply_f32_f32)(float *gate, const float *up, size_t count) {
  activate_multiply(gate, up, count, SILU);
}

void NAME(gelu_multiply_f32_f32)(float *gate, const float *up, size_t count) {
  activate_multiply(gate, up, count, GELU);
}

void NAME(divide_f32_f32)(float *dst, const float *src, float divisor, size_t count) {
  const size_t whole = count - count % LANES;
  for (size_t i = 0; i < whole; i += LANES) lanes_store(dst + i, lanes_load(src + i) / divisor);
  for (size_t i = whole; i < count; i++) dst[i] = src[i] / divisor;
}
