// The contracts of attention_scalar.c on lanes; the includer defines NAME(contract).
#include "../private/lanes.h"

// How many of 16 elements from i on are there.
INLINE size_t lanes_left(size_t count, size_t i) { return count - i < LANES ? count - i : LANES; }

// exp((x - largest) * scale), and the weights to `x`; lanes from n on are 0.
INLINE f32x16 weigh(float *x, const uint16_t *value_scales, size_t n, float largest, float scale) {
  const f32x16 scores = n == LANES ? lanes_load(x) : lanes_load_tail(x, n);
  f32x16 e = lanes_exp((scores - largest) * scale);
  if (n != LANES) {
    float first[LANES] = {0};
    lanes_store_tail(first, e, n);
    e = lanes_load(first);
  }
  f32x16 weights = e;
  if (value_scales != NULL) {
    weights *= n == LANES ? lanes_load_half(value_scales) : lanes_load_half_tail(value_scales, n);
  }
  if (n == LANES) lanes_store(x, weights); else lanes_store_tail(x, weights, n);
  return e;
}

void NAME(attention_weights_f32_f16)(float *x, float *state,
                                     const uint16_t *value_scales, size_t count, float scale) {
  f32x16 lanes = lanes_splat(-__builtin_inff());
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    const f32x16 v = lanes_load(x + i);
    lanes = lanes_select(v > lanes, v, lanes);
  }
  float largest = -__builtin_inff();
  for (size_t l = 0; l < LANES; l++) largest = lanes[l] > largest ? lanes[l] : largest;
  for (; i < count; i++) largest = x[i] > largest ? x[i] : largest;
  largest += 0.0f;
  f32x16 sums = lanes_zero();
  for (i = 0; i < count; i += LANES) {
    sums += weigh(x + i, value_scales ? value_scales + i : NULL, lanes_left(count, i), largest, scale);
  }
  state[0] = largest;
  state[1] = lanes_sum(sums);
}

void NAME(attention_fold_f32_f32)(float *out, float *state, const float *part,
                                  const float *part_state, size_t count, float scale) {
  const float m = part_state[0] > state[0] ? part_state[0] : state[0];
  const float c = swiftlet_exp((state[0] - m) * scale);
  const float d = swiftlet_exp((part_state[0] - m) * scale);
  state[0] = m;
  state[1] = __builtin_fmaf(state[1], c, part_state[1] * d);
  const size_t whole = count - count % LANES;
  for (size_t i = 0; i < whole; i += LANES) {
    lanes_store(out + i, lanes_fma(lanes_load(out + i), lanes_splat(c), lanes_load(part + i) * d));
  }
  for (size_t i = whole; i < count; i++) out[i] = __builtin_fmaf(out[i], c, part[i] * d);
}
