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

void NAME(rope_f32_f32)(float *x, const float *cosine, const float *sine, size_t half) {
  const size_t whole = half - half % LANES;
  for (size_t i = 0; i < whole; i += LANES) {
    const f32x16 a = lanes_load(x + i), b = lanes_load(x + half + i);
    const f32x16 c = lanes_load(cosine + i), s = lanes_load(sine + i);
    lanes_store(x + i, lanes_fma(a, c, -(b * s)));
    lanes_store(x + half + i, lanes_fma(b, c, a * s));
  }
  for (size_t i = whole; i < half; i++) {
    const float a = x[i], b = x[half + i];
    x[i] = __builtin_fmaf(a, cosine[i], -(b * sine[i]));
    x[half + i] = __builtin_fmaf(b, cosine[i], a * sine[i]);
  }
}

INLINE f32x16 silu_multiply(f32x16 gate, f32x16 up) {
  return (gate / (1.0f + lanes_exp(-gate))) * up;
}

void NAME(silu_multiply_f32_f32)(float *gate, const float *up, size_t count) {
  const size_t whole = count - count % LANES, tail = count % LANES;
  for (size_t i = 0; i < whole; i += LANES) {
    lanes_store(gate + i, silu_multiply(lanes_load(gate + i), lanes_load(up + i)));
  }
  if (tail != 0) {
    const f32x16 v =
        silu_multiply(lanes_load_tail(gate + whole, tail), lanes_load_tail(up + whole, tail));
    lanes_store_tail(gate + whole, v, tail);
  }
}

void NAME(softmax_f32)(float *x, size_t count) {
  if (count == 0) return;
  const size_t whole = count - count % LANES, tail = count % LANES;
  f32x16 lanes = lanes_splat(x[0]);
  for (size_t i = 0; i < whole; i += LANES) {
    const f32x16 v = lanes_load(x + i);
    lanes = lanes_select(v > lanes, v, lanes);
  }
  float largest = x[0];
  for (size_t l = 0; l < LANES; l++) largest = lanes[l] > largest ? lanes[l] : largest;
  for (size_t i = whole; i < count; i++) largest = x[i] > largest ? x[i] : largest;
  f32x16 sums = lanes_zero();
  for (size_t i = 0; i < whole; i += LANES) {
    const f32x16 v = lanes_exp(lanes_load(x + i) - largest);
    lanes_store(x + i, v);
    sums += v;
  }
  if (tail != 0) {
    lanes_store_tail(x + whole, lanes_exp(lanes_load_tail(x + whole, tail) - largest), tail);
    sums += lanes_load_tail(x + whole, tail);
  }
  const float sum = lanes_sum(sums);
  for (size_t i = 0; i < whole; i += LANES) lanes_store(x + i, lanes_load(x + i) / sum);
  for (size_t i = whole; i < count; i++) x[i] = x[i] / sum;
}
