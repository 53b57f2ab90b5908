// The contracts of attention_scalar.c on lanes; the includer defines NAME(contract).
#include "../private/lanes.h"

INLINE f32x16 larger(f32x16 a, f32x16 b) { return lanes_select(b > a, b, a); }

// The largest lane, by comparisons that no NaN passes; no lane of `v` is one.
INLINE float largest_lane(f32x16 v) {
  v = larger(v, __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  v = larger(v, __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
  v = larger(v, __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
  return v[1] > v[0] ? v[1] : v[0];
}

void NAME(attention_weights_f32_f16)(float *x, float *state, const uint16_t *value_scales, size_t count,
                                     float scale) {
  const size_t whole = count - count % LANES, tail = count % LANES;
  const f32x16 lowest = lanes_splat(-__builtin_inff());
  f32x16 lanes = lowest, last = lowest;
  for (size_t i = 0; i < whole; i += LANES) lanes = larger(lanes, lanes_load(x + i));
  if (tail != 0) memcpy(&last, x + whole, tail * sizeof(float));
  const float largest = largest_lane(larger(lanes, last)) + 0.0f;
  f32x16 sums = lanes_zero();
  for (size_t i = 0; i < whole; i += LANES) {
    const f32x16 e = lanes_exp_not_above_0((lanes_load(x + i) - largest) * scale);
    sums += e;
    lanes_store(x + i, value_scales ? e * lanes_load_half(value_scales + i) : e);
  }
  if (tail != 0) {
    // Lanes behind the last count as 0.
    const f32x16 all = lanes_exp_not_above_0((last - largest) * scale);
    f32x16 e = lanes_zero();
    memcpy(&e, &all, tail * sizeof(float));
    sums += e;
    if (value_scales != NULL) e *= lanes_load_half_tail(value_scales + whole, tail);
    lanes_store_tail(x + whole, e, tail);
  }
  state[0] = largest;
  state[1] = lanes_sum(sums);
}

void NAME(attention_fold_f32_f32)(float *out, float *state, const float *part, const float *part_state,
                                  size_t count, float scale) {
  const float m = part_state[0] > state[0] ? part_state[0] : state[0];
  const f32x16 exponentials = lanes_exp_not_above_0((f32x16){(state[0] - m) * scale, (part_state[0] - m) * scale});
  const float c = exponentials[0], d = exponentials[1];
  state[0] = m;
  state[1] = __builtin_fmaf(state[1], c, part_state[1] * d);
  const size_t whole = count - count % LANES;
  for (size_t i = 0; i < whole; i += LANES) {
    lanes_store(out + i, lanes_fma(lanes_load(out + i), lanes_splat(c), lanes_load(part + i) * d));
  }
  for (size_t i = whole; i < count; i++) out[i] = __builtin_fmaf(out[i], c, part[i] * d);
}
